"""REST bodies of internal conversations (内部对话). Their messages go over the socket."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.internal import MEMBERS_MAX
from parlor.protocol.views import Entry, InternalView, Sequence, Ulid

GroupName = Annotated[str, Meta(min_length=1, max_length=40)]
Colleagues = Annotated[list[Ulid], Meta(min_length=1, max_length=MEMBERS_MAX)]


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class OpenPair(_Body, frozen=True, kw_only=True):
    """Answers with the one conversation with this colleague; the first who asks makes it."""

    agent_id: Ulid


class OpenGroup(_Body, frozen=True, kw_only=True):
    """Who makes a group is a member without being named."""

    name: GroupName
    agent_ids: Colleagues


class RenameGroup(_Body, frozen=True, kw_only=True):
    name: GroupName


class AddMembers(_Body, frozen=True, kw_only=True):
    agent_ids: Colleagues


class InternalList(_Answer, frozen=True, kw_only=True):
    """One's own, the latest first: two hundred at most, those that one has used last."""

    conversations: list[InternalView]


class InternalRecordList(_Answer, frozen=True, kw_only=True):
    """Conversations of a member, the latest first within a page."""

    conversations: list[InternalView]
    cursor: str | None = None


class InternalLog(_Answer, frozen=True, kw_only=True):
    """Contiguous entries, what was recalled included."""

    conversation: InternalView
    entries: list[Entry]
    last_seq: Sequence
