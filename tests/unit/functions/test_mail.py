"""Mails while the provider is down: tried again, parked, taken up again, sent once."""

import json
import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from msgspec.structs import replace

from parlor.domain import mails
from parlor.domain.ids import TenantId, VisitorId, new_ulid
from parlor.domain.mails import Attachment, Mail, MailDown, MailKind, MailRefused
from parlor.domain.outbox import PAUSES_S, MailDue, in_plain, packed, pauses_of, unpacked
from parlor.gateways.mail import SesMailer
from parlor.gateways.mail_queue import QueuedMailer, TenantMailer
from parlor.storage import keys, sent_mails
from parlor.storage import tables as stored
from parlor.storage.sent_mails import ConcernedStore, SentMailStore
from parlor.usecases.deliver_mail import DeliverMail
from tests.fakes.dynamo import tables
from tests.fakes.office import FakeParking
from tests.fakes.world import FixedClock

KINDS: list[Mail] = [
    mails.left_message_received(to="a@b.example", language="en", company="Tea"),
    mails.left_message_answered(
        to="a@b.example", language="en", company="Tea", agent="Lin", question="?", answer="!", reply_url="https://x.example"
    ),
    mails.unread_by_visitor(
        to="a@b.example", language="zh-CN", company="茶", agent="Lin", text="你好", resume_url="https://x", unsubscribe_url="https://y"
    ),
    mails.unread_by_agent(to="a@b.example", language="en", visitor="V-1", text="hello", desk_url="https://x"),
    mails.conversation_kept(to="a@b.example", subject="Tea", page="<html><body><p>hello</p></body></html>"),
    mails.joined_company(to="a@b.example", language="en", company="Tea", admin="Ada", sign_in_url="https://x"),
    mails.webhook_switched_off(to="a@b.example", language="en", company="Tea", url="https://x", sign_in_url="https://y"),
    mails.account_known(to="a@b.example", language="en", sign_in_url="https://x"),
    Mail(to="a@b.example", subject="s", text="t", html="h", attachments=(Attachment("r.xlsx", "a/b", b"\x00\xff"),), what="report"),
]


class Provider:
    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        if self.fault:
            raise self.fault
        self.sent.append(mail)


class Scene:
    def __init__(self) -> None:
        sent_mails.bind("Presence")
        stored.bind(chat_table="Chat", presence_table="Presence")
        self.clock = FixedClock()
        self.provider = Provider()
        self.parking = FakeParking()
        self.gone: set[str] = set()
        concerned = ConcernedStore(lambda tenant: tenant not in self.gone)
        self.deliver = DeliverMail(self.provider, concerned, SentMailStore(self.clock.now_ms), self.parking, PAUSES_S)

    def due(self, mail: Mail) -> MailDue:
        return MailDue(new_ulid(self.clock.now), replace(mail, tenant=new_ulid(self.clock.now)))


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with tables():
        yield Scene()


@pytest.mark.parametrize("mail", KINDS, ids=lambda mail: mail.what)
def test_provider_down_then_parked_then_sent_once(scene: Scene, mail: Mail) -> None:
    due = unpacked(packed(scene.due(mail)))
    scene.provider.sent.clear()
    scene.parking.parked.clear()
    scene.provider.fault = MailDown("ServiceUnavailable: later")
    pauses = [scene.deliver(due, tries).pause_s for tries in range(1, len(PAUSES_S) + 1)]
    assert pauses == list(PAUSES_S)
    assert not scene.parking.parked
    assert scene.deliver(due, len(PAUSES_S) + 1).outcome == "parked"
    assert scene.parking.parked == [("mail", "ServiceUnavailable: later", due)]

    scene.provider.fault = None
    assert scene.deliver(due, 99).outcome == "sent"
    assert scene.deliver(due, 1).outcome == "sent before"
    assert scene.provider.sent == [due.mail]


def test_a_refused_mail_is_not_tried_again(scene: Scene) -> None:
    scene.parking.parked.clear()
    scene.provider.fault = MailRefused("MessageRejected: Email address is not verified.\n  Really.")
    assert scene.deliver(scene.due(KINDS[0]), 1).outcome == "parked"
    assert [reason for _, reason, _ in scene.parking.parked] == ["MessageRejected: Email address is not verified. Really."]


class Ses:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def send_email(self, **asked: Any) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ClientError({"Error": {"Code": "MessageRejected", "Message": "no"}}, "SendEmail"), MailRefused),
        (ClientError({"Error": {"Code": "MailFromDomainNotVerifiedException"}}, "SendEmail"), MailRefused),
        (ClientError({"Error": {"Code": "TooManyRequestsException"}}, "SendEmail"), MailDown),
        (ClientError({"Error": {"Code": "SendingPausedException"}}, "SendEmail"), MailDown),
        (ClientError({"Error": {"Code": "500"}}, "SendEmail"), MailDown),
        (EndpointConnectionError(endpoint_url="https://email"), MailDown),
    ],
)
def test_refusals_last_and_faults_pass(error: Exception, kind: type[Exception]) -> None:
    mailer = SesMailer("parlor@parlor.example")
    mailer.__dict__["_client"] = Ses(error)
    with pytest.raises(kind):
        mailer.send(KINDS[0])


def test_a_mail_waits_in_the_queue_with_its_tenant_and_a_huge_one_goes_at_once(scene: Scene) -> None:
    sqs = boto3.client("sqs", region_name="us-east-1")
    url = sqs.create_queue(QueueName="mails")["QueueUrl"]
    direct = Provider()
    mailer = QueuedMailer(url, direct, scene.clock.now_ms)
    mailer.__dict__["_client"] = sqs
    TenantMailer(TenantId("T"), mailer).send(KINDS[2])
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert unpacked(message["Body"]).mail == replace(KINDS[2], tenant="T")
    noise = new_ulid(1)
    mailer.send(replace(KINDS[0], html=os.urandom(200_000).hex(), text=noise))
    assert [mail.text for mail in direct.sent] == [noise]
    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)


def test_what_is_no_mail_of_ours_is_said_to_be_none() -> None:
    for body in ("", "{}", "!!!", "aGVsbG8="):
        with pytest.raises(ValueError, match="not a mail of ours"):
            unpacked(body)


def test_pauses_are_a_choice_of_the_deployment() -> None:
    kinds: set[MailKind] = {mail.what for mail in KINDS}
    assert len(kinds) == 8
    assert pauses_of("") == PAUSES_S
    assert pauses_of("1,2") == (1, 2)


def test_a_mail_that_waited_is_dropped_once_its_visitor_is_erased_or_its_company_gone(scene: Scene) -> None:
    due = scene.due(replace(KINDS[2], visitor_id=new_ulid(1)))
    tenant = TenantId(due.mail.tenant)
    scene.parking.parked.clear()
    scene.provider.sent.clear()
    scene.provider.fault = MailDown("later")
    assert scene.deliver(due, 1).outcome == scene.deliver(due, 2).outcome == "again"
    scene.provider.fault = None
    stored.ProfileRow(keys.visitor(tenant, VisitorId(due.mail.visitor_id)), keys.PROFILE, erased_at=scene.clock.now).save()
    assert scene.deliver(due, 3).outcome == "nobody's any more"
    other = scene.due(KINDS[5])
    scene.gone.add(other.mail.tenant)
    assert scene.deliver(other, 1).outcome == "nobody's any more"
    assert not scene.provider.sent
    assert not scene.parking.parked
    last = MailDue(new_ulid(2), KINDS[5])
    assert scene.deliver(last, 1).outcome == "sent", "what names no company is not asked about"


def test_what_a_parked_mail_says_can_be_looked_through(scene: Scene) -> None:
    body = packed(scene.due(KINDS[2]))
    for payload in (body, json.dumps({"consumer": "mail", "record": body})):
        assert "a@b.example" in in_plain(payload)
        assert "你好" in in_plain(payload)
    for payload in ("nonsense", '{"kind": "x"}', "[1]", '{"record": {"a": "b"}}'):
        assert in_plain(payload) == payload
