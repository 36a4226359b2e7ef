"""Mails go through a queue: nobody waits for the provider, and what it does not take now it takes later."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from botocore.session import get_session
from msgspec.structs import replace

from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.mails import Mail, Mailer
from parlor.domain.outbox import MailDue, packed

_BODY_MAX = 250_000
"""Bytes; SQS takes 256 KiB."""


class QueuedMailer:
    """`direct` sends what is too large for the queue at once: then its refusal is raised to who asked."""

    def __init__(self, queue_url: str, direct: Mailer, now_ms: Callable[[], int]) -> None:
        self._queue_url = queue_url
        self._direct = direct
        self._now_ms = now_ms

    def send(self, mail: Mail) -> None:
        """Raises botocore's errors when the queue cannot be reached."""
        body = packed(MailDue(new_ulid(self._now_ms()), mail))
        if len(body) > _BODY_MAX:
            self._direct.send(mail)
            return
        self._client.send_message(QueueUrl=self._queue_url, MessageBody=body)

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")


class TenantMailer:
    """One tenant's mails, on the way that all mails go."""

    def __init__(self, tenant: TenantId, mailer: Mailer) -> None:
        self._tenant = tenant
        self._mailer = mailer

    def send(self, mail: Mail) -> None:
        self._mailer.send(replace(mail, tenant=self._tenant))


class MailQueue:
    """As the function that works on it sees it."""

    def __init__(self, queue_url: str) -> None:
        self._queue_url = queue_url

    def hide(self, receipt: str, seconds: int) -> None:
        """The message comes again after so long."""
        self._client.change_message_visibility(QueueUrl=self._queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds)

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("sqs")
