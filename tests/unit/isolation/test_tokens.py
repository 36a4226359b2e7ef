"""Every operation that takes a token, with tokens that are none of its: other kinds, changed ones, those that are over, another company's.
What is wrong with them is not told: the answer is that for nonsense."""

from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest

from parlor.domain.credentials import (
    LetterClaims,
    ReportMailClaims,
    ResumeClaims,
    StepClaims,
    UnsubscribeClaims,
    VisitorClaims,
)
from parlor.protocol.operations import OPERATIONS, Operation
from tests.fakes.naming import name_of, places
from tests.fakes.tenants import Tenant
from tests.unit.api.test_every_operation import url
from tests.unit.isolation.conftest import Two
from tests.unit.isolation.test_operations import QUERY, own_body, thing

FIELDS = ("visitor_token", "token", "cursor", "challenge")
BEGINS_ANEW = {"start_visit"}
"""A visit whose token is nobody's here begins a new visitor (unit/api/test_widget.py)."""
FAR = 10**14


def spots(operation: Operation) -> list[str]:
    query = [each.rstrip("*") for each in operation.query if each.rstrip("*") in FIELDS]
    body = [name_of(each) for each in places(operation.body, FIELDS)] if operation.body is not None else []
    return list(dict.fromkeys(query + body))


WALK = [(each, name) for each in OPERATIONS if each.id not in BEGINS_ANEW for name in spots(each)]


def issued(company: Tenant, expires_at: int = FAR) -> dict[str, str]:
    """A token of every kind, as the company's people have them."""
    tokens, things = company.api.house.tokens, company.things
    tenant, visitor = company.tenant, things["visitor_id"]
    claims: dict[str, tuple[Callable[[Any], str], Any]] = {
        "visitor": (tokens.sign_visitor, VisitorClaims(tenant, visitor, 0)),  # type: ignore[arg-type]
        "letter": (tokens.sign_letter, LetterClaims(tenant, things["left_message_id"], expires_at)),  # type: ignore[arg-type]
        "report": (tokens.sign_report_mail, ReportMailClaims(tenant, things["schedule_id"], things["agent_id"])),  # type: ignore[arg-type]
        "unsubscribe": (tokens.sign_unsubscribe, UnsubscribeClaims(tenant, visitor)),  # type: ignore[arg-type]
        "resume": (tokens.sign_resume, ResumeClaims(tenant, visitor, things["conversation_id"], expires_at)),  # type: ignore[arg-type]
        "step": (tokens.sign_step, StepClaims("a@example.com", "a@example.com", "session", expires_at)),
        "cursor": (tokens.sign_cursor, ["another list", tenant, "1"]),
    }
    return {kind: sign(said) for kind, (sign, said) in claims.items()} | {"access": company.admin.token, "key": company.api_key}


def kind_of(operation: Operation, name: str) -> str:
    """Which kind the operation takes."""
    if name == "token":
        return next(kind for kind in ("letter", "report", "unsubscribe", "resume") if kind in operation.path)
    return {"visitor_token": "visitor", "challenge": "step"}.get(name, name)


def ask(two: Two, operation: Operation, name: str, token: str) -> tuple[int, str]:
    ours = two.ours
    query = {each: value for each, value in QUERY.items() if f"{each}*" in operation.query}
    query |= {"agent_id": ours.things["agent_id"]} if "agent_id*" in operation.query else {}
    body = own_body(two, operation)
    if name in [each.rstrip("*") for each in operation.query]:
        query[name] = token
    else:
        body = body | {name: token}
    address = url(operation, "{}", **query)
    for part in operation.path.split("/"):
        if part.startswith("{"):
            address = address.replace("{}", ours.things[thing(operation, (part[1:-1],))], 1)
    person = {"token": ours.admin.token, "tenant": ours.admin.tenant} if operation.auth == "staff" else {}
    reply = two.api.call(operation.method, address, body, **person)
    return reply.status, reply.text


@pytest.mark.parametrize(("operation", "name"), WALK, ids=lambda each: each.id if isinstance(each, Operation) else each)
def test_a_token_that_is_none_of_this_operation_is_nonsense(two: Two, operation: Operation, name: str) -> None:
    nonsense = ask(two, operation, name, "v1.x.W10.AAAA")
    assert nonsense[0] >= 400 or "unsubscribe" in operation.path, nonsense
    kind = kind_of(operation, name)
    wrong = {other: token for other, token in issued(two.theirs).items() if other != kind or kind == "cursor"}
    right = issued(two.theirs)[kind]
    wrong |= {"changed": right[:-3] + ("AAA" if not right.endswith("AAA") else "BBB")}
    if kind in ("letter", "resume", "step"):
        wrong["over"] = issued(two.theirs, expires_at=1)[kind]
    for other, token in wrong.items():
        found = ask(two, operation, name, token)
        assert (found[0], found[1] if other != "over" else nonsense[1]) == nonsense, other
    assert two.rows.changed(two.theirs.tenant) == []
    two.rows.put_back()


STAFF = [each for each in OPERATIONS if each.auth == "staff"]


def test_no_token_of_ours_signs_staff_in(two: Two) -> None:
    """Visitors' tokens and links where staff is needed: one kind for each operation, in turn."""
    ours = {kind: token for kind, token in issued(two.theirs).items() if kind not in ("access", "key")}
    for operation, kind in zip(STAFF, cycle(ours), strict=False):
        reply = two.api.call(operation.method, url(operation), own_body(two, operation), token=ours[kind], tenant=two.theirs.admin.tenant)
        assert (reply.status, reply.code) == (401, "unauthorized"), (operation.id, kind)


def test_a_programs_key_is_good_for_its_company_whatever_the_request_says(two: Two) -> None:
    reply = two.api.call("GET", "/agents", token=two.theirs.api_key, tenant=two.ours.admin.tenant)
    assert reply.status == 200
    assert two.ours.things["agent_id"] not in reply.text
    assert two.theirs.things["agent_id"] in reply.text
