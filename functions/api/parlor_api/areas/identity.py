"""Signed identities: the company's secret, and whether its site signs as it should. The visit itself is in areas/widget.py."""

from msgspec import UnsetType

from parlor.domain.credentials import VisitorClaims
from parlor.domain.directory import check_open
from parlor.domain.signed_identity import GivenIdentity, SecretState
from parlor.domain.staff import Staff
from parlor.protocol import rest_identity
from parlor.protocol.present_office import identity_answer
from parlor.runtime.office import Office
from parlor.usecases import identify_visitor as identifying
from parlor.usecases import keep_identity_secret as keeping
from parlor_api.asked import Asked


def identify(
    given: GivenIdentity | None | UnsetType, visitor: VisitorClaims | None, office: Office
) -> tuple[VisitorClaims | None, identifying.Outcome | None]:
    """Whom a visit is of. Raises `NotFound` for a company that does not exist, `Forbidden` for one that is suspended."""
    if isinstance(given, UnsetType):
        return visitor, None
    check_open(office.directory.company())
    return identifying.identify_visitor(
        given,
        visitor,
        office.tenant,
        office.house.identity_secret() if given else b"",
        office.integration,
        office.house.tallies,
        office.identities,
        office.conversations,
        office.presence,
        office.pushes,
        office.clock,
    )


def get_identity_settings(asked: Asked, staff: Staff, office: Office) -> rest_identity.IdentitySettings:
    return _settings(office.integration.fresh(), office)


def reveal_identity_secret(asked: Asked, staff: Staff, office: Office) -> rest_identity.IdentitySecret:
    return keeping.reveal_secret(office.tenant, office.house.identity_secret(), office.integration, office.trail(staff, asked.address))


def rotate_identity_secret(asked: Asked, staff: Staff, office: Office) -> rest_identity.IdentitySettings:
    trail = office.trail(staff, asked.address)
    return _settings(keeping.rotate_secret(asked.body, staff, office.integration, trail, office.clock), office)


def try_identity(asked: Asked, staff: Staff, office: Office) -> rest_identity.IdentityTrial:
    return keeping.try_identity(asked.body, office.tenant, office.house.identity_secret(), office.integration, office.clock)


def clear_identity_warnings(asked: Asked, staff: Staff, office: Office) -> None:
    office.integration.forget_warnings()


def _settings(state: SecretState, office: Office) -> rest_identity.IdentitySettings:
    return identity_answer(state, office.integration.report())


HANDLERS = {
    "get_identity_settings": get_identity_settings,
    "reveal_identity_secret": reveal_identity_secret,
    "rotate_identity_secret": rotate_identity_secret,
    "try_identity": try_identity,
    "clear_identity_warnings": clear_identity_warnings,
}
