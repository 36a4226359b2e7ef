"""An administrator keeps the company's webhooks: addresses, events, secrets, what was sent, and sending it again."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import check_version
from parlor.domain.errors import Conflict
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.domain.webhooks import (
    DeliveryJob,
    DeliveryQueue,
    Webhook,
    WebhookEvent,
    Webhooks,
    check_events,
    check_room,
    check_url,
    secret_of,
)
from parlor.protocol import rest_webhooks
from parlor.usecases.change_company import given

_HOUR_MS = 3_600_000


class KeepWebhooks:
    """One tenant's webhooks, for one member of its staff. `more_hosts`: see domain/webhooks.py."""

    def __init__(
        self,
        tenant: TenantId,
        staff: Staff,
        webhooks: Webhooks,
        queue: DeliveryQueue,
        master: Callable[[], bytes],
        more_hosts: Sequence[str],
        trail: Trail,
        clock: Clock,
    ) -> None:
        self._tenant = tenant
        self._staff = staff
        self._webhooks = webhooks
        self._queue = queue
        self._master = master
        self._more_hosts = more_hosts
        self._trail = trail
        self._clock = clock

    def add(self, body: rest_webhooks.AddWebhook) -> Webhook:
        """Raises `Invalid` (`url`, `events`), `Conflict` (`limit_reached`)."""
        url, events = check_url(body.url, self._more_hosts), check_events(body.events)
        check_room(self._webhooks.fresh())
        now = self._clock.now_ms()
        webhook = Webhook(
            webhook_id=new_ulid(now),
            url=url,
            events=events,
            description=body.description.strip(),
            created_at=now,
            created_by=self._staff.agent.name,
        )
        self._webhooks.add(webhook)
        self._trail.done("add_webhook", _about(webhook), after=webhook)
        return webhook

    def change(self, webhook_id: str, body: rest_webhooks.ChangeWebhook) -> Webhook:
        """Raises `NotFound`, `Invalid`, `Conflict`."""
        changes: dict[str, Any] = given(body)
        if "url" in changes:
            changes["url"] = check_url(changes["url"], self._more_hosts)
        if "events" in changes:
            changes["events"] = check_events(changes["events"])
        if "active" in changes:
            changes |= {"off_reason": "" if changes["active"] else "by_hand", "failing_since": None}
        before = self._webhooks.get(webhook_id)
        check_version(body.version, before.version)
        after = self._webhooks.change(before, replace(before, **changes))
        self._trail.done("change_webhook", _about(after), before, after)
        return after

    def delete(self, webhook_id: str) -> None:
        """What waits for it is not sent any more. Raises `NotFound`."""
        webhook = self._webhooks.get(webhook_id)
        self._webhooks.delete(webhook_id)
        self._trail.done("delete_webhook", _about(webhook), before=webhook)

    def reveal(self, webhook_id: str) -> str:
        """That it was looked at stands in the audit log; the secret does not. Raises `NotFound`."""
        webhook = self._webhooks.get(webhook_id)
        self._trail.done("reveal_webhook_secret", _about(webhook))
        return secret_of(self._master(), self._tenant, webhook_id, webhook.key_version)

    def rotate(self, webhook_id: str, body: rest_webhooks.RotateWebhookSecret) -> Webhook:
        """A new secret signs from now on, the one before besides for so many hours more. Raises `NotFound`, `Conflict`."""
        before = self._webhooks.get(webhook_id)
        check_version(body.version, before.version)
        until = self._clock.now_ms() + body.overlap_hours * _HOUR_MS if body.overlap_hours else None
        after = self._webhooks.change(before, replace(before, key_version=before.key_version + 1, previous_until=until))
        self._trail.done("rotate_webhook_secret", _about(after), before, after)
        return after

    def ping(self, webhook_id: str) -> str:
        """Sends an event that says nothing, in its turn. Returns its id. Raises `NotFound`, `Conflict` for one that is switched off."""
        webhook = self._active(webhook_id)
        now = self._clock.now_ms()
        event_id = new_ulid(now)
        data = {"webhook_id": webhook_id, "by": self._staff.agent.name}
        event = WebhookEvent(id=event_id, type="ping", created_at=now, company_id=self._tenant, about=event_id, data=data)
        self._queue.put([DeliveryJob(tenant=self._tenant, webhook_id=webhook.webhook_id, event=event)])
        return event_id

    def resend(self, webhook_id: str, delivery_id: str) -> None:
        """The same event once more, with the same id. Raises `NotFound`, `Conflict` for one that is switched off."""
        webhook = self._active(webhook_id)
        delivery = self._webhooks.delivery(webhook_id, delivery_id)
        event = msgspec.json.decode(delivery.body, type=WebhookEvent)
        job = DeliveryJob(tenant=self._tenant, webhook_id=webhook_id, event=event, again=str(self._clock.now_ms()))
        self._queue.put([job])
        self._trail.done("resend_delivery", _about(webhook))

    def _active(self, webhook_id: str) -> Webhook:
        webhook = self._webhooks.get(webhook_id)
        if not webhook.active:
            raise Conflict("The webhook is switched off.", code="not_active")
        return webhook


def _about(webhook: Webhook) -> tuple[str, str, str]:
    return "webhook", webhook.webhook_id, webhook.url
