"""A page with the widget was opened: who the visitor is, how the widget looks, how to connect."""

from msgspec.structs import replace

from parlor.domain.blocking import Blocks, Newcomer, refusal
from parlor.domain.credentials import VisitorClaims
from parlor.domain.directory import Company, DirectoryEditor, Style, StyleTexts
from parlor.domain.errors import RateLimited
from parlor.domain.ids import StyleId, TenantId, VisitorId, new_ulid
from parlor.domain.invitation_rules import sender
from parlor.domain.launcher import launcher_words
from parlor.domain.limits import SOCKETS_BY_VISITOR
from parlor.domain.pages import NO_PAGE, page_expression
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, Availability
from parlor.domain.service import PreChat
from parlor.domain.signing import Signing
from parlor.domain.visitor import Profile
from parlor.protocol import rest
from parlor.protocol.present import conversation_view
from parlor.protocol.present_office import texts_answer
from parlor.usecases.admission import Admission
from parlor.usecases.check_blocked import stopped
from parlor.usecases.create_ticket import create_visitor_ticket

_WINDOWS_AGAIN_MS = 60_000


def start_visit(
    visitor: VisitorClaims | None,
    tenant: TenantId,
    style_id: StyleId,
    directory: DirectoryEditor,
    presence: Presence,
    conversations: Conversations,
    blocks: Blocks,
    signing: Signing,
    clock: Clock,
    socket_url: str,
    address: str,
) -> rest.Visit:
    """`visitor` is who came before, None for a new one. `address` is the network address that asks.

    Raises `NotFound` for an unknown company or style, `RateLimited` for a visitor with very many tabs,
    `Forbidden` (`blocked`) for who is to see nothing of us.
    """
    company = directory.company()
    style = directory.style(style_id)
    now = clock.now_ms()
    known = visitor or VisitorClaims(tenant, VisitorId(new_ulid(now)), now)
    if visitor is not None and len(presence.visitor_sockets(visitor.visitor)) >= SOCKETS_BY_VISITOR:
        raise RateLimited("Too many windows are open.", retry_after_ms=_WINDOWS_AGAIN_MS)
    service = directory.service()
    profile, conversation = Profile(), None
    if visitor is not None:
        profile = conversations.profile(known.visitor) or profile
        open_now = conversations.open_of(known.visitor)
        conversation = conversations.get(open_now) if open_now else None
    who = Newcomer(known.visitor, address, (profile.phone,) if profile.phone else ())
    block = stopped(blocks, who, clock)
    if block is not None and block.effect == "hide":
        raise refusal()
    if company.widget_seen_at is None:
        directory.note_widget_seen(now)
    agents = presence.agents()
    there, opens_at = Admission(directory, conversations, presence, clock).seen_from(style.department_id, agents)
    addressed = there != "offline" and block is None and conversation is None
    return rest.Visit(
        visitor_token=signing.sign_visitor(known),
        visitor_id=known.visitor,
        socket=create_visitor_ticket(tenant, known.visitor, style_id, profile.name or "", company.shards, signing, clock, socket_url),
        availability="refused" if block else there,
        style=rest.WidgetStyle(
            color=style.color,
            position=style.position,
            language=style.language,
            texts=texts_answer(style),
            typing_preview=company.typing_preview,
            company=company.company,
            switches=service.switches,
            pre_chat=service.pre_chat if service.pre_chat.enabled else None,
            fields_known=_known(service.pre_chat, profile),
            launcher=_launcher(style, "online" if conversation else there),
            rules=_rules(style, company, agents) if addressed else [],
            quiet_minutes=style.invitations.quiet_minutes,
        ),
        conversation=conversation_view(conversation, "visitor") if conversation else None,
        opens_at=opens_at,
    )


def _launcher(style: Style, there: Availability) -> rest.WidgetLauncher:
    """Who is in a conversation already has somebody, so `there` is online for them."""
    launcher = style.launcher
    languages = ("zh-CN", "en") if style.language == "auto" else (style.language,)
    texts = {language: style.texts.get(language, StyleTexts()) for language in languages}
    return rest.WidgetLauncher(
        icon=launcher.icon(there),
        words={language: launcher_words(language, own.launcher, own.title, there) for language, own in texts.items()},
        x=launcher.x,
        y=launcher.y,
        computers_only=not launcher.phones,
        pages=NO_PAGE if there == "offline" and not launcher.when_offline else page_expression(launcher.show_on, launcher.hide_on),
    )


def _rules(style: Style, company: Company, agents: list[AgentPresence]) -> list[rest.WidgetRule]:
    """The rules that have somebody to speak for now, as far as the company invites at all."""
    allowed = {"invitation": company.invitations, "forced": company.forced_conversations}
    found = []
    for rule in style.invitations.rules:
        agent = sender(rule, style.department_id, agents) if rule.on and allowed[rule.kind] else None
        if agent is None:
            continue
        found.append(
            rest.WidgetRule(
                rule_id=rule.rule_id,
                kind=rule.kind,
                when=replace(rule.when, pages=[], not_pages=[]),
                pages=page_expression(rule.when.pages, rule.when.not_pages),
                often=rule.often,
                times=rule.times,
                agent_id=agent.agent_id,
                agent_name=agent.name,
                texts=rule.texts,
            )
        )
    return found


def _known(form: PreChat, profile: Profile) -> dict[str, str]:
    """What the visitor filled in the last time, and what else they said of themselves."""
    if not form.enabled:
        return {}
    values = {}
    for field in form.fields:
        said = getattr(profile, field.kind) if field.kind in ("name", "phone", "email", "company") else None
        value = profile.form_values.get(field.key) or said
        if value and (field.kind != "choice" or value in {option.value for option in field.options}):
            values[field.key] = value
    return values
