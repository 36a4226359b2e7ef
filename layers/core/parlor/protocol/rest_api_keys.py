"""REST bodies of API keys."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.api_keys import ADDRESSES_MAX, Name, Scope
from parlor.protocol.views import Millis


class ApiKey(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key without its secret. Without `addresses` it is good from everywhere, without `expires_at` until it is deleted."""

    key_id: str
    name: str
    scopes: list[Scope]
    addresses: list[str] = []
    expires_at: Millis | None = None
    created_at: Millis
    created_by: str = ""
    last_used_at: Millis | None = None
    """Within an hour."""


class ApiKeyList(Struct, frozen=True, kw_only=True):
    keys: list[ApiKey]
    scopes: list[Scope]
    """What can be given."""


class AddApiKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`days` is how long it is good; absent: until it is deleted."""

    name: Name
    scopes: Annotated[list[Scope], Meta(max_length=20)]
    addresses: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=ADDRESSES_MAX)] = []
    days: Annotated[int, Meta(ge=1, le=3_650)] | None = None


class NewApiKey(Struct, frozen=True, kw_only=True):
    """`secret` is the whole key, shown here and never again."""

    key: ApiKey
    secret: str
