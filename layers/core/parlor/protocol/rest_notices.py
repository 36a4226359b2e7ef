"""REST bodies of the notices to staff."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.staff_notices import Audience
from parlor.protocol.views import Millis, StaffNoticeView, Ulid


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class PublishNotice(_Body, frozen=True, kw_only=True):
    """Without `from_at` it holds from now on, without `until` for seven days; 90 days at most.

    `department_ids` goes with the audience `departments`, `agent_ids` with `agents`.
    """

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    text: Annotated[str, Meta(min_length=1, max_length=2_000)]
    audience: Audience = "all"
    department_ids: Annotated[list[Ulid], Meta(max_length=50)] = []
    agent_ids: Annotated[list[Ulid], Meta(max_length=100)] = []
    from_at: Millis | None = None
    until: Millis | None = None


class MyNotice(_Answer, frozen=True, kw_only=True):
    notice: StaffNoticeView
    read: bool = False


class MyNotices(_Answer, frozen=True, kw_only=True):
    """What the company has to say to me now, the newest first. `next_at`: then another one begins, so ask again."""

    notices: list[MyNotice]
    next_at: Millis | None = None


class PublishedNotices(_Answer, frozen=True, kw_only=True):
    """All that were ever published, the newest first, thirty at a time."""

    notices: list[StaffNoticeView]
    cursor: str | None = None


class NoticeReader(_Answer, frozen=True, kw_only=True):
    agent_id: Ulid
    name: str
    number: str
    read_at: Millis | None = None


class NoticeReaders(_Answer, frozen=True, kw_only=True):
    """Whom the notice means now, and those who have read it since; who has not stands first."""

    readers: list[NoticeReader]
    read: int
