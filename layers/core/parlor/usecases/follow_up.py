"""What belongs to a change of state and may have been cut off: a function can end between the write and what follows it.

The Chat stream tells of every change that was written, at least once. A job goes out for each, and looks some seconds later: who waits
is assigned, the room that an agent got is filled, the welcome is said, and those whom it concerns are told once more. When all of that
has happened, which is nearly always, the look costs a few reads and changes nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any

from parlor.domain.conversation import Conversation, automatic_id, place_of
from parlor.domain.directory import Directory
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.jobs import StepFollowed
from parlor.domain.log import Message
from parlor.domain.ports import Clock, Conversations, Timers
from parlor.protocol.frames import ConversationFrame
from parlor.protocol.present import conversation_view
from parlor.usecases.automatic_words import replies_of, say
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception

FOLLOWS_S = 5
"""What belongs to a change takes a fraction of a second."""


def schedule_follow_ups(records: Iterable[Any], job_of: Callable[[Any], StepFollowed | None], timers: Timers) -> int:
    """A job for each change of state. Returns how many. Raises when the queue cannot be reached; then the batch comes again."""
    jobs = [job for record in records if (job := job_of(record)) is not None]
    for job in jobs:
        timers.after(FOLLOWS_S, job)
    return len(jobs)


class FollowUp:
    """The looks of one tenant. They may come twice, late, and in any order."""

    def __init__(self, directory: Directory, conversations: Conversations, reception: Reception, pushes: Pushes, clock: Clock) -> None:
        self._directory = directory
        self._conversations = conversations
        self._reception = reception
        self._pushes = pushes
        self._clock = clock

    def __call__(self, job: StepFollowed) -> str:
        """Returns what was looked at. 1 RU, half a one for each group of desks, and what there is to do."""
        if job.released:
            self._reception.rested(AgentId(job.released))
        conversation = self._conversations.get(ConversationId(job.conversation_id))
        if conversation is None:
            return "over"
        if job.accepted:
            self._welcome(conversation, job.at)
        if conversation.seq <= job.seq + 1:
            self._tell(conversation)
        if conversation.state == "waiting":
            self._reception.sweep(conversation.department_id)
        return conversation.state

    def _welcome(self, conversation: Conversation, accepted_at: int) -> None:
        """Unless it was said, or the agent who would say it does not have the conversation any more."""
        if conversation.state != "active" or conversation.accepted_at != accepted_at or conversation.transferred_at is not None:
            return
        text = replies_of(conversation, self._directory).welcome
        if text and not self._was_said(conversation, accepted_at):
            say(text, conversation, accepted_at, self._directory, self._conversations, self._pushes, self._clock)

    def _was_said(self, conversation: Conversation, due_at: int) -> bool:
        place = place_of(conversation, automatic_id(due_at))
        if place is None:
            return False
        found = self._conversations.log(conversation.conversation_id, place.seq - 1, 1) if place.seq else []
        return not place.seq or any(isinstance(entry, Message) for entry in found)

    def _tell(self, conversation: Conversation) -> None:
        """Nothing has been said since, so nobody would notice that a push was lost."""
        self._pushes.side(conversation, "visitor", ConversationFrame(conversation=conversation_view(conversation, "visitor")))
        if conversation.state == "waiting":
            self._pushes.conversation(conversation)
        elif conversation.agent_id is not None:
            self._pushes.desk(conversation.agent_id, ConversationFrame(conversation=conversation_view(conversation)))
