"""Whoever is here and stands in the black list is put out: the conversation ends, the sockets close.

The browser then asks for a new visit, and is told there what holds (usecases/start_visit.py).
"""

from collections.abc import Iterator

from parlor.domain.blocking import Block, Blocks, Newcomer, fits
from parlor.domain.conversation import Conversation, Transition, closed
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import VisitorId, is_ulid
from parlor.domain.jobs import BlockSettled
from parlor.domain.log import Author
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.ports import Clock, Conversations
from parlor.domain.presence import Visit
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change

AT_ONCE_MAX = 100
"""A range of addresses may mean very many: the others learn of it at their next page."""


class PutOut:
    """Called with an entry that holds. May be called again: who is out already stays out."""

    def __init__(
        self,
        directory: Directory,
        conversations: Conversations,
        presence: OfficePresence,
        reception: Reception,
        pushes: Pushes,
        closer: SocketCloser,
        clock: Clock,
    ) -> None:
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._reception = reception
        self._pushes = pushes
        self._closer = closer
        self._clock = clock

    def __call__(self, block: Block, *, told: bool = False) -> int:
        """Returns how many visitors it met. `told`: who is refused has been told already, and may stay to look around."""
        met = 0
        for visitor in self._meant(block):
            self._end(visitor, block)
            if block.effect == "hide":
                self._hide(visitor)
            if block.effect == "hide" or not told:
                self._closer.close(self._presence.visitor_sockets(visitor))
            met += 1
        return met

    def settled(self, job: BlockSettled, blocks: Blocks) -> int:
        """Some seconds later. An entry that is gone or over by then puts nobody out."""
        try:
            block = blocks.get(job.block_id)
        except NotFound:
            return 0
        return self(block, told=True) if block.holds(self._clock.now_ms()) else 0

    def _meant(self, block: Block) -> list[VisitorId]:
        if block.kind == "visitor" and is_ulid(block.value):
            return [VisitorId(block.value)]
        found = [visit.visitor_id for visit in self._visits() if fits(block, self._newcomer(block, visit))]
        return found[:AT_ONCE_MAX]

    def _visits(self) -> Iterator[Visit]:
        for shard in self._presence.shards():
            yield from (visit for visit in self._presence.visitors(shard) if visit.left_at is None)

    def _newcomer(self, block: Block, visit: Visit) -> Newcomer:
        """The telephone numbers lie with the profiles, which are read for an entry of that kind only."""
        profile = self._conversations.profile(visit.visitor_id) if block.kind == "phone" else None
        return Newcomer(visit.visitor_id, visit.ip or "", (profile.phone,) if profile and profile.phone else ())

    def _end(self, visitor: VisitorId, block: Block) -> None:
        conversation_id = self._conversations.open_of(visitor)
        if conversation_id is None:
            return
        by = Author("agent", block.by_agent_id, block.by_name)
        wrap_up = self._directory.service().switches.wrap_up

        def decide(conversation: Conversation) -> Transition | None:
            if conversation.state == "closed":
                return None
            return closed(conversation, by, "agent", self._clock.now_ms(), survey=None, wrap_up=wrap_up)

        transition = change(self._conversations, conversation_id, decide)
        if transition is not None:
            self._reception.ended(transition)

    def _hide(self, visitor: VisitorId) -> None:
        self._presence.mark_left(visitor, self._clock.now_ms())
