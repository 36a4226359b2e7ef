"""Messages set a timer for their reader: one for each conversation and reader of a batch."""

from typing import Any

from parlor.domain.directory import Company
from parlor.domain.events import Event, MessageSaid, PoisonRecord
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.jobs import UnreadNotice
from parlor.usecases.schedule_unread_notices import schedule_unread_notices
from tests.fakes.office import FakeDirectory, FakeParking, FakeTimers

TENANT = TenantId("T")
COMPANY = Company(tenant_id=TENANT, company="A", time_zone="UTC", language="en", created_at=0, unread_grace_s=45)


def event_of(record: Any) -> Event | None:
    if isinstance(record, Exception):
        raise record
    event: Event | None = record
    return event


def said(seq: int, by: str = "visitor", conversation: str = "C", tenant: str = "T") -> MessageSaid:
    return MessageSaid(TenantId(tenant), ConversationId(conversation), seq, by, 0)  # type: ignore[arg-type]


def scheduled(records: list[Any]) -> tuple[FakeTimers, FakeParking]:
    timers, parking = FakeTimers(), FakeParking()

    def directory_of(tenant: TenantId) -> Any:
        return FakeDirectory(tenant, COMPANY if tenant == TENANT else None)

    schedule_unread_notices(records, event_of, directory_of, timers, parking)
    return timers, parking


def test_one_job_for_each_reader_with_the_newest_message() -> None:
    timers, _ = scheduled([said(4), said(2), said(3, "agent"), said(9, conversation="D"), None])
    assert timers.jobs == [
        (45, UnreadNotice(tenant="T", conversation_id="C", reader="agent", seq=4)),
        (45, UnreadNotice(tenant="T", conversation_id="C", reader="visitor", seq=3)),
        (45, UnreadNotice(tenant="T", conversation_id="D", reader="agent", seq=9)),
    ]


def test_poison_is_parked_and_the_others_get_their_job() -> None:
    timers, parking = scheduled([PoisonRecord("odd"), said(1), said(1, tenant="unknown", conversation="E")])
    assert len(timers.jobs) == 1
    assert [reason for _, reason, _ in parking.parked] == ["odd", "there is no company unknown"]
