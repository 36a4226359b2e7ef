"""What a visitor takes along, and how they come back: transcripts, the link in a notice, push subscriptions."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from msgspec.structs import replace

from parlor.domain.credentials import ResumeClaims, VisitorClaims
from parlor.domain.ids import ConversationId, TenantId, VisitorId
from parlor.domain.log import Attachment, Author, ClientId, Message, PageCard
from parlor.domain.push import SUBSCRIPTIONS_MAX
from parlor.domain.service import Switches
from parlor.domain.transcripts import SIZE_MAX
from parlor.storage import keys
from parlor.storage.limits import LimitStore
from parlor.storage.tables import ConversationRow, LogRow
from parlor.usecases.resume_visit import RESUME_LIFE_MS
from tests.fakes.api import Api, Person, Reply
from tests.unit.api.test_files import Visitor, active
from tests.unit.api.test_widget import visit

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
KEYS = {"p256dh": urlsafe_b64encode(b"\4" + bytes(64)).decode(), "auth": urlsafe_b64encode(bytes(16)).decode()}


@pytest.fixture
def visitor(admin: Person) -> Visitor:
    return Visitor(admin)


def say(visitor: Visitor, by: Author, text: str, **more: Any) -> int:
    """Stores a message at the next place."""
    store = visitor.office.conversations
    found = store.get(visitor.conversation_id)
    assert found is not None
    entry = Message(seq=found.seq + 1, at=visitor.api.clock.now, by=by, client_id=ClientId("a" * 12, found.seq + 1), text=text, **more)
    store.put_entry(visitor.conversation_id, entry)
    ConversationRow(keys.conversation(visitor.office.tenant, visitor.conversation_id), keys.META).update(
        actions=[ConversationRow.seq.set(entry.seq)]
    )
    return entry.seq


def transcript(visitor: Visitor, **changes: Any) -> Reply:
    body = {"visitor_token": visitor.token, "conversation_id": visitor.conversation_id, "language": "en"}
    return visitor.api.call("POST", "/widget/transcript", body | changes)


def test_a_transcript_says_what_both_have_seen(admin: Person, visitor: Visitor) -> None:
    agent = active(admin, visitor)
    first = say(visitor, visitor.party.author(), "Is <b>Longjing</b> in stock?\nAnd Biluochun?")
    say(visitor, agent.author(), "Yes.", quote=first)
    recalled = say(visitor, agent.author(), "The wrong customer's number")
    LogRow(keys.conversation(visitor.office.tenant, visitor.conversation_id), keys.log_entry(recalled)).update(
        actions=[LogRow.recalled.set(True)]
    )
    say(visitor, agent.author(), "", file=Attachment("f", "prices.pdf", "application/pdf", 8))
    say(visitor, agent.author(), "", page=PageCard("https://tea.example/", "Our shop"))
    page = transcript(visitor).json["html"]
    assert page.startswith("<!doctype html>")
    for text in (
        "Conversation with Tea &amp; Co",
        "Is &lt;b&gt;Longjing&lt;/b&gt; in stock?<br>And",
        "[File] prices.pdf",
        "Our shop https://tea",
    ):
        assert text in page
    assert page.count("Longjing") == 2
    assert "wrong customer" not in page
    assert "<script" not in page
    # 22:13 in Shanghai is 14:13 UTC.
    assert "22:13:20" in page
    assert "Owner has joined" in page
    chinese = transcript(visitor, language="zh-CN").json["html"]
    assert "Owner 已接入" in chinese


def test_a_transcript_goes_to_an_address(api: Api, visitor: Visitor) -> None:
    say(visitor, visitor.party.author(), "Hello")
    reply = transcript(visitor, email="li@example.com")
    assert (reply.status, reply.json) == (200, {})
    mail = api.mail.mails[-1]
    assert (mail.to, mail.subject) == ("li@example.com", "Conversation with Tea & Co")
    assert "Hello" in mail.text
    assert "<" not in mail.text
    assert mail.html == transcript(visitor).json["html"]


def test_a_very_long_conversation_keeps_its_end(visitor: Visitor) -> None:
    for number in range(6):
        say(visitor, visitor.party.author(), f"{number} " + "x" * (SIZE_MAX // 10))
    whole = transcript(visitor).json["html"]
    assert "left out" not in whole
    for number in range(6, 12):
        say(visitor, visitor.party.author(), f"{number} " + "x" * (SIZE_MAX // 10))
    cut = transcript(visitor).json["html"]
    assert "left out" in cut
    assert ("<p>0 x" in cut, "<p>11 x" in cut, len(cut) < SIZE_MAX + 10_000) == (False, True, True)


def test_transcripts_that_are_refused(api: Api, admin: Person, stranger: Person, visitor: Visitor) -> None:
    for other in (Visitor(admin), Visitor(stranger)):
        reply = transcript(other, conversation_id=visitor.conversation_id)
        assert (reply.status, reply.json["field"]) == (404, "conversation_id")
    assert transcript(visitor, email="nobody").json["field"] == "email"
    assert transcript(visitor, language="tlh").json["field"] == "language"
    assert transcript(visitor, visitor_token="forged").status == 401
    directory = visitor.office.directory
    service = directory.service()
    directory.change_service(service, replace(service, switches=Switches(transcripts=False)))
    api.clock.now += 10_000
    assert transcript(visitor).code == "forbidden"
    assert api.mail.mails == []


def test_nobody_has_a_mailbox_flooded(api: Api, visitor: Visitor) -> None:
    api.house.limits = LimitStore(api.clock.now_ms)
    assert [transcript(visitor, email="li@example.com").status for _ in range(8)] == [200] * 6 + [429] * 2
    assert len(api.mail.mails) == 6


# --- the way back --------------------------------------------------------------------------------------------------


def resume(api: Api, claims: ResumeClaims | None = None, token: str = "") -> Reply:
    return api.call("POST", "/widget/resume", {"token": api.house.tokens.sign_resume(claims) if claims else token})


def test_the_link_makes_the_same_visitor_with_the_same_conversation(api: Api, admin: Person, visitor: Visitor) -> None:
    claims = ResumeClaims(TenantId(admin.tenant), VisitorId(visitor.id), visitor.conversation_id, api.clock.now + RESUME_LIFE_MS)
    resumed = resume(api, claims).json
    style = admin.get("/styles")["styles"][0]["style_id"]
    assert (resumed["tenant_id"], resumed["style_id"]) == (admin.tenant, style)
    again = visit(admin, visitor_token=resumed["visitor_token"])
    assert (again["visitor_id"], again["conversation"]["conversation_id"]) == (visitor.id, visitor.conversation_id)
    api.clock.now += RESUME_LIFE_MS
    assert (resume(api, claims).status, resume(api, claims).code) == (401, "unauthorized")


def test_links_that_lead_nowhere(api: Api, admin: Person, visitor: Visitor) -> None:
    tenant, later = TenantId(admin.tenant), api.clock.now + RESUME_LIFE_MS
    for claims in (
        ResumeClaims(tenant, VisitorId(visitor.id), ConversationId(api.ulid()), later),
        ResumeClaims(tenant, VisitorId(api.ulid()), visitor.conversation_id, later),
    ):
        assert (resume(api, claims).status, resume(api, claims).json["field"]) == (404, "token")
    other_kind = api.house.tokens.sign_visitor(VisitorClaims(tenant, VisitorId(visitor.id), later))
    for token in ("", "nonsense", other_kind):
        assert resume(api, token=token).status == 401


# --- push ----------------------------------------------------------------------------------------------------------


def subscribe(visitor: Visitor, **changes: Any) -> Reply:
    body = {"visitor_token": visitor.token, "endpoint": ENDPOINT, "keys": KEYS} | changes
    return visitor.api.call("POST", "/widget/push-subscription", body)


def test_a_visitor_s_browsers_are_kept_once_each_and_the_newest_of_them(api: Api, visitor: Visitor) -> None:
    assert len(api.call("GET", "/widget/push-key").json["key"]) == 87
    assert [subscribe(visitor).status for _ in range(2)] == [204, 204]
    for number in range(SUBSCRIPTIONS_MAX):
        api.clock.now += 1_000
        assert subscribe(visitor, endpoint=f"{ENDPOINT}{number}").status == 204
    kept = {each.endpoint for each in visitor.office.subscriptions.of(VisitorId(visitor.id))}
    assert kept == {f"{ENDPOINT}{number}" for number in range(SUBSCRIPTIONS_MAX)}


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"endpoint": "https://169.254.169.254/"}, 400, "endpoint"),
        ({"endpoint": "http://fcm.googleapis.com/x"}, 400, "endpoint"),
        ({"endpoint": "file:///etc/passwd"}, 400, "endpoint"),
        ({"endpoint": ENDPOINT + "x" * 1_000}, 400, "endpoint"),
        ({"keys": KEYS | {"p256dh": "AAAA"}}, 400, "keys.p256dh"),
        ({"keys": KEYS | {"auth": "AAAA"}}, 400, "keys.auth"),
        ({"keys": {"auth": KEYS["auth"]}}, 400, "keys.p256dh"),
        ({"visitor_token": "forged"}, 401, None),
    ],
)
def test_subscriptions_that_cannot_be(visitor: Visitor, change: dict[str, Any], status: int, field: str | None) -> None:
    reply = subscribe(visitor, **change)
    assert (reply.status, reply.json.get("field")) == (status, field), reply.text
    assert visitor.office.subscriptions.of(VisitorId(visitor.id)) == []
