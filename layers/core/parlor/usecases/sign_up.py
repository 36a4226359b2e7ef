"""Somebody signs up a company: an account that waits for the proof of its address, and a company that waits with it."""

from collections.abc import Callable

from parlor.domain import mails
from parlor.domain.directory import (
    DEFAULT_DEPARTMENTS,
    PENDING_LIFE_S,
    Companies,
    PendingCompany,
    new_company,
    normal_email,
)
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.identity import AccountExistsError, AlreadyConfirmedError, Identity
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId, new_ulid
from parlor.domain.mails import Mailer
from parlor.domain.metrics import zone
from parlor.domain.passwords import check_password
from parlor.domain.ports import Clock
from parlor.protocol import rest
from parlor.usecases.checks import written


def sign_up(
    body: rest.SignUp, identity: Identity, companies: Companies, mailer: Mailer, clock: Clock, sign_in_url: str
) -> rest.SignUpStarted:
    """A code is mailed. The answer is the same for an address that is known; its owner gets a mail that says so."""
    zone(body.time_zone)
    check_password(body.password, "password", names=(body.company, body.name), email=normal_email(body.email))
    company, name = written(body.company, "company"), written(body.name, "name")
    email = normal_email(body.email)
    started = rest.SignUpStarted(email=email)
    try:
        subject = identity.sign_up(email, body.password, name)
    except AccountExistsError as known:
        if known.confirmed:
            mailer.send(mails.account_known(to=email, language=body.language, sign_in_url=sign_in_url))
            return started
        # Nobody has proved this address yet, so nobody owns the account: the password of whoever tried before must
        # not become the password of the one who now holds the mail box.
        identity.delete_unconfirmed(email)
        subject = identity.sign_up(email, body.password, name)
    now = clock.now_ms()
    pending = PendingCompany(
        email=email,
        subject=subject,
        tenant_id=TenantId(new_ulid(now)),
        agent_id=AgentId(new_ulid(now)),
        department_ids=tuple(DepartmentId(new_ulid(now)) for _ in DEFAULT_DEPARTMENTS[body.language]),
        style_id=StyleId(new_ulid(now)),
        company=company,
        name=name,
        language=body.language,
        time_zone=body.time_zone,
        created_at=now,
    )
    companies.put_pending(pending, now // 1000 + PENDING_LIFE_S)
    return started


def confirm_sign_up(
    body: rest.ConfirmSignUp,
    identity: Identity,
    companies: Companies,
    put_style_file: Callable[[TenantId, StyleId], None],
    clock: Clock,
) -> None:
    """Creates the company, once: the sign-up has fixed all its ids, so a repetition finds it and changes nothing. Its first style is
    published, so the snippet works.

    The pending row stays until it expires. A confirmation that was cut off between account and company is so completed by
    the next try.
    """
    email = normal_email(body.email)
    pending = companies.pending(email)
    try:
        identity.confirm(email, body.code)
    except AlreadyConfirmedError:
        if pending is None:
            raise Invalid("The code is wrong or too old.", code="wrong_code", field="code") from None
    if pending is None:
        raise Conflict("The sign-up is too old. Sign up again.", code="sign_up_over")
    companies.create(new_company(pending, clock.now_ms()))
    put_style_file(pending.tenant_id, pending.style_id)
