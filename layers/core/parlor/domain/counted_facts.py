"""What the figures want of a step of a conversation and its log entry does not say.

It is stored beside the entry, where no message ever touches it, and goes to the roll-up with the table's stream; nobody gets it over
the wire.
"""

import msgspec
from msgspec import Struct

from parlor.domain.conversation import Transition
from parlor.domain.events import Verdict
from parlor.domain.log import Accepted, Queued, Rated, WrappedUp
from parlor.domain.origin import Origin


class OpenedFacts(Struct, frozen=True, omit_defaults=True, tag="opened"):
    """`ip` and `referrer` are for the records only."""

    style_id: str = ""
    origin: Origin | None = None
    ip: str = ""
    referrer: str = ""


class AcceptedFacts(Struct, frozen=True, omit_defaults=True, tag="accepted"):
    """`again`: it had been accepted before."""

    again: bool = False


class RatedFacts(Struct, frozen=True, omit_defaults=True, tag="rated"):
    """The agent of that moment; `was` is the rating before."""

    agent_id: str = ""
    was: int | None = None


class WrappedFacts(Struct, frozen=True, omit_defaults=True, tag="wrapped"):
    """The agent of that moment; `was` is what the wrap-up before said."""

    agent_id: str = ""
    was: Verdict | None = None


CountedFacts = OpenedFacts | AcceptedFacts | RatedFacts | WrappedFacts


def counted_facts(transition: Transition) -> CountedFacts | None:
    before, after = transition.before, transition.after
    match transition.entry:
        case Queued() if before is None:
            arrival = transition.arrival
            return OpenedFacts(after.style_id or "", arrival.origin, arrival.ip, arrival.referrer)
        case Accepted() if before is not None and before.accepted_at is not None:
            return AcceptedFacts(again=True)
        case Rated():
            return RatedFacts(after.agent_id or "", before.score if before else None)
        case WrappedUp():
            was = before.wrap_up if before else None
            return WrappedFacts(after.agent_id or "", Verdict(was.topic_id or "", was.value) if was else None)
        case _:
            return None


def encoded(facts: CountedFacts | None) -> str | None:
    return msgspec.json.encode(facts).decode() if facts is not None else None


def decoded(text: str) -> CountedFacts:
    """Raises `msgspec.ValidationError`."""
    facts: CountedFacts = msgspec.json.decode(text, type=CountedFacts)
    return facts
