"""The black list: who keeps it and whom it keeps out,."""

import functools
from typing import Any

import pytest

from parlor.domain.blocking import Newcomer
from parlor.domain.caller import Caller
from parlor.domain.conversation import Party, open_conversation
from parlor.domain.credentials import TicketClaims
from parlor.domain.errors import Forbidden
from parlor.domain.ids import ConnectionId, ConversationId, DepartmentId, StyleId, TenantId, VisitorId, new_ulid, visitor_number
from parlor.domain.jobs import BlockSettled
from parlor.domain.presence import Page, Visit
from parlor.protocol.frames import GiveContact, OpenConversation
from parlor.runtime.office import Office
from parlor.storage.presence import PresenceStore
from parlor.usecases.check_blocked import check_contact, check_open, is_hidden
from parlor.usecases.put_out import STRETCHES, PutOut
from tests.fakes.api import Api, Person, colleague

DAY_MS = 86_400_000
SPAM: dict[str, Any] = {"effect": "refuse", "reason": "Spam"}
ADDRESS = "203.0.113.7"
"""The address that the tests' requests come from."""


def visit(admin: Person, token: str | None = None) -> Any:
    style = admin.get("/styles")["styles"][0]["style_id"]
    body = {"tenant_id": admin.tenant, "style_id": style} | ({"visitor_token": token} if token else {})
    return admin.api.call("POST", "/widget/visit", body)


def office(admin: Person) -> Office:
    return admin.api.house.office(TenantId(admin.tenant))


def on_site(admin: Person, ip: str = ADDRESS) -> tuple[str, str]:
    """A visitor who looks around with one tab: token and id."""
    answer = visit(admin).json
    visitor, presence, now = VisitorId(answer["visitor_id"]), office(admin).presence, admin.api.clock.now
    presence.start_visit(
        Visit(visitor_id=visitor, visit_id=new_ulid(now), started_at=now, ip=ip), Page(now, "https://tea.example/", "Tea"), new_ulid(now)
    )
    presence.add_visitor_socket(visitor, ConnectionId(f"tab of {visitor}"), now)
    return answer["visitor_token"], visitor


def block(admin: Person, kind: str, value: str, **more: Any) -> dict[str, Any]:
    reply = admin.call("POST", "/blocks", {"kind": kind, "value": value} | SPAM | more)
    assert reply.status == 200, reply.text
    answer: dict[str, Any] = reply.json
    return answer


def putting_out(api: Api, admin: Person) -> PutOut:
    there = office(admin)
    return PutOut(
        there.tenant,
        there.directory,
        there.conversations,
        there.presence,
        there.reception,
        there.pushes,
        api.sockets,
        there.timers,
        api.clock,  # type: ignore[arg-type]
    )


def hits(admin: Person) -> list[int]:
    return [each["hits"] for each in admin.get("/blocks")["blocks"]]


def test_an_entry_is_added_changed_and_deleted(admin: Person) -> None:
    now = admin.api.clock.now
    added = block(admin, "cidr", " 198.51.100.77/24 ", until=now + DAY_MS)
    assert (added["value"], added["from_at"], added["until"], added["hits"]) == ("198.51.100.0/24", now, now + DAY_MS, 0)
    url = f"/blocks/{added['block_id']}"
    office(admin).blocks.count_hit(added["block_id"], now)
    changed = admin.call("PATCH", url, {"version": 1, "effect": "hide", "until": None, "reason": " Bots "}).json
    assert (changed["effect"], changed.get("until"), changed["reason"], changed["version"]) == ("hide", None, "Bots", 2)
    assert (changed["hits"], changed["last_hit_at"]) == (1, now), "what was counted stays"
    stale = admin.call("PATCH", url, {"version": 1, "effect": "refuse"})
    assert (stale.status, stale.code) == (409, "conflict")
    assert admin.call("DELETE", url).status == 204
    assert admin.get("/blocks") == {"blocks": []}
    office(admin).blocks.count_hit(added["block_id"], now)
    assert admin.get("/blocks") == {"blocks": []}, "a late hit makes no entry"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("ip", "203.0.113", "bad_ip"),
        ("ip", "203.0.113.0/24", "bad_ip"),
        ("cidr", "0.0.0.0/0", "too_wide"),
        ("cidr", "2001:db8::/8", "too_wide"),
        ("cidr", "tea", "bad_cidr"),
        ("phone", "+12", "bad_phone"),
        ("visitor", "Li", "bad_visitor"),
        ("visitor", "V-ILOU01", "bad_visitor"),
    ],
)
def test_a_value_that_means_nobody_is_refused(admin: Person, kind: str, value: str, code: str) -> None:
    reply = admin.call("POST", "/blocks", {"kind": kind, "value": value} | SPAM)
    assert (reply.status, reply.code, reply.json["field"]) == (400, code, "value")
    assert admin.get("/blocks") == {"blocks": []}


def test_a_period_ends_after_it_begins_and_not_in_the_past(admin: Person) -> None:
    now = admin.api.clock.now
    for period in ({"until": now}, {"from_at": now + DAY_MS, "until": now + 1_000}):
        reply = admin.call("POST", "/blocks", {"kind": "ip", "value": "::1"} | SPAM | period)
        assert (reply.status, reply.code, reply.json["field"]) == (400, "bad_period", "until")
    blank = admin.call("POST", "/blocks", {"kind": "ip", "value": "::1", "effect": "hide", "reason": "  "})
    assert (blank.status, blank.json["field"]) == (400, "reason")


def test_the_same_is_not_there_twice_unless_the_first_is_over(admin: Person) -> None:
    block(admin, "ip", "2001:DB8::1", until=admin.api.clock.now + DAY_MS)
    again = {"kind": "ip", "value": "2001:db8:0::1"} | SPAM
    reply = admin.call("POST", "/blocks", again)
    assert (reply.status, reply.code, reply.json["field"]) == (409, "exists", "value")
    admin.api.clock.now += DAY_MS
    assert admin.call("POST", "/blocks", again).status == 200


def test_the_list_has_a_limit(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parlor.domain.blocking.BLOCKS_MAX", 1)
    block(admin, "ip", "192.0.2.1")
    reply = admin.call("POST", "/blocks", {"kind": "ip", "value": "192.0.2.2"} | SPAM)
    assert (reply.status, reply.code) == (409, "limit_reached")


def test_who_is_hidden_gets_no_visit_at_all(admin: Person) -> None:
    token, visitor = on_site(admin)
    block(admin, "visitor", visitor_number(VisitorId(visitor)).lower(), effect="hide")
    refused = visit(admin, token)
    assert (refused.status, refused.code, refused.headers["access-control-allow-origin"]) == (403, "blocked", "*")
    assert "Spam" not in refused.text
    assert hits(admin) == [1]
    assert visit(admin).status == 200, "somebody else"


def test_who_is_refused_is_told_so_and_leaves_no_message(api: Api, admin: Person) -> None:
    token, _ = on_site(admin)
    entry = block(admin, "ip", ADDRESS)
    assert visit(admin, token).json["availability"] == "refused"
    message = {"visitor_token": token, "client_id": api.ulid(), "email": "li@example.com", "text": "Hello"}
    reply = api.call("POST", "/widget/left-messages", message)
    assert (reply.status, reply.code) == (403, "blocked")
    assert admin.get("/left-messages")["left_messages"] == []
    assert hits(admin) == [2]
    admin.call("DELETE", f"/blocks/{entry['block_id']}")
    assert api.call("POST", "/widget/left-messages", message).status == 200
    block(admin, "phone", "+86 138-0000-1111")
    reply = api.call("POST", "/widget/left-messages", message | {"client_id": api.ulid(), "phone": "+86 13800001111"})
    assert (reply.status, reply.code) == (403, "blocked")


def test_an_entry_holds_from_its_beginning_to_its_end_and_hiding_wins(admin: Person) -> None:
    now = admin.api.clock.now
    token, visitor = on_site(admin)
    block(admin, "visitor", visitor, from_at=now + DAY_MS, until=now + 3 * DAY_MS)
    block(admin, "cidr", "203.0.113.0/24", effect="hide", from_at=now + 2 * DAY_MS, until=now + 3 * DAY_MS)
    states = []
    for _ in range(4):
        reply = visit(admin, token)
        states.append(reply.json.get("availability") or reply.json["code"])
        admin.api.clock.now += DAY_MS
    assert states == ["offline", "refused", "blocked", "offline"]


def test_no_conversation_is_opened_past_the_list(admin: Person) -> None:
    there = office(admin)
    style = StyleId(admin.get("/styles")["styles"][0]["style_id"])
    tab = ConnectionId("tab")
    caller = Caller(tenant=there.tenant, role="visitor", subject=new_ulid(1), connection=tab, style=style, ip="::ffff:192.0.2.9")
    fields = [{"key": "mobile", "kind": "phone", "label": "Phone"}]
    admin.call("PATCH", "/service", {"version": 0, "pre_chat": {"enabled": True, "intro": "", "fields": fields}})

    def opening(**form: str) -> None:
        frame = OpenConversation(action="chat", form=form)
        check_open(frame, caller, there.blocks, there.directory, there.conversations, there.clock)

    opening(mobile="13800001111")
    block(admin, "phone", "138 0000 1111")
    with pytest.raises(Forbidden) as by_form:
        opening(mobile="138-0000-1111")
    assert by_form.value.code == "blocked"
    with pytest.raises(Forbidden):
        check_contact(GiveContact(action="chat", phone="138.0000.1111"), caller, there.blocks, there.clock)
    opening(mobile="13900001111")
    there.conversations.change_profile(VisitorId(caller.subject), phone="(138) 00001111")
    with pytest.raises(Forbidden):
        opening()
    there.conversations.change_profile(VisitorId(caller.subject), phone="1")
    block(admin, "ip", "192.0.2.9")
    with pytest.raises(Forbidden):
        opening()
    assert sorted(hits(admin)) == [1, 3]


def test_who_is_here_is_put_out(api: Api, admin: Person) -> None:
    _, visitor = on_site(admin)
    _, other = on_site(admin, ip="192.0.2.1")
    there, now = office(admin), api.clock.now
    department = admin.get("/departments")["departments"][0]
    transition = open_conversation(
        conversation_id=ConversationId(new_ulid(now)),
        visitor=Party("visitor", visitor, ""),
        department_id=DepartmentId(department["department_id"]),
        department_name=department["name"],
        now=now,
    )
    there.conversations.apply(transition)
    entry = block(admin, "cidr", "203.0.113.0/28", effect="hide")
    closed = there.conversations.get(transition.after.conversation_id)
    assert closed is not None
    assert closed.state == "closed"
    assert api.sockets.closed == [f"tab of {visitor}"]
    listed = {each["visitor_id"]: each.get("left_at") for each in admin.get("/visitors")["visitors"]}
    assert listed == {visitor: now, other: None}
    jobs = api.timers.of(BlockSettled)
    assert [(after, job.block_id) for after, job in jobs] == [(5, entry["block_id"]), (35, entry["block_id"])], (
        "and when no old ticket is left"
    )


def test_who_slips_in_before_everybody_knows_is_put_out_afterwards(api: Api, admin: Person) -> None:
    there = office(admin)
    put_out = putting_out(api, admin)
    entry = block(admin, "phone", "13800001111", effect="hide")
    _, visitor = on_site(admin)
    there.conversations.change_profile(VisitorId(visitor), phone="138 0000 1111")
    job = BlockSettled(tenant=admin.tenant, block_id=entry["block_id"])
    assert put_out.settled(job, there.blocks) == 1
    assert api.sockets.closed == [f"tab of {visitor}"]
    admin.call("DELETE", f"/blocks/{entry['block_id']}")
    assert put_out.settled(job, there.blocks) == 0


def test_a_search_for_an_address_reads_some_stretches_and_goes_on_later(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    there = office(admin)
    # A stretch of two rows is one visitor with one page.
    shorter = functools.partialmethod(PresenceStore.some_visitors, rows=2)
    here = [on_site(admin)[1] for _ in range(STRETCHES + 2)]
    monkeypatch.setattr(PresenceStore, "some_visitors", shorter)
    block(admin, "ip", ADDRESS)
    closed = list(api.sockets.closed)
    assert 0 < len(closed) < len(here)
    put_out = putting_out(api, admin)
    done = 0
    while following := [job for after, job in api.timers.of(BlockSettled) if after == 1][done:]:
        done += len(following)
        for job in following:
            assert not job.told
            put_out.settled(job, there.blocks)
    assert done >= 1
    assert sorted(api.sockets.closed) == sorted(f"tab of {visitor}" for visitor in here)


def test_a_socket_from_a_hidden_address_is_looked_up_only_where_there_are_addresses(api: Api, admin: Person) -> None:
    def ticket() -> TicketClaims:
        api.clock.now += 4_000
        return api.house.tokens.verify_ticket(visit(admin).json["socket"]["ticket"])

    assert not ticket().watch_address
    block(admin, "phone", "13800001111", effect="hide")
    assert not ticket().watch_address
    block(admin, "cidr", "198.51.100.0/24", effect="hide")
    claims = ticket()
    assert claims.watch_address
    blocks, visitor = office(admin).blocks, VisitorId(claims.subject)
    assert is_hidden(blocks, Newcomer(visitor, "198.51.100.7"), api.clock)  # type: ignore[arg-type]
    assert not is_hidden(blocks, Newcomer(visitor, "192.0.2.7"), api.clock)  # type: ignore[arg-type]
    assert sorted(hits(admin)) == [0, 1]


def test_an_agent_blocks_for_a_day_and_a_lead_for_ever(admin: Person) -> None:
    agent = colleague(admin, "agent@example.com", "7")
    _, visitor = on_site(admin, ip="192.0.2.1")
    url = f"/visitors/{visitor}/block"
    for minutes in (None, 1_441):
        reply = agent.call("POST", url, {"by": "visitor", "minutes": minutes} | SPAM)
        assert (reply.status, reply.code, reply.json["field"]) == (403, "forbidden", "minutes")
    done = agent.call("POST", url, {"by": "visitor", "minutes": 1_440} | SPAM).json
    assert (done["value"], done["until"] - done["from_at"], done["by_agent_id"]) == (visitor, DAY_MS, agent.agent_id)
    assert done["visitor_number"] == visitor_number(VisitorId(visitor))
    forever = admin.call("POST", url, {"by": "ip"} | SPAM).json
    assert (forever["kind"], forever["value"], "until" in forever) == ("ip", "192.0.2.1", False)
    unknown = admin.call("POST", url, {"by": "phone"} | SPAM)
    assert (unknown.status, unknown.code, unknown.json["field"]) == (404, "not_found", "by")
    assert agent.call("GET", "/blocks").status == 403
