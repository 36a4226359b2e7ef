"""The visitor or the agent ends the conversation."""

from parlor.domain.conversation import Party, Transition, close
from parlor.domain.directory import Directory
from parlor.domain.ids import ConversationId
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.protocol.frames import EndConversation
from parlor.usecases.assign import sweep_queue
from parlor.usecases.pushing import Pushes
from parlor.usecases.transitions import change


def end_conversation(
    frame: EndConversation,
    party: Party,
    directory: Directory,
    conversations: Conversations,
    presence: Presence,
    pushes: Pushes,
    clock: Clock,
) -> Transition | None:
    """Raises `Conflict` (`conversation_closed`), `Forbidden` (`not_a_member`). The room it leaves is filled from the queue."""
    transition = change(
        conversations, ConversationId(frame.conversation_id), lambda conversation: close(conversation, party, clock.now_ms())
    )
    if transition is None or transition.before is None:
        return transition
    pushes.transition(transition)
    if transition.before.state == "waiting":
        pushes.queue(transition.after.department_id)
    elif transition.released and (agent := presence.agent(transition.released)):
        for department in directory.departments():
            if department.assignment == "automatic" and department.department_id in agent.departments:
                sweep_queue(department.department_id, conversations, presence, pushes, clock)
    return transition
