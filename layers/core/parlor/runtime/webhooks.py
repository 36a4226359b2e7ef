"""Wiring of the function that brings events to companies' own systems."""

from parlor.domain.ids import TenantId
from parlor.gateways.mail_queue import TenantMailer
from parlor.gateways.secrets import secret
from parlor.gateways.webhook_caller import WebhookCaller
from parlor.runtime.app import Process
from parlor.storage import webhooks
from parlor.storage.directory import DirectoryStore
from parlor.storage.webhooks import WebhookStore
from parlor.usecases.deliver_webhook import DeliverWebhook


def deliver_webhook(process: Process, tenant: TenantId) -> DeliverWebhook:
    settings = process.settings
    webhooks.bind(settings.directory_table, settings.chat_table)
    store = WebhookStore(tenant, process.memory)
    return DeliverWebhook(
        store,
        DirectoryStore(tenant, process.memory),
        WebhookCaller(settings.more_webhook_hosts),
        TenantMailer(tenant, process.mailer),
        secret(settings.webhook_secret_arn),
        process.clock,
        f"{settings.site_url}/admin/index.html",
        store.is_there,
    )
