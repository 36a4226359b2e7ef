"""One try after the other: log, pauses, giving up, switching off."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from parlor.domain.directory import Agent, Company
from parlor.domain.ids import AgentId, TenantId, new_ulid
from parlor.domain.webhooks import GIVE_UP_MS, TRIES_MAX, Answered, DeliveryJob, Heard, Trouble, Webhook, WebhookEvent
from parlor.storage import webhooks
from parlor.storage.memory import Memory
from parlor.storage.webhooks import WebhookStore
from parlor.usecases.deliver_webhook import DeliverWebhook
from parlor.usecases.tell_webhooks import tell_webhooks
from tests.fakes.api import MailBox
from tests.fakes.dynamo import tables
from tests.fakes.office import FakeParking
from tests.fakes.world import FixedClock, SmallDirectory


class Receiver:
    def __init__(self) -> None:
        self.problem: Trouble = ""
        self.got: list[tuple[str, dict[str, str], bytes]] = []

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Answered:
        self.got.append((url, headers, body))
        return Answered(status=500 if self.problem else 204, problem=self.problem, took_ms=1)


class Scene:
    def __init__(self) -> None:
        webhooks.bind("Directory", "Chat")
        self.clock = FixedClock()
        self.tenant = TenantId(new_ulid(self.clock.now))
        self.store = WebhookStore(self.tenant, Memory(self.clock.now_ms))
        self.receiver = Receiver()
        self.mail = MailBox()
        company = Company(tenant_id=self.tenant, company="Tea", time_zone="Asia/Shanghai", language="en", created_at=1)
        directory = SmallDirectory(company, [], [])
        for number, (role, disabled) in enumerate([("admin", False), ("admin", True), ("agent", False)]):
            agent_id = AgentId(new_ulid(self.clock.now))
            directory.known_agents[agent_id] = Agent(
                agent_id=agent_id,
                subject="",
                email=f"{number}@tea.example",
                number="",
                name="",
                role=role,
                disabled=disabled,  # type: ignore[arg-type]
            )
        self.deliver = DeliverWebhook(
            self.store, directory, self.receiver, self.mail, lambda: b"master", self.clock, "https://parlor.example"
        )
        self.webhook = Webhook(webhook_id="w", url="https://a.example/", events=("message.created",), created_at=self.clock.now)
        self.store.add(self.webhook)

    def job(self, seq: int = 1, **more: Any) -> DeliveryJob:
        event = WebhookEvent(
            id=f"c.{seq}", type="message.created", created_at=self.clock.now, company_id=self.tenant, about="c", data={"text": "你好"}
        )
        return DeliveryJob(tenant=self.tenant, webhook_id="w", event=event, **more)

    def state(self) -> list[tuple[str, int]]:
        return [(each.state, each.tries) for each in self.store.deliveries("w", None)[0]]


@pytest.fixture
def scene() -> Iterator[Scene]:
    with tables():
        yield Scene()


def test_what_is_taken_is_done_with_and_in_the_log(scene: Scene) -> None:
    assert scene.deliver(scene.job(), 1) is None
    ((url, headers, body),) = scene.receiver.got
    assert url == "https://a.example/"
    assert headers["Parlor-Event-Id"] == "c.1"
    assert headers["Parlor-Signature"].startswith(f"t={scene.clock.now // 1000},v1=")
    (delivery,) = scene.store.deliveries("w", None)[0]
    assert (delivery.state, delivery.status, delivery.body) == ("delivered", 204, body.decode())
    assert scene.store.get("w").failing_since is None


def test_what_is_not_taken_comes_again_until_it_is_given_up(scene: Scene) -> None:
    scene.receiver.problem = "status"
    job = scene.job()
    pauses = [scene.deliver(job, tries) for tries in range(1, TRIES_MAX + 1)]
    assert pauses[-1] is None
    assert all(pauses[:-1])
    assert scene.state() == [("failed", TRIES_MAX)]
    began = scene.store.get("w").failing_since
    scene.clock.now += 1000
    scene.receiver.problem = ""
    scene.deliver(scene.job(2), 1)
    assert began is not None
    assert scene.store.get("w").failing_since is None


def test_after_a_day_without_a_yes_it_is_switched_off_once_and_who_can_mend_it_is_told(scene: Scene) -> None:
    scene.receiver.problem = "unreachable"
    scene.deliver(scene.job(1), 1)
    scene.clock.now += GIVE_UP_MS - 1
    scene.deliver(scene.job(2), 1)
    assert scene.store.get("w").active
    assert scene.mail.mails == []
    scene.clock.now += 1
    job = scene.job(3)
    scene.deliver(job, 1)
    scene.deliver(job, 1)
    off = scene.store.get("w")
    assert (off.active, off.off_reason, off.version) == (False, "failing", scene.webhook.version + 1)
    assert [mail.to for mail in scene.mail.mails] == ["0@tea.example"]
    assert scene.state()[0] == ("skipped", 1)


def test_a_webhook_that_is_gone_or_off_gets_nothing(scene: Scene) -> None:
    scene.store.change(scene.webhook, replace(scene.webhook, active=False, off_reason="by_hand"))
    assert scene.deliver(scene.job(), 1) is None
    assert scene.state() == [("skipped", 1)]
    scene.store.delete("w")
    assert scene.deliver(scene.job(), 1) is None
    assert scene.receiver.got == []


def test_an_event_is_queued_for_each_that_listens_and_a_company_without_costs_one_read(scene: Scene) -> None:
    queued: list[DeliveryJob] = []

    class Queue:
        def put(self, jobs: Any) -> None:
            queued.extend(jobs)

    other = WebhookStore(TenantId(new_ulid(scene.clock.now)), Memory(scene.clock.now_ms))
    reads: list[str] = []
    other._rows = lambda consistent: reads.append("read") or []  # type: ignore[method-assign,func-returns-value]
    mine, theirs = scene.job(1).event, replace(scene.job(2).event, company_id=TenantId("T"))
    stores = {scene.tenant: scene.store, "T": other}
    told = tell_webhooks(
        [mine, theirs, theirs, None],
        lambda record: record and Heard(record.company_id, record.type),
        lambda record, heard: record,
        lambda tenant: stores[tenant],
        Queue(),
        FakeParking(),
    )
    assert told == 1
    assert [job.webhook_id for job in queued] == ["w"]
    assert reads == ["read"]
