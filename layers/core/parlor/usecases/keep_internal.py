"""Colleagues begin to talk to each other, make groups, and change who is in them."""

from collections.abc import Callable, Iterable

from parlor.domain.conversation import Party
from parlor.domain.directory import Directory
from parlor.domain.errors import Conflict, NotFound, StaleWrite
from parlor.domain.ids import AgentId, ConversationId, new_ulid
from parlor.domain.internal import (
    InternalChange,
    InternalConversation,
    InternalConversations,
    add_members,
    open_group,
    open_pair,
    remove_member,
    rename_group,
)
from parlor.domain.ports import Clock
from parlor.usecases.checks import written
from parlor.usecases.internal_pushes import InternalPushes
from parlor.usecases.transitions import change, existing

_TRIES = 10
Decision = Callable[[InternalConversation], InternalChange | None]


class KeepInternal:
    """The internal conversations of one tenant, on behalf of one of its people."""

    def __init__(self, me: Party, directory: Directory, conversations: InternalConversations, pushes: InternalPushes, clock: Clock) -> None:
        self._me = me
        self._directory = directory
        self._conversations = conversations
        self._pushes = pushes
        self._clock = clock

    def open_with(self, agent_id: AgentId) -> InternalConversation:
        """The one conversation with a colleague, made if there is none. Raises `NotFound`, `Invalid` for oneself."""
        step = open_pair(self._me, self._colleague(agent_id), self._clock.now_ms())
        for _ in range(_TRIES):
            found = self._conversations.get(step.after.conversation_id)
            if found is not None:
                return found
            try:
                self._conversations.apply(step)
            except StaleWrite:
                # The colleague begins at the same moment.
                continue
            self._pushes.transition(step)
            return step.after
        raise Conflict("Your colleague begins at the same moment. Try again.", field="agent_id")

    def open_group(self, name: str, agent_ids: Iterable[AgentId]) -> InternalConversation:
        """Raises `NotFound` for who is no colleague, `Invalid` for nobody or too many."""
        now = self._clock.now_ms()
        others = self._colleagues(agent_ids)
        step = open_group(ConversationId(new_ulid(now)), self._me, written(name, "name"), others, now)
        self._conversations.apply(step)
        self._pushes.transition(step)
        return step.after

    def add(self, conversation_id: ConversationId, agent_ids: Iterable[AgentId]) -> InternalConversation:
        others = self._colleagues(agent_ids)
        return self._change(conversation_id, lambda found: add_members(found, self._me, others, self._clock.now_ms()))

    def remove(self, conversation_id: ConversationId, agent_id: AgentId) -> None:
        self._change(conversation_id, lambda found: remove_member(found, self._me, agent_id, self._clock.now_ms()))

    def rename(self, conversation_id: ConversationId, name: str) -> InternalConversation:
        wanted = written(name, "name")
        return self._change(conversation_id, lambda found: rename_group(found, self._me, wanted, self._clock.now_ms()))

    def _change(self, conversation_id: ConversationId, decide: Decision) -> InternalConversation:
        step = change(self._conversations, conversation_id, decide)
        if step is None:
            return existing(self._conversations, conversation_id)
        self._pushes.transition(step)
        return step.after

    def _colleague(self, agent_id: AgentId) -> Party:
        agent = self._directory.agent(agent_id)
        if agent.disabled:
            raise NotFound("There is no such agent.", field="agent_id")
        return Party("agent", agent_id, agent.name)

    def _colleagues(self, agent_ids: Iterable[AgentId]) -> dict[AgentId, str]:
        known = {agent.agent_id: agent.name for agent in self._directory.agents() if not agent.disabled}
        wanted = dict.fromkeys(agent_ids)
        if not wanted.keys() <= known.keys():
            raise NotFound("There is no such agent.", field="agent_ids")
        return {each: known[each] for each in wanted if each != self._me.id}
