"""The stream functions with records as DynamoDB sends them, on tables and queues in memory."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from msgspec.structs import replace

import stream_notify
import stream_rollup
from parlor.domain.directory import PendingCompany, new_company
from parlor.domain.figures import Total
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId, new_ulid
from parlor.domain.metrics import HOUR_MS
from parlor.storage import directory
from parlor.storage.directory import CompanyStore
from parlor.storage.memory import Memory
from parlor.storage.metrics import MetricStore
from tests.fakes.dynamo import tables

NOW = 1_790_000_000_000
TENANT = TenantId(new_ulid(NOW))
CONVERSATION, VISITOR, OTHER = (new_ulid(NOW) for _ in range(3))


class Queues:
    def __init__(self) -> None:
        self.sqs: Any = boto3.client("sqs", region_name="us-east-1")
        self.parked = self.sqs.create_queue(QueueName="parked")["QueueUrl"]
        self.timers = self.sqs.create_queue(QueueName="timers")["QueueUrl"]
        self.s3: Any = boto3.client("s3", region_name="us-east-1")
        self.s3.create_bucket(Bucket="archive")

    def messages(self, url: str) -> list[Any]:
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queues]:
    with tables():
        made = Queues()
        names = {
            "DIRECTORY_TABLE": "Directory",
            "METRICS_TABLE": "Metrics",
            "PARKED_QUEUE_URL": made.parked,
            "TIMER_QUEUE_URL": made.timers,
            "ARCHIVE_BUCKET": "archive",
        }
        for name, value in names.items():
            monkeypatch.setenv(name, value)
        stream_rollup.consumer.cache_clear()
        stream_notify.consumer.cache_clear()
        yield made


def record(image: dict[str, Any]) -> dict[str, Any]:
    typed = {key: {"N": str(value)} if isinstance(value, int) else {"S": value} for key, value in image.items()}
    return {"eventName": "INSERT", "dynamodb": {"NewImage": typed}}


def entry(kind: str, seq: int, **more: Any) -> dict[str, Any]:
    own = {"pk": f"{TENANT}#C#{CONVERSATION}", "sk": f"L#{seq:010d}", "kind": kind, "seq": seq, "at": NOW}
    return record(own | {"tenant": TENANT, "conversation_id": CONVERSATION, "by_role": "visitor"} | more)


def page(n: int) -> dict[str, Any]:
    row = {"pk": f"{TENANT}#LIVE#0", "sk": f"{VISITOR}#P#{n:026d}", "type": "page_view", "tenant": TENANT}
    return record(row | {"visitor_id": VISITOR, "at": NOW})


POISON = entry("queued", 1, at="soon", conversation_id="?")
VISIT = record({"pk": f"{TENANT}#LIVE#0", "sk": VISITOR, "type": "visit", "visitor_id": VISITOR, "visit_id": OTHER, "at": NOW})
LEFT = record({"pk": f"{TENANT}#M#{OTHER}", "sk": "META", "at": NOW})


def figure(metric: Total) -> int:
    return sum(MetricStore(TENANT).hours(metric, NOW - HOUR_MS, NOW + HOUR_MS).values())


def test_a_batch_is_counted_around_its_poison_and_once_when_it_comes_again(queues: Queues) -> None:
    batch = [entry("queued", 1), POISON, entry("accepted", 2), entry("accepted", 9), VISIT, page(1), page(2), LEFT, entry("message", 3)]
    stream_rollup.handler({"Records": batch}, None)
    stream_rollup.handler({"Records": [page(3), *reversed(batch)]}, None)
    figures = {name: figure(name) for name in ("consultations_online", "accepted", "visits", "views", "consultations_offline")}
    assert figures == {"consultations_online": 1, "accepted": 1, "visits": 1, "views": 3, "consultations_offline": 1}
    parked = queues.messages(queues.parked)
    assert [(each["consumer"], each["record"]) for each in parked] == [("roll_up", POISON), ("roll_up", POISON)]
    days = {each["Key"].rpartition("/")[0] for each in queues.s3.list_objects_v2(Bucket="archive")["Contents"]}
    assert days == {f"facts/tenant={TENANT}/day={datetime.fromtimestamp(NOW / 1000, UTC):%Y-%m-%d}"}
    assert "invalid literal" in parked[0]["reason"] or "not an id" in parked[0]["reason"]


def test_a_message_sets_one_timer_for_its_reader_after_the_companys_grace(queues: Queues) -> None:
    directory.bind("Directory")
    pending = PendingCompany(
        email="a@b.cd",
        subject="s",
        tenant_id=TENANT,
        agent_id=AgentId(new_ulid(NOW)),
        department_ids=(DepartmentId(new_ulid(NOW)), DepartmentId(new_ulid(NOW))),
        style_id=StyleId(new_ulid(NOW)),
        company="Tea",
        name="Lin",
        language="en",
        time_zone="UTC",
        created_at=NOW,
    )
    CompanyStore(lambda: NOW).create(new_company(pending, NOW))
    store = directory.DirectoryStore(TENANT, Memory(lambda: NOW))
    store.change_company(store.company(), replace(store.company(), unread_grace_s=0))
    stream_notify.handler(
        {"Records": [entry("message", 3), entry("message", 2, at="soon"), POISON, entry("message", 4), entry("queued", 1)]}, None
    )
    (job,) = queues.messages(queues.timers)
    assert job.pop("due_at") > NOW
    assert job == {"kind": "unread_notice", "tenant": TENANT, "conversation_id": CONVERSATION, "reader": "agent", "seq": 4}
    assert len(queues.messages(queues.parked)) == 1


def test_a_table_that_cannot_be_reached_makes_the_batch_come_again(queues: Queues, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_TABLE", "Nowhere")
    stream_rollup.consumer.cache_clear()
    with pytest.raises(Exception, match="ResourceNotFoundException"):
        stream_rollup.handler({"Records": [page(1)]}, None)
