"""What a function remembers from one request to the next never crosses from one company to another: calls of two companies in turn, in
one warm function, and a walk through everything that it remembers."""

import importlib
import inspect
import pkgutil
from collections import OrderedDict
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import parlor
from parlor.domain.errors import RateLimited
from parlor.domain.ids import TenantId
from parlor.domain.limits import PAGES, Buckets
from parlor.protocol.operations import OPERATIONS, Operation
from parlor.storage import memory
from parlor.storage.memory import Memory
from tests.unit.api.test_every_operation import url
from tests.unit.isolation.conftest import Two
from tests.unit.isolation.test_operations import QUERY, thing

READ = [each for each in OPERATIONS if each.auth == "staff" and each.method == "GET"]
REMEMBERED = {
    "buckets._full_at": "how often somebody asked, by (scope, tenant, subject)",
    "lately._next": "which sites were noted, by (tenant, style, site)",
    "memory._answers": "the directory as it was lately, by tenant and question",
    "tallies.verified._known": "signatures of signed identities that fit, by tenant",
    "tallies.warned._known": "signatures that did not, by tenant",
}
"""Everything in a process that grows with requests."""


def address(two: Two, operation: Operation, ours: bool) -> str:
    things = (two.ours if ours else two.theirs).things
    query = {name: each for name, each in QUERY.items() if f"{name}*" in operation.query}
    query |= {"agent_id": things["agent_id"]} if "agent_id*" in operation.query else {}
    query |= {"of": "consultations", "by": "department"} if "of*" in operation.query else {}
    path = url(operation, "{}", **query)
    for part in operation.path.split("/"):
        if part.startswith("{"):
            path = path.replace("{}", things[thing(operation, (part[1:-1],))], 1)
    return path


def asked(two: Two, operation: Operation, ours: bool) -> tuple[int, str]:
    person = (two.ours if ours else two.theirs).admin
    reply = person.call("GET", address(two, operation, ours))
    return reply.status, reply.text


def afresh(two: Two) -> None:
    two.api.house.__dict__["memory"] = Memory(two.api.clock.now_ms)


@pytest.fixture(scope="module")
def alone(two: Two) -> dict[tuple[str, bool], tuple[int, str]]:
    """What each of the two reads from functions that know nothing of the other, by operation and whether it is ours."""
    found = {}
    for ours in (True, False):
        afresh(two)
        found |= {(each.id, ours): asked(two, each, ours) for each in READ}
    afresh(two)
    return found


@pytest.mark.parametrize("operation", READ, ids=lambda each: each.id)
def test_two_companies_in_turn_read_what_they_would_read_alone(two: Two, alone: Any, operation: Operation) -> None:
    """The memory is that of all operations before."""
    ours = alone[operation.id, True]
    assert [ours[0], alone[operation.id, False][0]] == [200, 200], alone
    for first in (False, True):
        assert asked(two, operation, first) == alone[operation.id, first]
    assert two.theirs.admin.tenant not in ours[1]
    assert not [name for name, each in two.theirs.things.items() if each in ours[1]]


def test_what_clients_choose_is_the_same_in_both_companies(two: Two) -> None:
    """One producer and number, one text, in turn: each company's conversation goes its own way, and nobody hears of the other's."""
    for n in (2, 3):
        for company, other in ((two.ours, two.theirs), (two.theirs, two.ours)):
            pushed = company.say(
                company.tab,
                "chat",
                "send",
                conversation_id=company.things["conversation_id"],
                client_id={"producer": "abcdefghjkmn", "n": n},
                text=f"{n} of {company.mark}",
            )
            assert {connection.rpartition("-")[2] for connection, _ in pushed} == {company.mark}
            assert other.mark not in str([frame for _, frame in pushed])
            assert [frame["type"] for _, frame in pushed].count("ack") == 1


def test_a_visitor_of_the_same_id_in_another_company_is_somebody_else(two: Two) -> None:
    """Ids are ours and no two are the same; were they, nothing would meet."""
    twin = two.ours.tab | {"subject": two.theirs.tab["subject"], "connection": "twin-ours"}
    pushed = two.sockets.send(twin, {"action": "chat", "type": "sync", "conversation_id": two.theirs.things["conversation_id"], "after": 0})
    assert [frame["code"] for _, frame in pushed] == ["not_found"]
    pushed = two.sockets.send(twin, {"action": "chat", "type": "open"})
    assert two.theirs.things["conversation_id"] not in str(pushed)
    assert not [connection for connection, _ in pushed if connection.endswith("theirs")]


def test_a_flood_of_one_company_makes_nobody_elses_visitors_wait() -> None:
    buckets, now = Buckets(), 1_770_000_000_000
    for _ in range(PAGES.burst):
        buckets.take(PAGES, TenantId("A"), "visitor", now)
    with pytest.raises(RateLimited):
        buckets.take(PAGES, TenantId("A"), "visitor", now)
    buckets.take(PAGES, TenantId("B"), "visitor", now)


def test_a_company_with_many_questions_forgets_its_own() -> None:
    kept, reads = Memory(lambda: 0), []

    def read(tenant: str, question: str) -> None:
        kept.answer(TenantId(tenant), question, lambda: reads.append((tenant, question)))

    read("B", "COMPANY")
    for number in range(2 * memory._ANSWERS_MAX):
        read("A", f"PERSONAL#{number}")
    read("B", "COMPANY")
    assert reads.count(("B", "COMPANY")) == 1
    assert len(kept._answers["A"]) == memory._ANSWERS_MAX  # type: ignore[index]
    for number in range(2 * memory._TENANTS_MAX):
        read(f"T{number}", "COMPANY")
    assert len(kept._answers) == memory._TENANTS_MAX


# --- a walk through what is remembered -----------------------------------------------------------------------------


def containers(thing: Any, way: str = "", seen: frozenset[int] = frozenset()) -> Iterator[tuple[str, Any]]:
    """Dictionaries, lists and sets of our own objects, by the way to them."""
    if id(thing) in seen or len(way) > 60:
        return
    for name, value in getattr(thing, "__dict__", {}).items():
        here = f"{way}.{name}".lstrip(".")
        if isinstance(value, dict | list | set | OrderedDict):
            yield here, value
        elif type(value).__module__.startswith("parlor") and not isinstance(value, ModuleType):
            yield from containers(value, here, seen | {id(thing)})


def test_all_that_is_remembered_is_remembered_by_tenant(two: Two) -> None:
    style = two.ours.things["style_id"]
    body = {"tenant_id": two.ours.admin.tenant, "style_id": style, "identity": {"user_id": "42", "hmac": "0" * 64}}
    two.api.call("POST", "/widget/visit", body)
    two.ours.admin.get("/styles")
    two.ours.say(two.ours.tab, "track", "page", url="https://shop.example/more", title="More")
    found = dict(containers(two.api.house))
    assert {way for way in found if way not in REMEMBERED and found[way]} == set(), "what is this, and is the tenant in its key?"
    assert {way for way in REMEMBERED if way in found} >= {"buckets._full_at", "lately._next", "memory._answers"}
    tenants = {two.ours.admin.tenant, two.theirs.admin.tenant}
    for way in REMEMBERED:
        for key in found.get(way, ()):
            parts = key if isinstance(key, tuple) else (key,)
            assert tenants & set(parts), (way, key)


def modules() -> list[ModuleType]:
    names = [each.name for each in pkgutil.walk_packages(parlor.__path__, "parlor.")]
    return [importlib.import_module(name) for name in names]


def test_modules_remember_nothing(two: Two) -> None:
    """Functions whose answers are kept take no arguments, so that nobody's question is in them; what lies in modules does not change."""
    kept = {
        f"{module.__name__}.{name}": each
        for module in modules()
        for name, each in vars(module).items()
        if hasattr(each, "cache_info") and each.__module__.startswith("parlor")
    }
    assert kept
    for name, each in kept.items():
        assert not inspect.signature(each.__wrapped__).parameters, f"{name} keeps answers by its arguments: is the tenant one of them?"

    def state() -> dict[str, str]:
        return {
            f"{module.__name__}.{name}": repr(value)
            for module in modules()
            for name, value in vars(module).items()
            if isinstance(value, dict | list | set) and not name.startswith("__")
        }

    before = state()
    two.theirs.admin.get("/styles")
    two.ours.say(two.ours.tab, "track", "page", url="https://shop.example/again", title="Again")
    assert state() == before
