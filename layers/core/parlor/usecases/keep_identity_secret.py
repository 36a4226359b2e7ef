"""The administrator fetches, changes and tries the secret with which the company's site signs identities."""

from parlor.domain.audit import Trail
from parlor.domain.directory import check_version
from parlor.domain.ids import TenantId
from parlor.domain.ports import Clock
from parlor.domain.signed_identity import GivenIdentity, Integration, Secrets, SecretState, hint_of, judge
from parlor.domain.staff import Staff
from parlor.protocol import rest_identity

_HOUR_MS = 3_600_000


def reveal_secret(tenant: TenantId, master: bytes, integration: Integration, trail: Trail) -> rest_identity.IdentitySecret:
    """The current secret. That it was looked at stands in the audit log; the secret does not."""
    state = integration.fresh()
    trail.done("reveal_identity_secret", ("identity_secret", "", f"v{state.secret_version}"))
    return rest_identity.IdentitySecret(secret=Secrets(master, tenant, state).current, secret_version=state.secret_version)


def rotate_secret(
    body: rest_identity.RotateIdentitySecret, staff: Staff, integration: Integration, trail: Trail, clock: Clock
) -> SecretState:
    """A new secret holds from now on, the one before for so many hours more, any older one no longer. Raises `Conflict`."""
    before = integration.fresh()
    check_version(body.version, before.version)
    after = before.rotated(clock.now_ms(), body.overlap_hours * _HOUR_MS, staff.agent.name)
    integration.rotate(before, after)
    trail.done("rotate_identity_secret", ("identity_secret", "", f"v{after.secret_version}"), before, after)
    return after


def try_identity(
    body: rest_identity.TryIdentity, tenant: TenantId, master: bytes, integration: Integration, clock: Clock
) -> rest_identity.IdentityTrial:
    """What would become of an identity, and what was probably done wrong. Nothing is written."""
    given = GivenIdentity(hmac=body.hmac, user_id=body.user_id, data=body.data)
    secrets = Secrets(master, tenant, integration.fresh())
    verdict = judge(given, secrets, clock.now_ms())
    return rest_identity.IdentityTrial(
        verified=verdict.identity is not None,
        user_id=verdict.identity.user_id if verdict.identity else "",
        warned=verdict.warned,
        field=verdict.field,
        hint=hint_of(given, secrets) if verdict.warned == "wrong_hmac" else None,
    )
