"""Desks are told of visitors once a second at most, however many move and however many batches the stream comes in."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.ids import ConnectionId
from parlor.domain.jobs import TellVisitors
from parlor.domain.presence import Visit
from parlor.domain.visiting import Condition, VisitChange
from parlor.protocol.frames import PageVisited, VisitorsFrame, WatchVisitors
from parlor.storage.visitor_changes import EVERY_MS, VisitorChangesStore
from parlor.usecases.tell_visitors import CHANGES_MAX, FRAME_BYTES, VisitorTeller
from parlor.usecases.track_page import track_page
from parlor.usecases.watch_visitors import watch_visitors
from tests.fakes.capacity import WRITES, billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage
from tests.unit.usecases.test_presence import TRACING


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def teller(stage: Stage) -> VisitorTeller:
    return VisitorTeller(stage.tenant, VisitorChangesStore(stage.tenant), stage.presence, stage.pushes, stage.timers, stage.clock)


def looks(stage: Stage, visitor: Caller, path: str = "") -> Visit:
    frame = PageVisited(action="track", url=f"https://tea.example/{path}", title=f"Page {path}")
    return track_page(frame, visitor, stage.conversations, stage.presence, stage.clock, lambda: TRACING)


def came(visit: Visit) -> VisitChange:
    """What the stream says when a visit begins."""
    return replace(moved(visit), visit=replace(visit, pages=()), arrived=True)


def moved(visit: Visit) -> VisitChange:
    return VisitChange(visitor_id=visit.visitor_id, shard=visit.shard, page=visit.pages[0], page_count=visit.page_count)


def frames(stage: Stage, connection: str = "lin") -> list[VisitorsFrame]:
    return stage.sockets.got(connection, VisitorsFrame)


def watch(stage: Stage, agent: Caller, *conditions: Condition, listed: bool = True, visitor_ids: list[str] | None = None) -> None:
    frame = WatchVisitors(action="presence", listed=listed, conditions=list(conditions), visitor_ids=visitor_ids or [])
    watch_visitors(frame, agent, stage.presence, stage.pushes)
    stage.sockets.frames[agent.connection].clear()


def test_the_first_change_is_told_at_once_and_the_others_of_a_second_in_one_frame(stage: Stage) -> None:
    stage.agent("lin")
    visitors = [stage.visitor(f"tab{number}") for number in range(4)]
    assert teller(stage).changed([came(looks(stage, visitors[0]))]) == "told"
    for batch in range(3):
        stage.clock.pass_ms(200)
        changes = [came(looks(stage, visitors[batch + 1])), moved(looks(stage, visitors[0], f"{batch}"))]
        assert teller(stage).changed(changes) == "kept"
    assert len(frames(stage)) == 1
    ((seconds, job),) = stage.timers.of(TellVisitors)
    assert (seconds, job) == (1, TellVisitors(tenant=stage.tenant))

    stage.clock.pass_ms(EVERY_MS)
    assert teller(stage).again() == "told"
    first, second = frames(stage)
    assert [change.page.title for change in first.changes if change.page] == ["Page "]
    assert {change.visitor_id for change in second.changes} == {visitor.subject for visitor in visitors}
    newest = next(change for change in second.changes if change.visitor_id == visitors[0].subject)
    assert newest.page is not None
    assert (newest.page.title, newest.page.count, newest.visitor) == ("Page 2", 4, None)
    assert second.online == 4
    assert teller(stage).again() in ("told", "told by others"), "a timer that comes twice finds nothing"
    assert len(frames(stage)) == 2


def test_a_minute_of_floods_is_a_frame_a_second(stage: Stage) -> None:
    stage.agent("lin")
    visit = looks(stage, stage.visitor())
    for _ in range(60 * 5):
        teller(stage).changed([moved(visit)] * 20)
        stage.clock.pass_ms(200)
        due = [job for _, job in stage.timers.jobs]
        stage.timers.jobs.clear()
        for _ in due:
            teller(stage).again()
    assert 30 <= len(frames(stage)) <= 61


def test_what_is_kept_while_another_had_the_turn_is_told_by_a_later_one(stage: Stage) -> None:
    stage.agent("lin")
    visit = looks(stage, stage.visitor())
    teller(stage).changed([came(visit)])
    teller(stage).changed([moved(visit)])
    assert teller(stage).again() == "again", "too early: it comes back"
    assert len(stage.timers.of(TellVisitors)) == 2
    stage.clock.pass_ms(EVERY_MS)
    teller(stage).changed([])
    assert len(frames(stage)) == 2


def test_a_frame_has_its_limits_and_says_what_it_left_out(stage: Stage) -> None:
    stage.agent("lin")
    visit = looks(stage, stage.visitor())
    page = replace(visit.pages[0], url="https://tea.example/" + "x" * 1_900)
    many = [replace(moved(visit), visitor_id=stage.ulid(), page=page) for _ in range(CHANGES_MAX + 100)]
    teller(stage).changed([*many, came(visit)])
    (frame,) = frames(stage)
    assert frame.changes[0].visitor_id == visit.visitor_id, "who comes goes before who only moves"
    assert 0 < len(frame.changes) * 1_900 <= FRAME_BYTES
    assert frame.omitted == len(many) + 1 - len(frame.changes)


def test_a_desk_with_conditions_is_told_of_who_fits_and_who_does_not_any_longer(stage: Stage) -> None:
    watch(stage, stage.agent("lin"), Condition("page", "CART"))
    stage.agent("su")
    cart, other = stage.visitor("a"), stage.visitor("b")
    teller(stage).changed([came(looks(stage, cart, "cart")), came(looks(stage, other, "tea"))])
    assert [change.visitor_id for change in frames(stage)[0].changes] == [cart.subject]
    assert len(frames(stage, "su")[0].changes) == 2

    stage.clock.pass_ms(EVERY_MS)
    teller(stage).changed([moved(looks(stage, cart, "home")), moved(looks(stage, other, "cart"))])
    second = frames(stage)[1]
    assert [change.visitor_id for change in second.changes] == [other.subject]
    assert second.changes[0].visitor is not None, "the desk does not know who fits only now"
    assert second.outside == [cart.subject]


def test_a_desk_that_does_not_look_is_told_who_comes_and_of_those_it_follows(stage: Stage) -> None:
    followed, other, new = (stage.visitor(name) for name in ("a", "b", "c"))
    visits = [looks(stage, each) for each in (followed, other)]
    watch(stage, stage.agent("lin"), listed=False, visitor_ids=[followed.subject])
    teller(stage).changed([*(moved(visit) for visit in visits), came(looks(stage, new))])
    (frame,) = frames(stage)
    assert {change.visitor_id for change in frame.changes} == {followed.subject, new.subject}
    assert frame.online == 3


def test_who_leaves_comes_back_or_is_invited_is_told_too(stage: Stage) -> None:
    stage.agent("lin")
    visitor = stage.visitor()
    visit = looks(stage, visitor)
    stage.presence.mark_invited(visitor.subject, "Lin", stage.clock.now + 1)
    kept = stage.presence.visits_of([(visit.shard, visit.visitor_id)])[visit.visitor_id]
    teller(stage).changed([VisitChange(visitor_id=visit.visitor_id, shard=visit.shard, visit=kept)])
    told = frames(stage)[0].changes[0]
    assert told.visitor is not None
    assert (told.visitor.invited_by, told.visitor.page_title) == ("Lin", "Page "), "with the page, for who does not know it"


# --- what it costs -------------------------------------------------------------------------------------------------


def test_what_a_batch_costs(stage: Stage) -> None:
    visit = looks(stage, stage.visitor())
    changes = [replace(moved(visit), visitor_id=stage.ulid()) for _ in range(200)]
    with billed() as nobody:
        teller(stage).changed(changes)
    assert (nobody.requests, nobody.write_units) == (["Query"], 0)
    stage.agent("lin")
    with billed() as told:
        teller(stage).changed(changes)
    assert told.requests == ["Query", "UpdateItem", "Query", "GetItem"]
    assert told.write_units == 1
    with billed() as kept:
        teller(stage).changed(changes)
    assert [each for each in kept.requests if each in WRITES] == ["UpdateItem", "PutItem", "UpdateItem"]


def test_what_coming_leaving_and_returning_cost(stage: Stage) -> None:
    visitor = stage.visitor()
    with billed() as coming:
        looks(stage, visitor)
    assert [each for each in coming.requests if each in WRITES] == ["UpdateItem", "PutItem", "PutItem", "UpdateItem"]
    with billed() as leaving:
        stage.presence.mark_left(visitor.subject, stage.clock.now)
    assert leaving.requests == ["UpdateItem", "UpdateItem"]
    assert stage.presence.count_visitors() == 0
    assert stage.presence.mark_left(visitor.subject, stage.clock.now) is False
    assert stage.presence.count_visitors() == 0, "a job that comes twice counts once"
    with billed() as returning:
        looks(stage, visitor, "again")
    assert [each for each in returning.requests if each in WRITES] == ["PutItem", "UpdateItem", "UpdateItem"]
    assert stage.presence.count_visitors() == 1


def test_the_conversation_stands_beside_the_visitor(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    looks(stage, visitor)
    conversation = stage.open(visitor)
    waiting = stage.presence.visit(visitor.subject)
    assert waiting is not None
    assert (waiting.conversation_state, waiting.conversation_id) == ("waiting", conversation.conversation_id)
    stage.accept(lin, conversation.conversation_id)
    talking = stage.presence.visit(visitor.subject)
    assert talking is not None
    assert (talking.conversation_state, talking.agent_name) == ("active", "lin")
    assert stage.presence.mark_conversation(conversation, stage.clock.now) is False, "what is older does not overwrite"


def test_a_desk_whose_socket_is_unknown_is_told_to_try_again(stage: Stage) -> None:
    lin = replace(stage.agent("lin"), connection=ConnectionId("other"))
    with pytest.raises(Exception, match="not known yet"):
        watch(stage, lin)
