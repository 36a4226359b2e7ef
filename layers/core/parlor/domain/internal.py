"""Conversations among colleagues (内部对话): between two, and in groups (群组沟通). No visitor ever sees one.

They keep the same log under the same contract as visitors' conversations (docs/life-of-a-message.md), with members in the
place of the two sides. Every change is a pure function from the conversation as read to the one after it.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.content import Content
from parlor.domain.conversation import LastKind, Party, Place, Side, may_take_back, out_of_turn
from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound, ParlorError
from parlor.domain.ids import AgentId, ConversationId
from parlor.domain.log import ClientId, Entry, GroupMember, GroupOpened, GroupRenamed, MemberLeft, MembersJoined, Message, Recalled
from parlor.domain.ports import Talks

MEMBERS_MAX = 80
"""Of a group: with its rows it is made in one transaction, which takes a hundred items."""
LISTED_MAX = 200
"""Conversations that are listed of one person, those that they used last."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class InternalConversation(Struct, frozen=True, kw_only=True):
    """One conversation without its log. Times are in milliseconds since 1970 UTC."""

    conversation_id: ConversationId
    kind: Literal["pair", "group"]
    seq: int
    name: str = ""
    """Of a group; two colleagues have none."""
    creator_id: AgentId
    members: Mapping[AgentId, str]
    """With the names that they had when they came."""
    version: int = 1
    """Grows with every change of members: a message is stored only for those whom its sender's check has seen."""
    created_at: int
    last_at: int
    last_by_id: str = ""
    last_seq: int = 0
    """Where the last message stands."""
    last_text: str = ""
    last_kind: LastKind = "text"
    message_count: int = 0
    places: dict[str, Place] = {}
    """By producer; the oldest are kept elsewhere (storage/internal.py)."""
    recent_times: tuple[int, ...] = ()

    @property
    def written_at(self) -> int:
        return self.last_at

    def check_may_read(self, party: Party) -> None:
        """Raises `NotFound` for who is no member: they must not learn that it exists."""
        if party.side != "agent" or party.id not in self.members:
            raise NotFound("There is no such conversation.", field="conversation_id")

    check_may_add = check_may_read

    def recent(self, side: Side) -> tuple[int, ...]:  # noqa: ARG002
        """All members share one list: it stops floods, not talk."""
        return self.recent_times

    def refusal(self, party: Party, client_id: ClientId, content: Content, now: int) -> ParlorError | None:
        return out_of_turn(self, party, client_id, content.quote, now)

    def taken_back(self, party: Party, target: Entry | None, now: int) -> "InternalChange | None":
        """Raises `NotFound` when there is no such message, `Forbidden` for somebody else's, `Conflict` (`too_late`)."""
        if not isinstance(target, Message):
            raise NotFound("There is no such message.", field="seq")
        if not may_take_back(party, target, now):
            return None
        entry = Recalled(seq=self.seq + 1, at=now, by=party.author(), target=target.seq)
        after = replace(self, seq=entry.seq)
        if self.last_seq == target.seq:
            after = replace(after, last_text="", last_kind="recalled")
        return InternalChange(before=self, after=after, entry=entry)


class InternalChange(Struct, frozen=True, kw_only=True):
    """What one step changes. `before` is None for a conversation that opens; a pair opens without an entry."""

    before: InternalConversation | None
    after: InternalConversation
    entry: Entry | None

    @property
    def joined(self) -> frozenset[AgentId]:
        return frozenset(self.after.members) - frozenset(self.before.members if self.before else ())

    @property
    def left(self) -> frozenset[AgentId]:
        return frozenset(self.before.members if self.before else ()) - frozenset(self.after.members)


class Membership(Struct, frozen=True):
    """One member of one conversation. `left_at`: they are none any more, and it stands in the records only."""

    conversation_id: ConversationId
    read_seq: int = 0
    used_at: int = 0
    """When they came or read the last time: those used last are listed."""
    left_at: int | None = None


class InternalConversations(Talks[InternalConversation], Protocol):
    """One tenant's; see storage/internal.py for what each call costs."""

    def get_many(self, conversation_ids: list[ConversationId]) -> list[InternalConversation]: ...
    def memberships(self, agent: AgentId) -> list[Membership]:
        """All of one person, also those that are over."""

    def membership(self, agent: AgentId, conversation_id: ConversationId) -> Membership | None: ...
    def mark_read(self, agent: AgentId, conversation_id: ConversationId, seq: int, now: int) -> bool:
        """Moves the mark forward. False if it stands there already, or for no member."""


def pair_id(one: AgentId, other: AgentId) -> ConversationId:
    """The id of the conversation between two: there is exactly one, whoever begins."""
    value = int.from_bytes(blake2b("#".join(sorted((one, other))).encode(), digest_size=16).digest(), "big")
    return ConversationId("".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5)))


def open_pair(me: Party, other: Party, now: int) -> InternalChange:
    """Raises `Invalid` for oneself."""
    if me.id == other.id:
        raise Invalid("Choose somebody else.", field="agent_id")
    after = InternalConversation(
        conversation_id=pair_id(AgentId(me.id), AgentId(other.id)),
        kind="pair",
        seq=0,
        creator_id=AgentId(me.id),
        members={AgentId(me.id): me.name, AgentId(other.id): other.name},
        created_at=now,
        last_at=now,
    )
    return InternalChange(before=None, after=after, entry=None)


def open_group(conversation_id: ConversationId, me: Party, name: str, others: Mapping[AgentId, str], now: int) -> InternalChange:
    """Who makes it is a member. Raises `Invalid` for nobody else or too many."""
    members = {AgentId(me.id): me.name, **others}
    if len(members) < 2:
        raise Invalid("Choose somebody.", field="agent_ids")
    _check_size(members)
    entry = GroupOpened(seq=1, at=now, by=me.author(), name=name, members=_listed(members))
    after = InternalConversation(
        conversation_id=conversation_id,
        kind="group",
        seq=1,
        name=name,
        creator_id=AgentId(me.id),
        members=members,
        created_at=now,
        last_at=now,
    )
    return InternalChange(before=None, after=after, entry=entry)


def add_members(conversation: InternalConversation, me: Party, others: Mapping[AgentId, str], now: int) -> InternalChange | None:
    """Every member of a group may. None when all of them are members."""
    _check_group(conversation, me)
    new = {agent: name for agent, name in others.items() if agent not in conversation.members}
    if not new:
        return None
    members = {**conversation.members, **new}
    _check_size(members)
    entry = MembersJoined(seq=conversation.seq + 1, at=now, by=me.author(), members=_listed(new))
    after = replace(conversation, seq=entry.seq, last_at=now, members=members, version=conversation.version + 1)
    return InternalChange(before=conversation, after=after, entry=entry)


def remove_member(conversation: InternalConversation, me: Party, agent: AgentId, now: int) -> InternalChange:
    """Everybody may leave; who made the group may send others away. Raises `Forbidden`, `NotFound`."""
    _check_group(conversation, me)
    if agent != me.id and conversation.creator_id != me.id:
        raise Forbidden("Only who made the group can send members away.", field="agent_id")
    if agent not in conversation.members:
        raise NotFound("There is no such member.", field="agent_id")
    entry = MemberLeft(seq=conversation.seq + 1, at=now, by=me.author(), agent_id=agent, agent_name=conversation.members[agent])
    members = {each: name for each, name in conversation.members.items() if each != agent}
    creator = conversation.creator_id
    if creator == agent and members:
        # Somebody must be able to go on: who has been there longest.
        creator = next(iter(members))
    after = replace(conversation, seq=entry.seq, last_at=now, members=members, creator_id=creator, version=conversation.version + 1)
    return InternalChange(before=conversation, after=after, entry=entry)


def rename_group(conversation: InternalConversation, me: Party, name: str, now: int) -> InternalChange | None:
    """Every member may. None when it has this name."""
    _check_group(conversation, me)
    if name == conversation.name:
        return None
    entry = GroupRenamed(seq=conversation.seq + 1, at=now, by=me.author(), name=name)
    return InternalChange(before=conversation, after=replace(conversation, seq=entry.seq, last_at=now, name=name), entry=entry)


def _check_group(conversation: InternalConversation, me: Party) -> None:
    conversation.check_may_read(me)
    if conversation.kind != "group":
        raise Conflict("This is a conversation between two.", code="not_a_group", field="conversation_id")


def _check_size(members: Mapping[AgentId, str]) -> None:
    if len(members) > MEMBERS_MAX:
        raise Invalid(f"A group has {MEMBERS_MAX} members at most.", code="too_many", field="agent_ids")


def _listed(members: Mapping[AgentId, str]) -> list[GroupMember]:
    return [GroupMember(agent_id=agent, name=name) for agent, name in members.items()]
