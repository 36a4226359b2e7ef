"""An administrator makes and deletes the keys of the company's own programs. The secret is shown once."""

import secrets
from datetime import timedelta

from parlor.domain.api_keys import ADDRESSES_MAX, ApiKey, ApiKeys, check_addresses, check_room, digest_of, written_key
from parlor.domain.audit import Trail
from parlor.domain.errors import Invalid, NotFound
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.protocol import rest_api_keys
from parlor.usecases.checks import written

_SECRET_BYTES = 24


def add_api_key(
    body: rest_api_keys.AddApiKey, tenant: TenantId, staff: Staff, keys: ApiKeys, trail: Trail, clock: Clock
) -> tuple[ApiKey, str]:
    """The key with its text. Nobody gets more than they have: raises `MissingRight`. Raises `Invalid`, `Conflict` (`limit_reached`)."""
    name, addresses = written(body.name, "name"), check_addresses(body.addresses)
    if not body.scopes:
        raise Invalid("Choose at least one scope.", field="scopes")
    if len(addresses) > ADDRESSES_MAX:
        raise Invalid(f"At most {ADDRESSES_MAX} addresses.", code="too_long", field="addresses")
    check_room(keys.all())
    now, secret = clock.now_ms(), secrets.token_urlsafe(_SECRET_BYTES)
    key = ApiKey(
        key_id=new_ulid(now),
        name=name,
        digest=digest_of(secret),
        scopes=tuple(dict.fromkeys(body.scopes)),
        addresses=addresses,
        expires_at=now + timedelta(days=body.days) // timedelta(milliseconds=1) if body.days else None,
        created_at=now,
        created_by=staff.agent.name,
    )
    staff.check_unlimited()
    for right in sorted(key.rights):
        staff.check(right)
    keys.add(key)
    trail.done("add_api_key", _about(key), after=key)
    return key, written_key(tenant, key.key_id, secret)


def delete_api_key(key_id: str, keys: ApiKeys, trail: Trail) -> None:
    """It is good no more from the next request on. Raises `NotFound`."""
    key = keys.find(key_id)
    if key is None:
        raise NotFound("There is no such key.", field="key_id")
    keys.delete(key_id)
    trail.done("delete_api_key", _about(key), before=key)


def _about(key: ApiKey) -> tuple[str, str, str]:
    return "api_key", key.key_id, key.name
