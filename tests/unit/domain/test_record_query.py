"""Searching the records: what the SQL finds is what the conditions say."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlor.domain.archive import ArchivedConversation
from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.record_query import OneOf, RecordConditions, check_conditions, holds, search_sql
from tests.fakes.archive import SqliteArchive

NOON = 1_790_000_000_000
TENANT = TenantId(new_ulid(1))
A, B, C = new_ulid(2), new_ulid(3), new_ulid(4)


def line(**changes: Any) -> ArchivedConversation:
    values: dict[str, Any] = {
        "conversation_id": new_ulid(NOON),
        "v": 5,
        "opened_at": NOON - 60_000,
        "accepted_at": NOON - 50_000,
        "closed_at": NOON,
        "visitor_id": A,
        "visitor_number": "V-7QK2",
        "visitor_name": "李雷",
        "department_id": A,
        "agent_id": A,
        "agent_ids": f" {A} ",
        "message_count": 4,
        "score": 4,
        "words": "请问龙井怎么卖\nTwelve euros, it's fresh",
        "page_url": "https://tea.example/Longjing",
        "labels": f"{A}\n{C}",
        "phone": "138 0000 0000",
        "email": "Li@example.cn",
        "customer_id": B,
        "ip": "203.0.113.7",
        "country": "中国",
        "province": "浙江省",
        "city": "杭州市",
        "source": "search",
        "engine": "Baidu",
        "keyword": "龙井 茶",
        "browser": "Chrome",
        "system": "Android",
        "device": "phone",
        "page": "tea.example/Longjing",
    }
    return ArchivedConversation(**values | changes)


def found(lines: list[ArchivedConversation], conditions: RecordConditions, tenant: TenantId = TENANT) -> list[str]:
    archive = SqliteArchive()
    archive.keep(TENANT, lines)
    return archive.ids(search_sql(tenant, "2026-01-01", "2026-12-31", 0, NOON * 2, conditions))


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        ({}, True),
        ({"text": "龙井"}, True),
        ({"text": "EUROS 请问"}, True),
        ({"text": "龙井 红茶"}, False),
        ({"text": "it's"}, True),
        ({"text": "' OR 1=1 --"}, False),
        ({"text": "%"}, False),
        ({"visitor": "李"}, True),
        ({"visitor": "v-7qk"}, True),
        ({"visitor": "韩"}, False),
        ({"agent_ids": [B, A]}, True),
        ({"agent_ids": [B]}, False),
        ({"department_ids": [A]}, True),
        ({"style_ids": [A]}, False),
        ({"topic_ids": [A]}, False),
        ({"value": "open"}, True),
        ({"value": "valid"}, False),
        ({"label_ids": [B, C]}, True),
        ({"label_ids": [B]}, False),
        ({"visitor": "138 0000"}, True),
        ({"visitor": "li@EXAMPLE"}, True),
        ({"visitor_ids": [A]}, True),
        ({"visitor_ids": [B]}, False),
        ({"countries": ["日本", "中国"]}, True),
        ({"countries": ["日本", ""]}, False),
        ({"provinces": ["浙江省"], "cities": ["杭州市"]}, True),
        ({"provinces": ["浙江"]}, False),
        ({"sources": ["search"], "engines": ["Baidu"], "keywords": ["龙井 茶"]}, True),
        ({"referrers": [""]}, True),
        ({"referrers": ["Weibo"]}, False),
        ({"browsers": ["Chrome"], "systems": ["Android"], "devices": ["phone", "tablet"]}, True),
        ({"devices": ["computer"]}, False),
        ({"pages": ["tea.example/Longjing"]}, True),
        ({"pages": ["tea.example"]}, False),
        ({"ip": "203.0.113."}, True),
        ({"ip": "0.113"}, False),
        ({"card": True}, True),
        ({"card": False}, False),
        ({"none_of": {"text": "红茶 咖啡"}}, True),
        ({"none_of": {"text": "红茶 龙井"}}, False),
        ({"none_of": {"agent_ids": [A]}}, False),
        ({"none_of": {"agent_ids": [B], "countries": ["日本"]}}, True),
        ({"none_of": {"provinces": ["浙江省"]}}, False),
        ({"none_of": {"label_ids": [C]}}, False),
        ({"none_of": {"keywords": ["'"]}}, True),
        ({"page": "longjing"}, True),
        ({"score_min": 4, "score_max": 5}, True),
        ({"score_max": 3}, False),
        ({"messages_min": 5}, False),
        ({"messages_max": 4}, True),
        ({"length_min_s": 61}, False),
        ({"length_min_s": 60, "length_max_s": 60}, True),
        ({"accepted": True}, True),
        ({"accepted": False}, False),
    ],
)
def test_a_condition_here_and_in_sql(conditions: dict[str, Any], *, wanted: bool) -> None:
    asked, one = msgspec.convert(conditions, RecordConditions), line()
    assert holds(asked, one) is wanted
    assert bool(found([one], asked)) is wanted


_TEXTS = st.text("aAß'\" %_\\龙;-\n", max_size=6)
_LINES = st.builds(
    line,
    words=_TEXTS,
    visitor_name=_TEXTS,
    labels=st.sampled_from(["", A, f"{A}\n{B}"]),
    country=st.sampled_from(["", "中国", "日本"]),
    customer_id=st.sampled_from(["", A]),
    score=st.none() | st.integers(1, 5),
    message_count=st.integers(0, 5),
    value=st.sampled_from(["", "valid", "invalid"]),
    accepted_at=st.sampled_from([0, NOON]),
    agent_ids=st.sampled_from(["", f" {A} ", f" {A}  {B} "]),
)
_CONDITIONS = st.builds(
    RecordConditions,
    text=_TEXTS,
    visitor=_TEXTS,
    label_ids=st.sampled_from([[], [A], [B, A]]),
    countries=st.sampled_from([[], [""], ["中国", "日本"]]),
    card=st.sampled_from([None, True, False]),
    none_of=st.builds(OneOf, text=_TEXTS, agent_ids=st.sampled_from([[], [B]]), countries=st.sampled_from([[], ["中国"]])),
    score_min=st.none() | st.integers(1, 5),
    messages_max=st.none() | st.integers(0, 5),
    value=st.sampled_from([None, "open", "valid"]),
    accepted=st.sampled_from([None, True, False]),
    agent_ids=st.sampled_from([[], [A], [B]]),
)


@given(_LINES, _CONDITIONS)
def test_both_judges_agree(one: ArchivedConversation, conditions: RecordConditions) -> None:
    assert bool(found([one], conditions)) is holds(conditions, one)


def test_the_newest_line_of_a_conversation_counts() -> None:
    first = line(score=None)
    rated = msgspec.structs.replace(first, v=6, score=2)
    assert found([rated, first, first], RecordConditions(score_max=2)) == [first.conversation_id]
    assert found([rated, first], RecordConditions(score_min=3)) == []


def test_lines_from_before_a_column_was_there() -> None:
    old = line()
    archive = SqliteArchive()
    archive.keep(TENANT, [old])
    archive.forget("country", "ip", "page", "customer_id")

    def asked(**conditions: Any) -> list[str]:
        wanted = msgspec.convert(conditions, RecordConditions)
        return archive.ids(search_sql(TENANT, "2026-01-01", "2026-12-31", 0, NOON * 2, wanted))

    here = [old.conversation_id]
    assert asked(text="龙井") == asked(none_of={"countries": ["日本"]}) == asked(countries=[""]) == asked(card=False) == here
    assert asked(countries=["中国"]) == asked(ip="203") == asked(pages=["tea.example/Longjing"]) == []


def test_another_companys_lines_are_not_found() -> None:
    assert found([line()], RecordConditions(), tenant=TenantId(B)) == []
    with pytest.raises(ValueError, match="x"):
        search_sql(TenantId("x' OR ''='"), "2026-01-01", "2026-01-02", 0, 1, RecordConditions())


def test_bounds_with_nothing_between() -> None:
    with pytest.raises(Invalid) as refused:
        check_conditions(RecordConditions(messages_min=3, messages_max=2), "conditions")
    assert refused.value.field == "conditions.messages_max"
