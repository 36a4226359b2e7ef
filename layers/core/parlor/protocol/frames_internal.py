"""WebSocket frames of internal conversations (内部对话). `ack`, `entry`, `history` and `error` are those of every conversation."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.rich_text import RichText
from parlor.protocol.limits import SYNC_PAGE, TEXT_MAX
from parlor.protocol.views import ClientId, Entry, InternalView, Sequence, Ulid


class _InternalFrame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    action: Literal["internal"]
    conversation_id: Ulid


class SendInternal(_InternalFrame, frozen=True, tag="send"):
    """Member. Answer: `ack`. Repeat with the same `client_id` until it comes.

    Says at least one of `text`, `body` (formatted text, from which `text` is made) and `file_id`. `quote` is the seq of the
    message that this one answers.
    """

    client_id: ClientId
    text: Annotated[str, Meta(max_length=TEXT_MAX)] = ""
    body: RichText | None = None
    quote: Annotated[int, Meta(ge=1)] | None = None
    file_id: Ulid | None = None


class SyncInternal(_InternalFrame, frozen=True, tag="sync"):
    """Member. Asks for everything after `after`, or without it for the newest `limit` entries. Answer: `internal_log`."""

    after: Sequence | None = None
    limit: Annotated[int, Meta(ge=1, le=SYNC_PAGE)] = SYNC_PAGE


class AskInternalHistory(_InternalFrame, frozen=True, tag="history"):
    """Member. Asks for the `limit` entries before `before`. Answer: `history`."""

    before: Annotated[int, Meta(ge=1)]
    limit: Annotated[int, Meta(ge=1, le=SYNC_PAGE)] = SYNC_PAGE


class MarkInternalRead(_InternalFrame, frozen=True, tag="read"):
    """Member. Everything up to `seq` has been on the reader's screen. Their other desks get `internal_read`."""

    seq: Sequence


class RecallInternal(_InternalFrame, frozen=True, tag="recall"):
    """The sender takes a message back, within two minutes. Answer: the entry `recalled`, to all members."""

    seq: Annotated[int, Meta(ge=1)]


InternalFrame = SendInternal | SyncInternal | AskInternalHistory | MarkInternalRead | RecallInternal


class _ServerFrame(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    pass


class InternalLogFrame(_ServerFrame, frozen=True, tag="internal_log"):
    """Answer to an internal `sync`: contiguous entries after what was asked (or the newest, if nothing was said)."""

    conversation: InternalView
    entries: list[Entry]
    last_seq: Sequence


class InternalConversationFrame(_ServerFrame, frozen=True, tag="internal_conversation"):
    """Members. The conversation is new, has another name or other members."""

    conversation: InternalView


class InternalLeftFrame(_ServerFrame, frozen=True, tag="internal_left"):
    """To who is no member any more."""

    conversation_id: Ulid


class InternalReadFrame(_ServerFrame, frozen=True, tag="internal_read"):
    """To the reader's other desks."""

    conversation_id: Ulid
    seq: Sequence
