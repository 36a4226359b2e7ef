"""What the product's own tokens say about their bearer. Staff have Cognito's access tokens besides."""

from msgspec import Struct

from parlor.domain.ids import AgentId, ConversationId, LeftMessageId, TenantId, VisitorId


class VisitorClaims(Struct, frozen=True, array_like=True):
    """An anonymous visitor of one tenant. Long-lived: the browser's first-party storage keeps it."""

    tenant: TenantId
    visitor: VisitorId
    issued_at: int


class TicketClaims(Struct, frozen=True, array_like=True):
    """The right to open one socket, once, within seconds. Everything that the socket's frames may rely on.

    `role` is `visitor` or `agent`; `subject` is the visitor's or the agent's id; `style` belongs to visitors,
    `departments`, `staff_role`, `rights` and `reach` belong to agents; what does not apply is empty. `watch_address`: the black list has
    network addresses, so the socket's own is looked up in it.
    """

    tenant: TenantId
    role: str
    subject: str
    name: str
    number: str
    departments: tuple[str, ...]
    staff_role: str
    style: str
    jti: str
    expires_at: int
    rights: tuple[str, ...] = ()
    shards: tuple[int, ...] = (1,)
    """Over how many partitions the company's visitors are spread, and over how many before."""
    country: str = ""
    province: str = ""
    """Where a visitor is, if the company's rules ask for it."""
    link_agent: str = ""
    watch_address: bool = False
    reach: tuple[str, ...] | None = None
    """The departments that the agent's role is limited to; None: everywhere."""
    session: str = ""
    """Of an agent: with which sign-in the desk was opened."""


class ResumeClaims(Struct, frozen=True, array_like=True):
    """The link that brings a visitor back into a conversation. It is as good as the visitor's own token, so it ends."""

    tenant: TenantId
    visitor: VisitorId
    conversation: ConversationId
    expires_at: int


class StepClaims(Struct, frozen=True, array_like=True):
    """A sign-in that has shown the password and waits for the code. `pool_session` is the user pool's own, good for one account and
    some minutes."""

    email: str
    username: str
    pool_session: str
    expires_at: int


class LetterClaims(Struct, frozen=True, array_like=True):
    """The link in the mail with an answer to a left message: whoever has it reads that thread and writes as its visitor."""

    tenant: TenantId
    left_message: LeftMessageId
    expires_at: int


class UnsubscribeClaims(Struct, frozen=True, array_like=True):
    """The link in a mail with which a visitor stops further mail."""

    tenant: TenantId
    visitor: VisitorId


class ReportMailClaims(Struct, frozen=True, array_like=True):
    """The link in a mail with reports with which its recipient stops further ones."""

    tenant: TenantId
    schedule: str
    agent: AgentId
