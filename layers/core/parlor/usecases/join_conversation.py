"""An agent takes part in a colleague's conversation without being asked."""

from parlor.domain.audit import AuditLog, actor_of
from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.ids import ConversationId
from parlor.domain.members import join
from parlor.domain.ports import Clock, Conversations
from parlor.domain.supervision import Onlooker, about
from parlor.protocol.frames import JoinConversation
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change


def join_conversation(
    frame: JoinConversation, caller: Caller, conversations: Conversations, audit: AuditLog, pushes: Pushes, clock: Clock
) -> Transition | None:
    """Raises `MissingRight`, `Forbidden` (`not_a_member`) for another department's, `NotFound`, and like `check_may_join`."""

    def decide(conversation: Conversation) -> Transition:
        Onlooker.of_caller(caller).check("join", [conversation.department_id], "conversation_id")
        return join(conversation, caller.party, clock.now_ms(), agent_socket=caller.connection)

    caller.check("join")
    transition = change(conversations, ConversationId(frame.conversation_id), decide)
    if transition is not None:
        pushes.transition(transition)
        audit.done(
            actor_of(caller),
            "chat.join",
            about=about(transition.after),
            after={"agent": transition.after.agent_name},
        )
    return transition
