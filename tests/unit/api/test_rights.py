"""Rights: the table of operations decides, for each role and each single right; nobody is lifted up, nobody locked out."""

from collections.abc import Iterator

import pytest

from parlor.domain.ids import AgentId, TenantId
from parlor.domain.presence import AgentSocket
from parlor.domain.rights import ROLE_RIGHTS, Right
from parlor.protocol.operations import OPERATIONS, Operation
from parlor.storage.presence import PresenceStore
from tests.fakes.api import Api, Person, colleague, sign_up
from tests.fakes.dynamo import tables
from tests.unit.api.test_every_operation import name, url, valid_body

STAFF = [operation for operation in OPERATIONS if operation.auth == "staff"]
WITHIN: dict[str, Right] = {
    "add_canned_phrase": "keep_library",
    "import_canned_phrases": "keep_library",
    "announce_file": "keep_library",
    "start_download": "export_records",
}
"""Operations that are everybody's for their own things; the body of the test asks for the company's."""


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with tables():
        yield Api()


@pytest.fixture(scope="module")
def staff(api: Api) -> dict[str, Person]:
    """One of each role."""
    admin = sign_up(api)
    supervisor = colleague(admin, "supervisor@example.com", "8", role="supervisor")
    return {"admin": admin, "supervisor": supervisor, "agent": colleague(admin, "agent@example.com", "7")}


def wanted(operation: Operation) -> Right | None:
    return operation.right or WITHIN.get(operation.id)


@pytest.mark.parametrize("operation", STAFF, ids=name)
def test_each_role_may_do_what_its_rights_say_and_nothing_else(staff: dict[str, Person], operation: Operation) -> None:
    for role, rights in ROLE_RIGHTS.items():
        reply = staff[role].call(operation.method, url(operation), valid_body(operation, staff["admin"]))
        right = wanted(operation)
        assert (reply.status == 403) is (right is not None and right not in rights), (role, reply.text)


@pytest.mark.parametrize("right", sorted({right for each in STAFF if (right := wanted(each))}))
def test_a_single_right_that_was_taken_away_is_missed_by_its_operations(api: Api, staff: dict[str, Person], right: Right) -> None:
    admin = staff["admin"]
    without = colleague(admin, f"no-{right.replace('_', '-')}@example.com", f"9{right}".replace("_", "")[:12], role="admin")
    assert admin.call("PATCH", f"/agents/{without.agent_id}", {"version": 1, "rights_removed": [right]}).status == 200
    missed = [operation for operation in STAFF if wanted(operation) == right]
    for operation in missed:
        reply = without.call(operation.method, url(operation), valid_body(operation, admin))
        assert reply.status == 403, (operation.id, reply.text)
    log = api.house.office(TenantId(admin.tenant)).audit
    entries, _ = log.page(0, api.clock.now + 1, None, lambda entry: entry.actor.agent_id == without.agent_id and entry.right == right)
    assert {entry.action for entry in entries} == {operation.id for operation in missed}, "each refusal stands in the audit log"


def test_an_agent_is_given_a_right_and_loses_another(staff: dict[str, Person]) -> None:
    admin = staff["admin"]
    zhou = colleague(admin, "zhou@example.com", "20", rights_added=["read_audit", "receive"])
    given = agent_of(admin, zhou)
    assert (given["rights_added"], "read_audit" in given["rights"]) == (["read_audit"], True), "receive comes with the role"
    assert zhou.call("GET", "/audit?from=2026-01-01&to=2026-01-02").status == 200

    changed = admin.call("PATCH", f"/agents/{zhou.agent_id}", {"version": 1, "rights_added": [], "rights_removed": ["block", "watch"]})
    assert changed.json["rights_removed"] == ["block"], "watch was none of theirs"
    assert "rights_added" not in changed.json
    assert zhou.call("GET", "/audit?from=2026-01-01&to=2026-01-02").status == 403
    assert admin.get("/agents")["role_rights"]["agent"] == sorted(ROLE_RIGHTS["agent"])


def test_nobody_gives_what_they_have_not(staff: dict[str, Person]) -> None:
    admin = staff["admin"]
    keeper = colleague(admin, "keeper@example.com", "21", rights_added=["keep_people"])
    friend = colleague(admin, "friend@example.com", "22")
    for change in ({"role": "admin"}, {"rights_added": ["read_audit"]}):
        reply = keeper.call("PATCH", f"/agents/{friend.agent_id}", {"version": 1} | change)
        assert (reply.status, reply.json["field"]) == (403, "rights_added")
    assert keeper.call("PATCH", f"/agents/{keeper.agent_id}", {"version": 1, "rights_added": ["keep_people", "watch"]}).status == 403
    assert keeper.call("PATCH", f"/agents/{friend.agent_id}", {"version": 1, "rights_added": ["keep_people"]}).status == 200
    new = {"email": "boss@example.com", "name": "Boss", "number": "23", "role": "admin", "department_ids": given_departments(admin)}
    assert keeper.call("POST", "/agents", new).status == 403


def test_somebody_always_keeps_people(api: Api) -> None:
    admin = sign_up(api, company="Small", email="only@example.com")
    only = admin.agent_id
    for change, field in (
        ({"rights_removed": ["keep_people"]}, "rights_removed"),
        ({"role": "agent"}, "role"),
        ({"disabled": True}, "disabled"),
    ):
        reply = admin.call("PATCH", f"/agents/{only}", {"version": 1} | change)
        assert (reply.status, reply.code, reply.json["field"]) == (409, "last_admin", field)
    colleague(admin, "second@example.com", "31", role="supervisor", rights_added=["keep_people"])
    assert admin.call("PATCH", f"/agents/{only}", {"version": 1, "rights_removed": ["keep_people"]}).status == 200


def test_a_change_of_rights_reaches_the_desks_that_are_open(api: Api, staff: dict[str, Person]) -> None:
    admin = staff["admin"]
    wu = colleague(admin, "wu@example.com", "24")
    wu.call("POST", "/socket-ticket")
    presence = PresenceStore(TenantId(admin.tenant), now_ms=api.clock.now_ms)
    presence.add_agent_socket(AgentSocket(AgentId(wu.agent_id), "wu-desk", frozenset(), False), api.clock.now)
    presence.set_state(AgentId(wu.agent_id), "online")

    admin.call("PATCH", f"/agents/{wu.agent_id}", {"version": 1, "ceiling": 3})
    assert "wu-desk" not in api.sockets.closed, "a ceiling holds without a new socket"
    admin.call("PATCH", f"/agents/{wu.agent_id}", {"version": 2, "rights_removed": ["receive"]})
    assert "wu-desk" in api.sockets.closed
    here = presence.agent(AgentId(wu.agent_id))
    assert here is not None
    assert here.state == "away", "who does not receive can only be away"


def agent_of(admin: Person, person: Person) -> dict[str, object]:
    found: dict[str, object] = next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == person.agent_id)
    return found


def given_departments(admin: Person) -> list[str]:
    return [each["department_id"] for each in admin.get("/departments")["departments"]][:1]
