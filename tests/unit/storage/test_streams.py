"""Stream records: what they tell, and which of them are poison."""

from typing import Any

import pytest

from parlor.domain.counting import counted
from parlor.domain.events import (
    ConversationAccepted,
    ConversationOpened,
    MessageLeft,
    MessageSaid,
    PageShown,
    PoisonRecord,
    VisitStarted,
)
from parlor.domain.ids import new_ulid
from parlor.storage.streams import event_of

NOW = 1_790_000_000_000
TENANT, CONVERSATION, VISITOR, OTHER = (new_ulid(NOW) for _ in range(4))


def record(image: dict[str, Any], name: str = "INSERT") -> dict[str, Any]:
    typed = {key: {"N": str(value)} if isinstance(value, int) else {"S": value} for key, value in image.items()}
    keys = {key: typed[key] for key in ("pk", "sk") if key in typed}
    return {"eventID": "1", "eventName": name, "dynamodb": {"Keys": keys, "NewImage": typed, "ApproximateCreationDateTime": NOW // 1000}}


def entry(kind: str, seq: int = 1, **more: Any) -> dict[str, Any]:
    own = {"pk": f"{TENANT}#C#{CONVERSATION}", "sk": f"L#{seq:010d}", "kind": kind, "seq": seq, "at": NOW + 5}
    return record(own | {"tenant": TENANT, "conversation_id": CONVERSATION, "by_role": "visitor"} | more)


def test_what_the_chat_stream_tells() -> None:
    assert event_of(entry("queued")) == ConversationOpened(TENANT, CONVERSATION, NOW + 5)
    assert event_of(entry("accepted", 2)) == ConversationAccepted(TENANT, CONVERSATION, NOW + 5)
    assert event_of(entry("message", 3)) == MessageSaid(TENANT, CONVERSATION, 3, "visitor", NOW + 5)
    assert event_of(record({"pk": f"{TENANT}#M#{OTHER}", "sk": "META", "at": NOW})) == MessageLeft(TENANT, OTHER, NOW)


def test_what_the_presence_stream_tells() -> None:
    live = {"pk": f"{TENANT}#LIVE#0", "sk": VISITOR, "tenant": TENANT, "visitor_id": VISITOR, "at": NOW}
    assert event_of(record(live | {"type": "visit", "visit_id": OTHER})) == VisitStarted(TENANT, VISITOR, OTHER, NOW)
    view = f"{VISITOR}#P#{OTHER}"
    assert event_of(record(live | {"type": "page_view", "sk": view})) == PageShown(TENANT, view, NOW)


@pytest.mark.parametrize(
    "quiet",
    [
        entry("queued", 7),
        entry("recalled", 5),
        entry("message", 6, producer="auto00000000", by_role="agent"),
        entry("message", 6, producer="auto00000000", by_role="system"),
        record({"pk": f"{TENANT}#C#{CONVERSATION}", "sk": "META", "seq": 1}),
        record({"pk": f"{TENANT}#V#{VISITOR}", "sk": "OPEN"}),
        record({"pk": f"{TENANT}#AGENTS", "sk": OTHER, "state": "online"}),
        record({"pk": "x", "sk": "y"}, "REMOVE"),
        {"eventName": "MODIFY"},
    ],
)
def test_the_rest_tells_nothing(quiet: dict[str, Any]) -> None:
    assert event_of(quiet) is None


@pytest.mark.parametrize(
    "poison",
    [
        {},
        {"eventName": "INSERT"},
        {"eventName": "INSERT", "dynamodb": {"NewImage": None}},
        {"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {}}}},
        entry("queued", at="soon"),
        entry("queued", at=12),
        entry("message", 3, by_role="system"),
        entry("accepted", 2, body="["),
        entry("accepted", conversation_id="x"),
        record({"pk": f"{TENANT}#M#x", "sk": "META", "at": NOW}),
        record({"pk": "nobody#LIVE#0", "sk": "v", "type": "page_view", "at": NOW}),
    ],
)
def test_what_cannot_be_understood_is_poison(poison: dict[str, Any]) -> None:
    with pytest.raises(PoisonRecord):
        event_of(poison)


def test_who_is_accepted_again_counts_no_more_and_all_counts_where_the_conversation_opened() -> None:
    first = counted(event_of(entry("accepted", 2, at=NOW + 3_600_000, body='{"in_time":true}')))  # type: ignore[arg-type]
    assert first is not None
    assert [(each.figure, each.at) for each in first.counts] == [("accepted", NOW), ("accepted_in_time", NOW)]
    again = event_of(entry("accepted", 9, at=NOW + 7_200_000, counted='{"type":"accepted","again":true}'))
    assert counted(again) is None  # type: ignore[arg-type]
    assert counted(event_of(entry("accepted", 2, body="{}"))) == counted(event_of(entry("accepted", 2)))  # type: ignore[arg-type]
