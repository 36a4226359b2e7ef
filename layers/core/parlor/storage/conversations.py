"""Conversations and their logs in the Chat table. Costs are in DynamoDB write units (WU) and read units (RU)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

import msgspec
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from parlor.domain.content import Content
from parlor.domain.conversation import PRODUCERS_MAX, RATE_LIMIT, Conversation, Offer, Party, Place, Side, Transition, WrapUp, still_recent
from parlor.domain.errors import Conflict, StaleWrite
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId
from parlor.domain.log import Author, ClientId, Entry, LogEntry, Message, Recalled, Role
from parlor.domain.visitor import Profile
from parlor.storage import connection, keys
from parlor.storage.months import newest_page
from parlor.storage.tables import AgentRow, ConversationRow, HistoryRow, LogRow, ProfileRow, VisitorLockRow

_MORE_OF_MESSAGE = ("body", "quote", "file", "page", "form", "survey", "automatic")
_ENTRY_FIELDS = frozenset(LogEntry.__struct_fields__)
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
_KINDS = {kind.__struct_config__.tag: kind for kind in get_args(Entry)}


class ConversationStore:
    """The conversations of one tenant."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, conversation_id: ConversationId) -> Conversation | None:
        """The newest state. 1 RU."""
        try:
            row = ConversationRow.get(keys.conversation(self._tenant, conversation_id), keys.META, consistent_read=True)
        except DoesNotExist:
            return None
        return _conversation(row)

    def get_many(self, conversation_ids: Iterable[ConversationId]) -> list[Conversation]:
        wanted = [(keys.conversation(self._tenant, each), keys.META) for each in conversation_ids]
        return [_conversation(row) for row in ConversationRow.batch_get(wanted, consistent_read=True)] if wanted else []

    def open_of(self, visitor: VisitorId) -> ConversationId | None:
        """The visitor's open conversation. 1 RU."""
        try:
            row = VisitorLockRow.get(keys.visitor(self._tenant, visitor), keys.OPEN, consistent_read=True)
        except DoesNotExist:
            return None
        return ConversationId(row.conversation_id)

    def waiting_in(self, department: DepartmentId, limit: int) -> list[ConversationId]:
        """Who waits in a department, longest first."""
        return self._open_work(keys.waiting_in(self._tenant, department), limit)

    def queue(self, department: DepartmentId, limit: int) -> list[int]:
        """Since when those wait who wait in a department, longest first; from the index alone. ½ RU for some 40."""
        rows = ConversationRow.open_work.query(keys.waiting_in(self._tenant, department), limit=limit)
        return [keys.time_of(row.gsi1sk) for row in rows if row.gsi1sk]

    def active_with(self, agent: AgentId, limit: int) -> list[ConversationId]:
        """What an agent has, oldest first."""
        return self._open_work(keys.active_with(self._tenant, agent), limit)

    def unwrapped_of(self, agent: AgentId, limit: int) -> list[ConversationId]:
        """Ended conversations of an agent that wait for their topic, newest first."""
        return self._open_work(keys.unwrapped_of(self._tenant, agent), limit, newest_first=True)

    def _open_work(self, partition: str, limit: int, *, newest_first: bool = False) -> list[ConversationId]:
        rows = ConversationRow.open_work.query(partition, limit=limit, scan_index_forward=not newest_first)
        return [_id_of(row.pk) for row in rows]

    def closed(
        self, wanted: Callable[[Conversation], bool], from_ms: int, to_ms: int, position: str | None
    ) -> tuple[list[Conversation], str | None]:
        """A page of the conversations that ended between the two moments, newest first, and where the next page begins."""

        def read(month: int, low: str, high: str) -> Iterator[tuple[str, Conversation]]:
            rows = ConversationRow.done_work.query(
                keys.closed_in(self._tenant, month),
                ConversationRow.gsi2sk.between(low, high),
                scan_index_forward=False,
                page_size=100,
            )
            return ((row.gsi2sk or "", _conversation(row)) for row in rows)

        return newest_page(read, lambda at: keys.by_time(at, ""), wanted, from_ms=from_ms, to_ms=to_ms, position=position)

    def log(self, conversation_id: ConversationId, after: int, limit: int) -> list[Entry]:
        """Entries behind `after` in order, as far as they are stored: there may be holes."""
        rows = LogRow.query(
            keys.conversation(self._tenant, conversation_id),
            LogRow.sk.between(keys.log_entry(after + 1), keys.LOG_END),
            limit=limit,
            consistent_read=True,
        )
        return [_entry(row) for row in rows]

    # --- transitions -----------------------------------------------------------------------------------------------

    def apply(self, transition: Transition) -> None:
        """Writes a transition and all that belongs to it, or nothing: entry, visitor's lock, agents' loads.

        Raises `StaleWrite` if the conversation has changed since it was read, `Conflict` (`at_ceiling`) if the agent
        who should take it has no room.
        """
        plan = _Plan(self._tenant, transition)
        try:
            plan.commit()
        except TransactWriteError as error:
            if plan.lacks_room(error):
                raise Conflict("You have as many conversations as you may have.", code="at_ceiling") from error
            if plan.lost_a_race(error):
                raise StaleWrite from error
            raise

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
        member, quoting what does not exist, too fast.
        """
        row = ConversationRow
        times = row.recent_visitor if party.side == "visitor" else row.recent_agent
        number = row.producer_n[client_id.producer]
        actions = [
            *_next_place(client_id, party.side, now),
            *_last_said(content, party.side),
            number.set(client_id.n),
            times.set(times.append([now])) if full is None else times.set([*still_recent(full, now), now]),
            row.prompts.remove(),
            *_answer_awaited(party.side, now),
        ]
        in_turn = (number.does_not_exist() & (size(row.producer_n) < PRODUCERS_MAX)) if client_id.n == 1 else number == client_id.n - 1
        room = size(times) < RATE_LIMIT if full is None else (size(times) == len(full)) & (times[0] == full[0])
        condition = _may_send(party) & in_turn & room
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
        self, conversation_id: ConversationId, role: Role, client_id: ClientId, voided: int, now: int
    ) -> Conversation | None:
        """Another place for a message whose first place was closed before it was stored. None if somebody did so already."""
        row = ConversationRow
        number, place = row.producer_n[client_id.producer], row.producer_seq[client_id.producer]
        condition = (number == client_id.n) & (place == voided) & (row.state != "closed")
        return self._update(conversation_id, _next_place(client_id, role, now), condition)

    def put_entry(self, conversation_id: ConversationId, entry: Entry) -> Entry:
        """Stores an entry at its place unless the place is filled. 1 WU a KB. Returns what stands there."""
        row = _log_row(self._tenant, conversation_id, entry)
        try:
            row.save(condition=LogRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return _entry(LogRow.get(row.pk, row.sk, consistent_read=True))
        return entry

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
        member = row.visitor_id == party.id if party.side == "visitor" else row.agent_id == party.id
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
                return _conversation(row)
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
        form_values: dict[str, str] | None = None,
    ) -> Profile:
        """What is None or empty stays as it was. Returns the profile after. 1 WU."""
        given: dict[str, Any] = {"name": name, "email": email, "phone": phone, "company": company, "form_values": form_values}
        actions = [getattr(ProfileRow, field).set(value) for field, value in given.items() if value]
        if not actions:
            return self.profile(visitor) or Profile()
        row = ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE)
        row.update(actions=actions)
        return profile_of(row)

    def count_visit(self, visitor: VisitorId, now: int) -> Profile:
        """One visit more. Returns the profile after. 1 WU."""
        row = ProfileRow(keys.visitor(self._tenant, visitor), keys.PROFILE)
        row.update(actions=[ProfileRow.visits.add(1), ProfileRow.first_seen_at.set(ProfileRow.first_seen_at | now)])
        return profile_of(row)


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
    agent: Condition = (row.agent_id == party.id) & (row.state == "active")
    return agent


def _next_place(client_id: ClientId, role: Role, now: int) -> list[Action]:
    row = ConversationRow
    actions = [row.seq.set(row.seq + 1), row.producer_seq[client_id.producer].set(row.seq + 1), row.last_at.set(now)]
    if role != "system":
        actions.append((row.last_visitor_seq if role == "visitor" else row.last_agent_seq).set(row.seq + 1))
    return actions


def _last_said(content: Content, role: Role) -> list[Action]:
    row = ConversationRow
    return [
        row.last_by.set(role),
        row.last_text.set(content.beginning),
        row.last_kind.remove() if content.kind == "text" else row.last_kind.set(content.kind),
        row.message_count.set(row.message_count + 1),
    ]


def _answer_awaited(side: Side, now: int) -> list[Action]:
    """A visitor who writes waits for an answer and wakes a conversation that sleeps; an agent who writes has answered."""
    row = ConversationRow
    if side == "agent":
        return [row.unanswered_since.remove()]
    return [row.unanswered_since.set(row.unanswered_since | now), row.snoozed_until.remove(), row.snoozed_at.remove()]


class _Plan:
    """The items of one transaction, in the order in which DynamoDB reports why it was cancelled: deletes, puts, updates."""

    def __init__(self, tenant: TenantId, transition: Transition) -> None:
        self._write = TransactWrite(connection=connection.connection())
        self._outcomes: list[str] = []
        before, after = transition.before, transition.after
        partition = keys.conversation(tenant, after.conversation_id)
        lock = VisitorLockRow(keys.visitor(tenant, after.visitor_id), keys.OPEN, conversation_id=after.conversation_id)
        if after.state == "closed" and before is not None and before.state != "closed":
            self._write.delete(lock, condition=VisitorLockRow.conversation_id == after.conversation_id)
            self._outcomes.append("stale")
        self._write.save(_log_row(tenant, after.conversation_id, transition.entry), condition=LogRow.pk.does_not_exist())
        self._outcomes.append("stale")
        if before is None:
            self._write.save(_new_row(partition, tenant, after), condition=ConversationRow.pk.does_not_exist())
            self._write.save(lock, condition=VisitorLockRow.pk.does_not_exist())
            self._write.save(HistoryRow(keys.visitor(tenant, after.visitor_id), keys.history(after.conversation_id)))
            self._outcomes += ["stale", "stale", "history"]
        else:
            self._write.update(
                ConversationRow(partition, keys.META),
                actions=_changes(tenant, before, after),
                condition=ConversationRow.seq == before.seq,
            )
            self._outcomes.append("stale")
        if isinstance(transition.entry, Recalled):
            target = LogRow(partition, keys.log_entry(transition.entry.target))
            self._write.update(target, actions=[LogRow.recalled.set(True)], condition=LogRow.kind == "message")
            self._outcomes.append("stale")
        if transition.taken:
            room = (AgentRow.load < AgentRow.ceiling) & (AgentRow.state != "offline")
            self._write.update(AgentRow(keys.agents(tenant), transition.taken), actions=[AgentRow.load.add(1)], condition=room)
            self._outcomes.append("ceiling")
        if transition.released:
            self._write.update(
                AgentRow(keys.agents(tenant), transition.released), actions=[AgentRow.load.add(-1)], condition=AgentRow.pk.exists()
            )
            self._outcomes.append("agent")

    def commit(self) -> None:
        with self._write:
            pass

    def lacks_room(self, error: TransactWriteError) -> bool:
        return self._failed(error) == {"ceiling"}

    def lost_a_race(self, error: TransactWriteError) -> bool:
        return "stale" in self._failed(error) or any(
            reason and reason.code == "TransactionConflict" for reason in error.cancellation_reasons
        )

    def _failed(self, error: TransactWriteError) -> set[str]:
        pairs = zip(self._outcomes, error.cancellation_reasons, strict=False)
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
            actions.append(attribute.add(value - (old[name] or set())))
        else:
            actions.append(attribute.set(value))
    return actions


def _conversation(row: ConversationRow) -> Conversation:
    values = {name: getattr(row, name) for name in Conversation.__struct_fields__ if name not in _NOT_STORED and hasattr(row, name)}
    numbers, places = row.producer_n.as_dict(), row.producer_seq.as_dict()
    values["offer"] = msgspec.convert(row.offer, Offer) if row.offer else None
    values["wrap_up"] = msgspec.convert(row.wrap_up, WrapUp) if row.wrap_up else None
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


def profile_of(row: ProfileRow) -> Profile:
    """What a visitor's row says."""
    values = {name: value for name, value in row.attribute_values.items() if name in Profile.__struct_fields__}
    return msgspec.convert(values | ({"name": row.card_name} if row.card_name else {}), Profile)


def _id_of(partition: str) -> ConversationId:
    return ConversationId(partition.rpartition("#")[2])


def _log_row(tenant: TenantId, conversation_id: ConversationId, entry: Entry) -> LogRow:
    row = LogRow(
        keys.conversation(tenant, conversation_id),
        keys.log_entry(entry.seq),
        kind=entry.__struct_config__.tag,
        tenant=tenant,
        conversation_id=conversation_id,
        seq=entry.seq,
        at=entry.at,
        by_role=entry.by.role,
        by_id=entry.by.id,
        by_name=entry.by.name,
    )
    if isinstance(entry, Message):
        row.producer, row.n, row.text = entry.client_id.producer, entry.client_id.n, entry.text
        more = {name: value for name in _MORE_OF_MESSAGE if (value := getattr(entry, name))}
        row.body = msgspec.json.encode(more).decode() if more else None
    else:
        rest = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in _ENTRY_FIELDS}
        row.body = msgspec.json.encode(rest).decode() if rest else None
    return row


def _entry(row: LogRow) -> Entry:
    common = {"kind": row.kind, "seq": row.seq, "at": row.at, "by": {"role": row.by_role, "id": row.by_id, "name": row.by_name}}
    if row.kind == "message":
        rest: dict[str, Any] = {"client_id": {"producer": row.producer, "n": row.n}, "text": row.text or ""}
        rest |= {"recalled": True} if row.recalled else {}
        rest |= msgspec.json.decode(row.body) if row.body else {}
    else:
        rest = msgspec.json.decode(row.body) if row.body else {}
    entry: Entry = msgspec.convert(common | rest, _KINDS[row.kind])
    return entry
