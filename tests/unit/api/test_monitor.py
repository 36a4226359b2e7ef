"""The live dashboard's figures, and who may read them or a conversation that goes on at somebody else's desk."""

from parlor.domain.conversation import Party, accept, open_conversation
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId, new_ulid
from parlor.storage.audit import AuditStore
from parlor.storage.conversations import ConversationStore
from parlor.storage.metrics import MetricCounter
from parlor.storage.presence import PresenceStore
from tests.fakes.api import Api, Person, colleague
from tests.fakes.figures import one

MINUTE_MS = 60_000


def waits(person: Person, department: str, at: int) -> ConversationId:
    """A visitor who waits in the department since `at`."""
    conversation, visitor = ConversationId(new_ulid(at)), Party("visitor", VisitorId(new_ulid(at)))
    step = open_conversation(
        conversation_id=conversation, visitor=visitor, department_id=DepartmentId(department), department_name="Sales", now=at
    )
    ConversationStore(TenantId(person.tenant)).apply(step)
    return conversation


def taken(person: Person, department: str, at: int) -> ConversationId:
    conversation = waits(person, department, at)
    store = ConversationStore(TenantId(person.tenant))
    found = store.get(conversation)
    assert found is not None
    store.apply(accept(found, Party("agent", person.agent_id, "Lin"), at + 5_000))
    return conversation


def here(person: Person, *departments: str) -> None:
    presence = PresenceStore(TenantId(person.tenant))
    agent_id = AgentId(person.agent_id)
    presence.register_agent(
        agent_id, number="1", name="Lin", staff_role="agent", departments=[DepartmentId(each) for each in departments], ceiling=8
    )
    presence.set_state(agent_id, "online")


def test_the_dashboard_tells_queues_loads_and_the_day(api: Api, admin: Person) -> None:
    sales = admin.get("/departments")["departments"][0]["department_id"]
    now = api.clock.now
    here(admin, sales)
    waits(admin, sales, now - MINUTE_MS)
    waits(admin, sales, now - 3 * MINUTE_MS)
    taken(admin, sales, now - 5 * MINUTE_MS)
    counts = {"consultations_online": 6, "accepted": 3, "accepted_in_time": 2, "visits": 40, "consultations_offline": 1}
    MetricCounter(api.clock.now_ms).count(
        one(TenantId(admin.tenant), metric, now, f"{metric} {n}")  # type: ignore[arg-type]
        for metric, count in counts.items()
        for n in range(count)
    )

    seen = admin.get("/monitor")

    assert (seen["at"], seen["in_progress"]) == (now, 1)
    assert seen["queues"][0] == {"department_id": sales, "waiting": 2, "since": now - 3 * MINUTE_MS}
    assert [(agent["name"], agent["state"], agent["load"]) for agent in seen["agents"]] == [("Lin", "online", 1)]
    assert seen["today"] == {
        "visits": 40,
        "consultations": 6,
        "accepted": 3,
        "accepted_in_time": 2,
        "missed": 1,
        "left_messages": 1,
        "service_level": 0.5,
    }


def test_an_empty_day_has_no_service_level(admin: Person) -> None:
    assert "service_level" not in admin.get("/monitor")["today"]


def test_without_the_right_the_dashboard_is_refused_and_that_is_noted(api: Api, admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    refused = agent.call("GET", "/monitor")
    assert (refused.status, refused.code) == (403, "forbidden")
    log = AuditStore(TenantId(admin.tenant), api.clock.now_ms)
    (entry,), _ = log.page(0, api.clock.now + 1, None, lambda each: each.outcome == "refused")
    assert (entry.actor.agent_id, entry.action, entry.right, entry.outcome) == (agent.agent_id, "get_monitor", "see_monitor", "refused")


def test_what_goes_on_at_another_desk_is_read_with_the_right_only(api: Api, admin: Person) -> None:
    sales = admin.get("/departments")["departments"][0]["department_id"]
    here(admin, sales)
    agent = colleague(admin, "wang@example.com", "2")
    conversation = taken(admin, sales, api.clock.now)
    for path in (f"/conversations/{conversation}/log", f"/conversations/{conversation}/search?q=x"):
        assert (agent.call("GET", path).status, admin.call("GET", path).status) == (403, 200)
