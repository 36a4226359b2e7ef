"""Conversations and their logs in the Chat table. Costs are in DynamoDB write units (WU) and read units (RU)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from pynamodb.exceptions import DoesNotExist, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from parlor.domain import measures
from parlor.domain.content import Content
from parlor.domain.conversation import (
    PRODUCERS_MAX,
    Conversation,
    Member,
    Offer,
    Party,
    Place,
    Side,
    Transition,
    WrapUp,
)
from parlor.domain.counted_facts import counted_facts, encoded
from parlor.domain.errors import Conflict, Contended, StaleWrite
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId, ulid_time
from parlor.domain.log import Accepted, Author, ClientId, Recalled, Role
from parlor.domain.visitor import Profile
from parlor.storage import connection, keys
from parlor.storage.log import LogStore, has_room, in_turn, last_said, next_place, remembered
from parlor.storage.months import PAGE, newest_page
from parlor.storage.tables import AgentRow, ConversationRow, HistoryRow, LogRow, MemberRow, ProfileRow, VisitorLockRow

_NOT_STORED = frozenset({"conversation_id", "places"})
_SPARSE: dict[str, Any] = {
    "last_kind": "text",
    "delivered_visitor": 0,
    "delivered_agent": 0,
    "labels": (),
    "priority": "normal",
    "answered_forms": (),
    "unwrapped": False,
    "prompts": 0,
    "overflowed": False,
}
"""What most conversations have is not stored: a row of at most 1 KB is written for one unit."""


class ConversationStore(LogStore):
    """The conversations of one tenant."""

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, conversation_id: ConversationId) -> Conversation | None:
        """The newest state. 1 RU."""
        try:
            row = ConversationRow.get(keys.conversation(self._tenant, conversation_id), keys.META, consistent_read=True)
        except DoesNotExist:
            return None
        return conversation_of(row)

    def get_many(self, conversation_ids: Iterable[ConversationId]) -> list[Conversation]:
        wanted = [(keys.conversation(self._tenant, each), keys.META) for each in conversation_ids]
        return [conversation_of(row) for row in ConversationRow.batch_get(wanted, consistent_read=True)] if wanted else []

    def open_of(self, visitor: VisitorId) -> ConversationId | None:
        """The visitor's open conversation. 1 RU."""
        try:
            row = VisitorLockRow.get(keys.visitor(self._tenant, visitor), keys.OPEN, consistent_read=True)
        except DoesNotExist:
            return None
        return ConversationId(row.conversation_id)

    def opened_of(self, visitor: VisitorId, since: int, limit: int) -> list[int]:
        """When the visitor opened conversations since then, newest first, from their history alone. ½ RU for some 40."""
        newest = HistoryRow.query(
            keys.visitor(self._tenant, visitor),
            HistoryRow.sk.startswith(keys.HISTORY_FIRST),
            scan_index_forward=False,
            limit=limit,
        )
        opened = [ulid_time(row.sk.removeprefix(keys.HISTORY_FIRST)) for row in newest]
        return [at for at in opened if at >= since]

    def waiting_in(self, department: DepartmentId, limit: int) -> list[ConversationId]:
        """Who waits in a department, longest first."""
        return self._open_work(keys.waiting_in(self._tenant, department), limit)

    def queue(self, department: DepartmentId, limit: int) -> list[int]:
        """Since when those wait who wait in a department, longest first; from the index alone. ½ RU for some 40."""
        rows = ConversationRow.open_work.query(keys.waiting_in(self._tenant, department), limit=limit)
        return [keys.time_of(row.gsi1sk) for row in rows if row.gsi1sk]

    def last_agent_of(self, visitor: VisitorId, since: int) -> AgentId | None:
        """Who had the visitor the last time, if that began after `since`. 1 RU for the newest three, and 1 RU each."""
        rows = HistoryRow.query(
            keys.visitor(self._tenant, visitor),
            HistoryRow.sk.startswith(keys.HISTORY_FIRST),
            scan_index_forward=False,
            limit=_LOOKED_BACK,
        )
        found = self.get_many(ConversationId(row.sk.removeprefix(keys.HISTORY_FIRST)) for row in rows)
        lately = [each for each in found if each.opened_at >= since and each.agent_id]
        return max(lately, key=lambda each: each.opened_at).agent_id if lately else None

    def active_with(self, agent: AgentId, limit: int) -> list[ConversationId]:
        """What an agent has, oldest first."""
        return self._open_work(keys.active_with(self._tenant, agent), limit)

    def joined_by(self, agent: AgentId, limit: int) -> list[ConversationId]:
        """What an agent takes part in without having it. ½ RU for some 50."""
        rows = MemberRow.query(keys.joined_by(self._tenant, agent), limit=limit)
        return [ConversationId(row.sk) for row in rows]

    def unwrapped_of(self, agent: AgentId, limit: int) -> list[ConversationId]:
        """Ended conversations of an agent that wait for their topic, newest first."""
        return self._open_work(keys.unwrapped_of(self._tenant, agent), limit, newest_first=True)

    def _open_work(self, partition: str, limit: int, *, newest_first: bool = False) -> list[ConversationId]:
        rows = ConversationRow.open_work.query(partition, limit=limit, scan_index_forward=not newest_first)
        return [_id_of(row.pk) for row in rows]

    def closed(
        self, wanted: Callable[[Conversation], bool], from_ms: int, to_ms: int, position: str | None, most: int = PAGE
    ) -> tuple[list[Conversation], str | None]:
        """A page of the conversations that ended between the two moments, newest first, and where the next page begins."""

        def read(month: int, low: str, high: str) -> Iterator[tuple[str, Conversation]]:
            rows = ConversationRow.done_work.query(
                keys.closed_in(self._tenant, month),
                ConversationRow.gsi2sk.between(low, high),
                scan_index_forward=False,
                page_size=100,
            )
            return ((row.gsi2sk or "", conversation_of(row)) for row in rows)

        return newest_page(read, lambda at: keys.by_time(at, ""), wanted, from_ms=from_ms, to_ms=to_ms, position=position, most=most)

    # --- transitions -----------------------------------------------------------------------------------------------

    def apply(self, transition: Transition, *, assigned_until: int | None = None) -> None:
        """Writes a transition and all that belongs to it, or nothing: entry, visitor's lock, agents' loads.

        `assigned_until`: the agent who should take it must not have been assigned anybody later than that.
        Raises `StaleWrite` if the conversation has changed since it was read, `Contended` if only the agent's row was
        busy, `Conflict` (`at_ceiling`) if the agent has no room.
        """
        row = self.log_row(transition.after.conversation_id, transition.entry)
        row.counted = encoded(counted_facts(transition))
        row.released = transition.released
        plan = _Plan(self._tenant, transition, row, assigned_until)
        try:
            plan.commit()
        except TransactWriteError as error:
            if plan.lacks_room(error):
                raise Conflict("You have as many conversations as you may have.", code="at_ceiling") from error
            if plan.met_another(error):
                raise Contended from error
            if plan.lost_a_race(error):
                raise StaleWrite from error
            raise
        if isinstance(transition.entry, Accepted) and transition.before is not None and transition.before.queued_at is not None:
            measures.note("QueueWait", transition.entry.at - transition.before.queued_at)

    # --- sending ---------------------------------------------------------------------------------------------------

    def take_place(
        self,
        conversation_id: ConversationId,
        party: Party,
        client_id: ClientId,
        content: Content,
        now: int,
        full: tuple[int, ...] | None = None,
    ) -> Conversation | None:
        """Takes the next place in the log for a new message and remembers it for the producer: one conditional update, 1 WU.

        `full` is the rate list as read, when it is full of times that no longer count: it is shortened on the way.
        Returns the conversation after, or None if anything stands against it: repeated, out of order, closed, not a
        member, quoting what does not exist, too fast. Who whispers need not be a member; that they may is checked before.
        A note takes its place and changes nothing else of the row.
        """
        row = ConversationRow
        times = row.recent_visitor if party.side == "visitor" else row.recent_agent
        actions = [
            *_next_place(client_id, party.side, now, note=content.note),
            *remembered(row, client_id, times, now, full),
        ]
        if not content.note:
            actions += [*_last_said(content, party.side), row.prompts.remove(), *_answer_awaited(party.side, now)]
        allowed = row.state == "active" if content.whisper else _may_send(party)
        condition = allowed & in_turn(row, client_id, PRODUCERS_MAX) & has_room(times, full)
        return self._update(conversation_id, actions, condition & (row.seq >= content.quote) if content.quote else condition)

    def take_automatic_place(
        self, conversation_id: ConversationId, author: Author, client_id: ClientId, content: Content, now: int
    ) -> Conversation | None:
        """The same for what nobody typed: it answers nobody and is not counted as haste. 1 WU.

        None if the conversation is closed, if the agent in whose name it is does not have it, or if this or a later
        automatic message was said.
        """
        row = ConversationRow
        number = row.producer_n[client_id.producer]
        actions = [*_next_place(client_id, author.role, now), *_last_said(content, author.role), number.set(client_id.n)]
        condition = row.state != "closed" if author.role == "system" else _may_send(Party("agent", author.id or ""))
        return self._update(conversation_id, actions, condition & (number.does_not_exist() | (number < client_id.n)))

    def take_other_place(
        self, conversation_id: ConversationId, role: Role, client_id: ClientId, voided: int, now: int, *, note: bool = False
    ) -> Conversation | None:
        """Another place for a message whose first place was closed before it was stored. None if somebody did so already."""
        row = ConversationRow
        number, place = row.producer_n[client_id.producer], row.producer_seq[client_id.producer]
        condition = (number == client_id.n) & (place == voided) & (row.state != "closed")
        return self._update(conversation_id, _next_place(client_id, role, now, note=note), condition)

    # --- sockets and marks -----------------------------------------------------------------------------------------

    def attach(self, conversation_id: ConversationId, side: Side, connection: str) -> Conversation | None:
        """From now on the connection gets this conversation's entries, and has those before. 1 WU."""
        row = ConversationRow
        sockets, delivered = _reach(side)
        return self._update(conversation_id, [sockets.add({connection}), delivered.set(row.seq)], row.pk.exists())

    def watch(self, conversation_id: ConversationId, connection: str) -> Conversation | None:
        """From now on a supervisor's connection gets what the agent gets; nobody has read or received more by it. 1 WU."""
        return self._update(conversation_id, [ConversationRow.watchers.add({connection})], ConversationRow.pk.exists())

    def unwatch(self, conversation_id: ConversationId, connections: set[str]) -> Conversation | None:
        """Who does not watch is no fault. 1 WU."""
        row = ConversationRow
        return self._update(conversation_id, [row.watchers.delete(connections)], row.pk.exists())

    def detach(self, conversation_id: ConversationId, side: Side, connections: set[str], delivered: int | None = None) -> None:
        """The connections are gone; they had got everything up to `delivered`, if that is known."""
        sockets, mark = _reach(side)
        actions = [sockets.delete(connections)] if delivered is None else [sockets.delete(connections), mark.set(delivered)]
        self._update(conversation_id, actions, ConversationRow.pk.exists())

    def mark_read(self, conversation_id: ConversationId, party: Party, seq: int) -> Conversation | None:
        """Moves a read mark forward. 1 WU. None if it stands there already, or the party is not in the conversation."""
        row = ConversationRow
        mark = row.read_visitor if party.side == "visitor" else row.read_agent
        member = row.visitor_id == party.id if party.side == "visitor" else _takes_part(party.id)
        return self._update(conversation_id, [mark.set(seq)], member & (mark < seq) & (row.seq >= seq))

    def _update(self, conversation_id: ConversationId, actions: list[Action], condition: Condition) -> Conversation | None:
        row = ConversationRow(keys.conversation(self._tenant, conversation_id), keys.META)
        for _ in range(_CONFLICT_TRIES):
            try:
                row.update(actions=actions, condition=condition)
            except UpdateError as error:
                if error.cause_response_code == "ConditionalCheckFailedException":
                    return None
                if error.cause_response_code != "TransactionConflictException":
                    raise
            else:
                return conversation_of(row)
        raise StaleWrite

    def see_silence(self, conversation: Conversation, seen_at: int, *, prompts: int) -> Conversation | None:
        """Moves the mark of what silence has been dealt with. 1 WU. None if anything has happened since it was read."""
        row = ConversationRow
        actions: list[Action] = [row.silence_seen_at.set(seen_at), row.prompts.set(prompts) if prompts else row.prompts.remove()]
        condition = (row.silence_seen_at == conversation.silence_seen_at) & (row.seq == conversation.seq)
        return self._update(conversation.conversation_id, actions, condition)

    # --- the visitor's profile -------------------------------------------------------------------------------------

    def profile(self, visitor: VisitorId) -> Profile | None:
        try:
            return profile_of(ProfileRow.get(keys.visitor(self._tenant, visitor), keys.PROFILE))
        except DoesNotExist:
            return None

    def change_profile(
        self,
        visitor: VisitorId,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        company: str | None = None,
        language: str | None = None,
        form_values: dict[str, str] | None = None,
    ) -> Profile:
        """What is None or empty stays as it was. Returns the profile after. 1 WU."""
        given: dict[str, Any] = {"name": name, "email": email, "phone": phone, "company": company, "language": language}
        given["form_values"] = form_values
        actions = [getattr(ProfileRow, field).set(value) for field, value in given.items() if value]
        if not actions:
            return self.profile(visitor) or Profile()
        row = ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE)
        row.update(actions=actions)
        return profile_of(row)

    def count_visit(self, visitor: VisitorId, now: int) -> Profile:
        """One visit more. Returns the profile after. 1 WU."""
        row = ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE)
        seen: list[Action] = [ProfileRow.first_seen_at.set(ProfileRow.first_seen_at | now), ProfileRow.last_seen_at.set(now)]
        row.update(actions=[ProfileRow.visits.add(1), *seen])
        return profile_of(row)


_LOOKED_BACK = 3
"""Earlier conversations of a visitor: the newest may have found nobody."""
_CONFLICT_TRIES = 20
"""A plain update that meets a transaction on the same item is refused for the moment of the transaction."""


def _reach(side: Side) -> tuple[Any, Any]:
    """The sockets of a side, and the mark of what has reached a screen there."""
    row = ConversationRow
    return (row.visitor_sockets, row.delivered_visitor) if side == "visitor" else (row.agent_sockets, row.delivered_agent)


def _may_send(party: Party) -> Condition:
    row = ConversationRow
    if party.side == "visitor":
        visitor: Condition = (row.visitor_id == party.id) & (row.state != "closed")
        return visitor
    agent: Condition = _takes_part(party.id) & (row.state == "active")
    return agent


def _takes_part(agent_id: str) -> Condition:
    """The agent has the conversation, or has joined it."""
    part: Condition = (ConversationRow.agent_id == agent_id) | ConversationRow.members[agent_id].exists()
    return part


def _next_place(client_id: ClientId, role: Role, now: int, *, note: bool = False) -> list[Action]:
    row = ConversationRow
    actions = next_place(row, client_id)
    if note:
        return [*actions, row.noted_at.set(now)]
    actions.append(row.last_at.set(now))
    if role != "system":
        actions.append((row.last_visitor_seq if role == "visitor" else row.last_agent_seq).set(row.seq + 1))
    return actions


def _last_said(content: Content, role: Role) -> list[Action]:
    return [ConversationRow.last_by.set(role), *last_said(ConversationRow, content)]


def _answer_awaited(side: Side, now: int) -> list[Action]:
    """A visitor who writes waits for an answer and wakes a conversation that sleeps; an agent who writes has answered."""
    row = ConversationRow
    if side == "agent":
        return [row.unanswered_since.remove()]
    return [row.unanswered_since.set(row.unanswered_since | now), row.snoozed_until.remove(), row.snoozed_at.remove()]


class _Plan:
    """The items of one transaction. DynamoDB reports why it was cancelled in the order deletes, puts, updates."""

    def __init__(self, tenant: TenantId, transition: Transition, log_row: LogRow, assigned_until: int | None = None) -> None:
        self._tenant = tenant
        self._assigned_until = assigned_until
        self._write = TransactWrite(connection=connection.connection())
        self._deletes: list[str] = []
        self._puts: list[str] = []
        self._updates: list[str] = []
        self._partition = keys.conversation(tenant, transition.after.conversation_id)
        self._log(transition, log_row)
        self._conversation(transition)
        self._members(transition)
        self._loads(transition)

    def _log(self, transition: Transition, row: LogRow) -> None:
        self._write.save(row, condition=LogRow.pk.does_not_exist())
        self._puts.append("stale")
        if isinstance(transition.entry, Recalled):
            target = LogRow(self._partition, keys.log_entry(transition.entry.target))
            self._write.update(target, actions=[LogRow.recalled.set(True)], condition=LogRow.kind == "message")
            self._updates.append("stale")

    def _conversation(self, transition: Transition) -> None:
        """The conversation, the visitor's lock, on opening the row of the visitor's history."""
        tenant, before, after = self._tenant, transition.before, transition.after
        lock = VisitorLockRow(keys.visitor(tenant, after.visitor_id), keys.OPEN, conversation_id=after.conversation_id)
        if before is None:
            self._write.save(_new_row(self._partition, tenant, after), condition=ConversationRow.pk.does_not_exist())
            self._write.save(lock, condition=VisitorLockRow.pk.does_not_exist())
            self._write.save(HistoryRow(keys.visitor(tenant, after.visitor_id), keys.history(after.conversation_id)))
            self._puts += ["stale", "stale", "history"]
            return
        if after.state == "closed" and before.state != "closed":
            self._write.delete(lock, condition=VisitorLockRow.conversation_id == after.conversation_id)
            self._deletes.append("stale")
        self._write.update(
            ConversationRow(self._partition, keys.META),
            actions=_changes(tenant, before, after),
            condition=ConversationRow.seq == before.seq,
        )
        self._updates.append("stale")

    def _members(self, transition: Transition) -> None:
        """By these rows a desk finds what its agent has joined."""
        was = {member.agent_id for member in transition.before.members} if transition.before else set()
        is_now = {member.agent_id for member in transition.after.members}
        for agent_id in sorted(was ^ is_now):
            row = MemberRow(keys.joined_by(self._tenant, agent_id), transition.after.conversation_id)
            if agent_id in is_now:
                self._write.save(row)
                self._puts.append("member")
            else:
                self._write.delete(row)
                self._deletes.append("member")

    def _loads(self, transition: Transition) -> None:
        agents = keys.agents(self._tenant)
        if transition.taken:
            room = (AgentRow.load < AgentRow.ceiling) & (AgentRow.state != "offline")
            if self._assigned_until is not None:
                room &= AgentRow.last_assigned_at.does_not_exist() | (AgentRow.last_assigned_at <= self._assigned_until)
            actions: list[Action] = [AgentRow.load.add(1)]
            if isinstance(transition.entry, Accepted):
                actions.append(AgentRow.last_assigned_at.set(transition.entry.at))
            self._write.update(AgentRow(agents, transition.taken), actions=actions, condition=room)
            self._updates.append("ceiling")
        if transition.released:
            self._write.update(AgentRow(agents, transition.released), actions=[AgentRow.load.add(-1)], condition=AgentRow.pk.exists())
            self._updates.append("agent")

    @property
    def _reported(self) -> list[str]:
        return [*self._deletes, *self._puts, *self._updates]

    def commit(self) -> None:
        with self._write:
            pass

    def lacks_room(self, error: TransactWriteError) -> bool:
        return self._failed(error) == {"ceiling"}

    def met_another(self, error: TransactWriteError) -> bool:
        """The only reason is that the agent's row was being written at this moment."""
        pairs = zip(self._reported, error.cancellation_reasons, strict=False)
        return {(outcome, reason.code) for outcome, reason in pairs if reason} == {("ceiling", "TransactionConflict")}

    def lost_a_race(self, error: TransactWriteError) -> bool:
        return "stale" in self._failed(error) or any(
            reason and reason.code == "TransactionConflict" for reason in error.cancellation_reasons
        )

    def _failed(self, error: TransactWriteError) -> set[str]:
        pairs = zip(self._reported, error.cancellation_reasons, strict=False)
        return {outcome for outcome, reason in pairs if reason and reason.code == "ConditionalCheckFailed"}


def _index_keys(tenant: TenantId, conversation: Conversation) -> dict[str, str | None]:
    """Where the conversation stands in the two indexes."""
    open_work: str | None = None
    if conversation.state == "waiting":
        open_work = keys.waiting_in(tenant, conversation.department_id)
    elif conversation.state == "active" and conversation.agent_id:
        open_work = keys.active_with(tenant, conversation.agent_id)
    elif conversation.unwrapped and conversation.agent_id:
        open_work = keys.unwrapped_of(tenant, conversation.agent_id)
    closed_at = conversation.closed_at
    since = closed_at or conversation.queued_at or conversation.opened_at
    return {
        "gsi1pk": open_work,
        "gsi1sk": keys.by_time(since, conversation.conversation_id) if open_work else None,
        "gsi2pk": keys.closed_in(tenant, closed_at) if closed_at is not None else None,
        "gsi2sk": keys.by_time(closed_at, conversation.conversation_id) if closed_at is not None else None,
    }


def _attributes(tenant: TenantId, conversation: Conversation) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(conversation, name) for name in Conversation.__struct_fields__ if name not in _NOT_STORED}
    values["offer"] = msgspec.to_builtins(conversation.offer) if conversation.offer else None
    values["wrap_up"] = msgspec.to_builtins(conversation.wrap_up) if conversation.wrap_up else None
    values["members"] = {each.agent_id: {"n": each.name, "s": each.since} for each in conversation.members} or None
    for name, empty in _SPARSE.items():
        values[name] = None if values[name] == empty else values[name]
    for name in ("labels", "answered_forms"):
        values[name] = list(values[name]) if values[name] else None
    values["recent_visitor"], values["recent_agent"] = list(conversation.recent_visitor), list(conversation.recent_agent)
    values["visitor_sockets"] = set(conversation.visitor_sockets) or None
    values["agent_sockets"] = set(conversation.agent_sockets) or None
    values["watchers"] = set(conversation.watchers) or None
    return values | _index_keys(tenant, conversation)


def _new_row(partition: str, tenant: TenantId, conversation: Conversation) -> ConversationRow:
    values = {name: value for name, value in _attributes(tenant, conversation).items() if value is not None}
    return ConversationRow(partition, keys.META, producer_n={}, producer_seq={}, **values)


def _changes(tenant: TenantId, before: Conversation, after: Conversation) -> list[Action]:
    """Only what differs, so that a socket which attached meanwhile stays attached."""
    old, new = _attributes(tenant, before), _attributes(tenant, after)
    actions = []
    for name, value in new.items():
        attribute = getattr(ConversationRow, name)
        if value == old[name]:
            continue
        if value is None:
            actions.append(attribute.remove())
        elif isinstance(value, set):
            actions.append(_difference(attribute, old[name] or set(), value))
        else:
            actions.append(attribute.set(value))
    return actions


def _difference(attribute: Any, old: set[str], new: set[str]) -> Action:
    action: Action = attribute.add(new - old) if new - old else attribute.delete(old - new)
    return action


def conversation_of(row: ConversationRow) -> Conversation:
    """What a row says."""
    values = {name: getattr(row, name) for name in Conversation.__struct_fields__ if name not in _NOT_STORED and hasattr(row, name)}
    numbers, places = row.producer_n.as_dict(), row.producer_seq.as_dict()
    values["offer"] = msgspec.convert(row.offer, Offer) if row.offer else None
    values["wrap_up"] = msgspec.convert(row.wrap_up, WrapUp) if row.wrap_up else None
    values["members"] = _members(row.members)
    values["last_text"] = row.last_text or ""
    for name, empty in _SPARSE.items():
        values[name] = empty if values[name] is None else values[name]
    for name in ("labels", "answered_forms"):
        values[name] = tuple(values[name])
    values["recent_visitor"], values["recent_agent"] = tuple(row.recent_visitor), tuple(row.recent_agent)
    values["visitor_sockets"] = frozenset(row.visitor_sockets or ())
    values["agent_sockets"] = frozenset(row.agent_sockets or ())
    values["watchers"] = frozenset(row.watchers or ())
    return Conversation(
        conversation_id=_id_of(row.pk),
        places={producer: Place(int(n), int(places[producer])) for producer, n in numbers.items()},
        **values,
    )


def _members(stored: Any) -> tuple[Member, ...]:
    known = stored.as_dict() if stored is not None else {}
    members = [Member(AgentId(agent_id), each["n"], int(each["s"])) for agent_id, each in known.items()]
    return tuple(sorted(members, key=lambda each: each.since))


def profile_of(row: ProfileRow) -> Profile:
    """What a visitor's row says."""
    values = {name: value for name, value in row.attribute_values.items() if name in Profile.__struct_fields__}
    return msgspec.convert(values | ({"name": row.card_name} if row.card_name else {}), Profile)


def _id_of(partition: str) -> ConversationId:
    return ConversationId(partition.rpartition("#")[2])
