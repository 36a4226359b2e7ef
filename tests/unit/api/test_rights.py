"""Rights: the table of operations decides, for each role and each single right; nobody is lifted up, nobody locked out."""

from collections.abc import Iterator

import pytest

from parlor.domain.ids import AgentId, TenantId
from parlor.domain.presence import AgentSocket
from parlor.domain.rights import ALL_RIGHTS, BOUNDED, ROLE_RIGHTS, Right
from parlor.protocol.operations import OPERATIONS, Operation
from parlor.storage.presence import PresenceStore
from tests.fakes.api import Api, Person, colleague, sign_up
from tests.fakes.dynamo import tables
from tests.unit.api.test_every_operation import name, url, valid_body

STAFF = [operation for operation in OPERATIONS if operation.auth == "staff"]
WITHIN: dict[str, tuple[Right, ...]] = {
    "add_canned_phrase": ("keep_library",),
    "import_canned_phrases": ("keep_library",),
    "announce_file": ("keep_library",),
    "add_style_picture": ("keep_styles", "keep_people"),
    "change_service": ("keep_settings",),
    "list_conversations": ("read_records",),
    "start_download": ("export_records",),
}
"""Operations whose right depends on what is asked for: one of these is enough for what the body of the test asks for."""
TOO_WIDE = {"export_report", "start_download", "add_api_key"}
"""Refused to who is limited to departments for what the body of the test asks for: it is not told by department."""
ADMINISTRATORS_ALONE = {"close_company", "keep_company_open"}
"""Done by the fixed role only, whatever rights another one has."""
EVERYBODYS = {
    "get_me",
    "get_own_access",
    "list_own_sessions",
    "end_own_session",
    "end_own_other_sessions",
    "change_password",
    "new_authenticator",
    "confirm_authenticator",
    "remove_second_factor",
    "renew_recovery_codes",
    "create_socket_ticket",
    "get_home",
    "get_company",
    "list_styles",
    "get_style",
    "list_publications",
    "get_rule_counts",
    "check_installation",
    "list_agents",
    "list_roles",
    "list_departments",
    "list_canned_phrases",
    "use_canned_phrase",
    "list_links",
    "finish_file",
    "list_shared_files",
    "get_service",
    "get_personal_settings",
    "change_personal_settings",
    "find_customers",
    "get_customer",
    "get_visitor_card",
    "list_internal_conversations",
    "open_internal_pair",
    "open_internal_group",
    "rename_internal_group",
    "add_internal_members",
    "remove_internal_member",
    "list_my_notices",
    "read_notice",
    "get_desk",
    "list_visitors",
    "get_track",
    "list_unwrapped",
    "get_profile",
    "change_profile",
    "add_own_picture",
    "list_downloads",
    "cancel_download",
    "delete_download",
    "open_download",
}
"""Operations without a right: what everybody at a desk needs, and what is one's own. A new one is thought about here first."""


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with tables():
        yield Api()


@pytest.fixture(scope="module")
def staff(api: Api) -> dict[str, Person]:
    """One of each fixed role, one whose role has no rights, one whose role has all of them in one department."""
    admin = sign_up(api)
    nothing = admin.call("POST", "/roles", {"name": "Guest"}).json["role_id"]
    limits = {"copy_of": "admin", "department_ids": given_departments(admin)}
    limited = admin.call("POST", "/roles", {"name": "Lead"} | limits).json["role_id"]
    return {
        "admin": admin,
        "supervisor": colleague(admin, "supervisor@example.com", "8", role="supervisor"),
        "agent": colleague(admin, "agent@example.com", "7"),
        "nothing": colleague(admin, "nothing@example.com", "6", role=nothing),
        "limited": colleague(admin, "limited@example.com", "5", role=limited),
    }


RIGHTS: dict[str, frozenset[Right]] = {str(role): rights for role, rights in ROLE_RIGHTS.items()} | {
    "nothing": frozenset(),
    "limited": frozenset(ALL_RIGHTS),
}


def wanted(operation: Operation) -> tuple[Right, ...]:
    """One of these is needed."""
    return (operation.right,) if operation.right else WITHIN.get(operation.id, ())


def test_what_wants_no_right_was_meant_to() -> None:
    assert {each.id for each in STAFF if each.right is None and not each.depends} == EVERYBODYS
    assert set(WITHIN) <= {each.id for each in STAFF if each.depends}


@pytest.mark.parametrize("operation", STAFF, ids=name)
def test_each_role_may_do_what_its_rights_say_and_nothing_else(staff: dict[str, Person], operation: Operation) -> None:
    for role, rights in RIGHTS.items():
        reply = staff[role].call(operation.method, url(operation), valid_body(operation, staff["admin"]))
        refused = bool(wanted(operation)) and not rights & set(wanted(operation))
        too_wide = role == "limited" and (operation.id in TOO_WIDE or (operation.right in BOUNDED and not operation.narrows))
        refused = refused or (operation.id in ADMINISTRATORS_ALONE and role != "admin")
        assert (reply.status == 403) is (refused or too_wide), (role, reply.text)
        assert not too_wide or reply.code == "outside_role"


@pytest.mark.parametrize("right", sorted({each.right for each in STAFF if each.right}))
def test_a_single_right_that_was_taken_away_is_missed_by_its_operations(api: Api, staff: dict[str, Person], right: Right) -> None:
    admin = staff["admin"]
    without = colleague(admin, f"no-{right.replace('_', '-')}@example.com", f"9{right}".replace("_", "")[:12], role="admin")
    assert admin.call("PATCH", f"/agents/{without.agent_id}", {"version": 1, "rights_removed": [right]}).status == 200
    missed = [operation for operation in STAFF if wanted(operation) == (right,)]
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
    for change, field in (({"role": "admin"}, "role"), ({"rights_added": ["read_audit"]}, "rights_added")):
        reply = keeper.call("PATCH", f"/agents/{friend.agent_id}", {"version": 1} | change)
        assert (reply.status, reply.json["field"]) == (403, field)
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
    second = colleague(admin, "second@example.com", "31", role="supervisor", rights_added=["keep_people"])
    assert admin.call("PATCH", f"/agents/{only}", {"version": 1, "rights_removed": ["keep_roles"]}).code == "last_admin", "both are needed"
    both = {"version": 1, "rights_added": ["keep_people", "keep_roles"]}
    assert admin.call("PATCH", f"/agents/{second.agent_id}", both).status == 200
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
