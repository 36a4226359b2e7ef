"""The environment of a function, read once."""

import os
from collections.abc import Mapping

from msgspec import Struct


class Settings(Struct, frozen=True):
    """Names and addresses that the template gives to the functions. A function that lacks a variable has an empty string."""

    directory_table: str
    presence_table: str
    chat_table: str
    metrics_table: str
    socket_endpoint: str
    """Where `@connections` is, with the stage."""
    socket_url: str
    """What clients connect to, with the stage."""
    timer_queue_url: str
    parked_queue_url: str
    report_queue_url: str
    """Mails with reports that are due."""
    token_secret_arn: str
    """What push messages, recovery codes and proofs of domains follow from; it stays as it is."""
    signing_secret_arn: str
    """What our own tokens are signed with; it is replaced from time to time."""
    identity_secret_arn: str
    """The master of the companies' secrets for signed identities; the REST function only."""
    user_pool_id: str
    user_pool_client_id: str
    jwks_url: str
    sso_pool_id: str
    """The user pool of people who come by single sign-on; its own address (empty: it has none yet), and its keys."""
    sso_url: str
    sso_jwks_url: str
    sso_callback_url: str
    dns_servers: str
    """Asked for proofs of domains before the system's own; host:port, separated by commas."""
    mail_from: str
    mail_queue_url: str
    """Where all mails wait to be sent."""
    replay_queue_url: str
    """Parked work that is to be taken up again."""
    function_prefix: str
    """Of the names of this stack's functions; the function that asks others."""
    mail_pauses: str
    """Between one try of a mail and the next; see domain/outbox.py."""
    uploads_bucket: str
    uploads_endpoint: str
    """S3's address as browsers reach it."""
    uploads_addressing: str
    """`virtual`: the bucket stands in the host name; `path`: in the path."""
    sites_bucket: str
    """Where the sites lie, and what is published with them: styles' files and pictures."""
    push_hosts: str
    """Push services besides the browsers' own, separated by commas; see domain/push.py."""
    webhook_queue_url: str
    webhook_secret_arn: str
    """The key that the secrets of companies' webhooks follow from."""
    webhook_hosts: str
    """Hosts that webhooks may reach besides those of the public network, separated by commas; see domain/webhooks.py."""
    edge_key: str
    """What the CDN says in `X-Parlor-Edge`; without it in a request, the address is that of who asks. Empty: there is no CDN."""
    site_url: str
    api_url: str
    archive_bucket: str
    archive_database: str
    archive_workgroup: str
    archive_seam_s: str
    """How long a conversation that has ended may take to the archive, generously; until then it is read from the table."""
    download_queue_url: str
    """What the function that makes downloads works on; the REST function and that one."""
    closing_grace_days: str
    """Between the closing of a company and the deletion of its data; the REST function only."""
    certificate_secret_arn: str
    """Signs certificates of deletion; the function that ends companies only."""
    erasure_queue_url: str
    """What the function that erases people's data works on; the REST function and that one."""
    rate_limit_factor: str
    """Multiplies how often the API may be asked (domain/limits.py); for load tests, which come from one address."""

    @property
    def more_push_hosts(self) -> tuple[str, ...]:
        return _hosts(self.push_hosts)

    @property
    def more_webhook_hosts(self) -> tuple[str, ...]:
        return _hosts(self.webhook_hosts)

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        return cls(**{name: env.get(name.upper(), "") for name in cls.__struct_fields__})


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(host.strip().lower() for host in text.split(",") if host.strip())
