"""Sockets come and go, also without a goodbye; nobody stays on line for ever, nobody goes off line by a race."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from parlor.domain.jobs import AgentGone, SocketLost, VisitorGone
from parlor.domain.origin import Device, Place, Source, Tracing
from parlor.domain.presence import AgentSocket
from parlor.protocol.frames import AgentFrame, PageVisited, Pong
from parlor.storage.connection import connection
from parlor.usecases.connect import agent_gone, connect, disconnect, visitor_gone
from parlor.usecases.forget_socket import forget_socket
from parlor.usecases.track_page import track_page
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Looking:
    """Devices and places, and how often they were looked up."""

    def __init__(self) -> None:
        self.looked = 0

    def device(self, user_agent: str) -> Device:
        self.looked += 1
        return Device("phone", "iOS 17", "Safari 17")

    def place(self, ip: str) -> Place:
        return Place("中国", "浙江省", "杭州市")


LOOKING = Looking()
TRACING = Tracing(LOOKING, LOOKING)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def page(stage: Stage, visitor, url: str = "https://tea.example/"):  # type: ignore[no-untyped-def]
    frame = PageVisited(action="track", url=url, title="Tea", referrer="https://search.example/?q=tea")
    return track_page(frame, visitor, stage.conversations, stage.presence, stage.clock, lambda: TRACING)


def test_a_desk_that_vanished_without_a_word_is_forgotten_at_the_next_push(stage: Stage) -> None:
    lin = stage.agent("lin")
    stage.agent("su")
    stage.sockets.gone.add("lin")
    stage.pushes.desks(Pong(at=stage.clock.now))

    ((_, lost),) = stage.timers.jobs
    assert lost == SocketLost(tenant=stage.tenant, role="agent", subject=lin.subject, connection="lin")
    assert forget_socket(lost, stage.presence, stage.timers, stage.sockets) == "forgotten"
    (_, (_, gone)) = stage.timers.jobs
    assert isinstance(gone, AgentGone)
    agent_gone(gone, stage.directory, stage.presence, stage.pushes, stage.timers)
    assert stage.presence.agent(lin.subject).state == "offline"
    assert stage.sockets.got("su", AgentFrame)[-1].agent.state == "offline"


@pytest.mark.parametrize("role", ["agent", "visitor"])
def test_who_is_told_something_while_their_socket_is_about_to_open_stays(stage: Stage, role: str) -> None:
    """Until its function has answered, API Gateway says of a new socket what it says of one that is gone."""
    someone = stage.agent("new") if role == "agent" else stage.visitor("new")
    stage.sockets.gone.add(someone.connection)
    if role == "agent":
        stage.pushes.desks(Pong(at=stage.clock.now))
    else:
        stage.pushes.tabs(someone.subject, Pong(at=stage.clock.now))
    after_s, lost = stage.timers.jobs[-1]
    assert after_s > 29

    stage.sockets.gone.clear()
    jobs = len(stage.timers.jobs)
    assert forget_socket(lost, stage.presence, stage.timers, stage.sockets) == "open"
    assert len(stage.timers.jobs) == jobs
    stage.pushes.desks(Pong(at=stage.clock.now))
    stage.pushes.tabs(someone.subject, Pong(at=stage.clock.now))
    assert stage.sockets.got(someone.connection, Pong)


def test_an_agent_who_comes_back_within_the_grace_time_stays_on_line(stage: Stage) -> None:
    lin = stage.agent("lin")
    disconnect(stage.tenant, "agent", lin.subject, lin.connection, stage.presence, stage.timers)
    ((_, gone),) = stage.timers.jobs
    connect(lin, stage.presence, lambda: stage.reception, stage.pushes, stage.timers, stage.clock)
    assert agent_gone(gone, stage.directory, stage.presence, stage.pushes, stage.timers) is False
    assert stage.presence.agent(lin.subject).state == "online"


def test_a_desk_that_opens_while_the_agent_is_put_off_line_keeps_the_agent_on_line(stage: Stage) -> None:
    lin = stage.agent("lin")
    stage.presence.remove_agent_socket(lin.subject, lin.connection)
    real = stage.presence

    class Opening:
        def __getattr__(self, name: str) -> object:
            if name == "set_state":
                real.add_agent_socket(AgentSocket(lin.subject, "again", lin.departments, False), stage.clock.now)
            return getattr(real, name)

    agent_gone(AgentGone(tenant=stage.tenant, agent_id=lin.subject), stage.directory, Opening(), stage.pushes, stage.timers)  # type: ignore[arg-type]
    assert real.agent(lin.subject).state == "online"


def test_busy_is_kept_over_a_reconnect(stage: Stage) -> None:
    lin = stage.agent("lin", state="busy")
    connect(lin, stage.presence, lambda: stage.reception, stage.pushes, stage.timers, stage.clock)
    assert stage.presence.agent(lin.subject).state == "busy"


def test_a_visit_goes_on_after_a_short_pause_and_a_new_one_begins_after_a_long_one(stage: Stage) -> None:
    stage.agent("lin")
    visitor = stage.visitor()
    first = page(stage, visitor)
    disconnect(stage.tenant, "visitor", visitor.subject, visitor.connection, stage.presence, stage.timers)
    job = stage.timers.jobs[-1][1]
    assert isinstance(job, VisitorGone)
    visitor_gone(job, stage.conversations, stage.presence, stage.pushes, stage.clock)
    left = stage.presence.visit(visitor.subject)
    assert left is not None
    assert left.left_at == stage.clock.now

    stage.clock.pass_ms(20 * 60_000)
    again = page(stage, visitor, "https://tea.example/green")
    assert (again.visit_id, again.left_at, again.page_count) == (first.visit_id, None, 2)
    visitor_gone(job, stage.conversations, stage.presence, stage.pushes, stage.clock)
    stage.clock.pass_ms(31 * 60_000)
    later = page(stage, visitor)
    assert later.visit_id != first.visit_id
    assert later.visits == 2


def test_a_page_view_of_a_known_visitor_is_one_write(stage: Stage) -> None:
    from tests.fakes.capacity import WRITES, billed

    visitor = stage.visitor()
    page(stage, visitor)
    with billed() as bill:
        page(stage, visitor, "https://tea.example/green")
    assert [request for request in bill.requests if request in WRITES] == ["PutItem"]
    assert (bill.write_units, bill.read_units) == (1, 2)
    assert stage.sockets.pushes == 0, "desks are told behind"


def test_a_ticket_burns_once_although_its_request_is_repeated_by_the_client(stage: Stage) -> None:
    lost: list[bool] = []

    def lose_the_first_answer(attempts: int, **_: object) -> int | None:
        lost.append(attempts == 1)
        return 0 if attempts == 1 else None

    client = connection().client
    client.meta.events.register_first("needs-retry.dynamodb.PutItem", lose_the_first_answer, unique_id="lose")
    try:
        assert stage.presence.burn_ticket("jti", stage.clock.now)
    finally:
        client.meta.events.unregister("needs-retry.dynamodb.PutItem", unique_id="lose")
    assert True in lost
    assert not stage.presence.burn_ticket("jti", stage.clock.now)


def test_a_visits_origin_is_found_out_at_its_first_page_and_kept(stage: Stage) -> None:
    visitor = replace(stage.visitor(), ip="218.75.100.114", user_agent="a phone")
    before = LOOKING.looked
    for url in ("https://tea.example/?utm_source=letter", "https://tea.example/next"):
        page(stage, visitor, url)

    assert LOOKING.looked == before + 1
    kept = stage.presence.visit(visitor.subject)
    assert kept is not None
    assert kept.origin is not None
    assert (kept.origin.source.kind, kept.origin.source.name) == ("campaign", "letter")
    assert kept.origin.device == Device("phone", "iOS 17", "Safari 17")
    assert kept.origin.place == Place("中国", "浙江省", "杭州市")


def test_without_address_and_browser_only_the_source_is_known(stage: Stage) -> None:
    visit = page(stage, replace(stage.visitor(), ip="", user_agent=""))
    assert visit.origin is not None
    assert visit.origin.source == Source("site", "search.example")
    assert (visit.origin.device, visit.origin.place) == (None, None)
