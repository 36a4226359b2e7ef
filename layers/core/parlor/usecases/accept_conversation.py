"""An agent picks a waiting visitor."""

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.errors import Forbidden
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations
from parlor.protocol.frames import AcceptConversation, ConversationFrame
from parlor.protocol.present import conversation_view
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


def accept_conversation(
    frame: AcceptConversation, caller: Caller, conversations: Conversations, reception: Reception, pushes: Pushes, clock: Clock
) -> Transition | None:
    """Exactly one agent succeeds; who asks again, because no answer came, is told so again (None).

    Raises `Conflict` (`already_accepted`, `at_ceiling`), `Forbidden` for a foreign department.
    """
    caller.as_agent()

    def decide(conversation: Conversation) -> Transition | None:
        if conversation.state == "active" and conversation.agent_id == caller.subject:
            return None
        if conversation.department_id not in caller.departments and not caller.sees_all:
            raise Forbidden("This visitor waits in another department.", field="conversation_id")
        return reception.acceptance(conversation, caller.party, agent_socket=caller.connection)

    transition = change(conversations, ConversationId(frame.conversation_id), decide)
    if transition is not None:
        reception.accepted(transition)
        pushes.queue(transition.after.department_id, clock.now_ms())
    elif mine := conversations.attach(ConversationId(frame.conversation_id), "agent", caller.connection):
        pushes.answer(caller.connection, ConversationFrame(conversation=conversation_view(mine)))
    return transition
