"""Records of the Chat and Presence streams, read as events."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from parlor.domain.conversation import AUTOMATIC_PRODUCER
from parlor.domain.correlation import of_entry, of_message
from parlor.domain.counted_facts import AcceptedFacts, CountedFacts, OpenedFacts, RatedFacts, WrappedFacts, decoded
from parlor.domain.events import (
    AgentStateChanged,
    CardMade,
    ConversationAccepted,
    ConversationEnded,
    ConversationOpened,
    ConversationRated,
    ConversationWrappedUp,
    Event,
    GoalReached,
    InvitationAccepted,
    InvitationSent,
    MessageLeft,
    MessageSaid,
    PageShown,
    PoisonRecord,
    RuleShown,
    Verdict,
    VisitStarted,
)
from parlor.domain.goals import Reached
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId, is_ulid
from parlor.domain.jobs import StepFollowed
from parlor.domain.origin import Origin
from parlor.storage import keys

_EARLIEST_MS = 1_577_836_800_000
"""2020: nothing of ours is older."""
_LATEST_MS = 4_102_444_800_000
"""2100."""


class _Body(Struct):
    """What the roll-up wants of what an entry says."""

    in_time: bool = False
    department_id: str = ""
    page_url: str | None = None
    score: int | None = None
    topic_id: str | None = None
    value: str = "valid"


def is_message(record: Mapping[str, Any]) -> bool:
    """Whether the record is of a message in a conversation, readable or not."""
    image = record.get("dynamodb", {}).get("NewImage", {})
    return bool(image.get("kind", {}).get("S") == "message")


def correlations_of(records: Iterable[Mapping[str, Any]]) -> list[str]:
    """By which names the batch's entries are followed: a message by its own, another entry by its place. Unreadable ones have none."""
    found = []
    for record in records:
        image = (record.get("dynamodb") or {}).get("NewImage") or {}
        try:
            plain = _plain(image)
            if str(plain.get("sk", "")).startswith(keys.LOG_FIRST):
                found.append(_correlation(plain) or of_entry(str(plain["conversation_id"]), int(plain["seq"])))
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
            continue
    return found


def written_at_ms(records: Iterable[Mapping[str, Any]]) -> int | None:
    """When the oldest record of a batch was written, to the second."""
    times = [record.get("dynamodb", {}).get("ApproximateCreationDateTime") for record in records]
    known = [float(each) for each in times if each is not None]
    return int(min(known) * 1000) if known else None


_STEPS = frozenset({"queued", "accepted", "transferred", "closed"})


def step_of(record: Mapping[str, Any]) -> StepFollowed | None:
    """The job that looks what has followed a change of state. None for everything else, and for what cannot be read: the roll-up parks
    that."""
    image = record.get("dynamodb", {}).get("NewImage", {})
    if record.get("eventName") != "INSERT" or image.get("kind", {}).get("S") not in _STEPS:
        return None
    try:
        row = _plain(image)
        facts = decoded(row["counted"]) if row.get("counted") else None
        first = row["kind"] == "accepted" and not (isinstance(facts, AcceptedFacts) and facts.again)
        return StepFollowed(
            tenant=_ulid(row["tenant"]),
            conversation_id=_ulid(row["conversation_id"]),
            seq=int(row["seq"]),
            at=_time(row),
            released=str(row.get("released") or ""),
            accepted=first,
        )
    except (PoisonRecord, KeyError, TypeError, ValueError, msgspec.MsgspecError):
        return None


def event_of(record: Mapping[str, Any]) -> Event | None:
    """The event of a stream record, or None for a record that tells nothing that we follow.

    Of a conversation that ended it tells only that; what it came to stands in its log. Raises `PoisonRecord`.
    """
    try:
        name = record["eventName"]
        if name not in ("INSERT", "MODIFY"):
            return None
        if name == "MODIFY" and "NewImage" not in record.get("dynamodb", {}):
            return None
        image = _plain(record["dynamodb"]["NewImage"])
        if keys.is_rule_count(str(image["pk"])):
            return _rule(record["dynamodb"], image)
        return _event(image) if name == "INSERT" else _changed(image)
    except PoisonRecord:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration, msgspec.MsgspecError) as fault:
        raise PoisonRecord(f"{type(fault).__name__}: {fault}") from fault


def _plain(image: Mapping[str, Any]) -> dict[str, Any]:
    return {name: next(iter(typed.values())) for name, typed in image.items()}


def _event(image: Mapping[str, Any]) -> Event | None:
    pk, sk = str(image["pk"]), str(image["sk"])
    tenant = TenantId(pk.partition("#")[0])
    if keys.is_internal(pk):
        return None
    if sk.startswith(keys.LOG_FIRST):
        return _entry(TenantId(_ulid(tenant)), image)
    if sk == keys.META and keys.is_left_message(pk):
        return MessageLeft(TenantId(_ulid(tenant)), LeftMessageId(_ulid(pk.rpartition("#")[2])), _time(image))
    if sk == keys.META and keys.is_customer(pk):
        return CardMade(TenantId(_ulid(tenant)), _ulid(pk.rpartition("#")[2]), _time(image, "created_at"))
    if keys.is_state_change(pk):
        agent_id, _, at = sk.partition("#")
        since = image.get("was_since")
        return AgentStateChanged(TenantId(_ulid(tenant)), _ulid(agent_id), int(at), str(image["was"]), int(since) if since else None)
    if keys.is_invitation(pk):
        return InvitationSent(TenantId(_ulid(tenant)), _ulid(sk), _time(image, "sent_at"))
    if keys.is_reached_goal(pk):
        return _goal(tenant, image)
    if image.get("type") == "visit":
        origin = msgspec.json.decode(image["origin"], type=Origin) if image.get("origin") else None
        visitor, visit_id = VisitorId(_ulid(image["visitor_id"])), str(image["visit_id"])
        return VisitStarted(TenantId(_ulid(tenant)), visitor, visit_id, _time(image), origin)
    if image.get("type") == "page_view":
        return PageShown(TenantId(_ulid(tenant)), sk, _time(image))
    return None


def _goal(tenant: TenantId, image: Mapping[str, Any]) -> GoalReached:
    reached = msgspec.json.decode(image["reached"], type=Reached)
    times = {"at": reached.at, "started_at": reached.started_at}
    source = reached.origin.source.kind if reached.origin else ""
    return GoalReached(TenantId(_ulid(tenant)), reached.visit_id, _ulid(reached.goal_id), _time(times), _time(times, "started_at"), source)


def _changed(image: Mapping[str, Any]) -> Event | None:
    """The answer to an invitation is its only change; when it came nobody wrote down, so it counts where the invitation does."""
    pk = str(image["pk"])
    if not keys.is_invitation(pk) or image.get("answer") != "accept":
        return None
    return InvitationAccepted(TenantId(_ulid(pk.partition("#")[0])), _ulid(image["sk"]), _time(image, "sent_at"))


def _rule(told: Mapping[str, Any], image: Mapping[str, Any]) -> Event:
    """How the sums of an automatic invitation have grown."""
    before = _plain(told.get("OldImage") or {})
    at = {"at": int(float(told["ApproximateCreationDateTime"]) * 1000)}
    mark = f"{image['sk']} {told['SequenceNumber']}"
    shown, accepted = (int(image.get(name, 0)) - int(before.get(name, 0)) for name in ("shown", "accepted"))
    return RuleShown(TenantId(_ulid(str(image["pk"]).partition("#")[0])), mark, _time(at), shown, accepted)


def _entry(tenant: TenantId, image: Mapping[str, Any]) -> Event | None:
    kind, seq = image["kind"], int(image["seq"])
    conversation = ConversationId(_ulid(image["conversation_id"]))
    if kind == "message":
        return _said(tenant, conversation, seq, image)
    if kind not in _COUNTED or (kind == "queued" and seq != 1):
        return None
    at = _time(image)
    body = msgspec.json.decode(image.get("body") or "{}", type=_Body)
    facts: CountedFacts | None = decoded(image["counted"]) if image.get("counted") else None
    match kind, facts:
        case "queued", _:
            style, origin = (facts.style_id, facts.origin) if isinstance(facts, OpenedFacts) else ("", None)
            return ConversationOpened(tenant, conversation, at, body.department_id, style, body.page_url or "", origin)
        case "accepted", _:
            return ConversationAccepted(tenant, conversation, at, body.in_time, isinstance(facts, AcceptedFacts) and facts.again)
        case "rated", RatedFacts():
            return ConversationRated(tenant, conversation, seq, at, facts.agent_id, body.score, facts.was)
        case "wrapped_up", WrappedFacts():
            now_is = Verdict(body.topic_id or "", body.value)
            return ConversationWrappedUp(tenant, conversation, seq, at, facts.agent_id, now_is, facts.was)
        case "closed", _:
            return ConversationEnded(tenant, conversation, at)
    return None


_COUNTED = frozenset({"queued", "accepted", "rated", "wrapped_up", "closed"})


def _said(tenant: TenantId, conversation: ConversationId, seq: int, image: Mapping[str, Any]) -> Event | None:
    if image.get("producer") == AUTOMATIC_PRODUCER or image.get("note"):
        return None
    by = image["by_role"]
    if by not in ("visitor", "agent"):
        raise PoisonRecord(f"a message by {by!r}")
    return MessageSaid(tenant, conversation, seq, by, _time(image), _correlation(image))


def _correlation(image: Mapping[str, Any]) -> str:
    return of_message(str(image["producer"]), int(image["n"])) if "producer" in image and "n" in image else ""


def _ulid(text: Any) -> str:
    if not isinstance(text, str) or not is_ulid(text):
        raise PoisonRecord(f"{text!r} is not an id")
    return text


def _time(image: Mapping[str, Any], name: str = "at") -> int:
    at = int(image[name])
    if not _EARLIEST_MS <= at < _LATEST_MS:
        raise PoisonRecord(f"{at} is not a time of ours")
    return at
