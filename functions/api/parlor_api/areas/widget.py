"""What the widget asks, from the pages of other sites, and the link in its mails."""

from msgspec.structs import replace

from parlor.domain.blocking import Newcomer
from parlor.domain.conversation import Party
from parlor.domain.credentials import UnsubscribeClaims, VisitorClaims
from parlor.domain.directory import check_open
from parlor.domain.errors import Unauthorized
from parlor.domain.ids import StyleId, TenantId
from parlor.domain.limits import (
    AUTH_BY_ADDRESS,
    LEFT_BY_ADDRESS,
    LEFT_BY_VISITOR,
    MAIL_BY_ADDRESS,
    MAIL_BY_EMAIL,
    PUSH_BY_VISITOR,
    RESUME_BY_ADDRESS,
    TRANSCRIPT_BY_VISITOR,
    VISIT_BY_ADDRESS,
    VISIT_BY_VISITOR,
)
from parlor.domain.push import Subscription, check_subscription
from parlor.protocol import rest, rest_styles
from parlor.runtime.office import House
from parlor.usecases import leave_message as leaving
from parlor.usecases import make_transcript
from parlor.usecases import resume_visit as resuming
from parlor.usecases.check_blocked import check_visitor
from parlor.usecases.start_visit import Page
from parlor_api.answers import Html
from parlor_api.areas.identity import identify
from parlor_api.asked import Asked
from parlor_api.pages import small_page


def start_visit(asked: Asked, house: House) -> rest_styles.Visit | rest_styles.VisitLook:
    """A token that is not ours, or another company's, begins a new visitor: the browser may keep an old one for years."""
    body: rest_styles.StartVisit = asked.body
    house.limits.take(VISIT_BY_ADDRESS, asked.address)
    page = Page(
        style_id=StyleId(body.style_id),
        style_version=body.style_version,
        address=asked.address,
        link_agent=body.agent or "",
        languages=body.languages.split(","),
    )
    office = house.office(TenantId(body.tenant_id))
    if body.look:
        return office.start_visit.look(page)
    visitor = _visitor(body.visitor_token, house)
    if visitor is not None and visitor.tenant != body.tenant_id:
        visitor = None
    if visitor is not None:
        house.limits.take(VISIT_BY_VISITOR, visitor.visitor)
    # Before an identity is looked at, which may leave a warning for the company.
    office.directory.seen_style(page.style_id, page.style_version)
    visitor, outcome = identify(body.identity, visitor, office)
    return replace(office.start_visit(visitor, page), identity=outcome)


def leave_message(asked: Asked, house: House) -> rest.LeftMessageTaken:
    body: rest.LeaveMessage = asked.body
    house.limits.take(LEFT_BY_ADDRESS, asked.address)
    visitor = house.tokens.verify_visitor(body.visitor_token)
    house.limits.take(LEFT_BY_VISITOR, visitor.visitor)
    # Each message sends a receipt, to whatever address was entered.
    house.limits.take(MAIL_BY_EMAIL, body.email.lower())
    office = house.office(visitor.tenant)
    check_open(office.directory.company())
    check_visitor(office.blocks, Newcomer(visitor.visitor, asked.address, (body.phone,)), house.clock)
    message = leaving.leave_message(body, visitor, office.left_messages, office.conversations, house.timers, house.clock)
    return rest.LeftMessageTaken(left_message_id=message.left_message_id)


def ask_transcript(asked: Asked, house: House) -> rest.Transcript:
    body: rest.AskTranscript = asked.body
    visitor = house.tokens.verify_visitor(body.visitor_token)
    house.limits.take(TRANSCRIPT_BY_VISITOR, visitor.visitor)
    if body.email is not None:
        house.limits.take(MAIL_BY_ADDRESS, asked.address)
        house.limits.take(MAIL_BY_EMAIL, body.email.lower())
    office = house.office(visitor.tenant)
    party = Party("visitor", visitor.visitor)
    return make_transcript.make_transcript(body, party, office.directory, office.conversations, office.mailer, house.clock)


def resume_visit(asked: Asked, house: House) -> rest.Resumed:
    body: rest.ResumeVisit = asked.body
    house.limits.take(RESUME_BY_ADDRESS, asked.address)
    claims = house.tokens.verify_resume(body.token)
    office = house.office(claims.tenant)
    return resuming.resume_visit(claims, office.directory, office.conversations, house.tokens, house.clock)


def get_push_key(asked: Asked, house: House) -> rest.PushKey:
    return rest.PushKey(key=house.push_key)


def subscribe_push(asked: Asked, house: House) -> None:
    body: rest.SubscribePush = asked.body
    visitor = house.tokens.verify_visitor(body.visitor_token)
    house.limits.take(PUSH_BY_VISITOR, visitor.visitor)
    subscription = Subscription(body.endpoint, body.keys.p256dh, body.keys.auth)
    check_subscription(subscription, house.settings.more_push_hosts)
    house.office(visitor.tenant).subscriptions.add(visitor.visitor, subscription, house.clock.now_ms())


def show_unsubscribe(asked: Asked, house: House) -> Html:
    """A page with a button: programs that look at the links of a mail must not unsubscribe anybody."""
    _unsubscribing(asked, house)
    return small_page(
        "不再接收未读消息邮件？ / Stop mails about unread messages?",
        '<form method="post"><button>确认 / Confirm</button></form>',
    )


def unsubscribe(asked: Asked, house: House) -> Html:
    """Also the target of a mail program's own button (RFC 8058)."""
    claims = _unsubscribing(asked, house)
    house.office(claims.tenant).notices.unsubscribe(claims.visitor, house.clock.now_ms())
    return small_page("已取消，不会再发送此类邮件。 / Done: no more mails like this.")


def _unsubscribing(asked: Asked, house: House) -> UnsubscribeClaims:
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    return house.tokens.verify_unsubscribe(asked.query["token"])


def _visitor(token: str | None, house: House) -> VisitorClaims | None:
    try:
        return house.tokens.verify_visitor(token) if token else None
    except Unauthorized:
        return None


HANDLERS = {
    "start_visit": start_visit,
    "leave_message": leave_message,
    "ask_transcript": ask_transcript,
    "resume_visit": resume_visit,
    "get_push_key": get_push_key,
    "subscribe_push": subscribe_push,
    "show_unsubscribe": show_unsubscribe,
    "unsubscribe": unsubscribe,
}
