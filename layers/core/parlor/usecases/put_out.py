"""Whoever is here and stands in the black list is put out: the conversation ends, the sockets close.

The browser then asks for a new visit, and is told there what holds (usecases/start_visit.py). An address or a number may be anybody's here:
all visitors are looked through, a stretch at a time, and the timers have the search go on behind it.
"""

from msgspec import structs

from parlor.domain.blocking import Block, Blocks, Newcomer, fits
from parlor.domain.conversation import Conversation, Transition, closed
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import TenantId, VisitorId, is_ulid
from parlor.domain.jobs import BlockSettled
from parlor.domain.log import Author
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.ports import Clock, Conversations, Timers
from parlor.domain.presence import Visit
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change

STRETCHES = 3
"""Read at once: at most some 3,000 rows, which are visits and their pages."""
AT_ONCE_MAX = 100
"""After a stretch with which so many are met, the rest waits for the next look. A phone's look reads a profile for each visitor and
takes one stretch only."""


class PutOut:
    """Called with an entry that holds. May be called again: who is out already stays out."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        conversations: Conversations,
        presence: OfficePresence,
        reception: Reception,
        pushes: Pushes,
        closer: SocketCloser,
        timers: Timers,
        clock: Clock,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._reception = reception
        self._pushes = pushes
        self._closer = closer
        self._timers = timers
        self._clock = clock

    def __call__(self, block: Block, *, told: bool = False) -> int:
        """Returns how many visitors it met at once. `told`: who is refused has been told already, and may stay to look around."""
        if block.kind == "visitor" and is_ulid(block.value):
            self._put_out(VisitorId(block.value), block, told)
            return 1
        return self._search(block, BlockSettled(tenant=self._tenant, block_id=block.block_id, told=told))

    def settled(self, job: BlockSettled, blocks: Blocks) -> int:
        """Some seconds later. An entry that is gone or over by then puts nobody out."""
        try:
            block = blocks.get(job.block_id)
        except NotFound:
            return 0
        if not block.holds(self._clock.now_ms()):
            return 0
        return self(block, told=job.told) if block.kind == "visitor" else self._search(block, job)

    def _search(self, block: Block, begin: BlockSettled) -> int:
        """The stretches from there on; what is left is looked through by a job of its own."""
        met, shard, after = 0, begin.shard, begin.after
        for _ in range(1 if block.kind == "phone" else STRETCHES):
            if met >= AT_ONCE_MAX or shard not in self._presence.shards():
                break
            visits, after = self._presence.some_visitors(shard, after)
            for visit in visits:
                if visit.left_at is None and fits(block, self._newcomer(block, visit)):
                    self._put_out(visit.visitor_id, block, begin.told)
                    met += 1
            shard = shard if after else shard + 1
        if shard in self._presence.shards():
            self._timers.after(1, structs.replace(begin, shard=shard, after=after))
        return met

    def _put_out(self, visitor: VisitorId, block: Block, told: bool) -> None:
        self._end(visitor, block)
        if block.effect == "hide":
            self._hide(visitor)
        if block.effect == "hide" or not told:
            self._closer.close(self._presence.visitor_sockets(visitor))

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
