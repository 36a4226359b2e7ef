"""One try to bring an event to a company's own system: signed, noted in the log, tried again later, given up at last."""

from collections.abc import Callable

from parlor.domain import measures
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.mails import Mailer, webhook_switched_off
from parlor.domain.ports import Clock
from parlor.domain.webhooks import (
    CORRELATION_HEADER,
    GIVE_UP_MS,
    SIGNATURE_HEADER,
    Answered,
    Caller,
    Delivery,
    DeliveryJob,
    DeliveryState,
    Webhook,
    WebhookEvent,
    Webhooks,
    delivery_id_of,
    pause_after,
    secrets_that_hold,
    signature,
)


class DeliverWebhook:
    """One tenant's deliveries. `master` gives the key that all webhooks' secrets follow from; `is_there` says whether what an event is
    about has not been erased meanwhile."""

    def __init__(
        self,
        webhooks: Webhooks,
        directory: Directory,
        caller: Caller,
        mailer: Mailer,
        master: Callable[[], bytes],
        clock: Clock,
        sign_in_url: str,
        is_there: Callable[[WebhookEvent], bool] = lambda _: True,
    ) -> None:
        self._webhooks = webhooks
        self._directory = directory
        self._caller = caller
        self._mailer = mailer
        self._master = master
        self._clock = clock
        self._sign_in_url = sign_in_url
        self._is_there = is_there

    def __call__(self, job: DeliveryJob, tries: int) -> int | None:
        """`tries` counts this one, from 1. Returns after how many seconds the job wants to come again, None when it is done with."""
        try:
            webhook = self._webhooks.get(job.webhook_id)
        except NotFound:
            return None
        if not self._is_there(job.event):
            return None
        if not webhook.active:
            self._log(job, "skipped", tries, Answered(status=None, problem="", took_ms=0))
            return None
        answer = self._send(job, webhook)
        if not answer.problem:
            self._log(job, "delivered", tries, answer)
            if webhook.failing_since is not None:
                self._webhooks.note_working(webhook.webhook_id)
            return None
        measures.note("DeliveriesFailed")
        pause_s = pause_after(tries)
        self._log(job, "retrying" if pause_s is not None else "failed", tries, answer)
        self._failed(webhook)
        return pause_s

    def _send(self, job: DeliveryJob, webhook: Webhook) -> Answered:
        now = self._clock.now_ms()
        body = job.event.text()
        secrets = secrets_that_hold(self._master(), job.tenant, webhook, now)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Parlor-Webhooks/1",
            "Parlor-Event": job.event.type,
            "Parlor-Event-Id": job.event.id,
            CORRELATION_HEADER: job.event.correlation,
            SIGNATURE_HEADER: signature(secrets, now // 1000, body),
        }
        return self._caller.post(webhook.url, headers, body)

    def _log(self, job: DeliveryJob, state: DeliveryState, tries: int, answer: Answered) -> None:
        if not self._is_there(job.event):
            # Erased while it was on its way.
            return
        self._webhooks.log(
            job.webhook_id,
            Delivery(
                delivery_id=delivery_id_of(job.event, job.again),
                event_id=job.event.id,
                type=job.event.type,
                at=job.event.created_at,
                state=state,
                tries=tries,
                tried_at=self._clock.now_ms(),
                status=answer.status,
                problem=answer.problem,
                took_ms=answer.took_ms,
                body=job.event.text().decode(),
            ),
        )

    def _failed(self, webhook: Webhook) -> None:
        now = self._clock.now_ms()
        newest = self._webhooks.note_failing(webhook.webhook_id, now)
        if newest is None or newest.failing_since is None or now - newest.failing_since < GIVE_UP_MS:
            return
        if self._webhooks.switch_off(webhook.webhook_id):
            self._tell(newest)

    def _tell(self, webhook: Webhook) -> None:
        """Everybody who could mend it. One mail that does not go out does not keep the others back."""
        company = self._directory.company()
        keepers = [agent for agent in self._directory.agents() if not agent.disabled and "keep_integration" in agent.rights]
        for agent in keepers:
            self._mailer.send(
                webhook_switched_off(
                    to=agent.email, language=company.language, company=company.company, url=webhook.url, sign_in_url=self._sign_in_url
                )
            )
