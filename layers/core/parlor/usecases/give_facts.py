"""What a visitor's browser needs to know of the visit to judge the rules of automatic invitations."""

from parlor.domain.caller import Caller
from parlor.domain.ports import Presence
from parlor.protocol.frames import FactsFrame
from parlor.usecases.pushing import Pushes


def give_facts(caller: Caller, presence: Presence, pushes: Pushes) -> None:
    """½ RU, once in a visit and only where a rule asks for it."""
    visit = presence.stay(caller.as_visitor())
    origin = visit.origin if visit else None
    pushes.answer(
        caller.connection,
        FactsFrame(
            visits=visit.visits if visit else 0,
            source=origin.source if origin else None,
            place=origin.place if origin else None,
        ),
    )
