"""Handing a conversation to a colleague, who may decline, or to a department's queue; asking a colleague to come in."""

from collections.abc import Callable

from parlor.domain import transfers as rules
from parlor.domain.conversation import Conversation, Party, Transition
from parlor.domain.directory import Directory
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, TransferId, new_ulid
from parlor.domain.jobs import TransferExpired
from parlor.domain.ports import Clock, Conversations, Presence, Timers
from parlor.domain.presence import AgentPresence
from parlor.domain.transfers import TRANSFER_OFFER_MS
from parlor.protocol.frames import AnswerTransfer, CancelTransfer, InviteColleague, OfferTransfer
from parlor.usecases.automatic_words import title_of
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.transitions import change


class Transfers:
    """The transfers of one tenant. Every answer wins or loses by one conditional write: an offer ends exactly once."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        conversations: Conversations,
        presence: Presence,
        pushes: Pushes,
        timers: Timers,
        clock: Clock,
        reception: Reception,
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._conversations = conversations
        self._presence = presence
        self._pushes = pushes
        self._timers = timers
        self._clock = clock
        self._reception = reception

    def offer(self, frame: OfferTransfer, agent: Party) -> Transition | None:
        """Raises `Invalid` unless exactly one target is named, `NotFound` for an unknown one, `Conflict` for one who is away or full."""
        if (frame.to_agent_id is None) == (frame.to_department_id is None):
            raise Invalid("Name either an agent or a department.", field="to_agent_id")
        if frame.to_department_id is not None:
            return self._to_department(frame, DepartmentId(frame.to_department_id), agent)
        return self._to_agent(frame, AgentId(frame.to_agent_id or ""), agent)

    def invite(self, frame: InviteColleague, agent: Party) -> Transition | None:
        """Who comes in takes over nothing, so being busy or full does not matter. Raises `NotFound`, `Conflict`, `Forbidden`."""
        colleague = self._colleague(AgentId(frame.agent_id), "agent_id")
        if colleague.state not in ("online", "busy"):
            raise Conflict(f"{colleague.name} is not here.", code="agent_unavailable", field="agent_id")
        return self._ask(frame.conversation_id, agent, colleague, frame.note, join=True)

    def _to_agent(self, frame: OfferTransfer, to_agent_id: AgentId, agent: Party) -> Transition | None:
        colleague = self._colleague(to_agent_id, "to_agent_id")
        if colleague.state == "busy":
            raise Conflict(f"{colleague.name} is busy.", code="agent_unavailable", field="to_agent_id")
        if colleague.state != "online":
            raise Conflict(f"{colleague.name} is not here.", code="agent_unavailable", field="to_agent_id")
        if colleague.load >= colleague.ceiling:
            raise Conflict(f"{colleague.name} has no room.", code="at_ceiling", field="to_agent_id")
        return self._ask(frame.conversation_id, agent, colleague, frame.note, join=False)

    def _colleague(self, agent_id: AgentId, field: str) -> AgentPresence:
        colleague = self._presence.agent(agent_id)
        if colleague is None:
            raise NotFound("There is no such colleague.", field=field)
        return colleague

    def _ask(self, conversation_id: str, agent: Party, colleague: AgentPresence, note: str, *, join: bool) -> Transition | None:
        to = Party("agent", colleague.agent_id, colleague.name)
        now = self._clock.now_ms()
        transfer_id = TransferId(new_ulid(now))
        # Before the offer: a job too many finds nothing, an offer without a job would stand for ever.
        self._timers.after(
            TRANSFER_OFFER_MS // 1000,
            TransferExpired(tenant=self._tenant, conversation_id=conversation_id, transfer_id=transfer_id),
        )
        return self._change(
            conversation_id,
            lambda found: rules.offer_transfer(found, agent, to, note=note, transfer_id=transfer_id, now=now, join=join),
        )

    def _to_department(self, frame: OfferTransfer, department_id: DepartmentId, agent: Party) -> Transition | None:
        try:
            department = self._directory.department(department_id)
        except NotFound:
            raise NotFound("There is no such department.", field="to_department_id") from None

        def decide(found: Conversation) -> Transition:
            moved = rules.move_to_department(found, agent, department_id, department.name, self._clock.now_ms())
            self._reception.watch(moved.after)
            return moved

        transition = self._change(frame.conversation_id, decide)
        self._pushes.queue(department_id, self._clock.now_ms())
        if department.assigns:
            self._reception.sweep(department_id)
        return transition

    def answer(self, frame: AnswerTransfer, agent: Party, connection: str) -> Transition | None:
        """Raises `Conflict` (`transfer_over`, `at_ceiling`), `Forbidden` for somebody who was not asked."""
        now = self._clock.now_ms()
        if not frame.accept:
            return self._change(
                frame.conversation_id, lambda found: rules.decline_transfer(found, agent, frame.transfer_id, now, note=frame.note.strip())
            )
        title = title_of(AgentId(agent.id), self._directory)
        return self._change(
            frame.conversation_id,
            lambda found: rules.accept_transfer(found, agent, frame.transfer_id, now, title=title, agent_socket=connection),
        )

    def cancel(self, frame: CancelTransfer, agent: Party) -> Transition | None:
        return self._change(
            frame.conversation_id, lambda found: rules.cancel_transfer(found, agent, frame.transfer_id, self._clock.now_ms())
        )

    def expire(self, job: TransferExpired) -> Transition | None:
        """Nobody answered in time: the conversation stays where it was. None if somebody did."""
        try:
            return self._change(job.conversation_id, lambda found: rules.expire_transfer(found, job.transfer_id, self._clock.now_ms()))
        except (Conflict, NotFound):
            return None

    def _change(self, conversation_id: str, decide: Callable[[Conversation], Transition | None]) -> Transition | None:
        transition = change(self._conversations, ConversationId(conversation_id), decide)
        if transition is not None:
            self._pushes.transition(transition)
            self._let_go(transition)
        return transition

    def _let_go(self, transition: Transition) -> None:
        """Whoever was asked and did not come reads no further: their desks looked at the history while they were asked."""
        asked = transition.before.offer if transition.before else None
        after = transition.after
        if asked is None or after.offer is not None or after.has_agent(asked.to_agent_id):
            return
        desks = {desk.connection for desk in self._presence.agent_sockets(asked.to_agent_id)} & after.agent_sockets
        if desks:
            self._conversations.detach(after.conversation_id, "agent", desks)
