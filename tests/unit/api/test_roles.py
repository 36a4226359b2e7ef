"""Roles of a company's own: made, copied, changed, limited to departments, deleted; what they bring, and who is told where from."""

from typing import Any

import pytest

from parlor.domain.directory import Agent
from parlor.domain.errors import Conflict
from parlor.domain.ids import AgentId, DepartmentId, TenantId
from parlor.domain.presence import AgentSocket
from parlor.storage.directory import DirectoryStore
from parlor.storage.memory import Memory
from parlor.storage.presence import PresenceStore
from parlor.usecases import keep_roles
from tests.fakes.api import Api, Person, colleague
from tests.unit.api.test_records_and_reports import talk


def add(admin: Person, name: str, *rights: str, **more: Any) -> dict[str, Any]:
    reply = admin.call("POST", "/roles", {"name": name, "rights": list(rights)} | more)
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json
    return found


def departments(admin: Person) -> list[str]:
    return [each["department_id"] for each in admin.get("/departments")["departments"]]


def roles(admin: Person) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in admin.get("/roles")["roles"]}


def grants(admin: Person, person: Person) -> dict[str, dict[str, Any]]:
    return {each["right"]: each for each in admin.get(f"/agents/{person.agent_id}/rights")["grants"]}


def directory_of(api: Api, admin: Person) -> DirectoryStore:
    return DirectoryStore(TenantId(admin.tenant), Memory(api.clock.now_ms, keep_ms=0))


def test_a_role_is_made_copied_changed_and_deleted(admin: Person) -> None:
    lead = add(admin, "Lead", "watch", "receive", description="The evening shift")
    assert (lead["rights"], lead["version"], lead.get("members", 0)) == (["receive", "watch"], 1, 0)
    copy = admin.call("POST", "/roles", {"name": "Lead 2", "copy_of": lead["role_id"]}).json
    assert (copy["rights"], copy["description"]) == (lead["rights"], "The evening shift")
    like_agent = admin.call("POST", "/roles", {"name": "Trainee", "copy_of": "agent", "description": ""}).json
    assert sorted(like_agent["rights"]) == sorted(admin.get("/roles")["fixed"]["agent"])

    address = f"/roles/{lead['role_id']}"
    changed = admin.call("PATCH", address, {"version": 1, "name": "Team lead", "department_ids": departments(admin)[:1]}).json
    assert (changed["name"], changed["department_ids"], changed["version"]) == ("Team lead", departments(admin)[:1], 2)
    late = admin.call("PATCH", address, {"version": 1, "rights": []})
    assert (late.status, late.code, late.json["field"]) == (409, "conflict", "version")
    assert "department_ids" not in admin.call("PATCH", address, {"version": 2, "department_ids": None}).json
    assert admin.call("DELETE", address).status == 204
    assert admin.call("DELETE", address).status == 404
    assert set(roles(admin)) == {"Lead 2", "Trainee"}


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"name": " "}, 400, "invalid", "name"),
        ({"name": "lead"}, 409, "exists", "name"),
        ({"name": "A", "rights": ["fly"]}, 400, "invalid", "rights[0]"),
        ({"name": "A", "department_ids": []}, 400, "invalid", "department_ids"),
        ({"name": "A", "department_ids": ["01M3250V00000000000000000Z"]}, 404, "not_found", "department_ids[0]"),
        ({"name": "A", "copy_of": "01M3250V00000000000000000Z"}, 404, "not_found", "copy_of"),
        ({"name": "A", "copy_of": "owner"}, 400, "invalid", "copy_of"),
        ({"name": "A" * 81}, 400, "too_long", "name"),
    ],
)
def test_a_role_that_cannot_be(admin: Person, body: dict[str, Any], status: int, code: str, field: str) -> None:
    add(admin, "Lead")
    reply = admin.call("POST", "/roles", body)
    assert (reply.status, reply.code, reply.json["field"]) == (status, code, field), reply.text
    assert set(roles(admin)) == {"Lead"}


def test_the_rights_of_a_role_hold_at_once_for_who_has_it(api: Api, admin: Person) -> None:
    role = add(admin, "Reader", "receive")
    wu = colleague(admin, "wu@example.com", "20", role=role["role_id"])
    assert (wu.get("/me")["role"], wu.get("/me")["role_name"], wu.get("/me")["rights"]) == (role["role_id"], "Reader", ["receive"])
    assert roles(admin)["Reader"]["members"] == 1
    audit = "/audit?from=2026-01-01&to=2026-01-02"
    assert wu.call("GET", audit).status == 403
    wu.call("POST", "/socket-ticket")
    presence = PresenceStore(TenantId(admin.tenant), now_ms=api.clock.now_ms)
    presence.add_agent_socket(AgentSocket(AgentId(wu.agent_id), "wu-desk", frozenset(), False), api.clock.now)
    presence.set_state(AgentId(wu.agent_id), "online")

    assert admin.call("PATCH", f"/roles/{role['role_id']}", {"version": 1, "description": "Reads"}).status == 200
    assert api.sockets.closed == [], "who may do the same goes on"
    assert admin.call("PATCH", f"/roles/{role['role_id']}", {"version": 2, "rights": ["read_audit"]}).status == 200

    assert wu.call("GET", audit).status == 200
    assert api.sockets.closed == ["wu-desk"]
    here = presence.agent(AgentId(wu.agent_id))
    assert here is not None
    assert here.state == "away", "who does not receive can only be away"


def test_where_each_right_comes_from(admin: Person) -> None:
    sales = departments(admin)[0]
    role = add(admin, "Lead", "receive", "watch", "keep_library", department_ids=[sales])
    wu = colleague(admin, "wu@example.com", "20", role=role["role_id"], rights_added=["join", "invite"], rights_removed=["keep_library"])
    found = grants(admin, wu)
    assert found["watch"] == {"right": "watch", "has": True, "source": "role", "department_ids": [sales]}
    assert found["join"] == {"right": "join", "has": True, "source": "added", "department_ids": [sales]}
    assert found["invite"] == {"right": "invite", "has": True, "source": "added"}, "it belongs to no department"
    assert found["keep_library"] == {"right": "keep_library", "has": False, "source": "removed"}
    assert found["read_audit"] == {"right": "read_audit", "has": False, "source": "none"}
    assert sorted(right for right, grant in found.items() if grant["has"]) == wu.get("/me")["rights"]
    assert wu.get("/me")["reach"] == [sales]
    assert grants(admin, admin)["keep_roles"] == {"right": "keep_roles", "has": True, "source": "role"}


def test_a_role_in_use_goes_to_a_successor(admin: Person) -> None:
    old, new = add(admin, "Old", "receive", "watch"), add(admin, "New", "receive")
    people = [colleague(admin, f"a{n}@example.com", f"3{n}", role=old["role_id"]) for n in range(3)]
    address = f"/roles/{old['role_id']}"
    for query, status, code in (
        ("", 409, "role_in_use"),
        (f"?successor_id={old['role_id']}", 400, "invalid"),
        ("?successor_id=x", 404, "not_found"),
    ):
        reply = admin.call("DELETE", address + query)
        assert (reply.status, reply.code, reply.json["field"]) == (status, code, "successor_id")
    assert roles(admin)["Old"]["members"] == 3
    assert admin.call("DELETE", f"{address}?successor_id={new['role_id']}").status == 204
    assert roles(admin) == {"New": roles(admin)["New"]}
    assert roles(admin)["New"]["members"] == 3
    assert [person.get("/me")["rights"] for person in people] == [["receive"]] * 3
    assert admin.call("DELETE", f"/roles/{new['role_id']}?successor_id=agent").status == 204
    assert people[0].get("/me")["role"] == "agent"


def test_nobody_lifts_themselves_up_by_a_role(admin: Person) -> None:
    sales, support = departments(admin)
    role = add(admin, "Keeper", "keep_people", "keep_roles", "delete_agents", "receive", "watch", "read_records", department_ids=[sales])
    keeper = colleague(admin, "keeper@example.com", "20", role=role["role_id"])
    refused = [
        keeper.call("POST", "/roles", {"name": "A", "rights": ["read_audit"], "department_ids": [sales]}),
        keeper.call("POST", "/roles", {"name": "A", "rights": ["watch"]}),
        keeper.call("POST", "/roles", {"name": "A", "rights": ["watch"], "department_ids": [sales, support]}),
        keeper.call("PATCH", f"/roles/{role['role_id']}", {"version": 1, "department_ids": None}),
        keeper.call("POST", "/roles", {"name": "A", "copy_of": "agent"}),
    ]
    assert [(reply.status, reply.json["field"]) for reply in refused] == [(403, "rights")] * 5
    reply = keeper.call("DELETE", f"/roles/{role['role_id']}?successor_id=supervisor")
    assert (reply.status, reply.json["field"]) == (403, "successor_id")
    assert keeper.call("POST", "/roles", {"name": "A", "rights": ["watch"], "department_ids": [sales]}).status == 200
    assert keeper.call("POST", "/roles", {"name": "B", "rights": ["receive", "keep_people"]}).status == 200, "these belong to no department"


def test_the_last_administrator_by_a_role_of_the_companys_own(admin: Person) -> None:
    both = admin.call("POST", "/roles", {"name": "Boss", "copy_of": "admin"}).json
    address = f"/roles/{both['role_id']}"
    me = f"/agents/{admin.agent_id}"
    assert admin.call("PATCH", me, {"version": 1, "role": both["role_id"]}).status == 200
    fewer = [right for right in both["rights"] if right != "keep_roles"]
    reply = admin.call("PATCH", address, {"version": 1, "rights": fewer})
    assert (reply.status, reply.code, reply.json["field"]) == (409, "last_admin", "rights")
    reply = admin.call("DELETE", f"{address}?successor_id=supervisor")
    assert (reply.status, reply.code, reply.json["field"]) == (409, "last_admin", "successor_id")
    for change, field in (
        ({"role": "agent"}, "role"),
        ({"rights_removed": ["keep_roles"]}, "rights_removed"),
        ({"disabled": True}, "disabled"),
    ):
        reply = admin.call("PATCH", me, {"version": 2} | change)
        assert (reply.status, reply.code, reply.json["field"]) == (409, "last_admin", field)
    colleague(admin, "second@example.com", "2", role="admin")
    assert admin.call("PATCH", address, {"version": 1, "rights": fewer}).status == 200
    assert admin.call("POST", "/roles", {"name": "C"}).status == 403


def test_two_administrators_who_demote_each_other_leave_one(api: Api, admin: Person) -> None:
    """Both have read that there are two."""
    second = colleague(admin, "second@example.com", "2", role="admin")
    store = directory_of(api, admin)
    first_read = {agent.agent_id: agent for agent in store.agents()}
    lower = [(first_read[AgentId(each)], demoted(first_read[AgentId(each)])) for each in (admin.agent_id, second.agent_id)]
    store.change_agent(*lower[0])
    with pytest.raises(Conflict) as refusal:
        store.change_agent(*lower[1])
    assert refusal.value.code == "last_admin"
    assert [agent.role for agent in store.agents()] == ["admin", "agent"] or [agent.role for agent in store.agents()] == ["agent", "admin"]


def test_who_takes_a_role_while_it_is_changed_is_not_overlooked(api: Api, admin: Person) -> None:
    """The change of the role has counted its administrators; then one more takes it, or one leaves."""
    role = add(admin, "Boss", copy_of="admin", rights=list(admin.get("/me")["rights"]))
    second = colleague(admin, "second@example.com", "2", role=role["role_id"])
    store = directory_of(api, admin)
    read = store.roles()[0]
    fewer = [right for right in read.rights if right != "keep_people"]
    assert admin.call("PATCH", f"/agents/{second.agent_id}", {"version": 1, "disabled": True}).status == 200
    with pytest.raises(Conflict) as refusal:
        store.change_role(read, keep_roles.replace(read, rights=tuple(fewer)), -1)
    assert refusal.value.code == "conflict"
    assert store.roles()[0].rights == read.rights

    before = next(agent for agent in store.agents() if agent.agent_id == second.agent_id)
    assert admin.call("PATCH", f"/roles/{role['role_id']}", {"version": 1, "rights": fewer}).status == 200
    with pytest.raises(Conflict):
        store.change_agent(before, keep_roles.replace(before, disabled=False))


def demoted(agent: Agent) -> Agent:
    return keep_roles.replace(agent, role="agent")


def test_a_department_that_a_role_is_limited_to_stays(admin: Person) -> None:
    new = admin.call("POST", "/departments", {"name": "VIP"}).json["department_id"]
    role = add(admin, "VIP lead", "watch", department_ids=[new])
    assert admin.call("DELETE", f"/departments/{new}").code == "has_roles"
    assert admin.call("DELETE", f"/roles/{role['role_id']}").status == 204
    assert admin.call("DELETE", f"/departments/{new}").status == 204


def test_a_limited_role_sees_its_departments_only(api: Api, admin: Person) -> None:
    sales, support = departments(admin)
    role = add(
        admin, "Lead", "receive", "see_all", "see_monitor", "watch", "read_records", "read_work", "read_reports", department_ids=[support]
    )
    lead = colleague(admin, "lead@example.com", "20", role=role["role_id"])
    start = api.clock.now
    here = [talk(admin, start + place, department=place) for place in (0, 1)]
    api.clock.now += 60_000
    period = "from=2026-09-21&to=2026-09-22"

    assert [each["department_id"] for each in lead.get(f"/conversations?{period}")["conversations"]] == [support]
    assert len(admin.get(f"/conversations?{period}")["conversations"]) == 2
    assert lead.call("GET", f"/conversations/{here[1]}/log").status == 200
    refused = lead.call("GET", f"/conversations/{here[0]}/log")
    assert (refused.status, refused.code, refused.json["field"]) == (403, "outside_role", "conversation_id")
    monitor = lead.get("/monitor")
    assert [queue["department_id"] for queue in monitor["queues"]] == [support]
    assert "today" not in monitor
    report = lead.call("GET", f"/reports/consultations?{period}&grain=day")
    assert (report.status, report.code) == (403, "outside_role")
    by = f"/reports/breakdown?of=consultations&{period}&grain=day&by="
    assert lead.call("GET", by + "department").status == 200
    assert lead.call("GET", by + "country").code == "outside_role"
    claims = api.house.tokens.verify_ticket(lead.call("POST", "/socket-ticket").json["ticket"])
    assert (claims.reach, set(claims.departments)) == ((support,), {sales, support})


def test_all_of_it_stands_in_the_audit_log(api: Api, admin: Person) -> None:
    role = add(admin, "Lead", "receive")
    wu = colleague(admin, "wu@example.com", "20", role="agent")
    for method, address, body in (
        ("PATCH", f"/agents/{wu.agent_id}", {"version": 1, "role": role["role_id"]}),
        ("PATCH", f"/roles/{role['role_id']}", {"version": 1, "rights": ["receive", "invite"]}),
        ("DELETE", f"/roles/{role['role_id']}?successor_id=agent", None),
    ):
        api.clock.now += 1_000
        assert admin.call(method, address, body).status in (200, 204)
    log = api.house.office(TenantId(admin.tenant)).audit
    entries, _ = log.page(0, api.clock.now + 1, None, lambda entry: entry.action.endswith("_role") or entry.action == "change_agent")
    said = [(entry.action, entry.before, entry.after) for entry in reversed(entries)]
    assert said[:3] == [
        ("add_role", {}, said[0][2]),
        ("change_agent", {"role": "agent"}, {"role": "Lead"}),
        ("change_role", {"rights": ["receive"]}, {"rights": ["receive", "invite"]}),
    ]
    assert ("change_agent", {"role": "Lead"}, {"role": "agent"}) in said[3:]
    assert ("delete_role", said[0][2] | {"rights": ["receive", "invite"]}, {}) in said[3:]


def test_single_rights_of_an_older_table_mean_what_they_meant(api: Api, admin: Person) -> None:
    """A row of an agent that was written before the rights were divided has no `rights_as_of`."""
    from parlor.storage.directory import AgentRow

    wu = colleague(admin, "wu@example.com", "20", rights_added=["keep_people", "keep_roles"], rights_removed=["block"])
    row = AgentRow.get(admin.tenant, f"AGENT#{wu.agent_id}")
    row.update(actions=[AgentRow.rights_as_of.remove(), AgentRow.rights_added.set(["keep_people"])])
    api.clock.now += 5_000
    assert {"keep_people", "keep_roles", "keep_departments", "delete_agents"} <= set(wu.get("/me")["rights"])
    assert wu.call("POST", "/departments", {"name": "VIP"}).status == 200
    changed = admin.call("PATCH", f"/agents/{wu.agent_id}", {"version": 1, "rights_added": ["keep_departments"]}).json
    assert changed["rights_added"] == ["keep_departments"], "from now on in today's words"


def test_a_limited_agent_keeps_their_own_departments(admin: Person) -> None:
    sales, support = departments(admin)
    role = add(admin, "Helper", "receive", department_ids=[support])
    wu = colleague(admin, "wu@example.com", "20", role=role["role_id"])
    assert wu.get("/me")["department_ids"] == [sales]
    assert DepartmentId(sales) in {each["department_id"] for each in wu.get("/desk")["departments"]}
