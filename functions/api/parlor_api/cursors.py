"""Cursors: where the next page of a list begins, signed and bound to the tenant and to the list's filters."""

from collections.abc import Sequence

from parlor.domain.errors import Invalid, Unauthorized
from parlor.domain.ids import TenantId
from parlor.domain.signing import Signing


def sealed(signing: Signing, tenant: TenantId, listed: Sequence[str], position: str | None) -> str | None:
    """`listed` names the list and its filters: a cursor of one list cannot be used with another."""
    return signing.sign_cursor([tenant, *listed, position]) if position is not None else None


def opened(signing: Signing, tenant: TenantId, listed: Sequence[str], cursor: str | None) -> str | None:
    """The position in a cursor of ours, None without one. Raises `Invalid` for any other."""
    if not cursor:
        return None
    try:
        *bound, position = signing.verify_cursor(cursor)
    except (Unauthorized, ValueError):
        bound, position = [], ""
    if bound != [tenant, *listed]:
        raise Invalid("The cursor does not belong to this list.", field="cursor")
    return position
