"""Sockets, agents at work, visitors on the site, invitations and burnt tickets in the Presence table.

Rows expire by TTL; DynamoDB deletes late, so an expired row is treated as absent when it matters.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import cast

import msgspec
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from parlor.domain.ids import AgentId, ConnectionId, DepartmentId, InvitationId, TenantId, VisitorId, new_ulid
from parlor.domain.origin import Origin
from parlor.domain.presence import (
    INVITATION_LIFE_MS,
    AgentPresence,
    AgentSocket,
    AgentState,
    Invitation,
    InvitationAnswer,
    Pace,
    Page,
    Visit,
)
from parlor.storage import keys
from parlor.storage.tables import AgentRow, InvitationRow, LiveRow, QueueRow, SocketRow, TicketRow

_SOCKET_LIFE_MS = 3 * 3_600_000
"""API Gateway ends every socket after two hours."""
_VISIT_LIFE_MS = 24 * 3_600_000
_LEFT_LIFE_MS = 3_600_000
"""So long a visitor who left is listed."""
_TICKET_LIFE_MS = 600_000


def _ttl(at_ms: int, life_ms: int) -> int:
    return (at_ms + life_ms) // 1000


class PresenceStore:
    """One tenant's presence. `shards` spreads the live visitors of a large tenant over partitions."""

    def __init__(self, tenant: TenantId, shards: int = 1) -> None:
        self._tenant = tenant
        self._shards = shards

    # --- tickets ---------------------------------------------------------------------------------------------------

    def burn_ticket(self, jti: str, now: int) -> bool:
        """True for the first use of a ticket, False for every other. 1 WU.

        The client repeats a request whose answer was lost: it must know its own attempt again.
        """
        attempt = new_ulid(now)
        row = TicketRow(keys.ticket(self._tenant), jti, attempt=attempt, ttl=_ttl(now, _TICKET_LIFE_MS))
        try:
            row.save(condition=TicketRow.pk.does_not_exist() | (TicketRow.attempt == attempt))
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    # --- agents ----------------------------------------------------------------------------------------------------

    def register_agent(
        self, agent_id: AgentId, *, number: str, name: str, staff_role: str, departments: Iterable[DepartmentId], ceiling: int
    ) -> AgentPresence:
        """Brings an agent's row up to date with the directory; state and load stay. 1 WU."""
        row = AgentRow(keys.agents(self._tenant), agent_id)
        names: set[str] = set(departments)
        row.update(
            actions=[
                AgentRow.number.set(number),
                AgentRow.name.set(name),
                AgentRow.staff_role.set(staff_role),
                AgentRow.departments.set(names) if names else AgentRow.departments.remove(),
                AgentRow.ceiling.set(ceiling),
                AgentRow.state.set(AgentRow.state | "offline"),
                AgentRow.load.set(AgentRow.load | 0),
            ]
        )
        return _agent(row)

    def agents(self) -> list[AgentPresence]:
        return [_agent(row) for row in AgentRow.query(keys.agents(self._tenant), consistent_read=True)]

    def agent(self, agent_id: AgentId) -> AgentPresence | None:
        try:
            return _agent(AgentRow.get(keys.agents(self._tenant), agent_id, consistent_read=True))
        except DoesNotExist:
            return None

    def set_state(self, agent_id: AgentId, state: AgentState) -> AgentPresence | None:
        """None if the agent is unknown. 1 WU."""
        return self._update_agent(agent_id, [AgentRow.state.set(state)], AgentRow.pk.exists())

    def come_online(self, agent_id: AgentId) -> AgentPresence | None:
        """An agent who was off line receives visitors again; who is busy, away or signed out stays so (None)."""
        offline = (AgentRow.state == "offline") & AgentRow.signed_out.does_not_exist()
        return self._update_agent(agent_id, [AgentRow.state.set("online")], offline)

    def sign_out(self, agent_id: AgentId) -> AgentPresence | None:
        """Off line until `sign_in`, whoever connects. 1 WU."""
        return self._update_agent(agent_id, [AgentRow.state.set("offline"), AgentRow.signed_out.set(True)], AgentRow.pk.exists())

    def sign_in(self, agent_id: AgentId) -> None:
        """The agent has shown the password: what a supervisor's sign-out forbade is allowed again. 1 WU."""
        self._update_agent(agent_id, [AgentRow.signed_out.remove()], AgentRow.signed_out.exists())

    def _update_agent(self, agent_id: AgentId, actions: list[Action], condition: Condition) -> AgentPresence | None:
        row = AgentRow(keys.agents(self._tenant), agent_id)
        try:
            row.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return None
        return _agent(row)

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
            ttl=_ttl(now, _SOCKET_LIFE_MS),
        ).save()

    def remove_agent_socket(self, agent_id: AgentId, connection: ConnectionId) -> None:
        SocketRow(keys.agent_sockets(self._tenant), keys.agent_socket(agent_id, connection)).delete()

    def agent_sockets(self, agent_id: AgentId | None = None) -> list[AgentSocket]:
        """The desks of one agent, or of all. One query."""
        within = SocketRow.sk.startswith(f"{agent_id}#") if agent_id else None
        rows = SocketRow.query(keys.agent_sockets(self._tenant), within, consistent_read=True)
        return [
            AgentSocket(
                AgentId(row.sk.partition("#")[0]),
                row.sk.partition("#")[2],
                frozenset(DepartmentId(each) for each in row.departments or ()),
                row.sees_all,
            )
            for row in rows
        ]

    def add_visitor_socket(self, visitor: VisitorId, connection: ConnectionId, now: int) -> None:
        SocketRow(keys.visitor_sockets(self._tenant, visitor), connection, connected_at=now, ttl=_ttl(now, _SOCKET_LIFE_MS)).save()

    def remove_visitor_socket(self, visitor: VisitorId, connection: ConnectionId) -> None:
        SocketRow(keys.visitor_sockets(self._tenant, visitor), connection).delete()

    def visitor_sockets(self, visitor: VisitorId) -> list[str]:
        rows = SocketRow.query(keys.visitor_sockets(self._tenant, visitor), consistent_read=True)
        return [row.sk for row in rows]

    # --- visitors on the site --------------------------------------------------------------------------------------

    def visit(self, visitor: VisitorId) -> Visit | None:
        """The visitor's stay with its newest pages. 2 reads."""
        try:
            row = LiveRow.get(self._live(visitor), visitor, consistent_read=True)
        except DoesNotExist:
            return None
        return _visit(row, self.pages(visitor))

    def pages(self, visitor: VisitorId, limit: int = 100) -> tuple[Page, ...]:
        """The newest pages first."""
        rows = LiveRow.query(
            self._live(visitor),
            LiveRow.sk.startswith(keys.page_views_of(visitor)),
            scan_index_forward=False,
            limit=limit,
            consistent_read=True,
        )
        return tuple(_page(row) for row in rows)

    def start_visit(self, visit: Visit) -> None:
        """A new stay. An old row goes first: statistics count rows that are new."""
        row = LiveRow(
            self._live(visit.visitor_id),
            visit.visitor_id,
            type="visit",
            tenant=self._tenant,
            visitor_id=visit.visitor_id,
            visit_id=visit.visit_id,
            at=visit.started_at,
            name=visit.name,
            visits=visit.visits,
            referrer=visit.referrer,
            language=visit.language,
            screen=visit.screen,
            ip=visit.ip,
            user_agent=visit.user_agent,
            origin=msgspec.json.encode(visit.origin).decode() if visit.origin else None,
            ttl=_ttl(visit.started_at, _VISIT_LIFE_MS),
        )
        try:
            row.save(condition=LiveRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            LiveRow(row.pk, row.sk).delete()
            row.save()

    def mark_left(self, visitor: VisitorId, now: int) -> bool:
        """False when the visit is unknown or was marked before."""
        return self._update_visit(visitor, [LiveRow.left_at.set(now), LiveRow.ttl.set(_ttl(now, _LEFT_LIFE_MS))], fresh=True)

    def mark_back(self, visitor: VisitorId, now: int) -> bool:
        return self._update_visit(visitor, [LiveRow.left_at.remove(), LiveRow.ttl.set(_ttl(now, _VISIT_LIFE_MS))])

    def mark_invited(self, visitor: VisitorId, agent_name: str) -> bool:
        return self._update_visit(visitor, [LiveRow.invited_by.set(agent_name)])

    def name_visitor(self, visitor: VisitorId, name: str) -> bool:
        """Without a name the visitor is known by the number again."""
        return self._update_visit(visitor, [LiveRow.name.set(name) if name else LiveRow.name.remove()])

    def _update_visit(self, visitor: VisitorId, actions: list[Action], *, fresh: bool = False) -> bool:
        condition = LiveRow.pk.exists()
        if fresh:
            condition &= LiveRow.left_at.does_not_exist()
        try:
            LiveRow(self._live(visitor), visitor).update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def add_page(self, visitor: VisitorId, page: Page, ulid: str) -> None:
        """1 WU: all that a page view of a known visitor writes."""
        LiveRow(
            self._live(visitor),
            keys.page_view(visitor, ulid),
            type="page_view",
            tenant=self._tenant,
            visitor_id=visitor,
            at=page.at,
            url=page.url,
            title=page.title,
            referrer=page.referrer,
            ttl=_ttl(page.at, _VISIT_LIFE_MS),
        ).save()

    def visitors(self, shard: int = 0) -> list[Visit]:
        """The visits of a shard, newest first. One query; reads the pages along."""
        visits: list[LiveRow] = []
        pages: dict[str, list[Page]] = defaultdict(list)
        for row in LiveRow.query(keys.live_visitors(self._tenant, shard)):
            if row.type == "visit":
                visits.append(row)
            else:
                pages[row.visitor_id].append(_page(row))
        found = [_visit(row, tuple(reversed(pages[row.visitor_id]))) for row in visits]
        return sorted(found, key=lambda visit: visit.started_at, reverse=True)

    def shards(self) -> range:
        return range(self._shards)

    def _live(self, visitor: VisitorId) -> str:
        return keys.live_visitors(self._tenant, keys.live_shard(visitor, self._shards))

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
    )


def _page(row: LiveRow) -> Page:
    return Page(int(row.at), row.url, row.title, row.referrer)


def _visit(row: LiveRow, pages: tuple[Page, ...]) -> Visit:
    return Visit(
        visitor_id=VisitorId(row.visitor_id),
        visit_id=row.visit_id,
        started_at=int(row.at),
        name=row.name,
        visits=int(row.visits or 1),
        referrer=row.referrer,
        language=row.language,
        screen=row.screen,
        ip=row.ip,
        user_agent=row.user_agent,
        origin=msgspec.json.decode(row.origin, type=Origin) if row.origin else None,
        left_at=_whole(row.left_at),
        invited_by=row.invited_by,
        pages=pages,
    )


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
