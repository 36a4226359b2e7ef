"""Periods as administrators set them: what goes is told and confirmed beforehand, and can be taken back for a day."""

from typing import Any

from parlor.domain.ids import LeftMessageId, TenantId, VisitorId
from parlor.domain.left_messages import LeftMessage
from parlor.domain.retention import NOTICE_MS
from tests.fakes.api import Api, Person, Reply, colleague

MONTH = 31 * 86_400_000
FOR_EVER = {"conversations": None, "left_messages": None, "profiles": None, "audit": None}


def change(admin: Person, confirm: str = "", **periods: Any) -> Reply:
    body = {"version": admin.get("/retention")["version"], "periods": periods, "confirm": confirm}
    return admin.call("PATCH", "/retention", body)


def later(person: Person, milliseconds: int) -> Person:
    """Signed in again: sessions are over by then."""
    api = person.api
    api.clock.now += milliseconds
    session = api.call("POST", "/auth/sign-in", {"email": person.email, "password": "a good password"}).json
    return Person(api, person.email, session, person.tenant)


def left(api: Api, admin: Person) -> None:
    store = api.house.office(TenantId(admin.tenant)).left_messages
    ids = (LeftMessageId(api.ulid()), VisitorId(api.ulid()))
    store.put(LeftMessage(left_message_id=ids[0], visitor_id=ids[1], email="a@b.example", text="call", at=api.clock.now))


def test_what_goes_is_told_confirmed_by_the_name_and_begins_a_day_later(api: Api, admin: Person) -> None:
    left(api, admin)
    came = api.clock.now
    admin = later(admin, 8 * MONTH)
    fresh = admin.get("/retention")
    assert (fresh["version"], fresh["periods"]) == (0, FOR_EVER)
    wanted = {"left_messages": 6, "profiles": 12}
    told = admin.call("POST", "/retention/preview", {"periods": wanted}).json
    messages, profiles = told["goes"]
    assert (messages["kind"], messages["found"], messages["since"]) == ("left_messages", 1, came)
    assert profiles["kind"] == "profiles"
    assert "found" not in profiles, "nobody counts them"
    assert told["company"] == "Tea & Co"
    for typed in ("", "Tea"):
        refused = change(admin, typed, **wanted)
        assert (refused.status, refused.code, refused.json["field"]) == (400, "wrong_name", "confirm")
    assert admin.get("/retention")["periods"] == FOR_EVER
    saved = change(admin, " Tea  & Co ", **wanted)
    assert saved.status == 200, saved.text
    assert saved.json["periods"] == FOR_EVER
    assert saved.json["following"] == FOR_EVER | wanted
    assert saved.json["following_at"] == api.clock.now + NOTICE_MS
    # Taken back without a word; asked for again; then it holds. Entries of the log of one millisecond have no order.
    api.clock.now += 1
    back = change(admin, **FOR_EVER)
    assert "following" not in back.json
    api.clock.now += 1
    assert change(admin, "Tea & Co", **wanted).status == 200
    admin = later(admin, NOTICE_MS)
    holds = admin.get("/retention")
    assert holds["periods"] == FOR_EVER | wanted
    assert "following" not in holds
    assert set(holds["first_kept"]) == {"left_messages", "profiles"}
    assert change(admin, **FOR_EVER).json["periods"] == FOR_EVER, "what is kept longer is kept at once"
    log, _ = api.house.office(TenantId(admin.tenant)).audit.page(0, api.clock.now + 1, None, lambda each: each.action == "change_retention")
    assert [each.after for each in log] == [
        {"left_messages": None, "profiles": None},
        {"left_messages": 6, "profiles": 12},
        {"left_messages": None, "profiles": None},
        {"left_messages": 6, "profiles": 12},
    ]


def test_what_cannot_be_is_refused_and_nobody_is_overwritten(api: Api, admin: Person) -> None:
    for periods, field in (({"audit": 3}, "periods.audit"), ({"conversations": 5}, "periods.conversations")):
        for reply in (change(admin, "Tea & Co", **periods), admin.call("POST", "/retention/preview", {"periods": periods})):
            assert (reply.status, reply.json["field"]) == (400, field)
    assert change(admin, "Tea & Co", conversations=12).status == 200
    late = admin.call("PATCH", "/retention", {"version": 0, "periods": {"conversations": 3}, "confirm": "Tea & Co"})
    assert (late.status, late.code) == (409, "conflict")
    lin = colleague(admin, "lin@example.com", "7", role="supervisor")
    for method, path, body in (("GET", "/retention", None), ("PATCH", "/retention", {"version": 1, "periods": {}})):
        assert lin.call(method, path, body).status == 403
