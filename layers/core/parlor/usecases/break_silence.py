"""Somebody has been silent for too long: words to who waits, a reminder, another agent, the end. See domain/idle.py."""

from msgspec.structs import replace

from parlor.domain.care import close_silent, close_waited
from parlor.domain.conversation import Conversation, Transition, seen_anew
from parlor.domain.directory import Directory
from parlor.domain.errors import Conflict, StaleWrite
from parlor.domain.idle import Step, look, reassign_at
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.jobs import IdleCheck
from parlor.domain.ports import Clock, Conversations, Timers
from parlor.domain.service import AutoReplies, Service
from parlor.protocol.frames import ReminderFrame
from parlor.usecases.automatic_words import replies_of, say
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.watch_silence import look_again, watch

_TRIES = 10


class SilenceChecks:
    """The looks at the conversations of one tenant. Each step is taken once, however often its job comes."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        conversations: Conversations,
        pushes: Pushes,
        timers: Timers,
        clock: Clock,
        reception: Reception,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._conversations = conversations
        self._pushes = pushes
        self._timers = timers
        self._clock = clock
        self._reception = reception

    def check(self, job: IdleCheck) -> str:
        """Returns what was done. 1 RU while nothing is due. Raises `Conflict` if others always come between; then it is due again."""
        for _ in range(_TRIES):
            conversation = self._conversations.get(ConversationId(job.conversation_id))
            if conversation is None or conversation.state == "closed" or conversation.silence_seen_at != job.seen_at:
                return "over"
            service, replies = self._directory.service(), replies_of(conversation, self._directory)
            now = self._clock.now_ms()
            found = look(conversation, service.idle, replies, now, service.limit_of(conversation.department_id))
            if not found.steps:
                return "quiet" if look_again(self._tenant, conversation, found, self._timers, now) else "nothing to wait for"
            if self._take(found.steps, conversation, service, replies, now):
                return ", ".join(found.steps)
        raise Conflict("Too much happens in this conversation at once.", field="conversation_id")

    def _take(self, steps: tuple[Step, ...], conversation: Conversation, service: Service, replies: AutoReplies, now: int) -> bool:
        """False when somebody did something meanwhile."""
        if steps == ("close",):
            return self._close(conversation, service, replies, now)
        if steps == ("reassign",):
            return self._reception.give_back(conversation, "silent")
        if steps == ("overflow",):
            helper = None if conversation.overflowed else self._reception.admission.helper(conversation.department_id)
            return self._reception.help_out(conversation, helper) if helper else self._end(close_waited(conversation, now))
        warned = conversation.prompts + ("still_there" in steps)
        marked = replace(conversation, silence_seen_at=seen_anew(conversation, now), prompts=warned)
        watch(self._tenant, marked, self._directory, self._timers, now)
        seen_at = marked.silence_seen_at or now
        if self._conversations.see_silence(conversation, seen_at, prompts=warned) is None:
            return False
        for step in steps:
            if step == "remind":
                self._remind(conversation, service)
            else:
                self._say(_words(step, replies), conversation, seen_at)
        return True

    def _say(self, text: str | None, conversation: Conversation, due_at: int) -> None:
        if text:
            say(text, conversation, due_at, self._directory, self._conversations, self._pushes, self._clock)

    def _remind(self, conversation: Conversation, service: Service) -> None:
        if conversation.agent_id is None or conversation.unanswered_since is None:
            return
        frame = ReminderFrame(
            conversation_id=conversation.conversation_id,
            waiting_since=conversation.unanswered_since,
            reassign_at=reassign_at(conversation, service.idle),
        )
        self._pushes.desk(conversation.agent_id, frame)

    def _close(self, conversation: Conversation, service: Service, replies: AutoReplies, now: int) -> bool:
        last = conversation
        if conversation.state == "active" and replies.closing and conversation.silence_seen_at is not None:
            self._say(replies.closing, conversation, conversation.silence_seen_at + 1)
            last = self._conversations.get(conversation.conversation_id) or conversation
            if last.seq > conversation.seq + 1 or last.silence_seen_at != conversation.silence_seen_at:
                return False
        survey = service.survey_of(last.department_id) if service.switches.survey_at_end else None
        return self._end(close_silent(last, now, survey=survey, wrap_up=service.switches.wrap_up))

    def _end(self, transition: Transition) -> bool:
        try:
            self._conversations.apply(transition)
        except StaleWrite:
            return False
        self._reception.ended(transition)
        return True


def _words(step: Step, replies: AutoReplies) -> str | None:
    return {"prompt": replies.waiting, "no_answer": replies.no_answer, "still_there": replies.still_there}.get(step)
