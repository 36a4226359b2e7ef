"""REST bodies of single sign-on: how a company sets it up, and how somebody begins."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from parlor.domain.rights import StaffRole
from parlor.domain.single_sign_on import Joining, Kind
from parlor.protocol.limits import URL_MAX
from parlor.protocol.rest import Email, _Answer, _Body
from parlor.protocol.views import Millis, Ulid

METADATA_MAX = 150_000
Line = Annotated[str, Meta(max_length=200)]
Address = Annotated[str, Meta(max_length=URL_MAX)]


class BeginSignOn(_Body, frozen=True, kw_only=True):
    """Only the domain of the address counts. The answer is the same for an address that nobody has."""

    email: Email


class SignOnBegun(_Answer, frozen=True, kw_only=True):
    """`url` is where the browser goes; empty when no company has said so for the domain."""

    url: str


class SignOnDomain(_Answer, frozen=True, kw_only=True):
    """The proof: a TXT record of this name with this value, found at `proved_at`."""

    domain: str
    record_name: str
    record_value: str
    proved_at: Millis | None = None


class SignOnSettings(_Answer, frozen=True, kw_only=True):
    """`available`: whether this installation has what it needs; `set_up`: whether the company has a provider. What the company enters
    at its provider is in `oidc_callback`, or `saml_callback` and `saml_audience`. A secret is never shown."""

    available: bool
    set_up: bool
    oidc_callback: str
    saml_callback: str
    saml_audience: str
    kind: Kind
    issuer: str
    client_id: str
    metadata_url: str
    entity_id: str
    email_from: str
    name_from: str
    required: bool
    joining: Joining
    role: StaffRole
    department_ids: list[Ulid]
    domains: list[SignOnDomain]
    people: int
    """Who has come this way with the provider of today."""
    version: int


class ChangeSignOn(_Body, frozen=True, kw_only=True):
    """Fields that are absent stay. The client's secret and the metadata go to the user pool and are not read back: absent ones stay,
    too, as long as the provider is the same."""

    version: int
    kind: Kind | UnsetType = UNSET
    issuer: Address | UnsetType = UNSET
    client_id: Line | UnsetType = UNSET
    client_secret: Annotated[str, Meta(min_length=1, max_length=500)] | UnsetType = UNSET
    metadata_url: Address | UnsetType = UNSET
    metadata: Annotated[str, Meta(max_length=METADATA_MAX)] | UnsetType = UNSET
    email_from: Line | UnsetType = UNSET
    name_from: Line | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    joining: Joining | UnsetType = UNSET
    role: StaffRole | UnsetType = UNSET
    department_ids: Annotated[list[Ulid], Meta(max_length=100)] | UnsetType = UNSET


class RemoveSignOn(_Body, frozen=True, kw_only=True):
    version: int


class ChangeSignOnDomain(_Body, frozen=True, kw_only=True):
    version: int
    domain: Annotated[str, Meta(min_length=1, max_length=253)]
