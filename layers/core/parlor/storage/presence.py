"""Sockets, agents at work, invitations and burnt tickets in the Presence table.

Rows expire by TTL; DynamoDB deletes late, so an expired row is treated as absent when it matters.
"""

import time
from collections.abc import Callable, Iterable
from typing import cast

import msgspec
from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from parlor.domain.directory import RANK
from parlor.domain.ids import AgentId, ConnectionId, DepartmentId, InvitationId, TenantId, VisitorId, new_ulid
from parlor.domain.presence import (
    INVITATION_LIFE_MS,
    AgentPresence,
    AgentSocket,
    AgentState,
    Invitation,
    InvitationAnswer,
    Pace,
    StateCause,
    StateChange,
)
from parlor.storage import keys
from parlor.storage.tables import AgentRow, InvitationRow, QueueRow, SocketRow, StateChangeRow, TicketRow
from parlor.storage.visits import Shards, VisitStore, one_shard, whole

_SOCKET_LIFE_MS = 3 * 3_600_000
"""API Gateway ends every socket after two hours."""
_TICKET_LIFE_MS = 600_000


_CUT_OFF_MS = 3_600_000
"""So long after a change it may be told again."""


def _ttl(at_ms: int, life_ms: int) -> int:
    return (at_ms + life_ms) // 1000


class PresenceStore(VisitStore):
    """One tenant's presence; its visitors on the site are in storage/visits.py, which says what `shards` is.

    `now_ms` is the time in milliseconds since 1970 UTC, at which states change.
    """

    def __init__(
        self, tenant: TenantId, shards: Shards = one_shard, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        super().__init__(tenant, shards)
        self._now_ms = now_ms

    # --- tickets ---------------------------------------------------------------------------------------------------

    def burn_ticket(self, jti: str, now: int) -> bool:
        """True for the first use of a ticket, False for every other. 1 WU.

        The client repeats a request whose answer was lost: it must know its own attempt again.
        """
        attempt = new_ulid(now)
        row = TicketRow(keys.ticket(self._tenant, jti), keys.META, attempt=attempt, ttl=_ttl(now, _TICKET_LIFE_MS))
        try:
            row.save(condition=TicketRow.pk.does_not_exist() | (TicketRow.attempt == attempt))
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    # --- agents ----------------------------------------------------------------------------------------------------

    def register_agent(
        self,
        agent_id: AgentId,
        *,
        number: str,
        name: str,
        staff_role: str,
        departments: Iterable[DepartmentId],
        ceiling: int,
        skills: Iterable[str] = (),
        languages: Iterable[str] = (),
        rank: int = RANK,
    ) -> AgentPresence:
        """Brings an agent's row up to date with the directory; state and load stay. 1 WU."""
        row = AgentRow(keys.agents(self._tenant), agent_id)
        row.update(
            actions=[
                AgentRow.number.set(number),
                AgentRow.name.set(name),
                AgentRow.staff_role.set(staff_role),
                _kept(AgentRow.departments, departments),
                _kept(AgentRow.skills, skills),
                _kept(AgentRow.languages, languages),
                AgentRow.rank.remove() if rank == RANK else AgentRow.rank.set(rank),
                AgentRow.ceiling.set(ceiling),
                AgentRow.state.set(AgentRow.state | "offline"),
                AgentRow.load.set(AgentRow.load | 0),
            ]
        )
        return _agent(row)

    def agents(self) -> list[AgentPresence]:
        return [_agent(row) for row in AgentRow.query(keys.agents(self._tenant), consistent_read=True)]

    def agents_among(self, agent_ids: Iterable[AgentId]) -> list[AgentPresence]:
        """Those who have been here. 1 RU each, however many agents the tenant has."""
        wanted = [(keys.agents(self._tenant), agent_id) for agent_id in dict.fromkeys(agent_ids)]
        return [_agent(row) for row in AgentRow.batch_get(wanted, consistent_read=True)] if wanted else []

    def agent(self, agent_id: AgentId) -> AgentPresence | None:
        try:
            return _agent(AgentRow.get(keys.agents(self._tenant), agent_id, consistent_read=True))
        except DoesNotExist:
            return None

    def set_state(self, agent_id: AgentId, state: AgentState, *, reason: str = "", cause: StateCause = "self") -> AgentPresence | None:
        """None if the agent is unknown. 2 WU: the state, and the row of the change; the same state again is 1 WU, 1½ RU and no change."""
        other = (AgentRow.state != state) | ((AgentRow.reason != reason) if reason else AgentRow.reason.exists())
        if state == "away":
            other |= AgentRow.cause != cause
        return self._change_state(agent_id, state, reason, cause, other) or self._changed_before(agent_id)

    def come_online(self, agent_id: AgentId, state: AgentState = "online", watch_at: int | None = None) -> AgentPresence | None:
        """An agent who was off line is there again; who is busy, away or signed out stays so (None). 2 WU; 1 WU for None.

        `watch_at` is when their desks are looked at first.
        """
        offline = (AgentRow.state == "offline") & AgentRow.signed_out.does_not_exist()
        return self._change_state(agent_id, state, "", "connection", offline, [] if watch_at is None else [AgentRow.watch_at.set(watch_at)])

    def sign_out(self, agent_id: AgentId) -> AgentPresence | None:
        """Off line until `sign_in`, whoever connects. 2 WU."""
        fresh = (AgentRow.state != "offline") | AgentRow.signed_out.does_not_exist()
        changed = self._change_state(agent_id, "offline", "", "staff", fresh, [AgentRow.signed_out.set(True)])
        return changed or self.agent(agent_id)

    def sign_in(self, agent_id: AgentId) -> None:
        """The agent has shown the password: what a supervisor's sign-out forbade is allowed again. 1 WU."""
        try:
            AgentRow(keys.agents(self._tenant), agent_id).update(
                actions=[AgentRow.signed_out.remove()], condition=AgentRow.signed_out.exists()
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def forget_agent(self, agent_id: AgentId) -> None:
        """Somebody who is deleted. The rows of their states stay: they are figures. 1 WU."""
        AgentRow(keys.agents(self._tenant), agent_id).delete()

    def _change_state(
        self, agent_id: AgentId, state: AgentState, reason: str, cause: StateCause, condition: Condition, more: Iterable[Action] = ()
    ) -> AgentPresence | None:
        now = self._now_ms()
        row = AgentRow(keys.agents(self._tenant), agent_id)
        actions: list[Action] = [
            AgentRow.was.set(AgentRow.state),
            AgentRow.was_since.set(AgentRow.state_since | 0),
            AgentRow.state.set(state),
            AgentRow.reason.set(reason) if reason else AgentRow.reason.remove(),
            AgentRow.cause.set(cause),
            AgentRow.state_since.set(now),
            *more,
        ]
        if state == "offline":
            actions.append(AgentRow.watch_at.remove())
        try:
            row.update(actions=actions, condition=AgentRow.pk.exists() & condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return None
        self._state_change(agent_id, row).save()
        return _agent(row)

    def _changed_before(self, agent_id: AgentId) -> AgentPresence | None:
        """The same state again. Whoever asks again may have been cut off before the change was written down: then it is now."""
        try:
            row = AgentRow.get(keys.agents(self._tenant), agent_id, consistent_read=True)
        except DoesNotExist:
            return None
        if row.was and row.state_since and self._now_ms() - int(row.state_since) < _CUT_OFF_MS:
            change = self._state_change(agent_id, row)
            try:
                StateChangeRow.get(change.pk, change.sk)
            except DoesNotExist:
                change.save()
        return _agent(row)

    def _state_change(self, agent_id: AgentId, row: AgentRow) -> StateChangeRow:
        """The change that brought the row to its state."""
        at = int(row.state_since or 0)
        return StateChangeRow(
            keys.state_changes(self._tenant, at),
            keys.state_change(agent_id, at),
            state=row.state,
            was=row.was,
            was_since=row.was_since or None,
            reason=row.reason,
            cause=row.cause,
        )

    def state_changes(self, day_ms: int, agent_id: AgentId | None = None) -> list[StateChange]:
        """The changes of a UTC day, of one agent or of all, by agent and time. One query: 1 RU for some 40 changes."""
        within = StateChangeRow.sk.startswith(f"{agent_id}#") if agent_id else None
        return [_state_change(row) for row in StateChangeRow.query(keys.state_changes(self._tenant, day_ms), within)]

    def mark_watch(self, agent_id: AgentId, due: int | None, following: int) -> bool:
        """The look at the desks that was due (None: none was) is taken, the next is at `following`. False if it was taken already,
        or the agent is off line. 1 WU."""
        mark = AgentRow.watch_at.does_not_exist() if due is None else AgentRow.watch_at == due
        try:
            AgentRow(keys.agents(self._tenant), agent_id).update(
                actions=[AgentRow.watch_at.set(following)], condition=AgentRow.pk.exists() & (AgentRow.state != "offline") & mark
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    # --- queues ----------------------------------------------------------------------------------------------------

    def pace(self, department: DepartmentId) -> Pace | None:
        """How fast the department's queue moves, as far as anybody knows. 1 read."""
        try:
            row = QueueRow.get(keys.queues(self._tenant), department)
        except DoesNotExist:
            return None
        return Pace(int(row.accepted_at), int(row.average_ms))

    def change_pace(self, department: DepartmentId, before: Pace | None, after: Pace) -> bool:
        """False when somebody else was accepted meanwhile: an average may miss one. 1 WU."""
        row = QueueRow(keys.queues(self._tenant), department, accepted_at=after.accepted_at, average_ms=after.average_ms)
        try:
            row.save(condition=QueueRow.pk.does_not_exist() if before is None else QueueRow.accepted_at == before.accepted_at)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    # --- sockets ---------------------------------------------------------------------------------------------------

    def add_agent_socket(self, socket: AgentSocket, now: int) -> None:
        SocketRow(
            keys.agent_sockets(self._tenant),
            keys.agent_socket(socket.agent_id, ConnectionId(socket.connection)),
            connected_at=now,
            departments=set(socket.departments) or None,
            sees_all=socket.sees_all,
            sees_hidden=socket.sees_hidden or None,
            seen_at=now,
            session=socket.session or None,
            ttl=_ttl(now, _SOCKET_LIFE_MS),
        ).save()

    def remove_agent_socket(self, agent_id: AgentId, connection: ConnectionId) -> None:
        SocketRow(keys.agent_sockets(self._tenant), keys.agent_socket(agent_id, connection)).delete()

    def agent_sockets(self, agent_id: AgentId | None = None) -> list[AgentSocket]:
        """The desks of one agent, or of all. One query."""
        within = SocketRow.sk.startswith(f"{agent_id}#") if agent_id else None
        rows = SocketRow.query(keys.agent_sockets(self._tenant), within, consistent_read=True)
        return [_socket(row) for row in rows]

    def agent_socket(self, agent_id: AgentId, connection: ConnectionId) -> AgentSocket | None:
        """½ RU."""
        try:
            return _socket(SocketRow.get(keys.agent_sockets(self._tenant), keys.agent_socket(agent_id, connection)))
        except DoesNotExist:
            return None

    def see_socket(self, agent_id: AgentId, connection: ConnectionId, now: int) -> bool:
        """Notes a heart-beat. False when the socket is not known any more. 1 WU."""
        try:
            SocketRow(keys.agent_sockets(self._tenant), keys.agent_socket(agent_id, connection)).update(
                actions=[SocketRow.seen_at.set(now)], condition=SocketRow.pk.exists()
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def set_watch(self, agent_id: AgentId, connection: ConnectionId, watch: str) -> bool:
        """What a desk follows of the visitors. False when the socket is not known (any more). 1 WU."""
        row = SocketRow(keys.agent_sockets(self._tenant), keys.agent_socket(agent_id, connection))
        try:
            row.update(actions=[SocketRow.watch.set(watch)], condition=SocketRow.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def add_visitor_socket(self, visitor: VisitorId, connection: ConnectionId, now: int) -> None:
        SocketRow(keys.visitor_sockets(self._tenant, visitor), connection, connected_at=now, ttl=_ttl(now, _SOCKET_LIFE_MS)).save()

    def remove_visitor_socket(self, visitor: VisitorId, connection: ConnectionId) -> None:
        SocketRow(keys.visitor_sockets(self._tenant, visitor), connection).delete()

    def visitor_sockets(self, visitor: VisitorId) -> list[str]:
        rows = SocketRow.query(keys.visitor_sockets(self._tenant, visitor), consistent_read=True)
        return [row.sk for row in rows]

    # --- invitations -----------------------------------------------------------------------------------------------

    def add_invitation(self, invitation: Invitation) -> None:
        InvitationRow(
            keys.invitation(self._tenant, invitation.visitor_id),
            invitation.invitation_id,
            kind=invitation.kind,
            agent_id=invitation.agent_id,
            agent_name=invitation.agent_name,
            text=invitation.text,
            sent_at=invitation.sent_at,
            ttl=_ttl(invitation.sent_at, INVITATION_LIFE_MS),
        ).save()

    def invitation(self, visitor: VisitorId, invitation_id: InvitationId) -> Invitation | None:
        try:
            row = InvitationRow.get(keys.invitation(self._tenant, visitor), invitation_id, consistent_read=True)
        except DoesNotExist:
            return None
        return msgspec.convert(row.attribute_values | {"invitation_id": row.sk, "visitor_id": visitor}, Invitation)

    def answer_invitation(self, visitor: VisitorId, invitation_id: InvitationId, answer: InvitationAnswer) -> bool:
        """False when the visitor was not invited or has answered already."""
        try:
            InvitationRow(keys.invitation(self._tenant, visitor), invitation_id).update(
                actions=[InvitationRow.answer.set(answer)], condition=InvitationRow.pk.exists() & InvitationRow.answer.does_not_exist()
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _agent(row: AgentRow) -> AgentPresence:
    return AgentPresence(
        agent_id=AgentId(row.sk),
        number=row.number,
        name=row.name,
        staff_role=row.staff_role,
        departments=frozenset(DepartmentId(each) for each in row.departments or ()),
        state=cast("AgentState", row.state),
        load=int(row.load),
        ceiling=int(row.ceiling),
        signed_out=bool(row.signed_out),
        skills=frozenset(row.skills or ()),
        languages=frozenset(row.languages or ()),
        rank=int(row.rank or RANK),
        last_assigned_at=whole(row.last_assigned_at),
        reason=row.reason or "",
        by_itself=row.state == "away" and row.cause == "idle",
        state_since=whole(row.state_since),
        watch_at=whole(row.watch_at),
    )


def _socket(row: SocketRow) -> AgentSocket:
    agent_id, _, connection = row.sk.partition("#")
    departments = frozenset(DepartmentId(each) for each in row.departments or ())
    return AgentSocket(
        AgentId(agent_id),
        connection,
        departments,
        row.sees_all,
        bool(row.sees_hidden),
        int(row.seen_at or row.connected_at),
        row.watch or "",
        row.session or "",
    )


def _state_change(row: StateChangeRow) -> StateChange:
    agent_id, _, at = row.sk.partition("#")
    return StateChange(
        agent_id=AgentId(agent_id),
        at=int(at),
        state=cast("AgentState", row.state),
        was=cast("AgentState", row.was),
        was_since=whole(row.was_since),
        reason=row.reason or "",
        cause=cast("StateCause", row.cause),
    )


def _kept(attribute: UnicodeSetAttribute, texts: Iterable[str]) -> Action:
    """DynamoDB has no empty sets."""
    wanted = set(texts)
    return attribute.set(wanted) if wanted else attribute.remove()
