"""The addresses of a company's own systems, and what was sent to them."""

from parlor.domain.staff import Staff
from parlor.domain.webhooks import EVENT_TYPES
from parlor.protocol import rest_webhooks
from parlor.protocol.present_office import delivery_answer, webhook_answer
from parlor.runtime.office import Office
from parlor.usecases.keep_webhooks import KeepWebhooks
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def list_webhooks(asked: Asked, staff: Staff, office: Office) -> rest_webhooks.WebhookList:
    return rest_webhooks.WebhookList(webhooks=[webhook_answer(each) for each in office.webhooks.fresh()], event_types=list(EVENT_TYPES))


def add_webhook(asked: Asked, staff: Staff, office: Office) -> rest_webhooks.Webhook:
    return webhook_answer(_keep(asked, staff, office).add(asked.body))


def change_webhook(asked: Asked, staff: Staff, office: Office) -> rest_webhooks.Webhook:
    return webhook_answer(_keep(asked, staff, office).change(asked.path["webhook_id"], asked.body))


def delete_webhook(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).delete(asked.path["webhook_id"])


def reveal_webhook_secret(asked: Asked, staff: Staff, office: Office) -> rest_webhooks.WebhookSecret:
    return rest_webhooks.WebhookSecret(secret=_keep(asked, staff, office).reveal(asked.path["webhook_id"]))


def rotate_webhook_secret(asked: Asked, staff: Staff, office: Office) -> rest_webhooks.Webhook:
    return webhook_answer(_keep(asked, staff, office).rotate(asked.path["webhook_id"], asked.body))


def ping_webhook(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).ping(asked.path["webhook_id"])


def list_deliveries(asked: Asked, staff: Staff, office: Office) -> rest_webhooks.DeliveryList:
    webhook_id = asked.path["webhook_id"]
    office.webhooks.get(webhook_id)
    signing, listed = office.house.tokens, ["deliveries", webhook_id]
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = office.webhooks.deliveries(webhook_id, position)
    return rest_webhooks.DeliveryList(
        deliveries=[delivery_answer(each) for each in found], cursor=sealed(signing, staff.tenant, listed, following)
    )


def resend_delivery(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).resend(asked.path["webhook_id"], asked.body.delivery_id)


def _keep(asked: Asked, staff: Staff, office: Office) -> KeepWebhooks:
    return KeepWebhooks(
        office.tenant,
        staff,
        office.webhooks,
        office.house.deliveries,
        office.house.webhook_secret,
        office.settings.more_webhook_hosts,
        office.trail(staff, asked.address),
        office.clock,
    )


HANDLERS = {
    "list_webhooks": list_webhooks,
    "add_webhook": add_webhook,
    "change_webhook": change_webhook,
    "delete_webhook": delete_webhook,
    "reveal_webhook_secret": reveal_webhook_secret,
    "rotate_webhook_secret": rotate_webhook_secret,
    "ping_webhook": ping_webhook,
    "list_deliveries": list_deliveries,
    "resend_delivery": resend_delivery,
}
