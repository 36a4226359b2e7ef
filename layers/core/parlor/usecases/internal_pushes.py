"""Who is told of an internal conversation: the desks of its members, whether they have it open or not."""

from parlor.domain.conversation import Side
from parlor.domain.ids import AgentId
from parlor.domain.internal import InternalChange, InternalConversation
from parlor.domain.log import Entry, without_recalled
from parlor.protocol.frames import EntryFrame, ServerFrame
from parlor.protocol.frames_internal import InternalConversationFrame, InternalLeftFrame
from parlor.protocol.present import internal_view
from parlor.usecases.pushing import Pushes


class InternalPushes:
    """Nothing is noted for a push: a desk that was not there asks when it opens."""

    def __init__(self, pushes: Pushes) -> None:
        self._pushes = pushes

    def answer(self, connection: str, frame: ServerFrame) -> None:
        self._pushes.answer(connection, frame)

    def entry(self, conversation: InternalConversation, entry: Entry, *, but: str = "") -> set[Side]:
        """A new entry, to all members' desks but the one that sent it. Whom it reached is not noted."""
        frame = EntryFrame(conversation_id=conversation.conversation_id, entry=without_recalled(entry))
        self._pushes.desks_of(frozenset(conversation.members), frame, but=but)
        return set()

    def transition(self, transition: InternalChange) -> None:
        """A change: its entry, and the conversation as it is now; who is no member any more learns that."""
        if transition.entry is not None:
            self.entry(transition.after, transition.entry)
        members = frozenset(transition.after.members)
        self._pushes.desks_of(members, InternalConversationFrame(conversation=internal_view(transition.after)))
        if transition.left:
            self._pushes.desks_of(transition.left, InternalLeftFrame(conversation_id=transition.after.conversation_id))

    def own(self, agent: AgentId, frame: ServerFrame, *, but: str) -> None:
        """To one member's other desks."""
        self._pushes.desks_of(frozenset({agent}), frame, but=but)
