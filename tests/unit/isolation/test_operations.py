"""Every operation with the id of another company's thing, wherever it takes one: the answer is that for an id that never was.

The places are found in the table of operations and in the types of bodies. A new one is tried by itself; one whose name nobody
knows here fails until it is said what it names.
"""

import json
import re
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from parlor.protocol.operations import OPERATIONS, Operation
from tests.fakes.naming import Place, filled, name_of, places
from tests.unit.api.test_every_operation import url, valid_body
from tests.unit.isolation.conftest import Two

NAMES: dict[str, str] = {
    "agent_ids": "agent_id",
    "assignee_id": "agent_id",
    "department_ids": "department_id",
    "exempt_agents": "agent_id",
    "file_ids": "file_id",
    "heir_id": "agent_id",
    "last_agent_id": "agent_id",
    "about_id": "customer_id",
    "overflow_department_id": "department_id",
    "parent_id": "department_id",
    "style_ids": "style_id",
    "successor_id": "role_id",
    "transfer_targets": "agent_id",
    "visitor": "visitor_id",
    "visitor_ids": "visitor_id",
}
"""What a place names, where it is not called after it (`tests/fakes/tenants.py`, `things`)."""
OWN_WORDS = {
    "client_id": "chosen by the browser; means something beside its visitor or agent only",
    "user_id": "chosen by the company's site",
    "delivery_id": "made of the webhook's id and the event's; looked for in the webhook's own log",
    "form_id": "a word in the company's settings",
    "goal_id": "a word in the company's settings",
    "label_id": "a word in the company's settings",
    "label_ids": "a word in the company's settings",
    "reason_id": "a word in the company's settings",
    "rule_id": "a word in the company's settings, or in a style",
    "topic_id": "a word in the company's settings",
    "topic_ids": "a word in the company's settings",
}
"""Ids that are no things: nothing is looked up by them outside of what the company itself has written."""
PUBLIC = {("start_visit", "tenant_id"): "stands in the snippet on the company's pages"}
QUERY = {"from": "2026-09-01", "to": "2026-09-02", "grain": "day", "q": "tea"}
EARLIER = {
    ("save_draft", "agent_id"): "the rule lacks its words",
    ("save_draft", "department_id"): "the form's question lacks its options, or the rule its words",
    ("change_service", "department_id"): "the form's question lacks its options",
    ("change_service", "overflow_department_id"): "named by the department whose queue it is",
}
"""Refused for something else before the id is looked at."""
INSTEAD = {"customer_id": "visitor_id", "visitor_id": "customer_id"}
"""A person is named by exactly one of the two. Everything of one is a ZIP."""
_ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
ENDS = ("_id", "_ids", "copy_of", "exempt_agents", "transfer_targets")


def spots(operation: Operation) -> list[tuple[str, Place]]:
    """Where the operation takes an id: in the path, in the query, in the body."""
    found: list[tuple[str, Place]] = [("path", (name,)) for name in re.findall(r"\{(\w+)\}", operation.path)]
    query = [each.rstrip("*") for each in operation.query]
    found += [("query", (name,)) for name in query if name.endswith("_id") or name in NAMES]
    if operation.body is not None:
        found += [("body", place) for place in dict.fromkeys(places(operation.body, ENDS))]
    return found


def thing(operation: Operation, place: Place) -> str:
    if place == ("copy_of",):
        return "role_id" if operation.path == "/roles" else "style_id"
    name = NAMES.get(name_of(place), name_of(place))
    return "internal_id" if name == "conversation_id" and operation.path.startswith("/internal") else name


WALK = [
    (operation, *spot)
    for operation in OPERATIONS
    for spot in spots(operation)
    if name_of(spot[1]) not in OWN_WORDS and (operation.id, name_of(spot[1])) not in PUBLIC
]


def label(value: Any) -> str:
    return value.id if isinstance(value, Operation) else value if isinstance(value, str) else ".".join(value)


def test_it_is_known_what_every_id_names(two: Two) -> None:
    unknown = {thing(operation, place) for operation, _, place in WALK} - set(two.theirs.things)
    assert unknown == set(), "say in NAMES what it names, and let tests/fakes/tenants.py make one; or in OWN_WORDS why it names nothing"


@pytest.mark.parametrize(("operation", "where", "place"), WALK, ids=label)
def test_what_another_company_has_never_was(two: Two, operation: Operation, where: str, place: Place) -> None:
    """Ours asks with theirs, and with what nobody has. Everything else that is asked for is of ours and there."""
    theirs, nobodys = two.theirs.things[thing(operation, place)], new_ulid(1_790_000_000_000)
    found = ask(two, operation, where, place, theirs)
    assert two.rows.changed(two.theirs.tenant) == []
    two.rows.put_back()
    assert found == ask(two, operation, where, place, nobodys)
    two.rows.put_back()
    assert found[0] < 500
    assert found[0] != 400 or name_of(place).removesuffix("_id") in found[1] or (operation.id, name_of(place)) in EARLIER, found


def ask(two: Two, operation: Operation, where: str, place: Place, value: str) -> tuple[int, str]:
    """Status and answer; without ids, which differ, and of what was done its form only."""
    ours, body = two.ours, own_body(two, operation)
    if where == "body":
        kept = {name: each for name, each in body.items() if name not in (place[0], INSTEAD.get(place[0]))}
        body = filled(operation.body, place, value) | kept
        body |= {"format": "zip"} if place[0] == "wanted" and place[-1] in INSTEAD else {}
    named = {name: ours.things[thing(operation, (name,))] for name in re.findall(r"\{(\w+)\}", operation.path)}
    if where == "path":
        named[place[0]] = value
    query = {name: each for name, each in QUERY.items() if f"{name}*" in operation.query}
    address = url(operation, "{}", **query, **({place[0]: value} if where == "query" else {}))
    for name in re.findall(r"\{(\w+)\}", operation.path):
        address = address.replace("{}", named[name], 1)
    for version in (1, 0, 2, 3) if "version" in (body or {}) else (0,):
        body = body | {"version": version} if "version" in (body or {}) else body
        person = {"token": ours.admin.token, "tenant": ours.admin.tenant} if operation.auth == "staff" else {}
        reply = two.api.call(operation.method, address, body, **person)
        if '"field":"version"' not in reply.text:
            break
    return reply.status, _ULID.sub("ID", reply.text if reply.status >= 400 else shape(reply.text))


def own_body(two: Two, operation: Operation) -> Any:
    if operation.body is None:
        return None
    body = valid_body(operation, two.ours.admin)
    own = {name: two.ours.things[thing(operation, (name,))] for name in body if name in two.ours.things}
    token = {"visitor_token": two.ours.visit["visitor_token"]} if "visitor_token" in body else {}
    return body | own | token


def shape(text: str) -> str:
    def of(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: of(each) for name, each in sorted(value.items())}
        return [of(value[0])] if isinstance(value, list) and value else type(value).__name__

    return json.dumps(of(json.loads(text))) if text.startswith(("{", "[")) else text
