"""What events count: where, how much, and what is taken back."""

import pytest
from msgspec.structs import replace

from parlor.domain.counting import by_hours, counted, origin_values, page_of, recount
from parlor.domain.events import (
    AgentPart,
    AgentStateChanged,
    ConversationEnded,
    ConversationOpened,
    ConversationRated,
    ConversationWrappedUp,
    GoalReached,
    Verdict,
    VisitStarted,
)
from parlor.domain.ids import ConversationId, TenantId, VisitorId, new_ulid
from parlor.domain.metrics import HOUR_MS, Count, hour_of
from parlor.domain.origin import Device, Origin, Place, Source

NOW = 1_790_000_400_000
TENANT = TenantId(new_ulid(NOW))
TALK = ConversationId(new_ulid(NOW))
AGENT = new_ulid(NOW)
ORIGIN = Origin(Source("search", "Baidu", "龙井"), Device("phone", "iOS 17", "Safari 17"), Place("中国", "浙江", "杭州"))


def counts(event) -> dict[tuple[str, str | None, str], int]:  # type: ignore[no-untyped-def]
    told = counted(event)
    return {(each.figure, each.dimension, each.value): each.amount for each in told.counts} if told else {}


def test_a_conversation_counts_once_in_every_dimension() -> None:
    event = ConversationOpened(TENANT, TALK, NOW, "D", "S", "https://www.tea.example/green/?a=1#x", ORIGIN)
    values = {key[1]: key[2] for key in counts(event)}
    assert values == {
        None: "",
        "department": "D",
        "style": "S",
        "page": "tea.example/green",
        "country": "中国",
        "province": "浙江",
        "source": "search",
        "engine": "Baidu",
        "keyword": "龙井",
        "browser": "Safari",
        "system": "iOS 17",
        "device": "phone",
    }


def test_what_is_not_known_is_an_empty_value() -> None:
    assert origin_values(None) == {"country": "", "source": "", "browser": "", "system": "", "device": ""}
    site = Origin(Source("site", "news.example"))
    assert (origin_values(site)["referrer"], "engine" in origin_values(site)) == ("news.example", False)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.tea.example/", "tea.example"),
        ("https://Tea.Example:8080/a/b/?q=1#f", "tea.example/a/b"),
        ("https://[::1", ""),
        ("", ""),
        ("https://tea.example/a[1]", "tea.example/a(1)"),
        ("https://tea.example/" + "a" * 200, "tea.example/" + "a" * 68),
    ],
)
def test_a_page_is_host_and_path(url: str, page: str) -> None:
    assert page_of(url) == page


def test_an_ended_conversation_counts_where_it_opened() -> None:
    part = AgentPart(agent_id=AGENT, ended=True, first_reply_ms=0, replies=1, reply_ms=900, length_ms=5_000)
    told = counted(ConversationEnded(TENANT, TALK, NOW + 30 * HOUR_MS, "D", True, (part,)))
    assert told is not None
    assert {each.at for each in told.counts} == {NOW}
    assert Count("first_replies", NOW, 1, "agent", AGENT[-5:]) in told.counts
    assert "first_reply_ms" not in {each.figure for each in told.counts}, "nothing is added where there is nothing"
    assert ("missed", None, "") in counts(ConversationEnded(TENANT, TALK, NOW, "D"))
    unanswered = counts(ConversationEnded(TENANT, TALK, NOW, "D", False, (part,)))
    assert not {"answered", "missed"} & {figure for figure, _, _ in unanswered}


def test_words_count_once_a_conversation_and_a_goal_once_a_visit_where_the_visit_began() -> None:
    ended = ConversationEnded(TENANT, TALK, NOW + HOUR_MS, "D", words=("龙井", "delivery"))
    reached = GoalReached(TENANT, "visit", TALK, NOW + HOUR_MS, NOW, "search")
    found = recount([ended, reached, reached, ended])
    assert {(cell.value, cell.hour, number) for cell, number in found.items() if cell.figure in ("words", "goals")} == {
        ("龙井", hour_of(NOW), 1),
        ("delivery", hour_of(NOW), 1),
        (f"{TALK[-10:]}search", hour_of(NOW), 1),
    }


def test_a_rating_that_is_changed_moves() -> None:
    first = ConversationRated(TENANT, TALK, 5, NOW, AGENT, 2)
    second = ConversationRated(TENANT, TALK, 6, NOW, AGENT, 5, was=2)
    assert {cell.value[0]: number for cell, number in recount([second, first, second]).items()} == {"5": 1}


def test_a_wrap_up_that_is_changed_moves_and_stays_one() -> None:
    first = ConversationWrappedUp(TENANT, TALK, 5, NOW, AGENT, Verdict("T1", "valid"))
    second = ConversationWrappedUp(TENANT, TALK, 6, NOW, AGENT, Verdict("T2", "valid"), was=Verdict("T1", "valid"))
    third = ConversationWrappedUp(TENANT, TALK, 7, NOW, AGENT, Verdict("T2", "invalid"), was=Verdict("T2", "valid"))
    found = {(cell.dimension, cell.value): number for cell, number in recount([third, first, second]).items()}
    assert found == {("agent", AGENT[-5:]): 1, ("topic", "T2"): 1, ("value", "invalid"): 1}


def test_time_in_a_state_falls_into_the_hours_in_which_it_passed() -> None:
    start = NOW - NOW % HOUR_MS + HOUR_MS // 2
    told = counted(AgentStateChanged(TENANT, AGENT, start + 2 * HOUR_MS, "online", start))
    assert told is not None
    assert [each.amount for each in told.counts] == [HOUR_MS // 2, HOUR_MS, HOUR_MS // 2]
    assert counted(AgentStateChanged(TENANT, AGENT, NOW, "offline", NOW - HOUR_MS)) is None
    assert counted(AgentStateChanged(TENANT, AGENT, NOW, "online", None)) is None
    weeks = counted(AgentStateChanged(TENANT, AGENT, NOW, "busy", NOW - 999 * HOUR_MS))
    assert weeks is not None
    assert sum(each.amount for each in weeks.counts) == 72 * HOUR_MS


def test_hours_of_a_stretch_are_whole() -> None:
    assert list(by_hours(5, 5)) == []
    assert sum(ms for _, ms in by_hours(1, 10 * HOUR_MS + 7)) == 10 * HOUR_MS + 6


def test_events_count_once_in_any_order() -> None:
    visit = VisitStarted(TENANT, VisitorId(new_ulid(NOW)), "V1", NOW, ORIGIN)
    other = replace(visit, visit_id="V2", at=NOW + HOUR_MS)
    assert recount([visit, other, visit]) == recount([other, visit])
