"""An agent leaves a conversation of several: a member goes; who has it hands it to a member."""

from parlor.domain.conversation import Conversation, Party, Transition, check_open, check_responsible
from parlor.domain.directory import Directory
from parlor.domain.errors import Conflict
from parlor.domain.ids import ConversationId
from parlor.domain.members import hand_over, leave
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.protocol.frames import LeaveConversation
from parlor.usecases.automatic_words import title_of
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception, heirs
from parlor.usecases.transitions import change


def leave_conversation(
    frame: LeaveConversation,
    party: Party,
    connection: str,
    directory: Directory,
    conversations: Conversations,
    presence: Presence,
    reception: Reception,
    pushes: Pushes,
    clock: Clock,
) -> Transition | None:
    """Raises `Forbidden` (`not_a_member`), `Conflict` (`conversation_closed`; `nobody_takes_over` for its only agent)."""

    def decide(conversation: Conversation) -> Transition:
        if conversation.has_member(party.id):
            return leave(conversation, party, clock.now_ms(), agent_socket=connection)
        check_open(conversation)
        check_responsible(conversation, party)
        heir = next(iter(heirs(conversation, presence)), None)
        if heir is None:
            raise Conflict("Nobody who takes part can take it over: transfer or end it.", code="nobody_takes_over", field="conversation_id")
        return hand_over(conversation, heir, "left", clock.now_ms(), title=title_of(heir.agent_id, directory))

    transition = change(conversations, ConversationId(frame.conversation_id), decide)
    if transition is not None:
        pushes.transition(transition)
        reception.fill_room(transition)
    return transition
