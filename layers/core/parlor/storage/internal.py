"""Internal conversations in the Chat table. Costs are in DynamoDB write units (WU) and read units (RU)."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, cast

from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from parlor.domain.content import Content
from parlor.domain.conversation import LastKind, Party, Place
from parlor.domain.errors import Conflict, StaleWrite
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.internal import InternalChange, InternalConversation, Membership
from parlor.domain.log import ClientId, Recalled, Role
from parlor.storage import keys
from parlor.storage.log import LogStore, has_room, in_turn, last_said, next_place, remembered
from parlor.storage.tables import InternalRow, LogRow, MembershipRow, PlaceRow
from parlor.storage.transactions import Put, Step, Update, transact

PRODUCERS_MAX = 12
"""Tabs that the item remembers: it stays within 1 KB. The others stand in rows of their own, so nothing is ever forgotten."""
PRODUCERS_KEPT = 6
_CONFLICT_TRIES = 20
_READ_TRIES = 25
_FAILED = "ConditionalCheckFailedException"


class InternalStore(LogStore):
    """The internal conversations of one tenant."""

    kind_prefix = "internal_"

    def partition(self, conversation_id: ConversationId) -> str:
        return keys.internal(self._tenant, conversation_id)

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, conversation_id: ConversationId) -> InternalConversation | None:
        """The newest state with its members. 2 RU and more for large groups, in one request."""
        for _ in range(_READ_TRIES):
            rows = self._rows([conversation_id])
            if not rows:
                return None
            found = _whole(rows)
            if found:
                return found[0]
        raise Conflict("Too much happens in this conversation at once. Try again.", field="conversation_id")

    def get_many(self, conversation_ids: list[ConversationId]) -> list[InternalConversation]:
        """Those that exist, in any order."""
        return _whole(self._rows(conversation_ids))

    def _rows(self, conversation_ids: list[ConversationId]) -> list[InternalRow]:
        wanted = [(self.partition(each), sk) for each in conversation_ids for sk in (keys.META, keys.MEMBERS)]
        return list(InternalRow.batch_get(wanted, consistent_read=True)) if wanted else []

    def memberships(self, agent: AgentId) -> list[Membership]:
        """1 RU for some 80 of them."""
        rows = MembershipRow.query(keys.memberships(self._tenant, agent))
        return [_membership(row) for row in rows]

    def membership(self, agent: AgentId, conversation_id: ConversationId) -> Membership | None:
        """1 RU."""
        try:
            return _membership(MembershipRow.get(keys.memberships(self._tenant, agent), conversation_id, consistent_read=True))
        except DoesNotExist:
            return None

    # --- sending ---------------------------------------------------------------------------------------------------

    def take_place(
        self,
        conversation_id: ConversationId,
        party: Party,
        client_id: ClientId,
        content: Content,
        now: int,
        full: tuple[int, ...] | None = None,
    ) -> InternalConversation | None:
        """The next place in the log for a new message: one read of the members, one conditional update. 1 WU, 1 RU.

        None if anything stands against it: no member (now, or no more when the update arrives), repeated, out of order,
        quoting what does not exist, too fast.
        """
        members = self._members(conversation_id)
        if members is None or party.id not in (members.members or {}):
            return None
        row = InternalRow
        actions = [
            *next_place(row, client_id),
            row.last_at.set(now),
            *last_said(row, content),
            *remembered(row, client_id, row.recent, now, full),
            row.last_by_id.set(party.id),
            row.last_seq.set(row.seq + 1),
        ]
        condition = (row.version == members.version) & has_room(row.recent, full)
        if content.quote:
            condition &= row.seq >= content.quote
        known = in_turn(row, client_id, PRODUCERS_MAX)
        first = condition & known & row.forgetful.does_not_exist() if client_id.n == 1 else condition & known
        after = self._update(conversation_id, actions, first, members)
        if after is None and self._recollect(conversation_id, client_id):
            after = self._update(conversation_id, actions, condition & known, members)
        return after

    def take_other_place(
        self,
        conversation_id: ConversationId,
        role: Role,  # noqa: ARG002
        client_id: ClientId,
        voided: int,
        now: int,
        *,
        note: bool = False,  # noqa: ARG002
    ) -> InternalConversation | None:
        """Another place for a message whose first place was closed before it was stored. None if somebody did so already."""
        members = self._members(conversation_id)
        if members is None:
            return None
        row = InternalRow
        number, place = row.producer_n[client_id.producer], row.producer_seq[client_id.producer]
        actions = [*next_place(row, client_id), row.last_at.set(now), row.last_seq.set(row.seq + 1)]
        condition = (number == client_id.n) & (place == voided) & (row.version == members.version)
        return self._update(conversation_id, actions, condition, members)

    def _members(self, conversation_id: ConversationId) -> InternalRow | None:
        try:
            return InternalRow.get(self.partition(conversation_id), keys.MEMBERS, consistent_read=True)
        except DoesNotExist:
            return None

    def _update(
        self, conversation_id: ConversationId, actions: list[Action], condition: Condition, members: InternalRow
    ) -> InternalConversation | None:
        row = InternalRow(self.partition(conversation_id), keys.META)
        return _conversation(row, members) if _applied(row, actions, condition) else None

    def _recollect(self, conversation_id: ConversationId, client_id: ClientId) -> bool:
        """Brings back what is known of a producer that the item has put away, or makes room for a new one.

        True if the item says now what there is to say of this producer, and did not before: worth another try.
        """
        for _ in range(_CONFLICT_TRIES):
            partition = self.partition(conversation_id)
            try:
                row = InternalRow.get(partition, keys.META, consistent_read=True)
            except DoesNotExist:
                return False
            places = _places(row)
            if client_id.producer in places or (not row.forgetful and len(places) < PRODUCERS_MAX):
                return False
            old = _put_away(partition, client_id.producer) if row.forgetful else None
            if self._rearranged(row, places, client_id.producer, old):
                return True
        raise StaleWrite

    def _rearranged(self, row: InternalRow, places: dict[str, Place], producer: str, old: Place | None) -> bool:
        """False when somebody wrote meanwhile. 1 WU, and one for each producer that is put away, some messages once."""
        actions: list[Action] = []
        if len(places) >= PRODUCERS_MAX:
            newest = sorted(places, key=lambda each: places[each].seq, reverse=True)
            for each in newest[PRODUCERS_KEPT:]:
                PlaceRow(row.pk, keys.place(each), n=places[each].n, seq=places[each].seq).save()
                actions += [InternalRow.producer_n[each].remove(), InternalRow.producer_seq[each].remove()]
            actions.append(InternalRow.forgetful.set(True))
        if old is not None:
            actions += [InternalRow.producer_n[producer].set(old.n), InternalRow.producer_seq[producer].set(old.seq)]
        if not actions:
            return True
        return _applied(InternalRow(row.pk, keys.META), actions, InternalRow.seq == row.seq)

    # --- changes ---------------------------------------------------------------------------------------------------

    def apply(self, transition: InternalChange) -> None:
        """Writes a change and all that belongs to it, or nothing. Raises `StaleWrite` if the conversation is another one now."""
        try:
            transact(list(self._steps(transition)))
        except Conflict as error:
            raise StaleWrite from error

    def _steps(self, change: InternalChange) -> Iterable[Step]:
        before, after = change.before, change.after
        partition = self.partition(after.conversation_id)
        stale = StaleWrite()
        if change.entry is not None:
            yield Put(self.log_row(after.conversation_id, change.entry), LogRow.pk.does_not_exist(), stale)
        if before is None:
            yield Put(_new_row(partition, after), InternalRow.pk.does_not_exist(), stale)
        else:
            unchanged = (InternalRow.seq == before.seq) & (InternalRow.version == before.version)
            yield Update(InternalRow(partition, keys.META), _changes(after), unchanged, stale)
        if change.joined or change.left:
            row = InternalRow(partition, keys.MEMBERS, version=after.version, members=dict(after.members))
            free = InternalRow.pk.does_not_exist() if before is None else InternalRow.version == before.version
            yield Put(row, free, stale)
        if isinstance(change.entry, Recalled):
            target = LogRow(partition, keys.log_entry(change.entry.target))
            yield Update(target, [LogRow.recalled.set(True)], LogRow.kind == f"{self.kind_prefix}message", stale)
        for agent in change.joined:
            # What was said before they came is there to read, but does not count as unread.
            read = before.seq if before else (after.seq if agent == after.creator_id else 0)
            actions = [MembershipRow.read_seq.set(read), MembershipRow.used_at.set(after.last_at), MembershipRow.left_at.remove()]
            yield Update(self._membership_row(agent, after.conversation_id), actions, None, stale)
        for agent in change.left:
            row_of = self._membership_row(agent, after.conversation_id)
            yield Update(row_of, [MembershipRow.left_at.set(after.last_at)], MembershipRow.pk.exists(), stale)

    def mark_read(self, agent: AgentId, conversation_id: ConversationId, seq: int, now: int) -> bool:
        """1 WU."""
        row = MembershipRow
        actions = [row.read_seq.set(seq), row.used_at.set(now)]
        condition = row.pk.exists() & row.left_at.does_not_exist() & (row.read_seq < seq)
        return _applied(self._membership_row(agent, conversation_id), actions, condition)

    def _membership_row(self, agent: AgentId, conversation_id: ConversationId) -> MembershipRow:
        return MembershipRow(keys.memberships(self._tenant, agent), conversation_id)


def _applied(row: Any, actions: Sequence[Action], condition: Condition) -> bool:
    """False when the condition does not hold. A plain update that meets a transaction on the item is refused for that moment."""
    for _ in range(_CONFLICT_TRIES):
        try:
            row.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == _FAILED:
                return False
            if error.cause_response_code != "TransactionConflictException":
                raise
        else:
            return True
    raise StaleWrite


def _put_away(partition: str, producer: str) -> Place | None:
    try:
        row = PlaceRow.get(partition, keys.place(producer), consistent_read=True)
    except DoesNotExist:
        return None
    return Place(int(row.n), int(row.seq))


def _new_row(partition: str, conversation: InternalConversation) -> InternalRow:
    return InternalRow(
        partition,
        keys.META,
        kind=conversation.kind,
        seq=conversation.seq,
        name=conversation.name or None,
        creator_id=conversation.creator_id,
        version=conversation.version,
        opened_at=conversation.created_at,
        last_at=conversation.last_at,
        message_count=0,
        producer_n={},
        producer_seq={},
        recent=[],
    )


def _changes(after: InternalConversation) -> list[Action]:
    row = InternalRow
    return [
        row.seq.set(after.seq),
        row.version.set(after.version),
        row.last_at.set(after.last_at),
        row.creator_id.set(after.creator_id),
        row.name.set(after.name) if after.name else row.name.remove(),
        row.last_text.set(after.last_text) if after.last_text else row.last_text.remove(),
        row.last_kind.remove() if after.last_kind == "text" else row.last_kind.set(after.last_kind),
    ]


def _whole(rows: list[InternalRow]) -> list[InternalConversation]:
    """Conversations of which both items were read, of the same version: a change may have come between the two."""
    heads = {row.pk: row for row in rows if row.sk == keys.META}
    members = {row.pk: row for row in rows if row.sk == keys.MEMBERS}
    return [_conversation(row, members[pk]) for pk, row in heads.items() if pk in members and members[pk].version == row.version]


def _places(row: InternalRow) -> dict[str, Place]:
    numbers, places = row.producer_n.as_dict(), row.producer_seq.as_dict()
    return {producer: Place(int(n), int(places[producer])) for producer, n in numbers.items()}


def _conversation(row: InternalRow, members: InternalRow) -> InternalConversation:
    return InternalConversation(
        conversation_id=ConversationId(row.pk.rpartition("#")[2]),
        kind=cast("Literal['pair', 'group']", row.kind),
        seq=int(row.seq),
        name=row.name or "",
        creator_id=AgentId(row.creator_id),
        members={AgentId(agent): str(name) for agent, name in (members.members or {}).items()},
        version=int(row.version),
        created_at=int(row.opened_at),
        last_at=int(row.last_at),
        last_by_id=row.last_by_id or "",
        last_seq=int(row.last_seq or 0),
        last_text=row.last_text or "",
        last_kind=cast("LastKind", row.last_kind or "text"),
        message_count=int(row.message_count or 0),
        places=_places(row),
        recent_times=tuple(int(each) for each in row.recent or ()),
    )


def _membership(row: MembershipRow) -> Membership:
    left: float | None = row.left_at
    return Membership(ConversationId(row.sk), int(row.read_seq), int(row.used_at), None if left is None else int(left))
