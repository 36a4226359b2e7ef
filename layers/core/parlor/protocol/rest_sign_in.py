"""REST bodies of how people come in: rules, sessions, the second factor, the sign-in log."""

from typing import Annotated

from msgspec import Meta, Struct

from parlor.domain.jobs import Reason
from parlor.domain.origin import Place
from parlor.domain.passwords import LENGTH_MIN
from parlor.domain.sign_in import ADDRESSES_MAX, SESSIONS_MAX, Held, Wanted, Way
from parlor.protocol.limits import EMAIL_MAX, PASSWORD_MAX
from parlor.protocol.views import Millis, Ulid

_Typed = Annotated[str, Meta(min_length=1, max_length=PASSWORD_MAX)]
_NewPassword = Annotated[str, Meta(min_length=1, max_length=PASSWORD_MAX)]
_Code = Annotated[str, Meta(pattern="^[0-9]{6}$")]
_Roles = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(max_length=50)]


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


# --- the steps of a sign-in ----------------------------------------------------------------------------------------


class GiveCode(_Body, frozen=True, kw_only=True):
    """The second step. `challenge` came with the refusal `second_factor_required` of the first."""

    challenge: Annotated[str, Meta(min_length=1, max_length=8_000)]
    code: _Code


class GiveRecoveryCode(_Body, frozen=True, kw_only=True):
    """In place of both steps, for who has lost the authenticator. However the code is written."""

    email: Annotated[str, Meta(min_length=3, max_length=EMAIL_MAX)]
    password: _Typed
    recovery_code: Annotated[str, Meta(min_length=1, max_length=40)]


# --- rules ---------------------------------------------------------------------------------------------------------


class AllowedAddress(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`range` is an IPv4 or IPv6 address, or a range in CIDR notation."""

    range: Annotated[str, Meta(min_length=1, max_length=60)]
    note: Annotated[str, Meta(max_length=60)] = ""


class SignInRules(Struct, frozen=True, kw_only=True):
    """Without addresses people come in from anywhere; those whose role or who themselves are exempt, always. `second_factor`: `own` as
    everybody likes, `all`, or `roles`. `password_days` 0: passwords do not grow old. `your_address` is where this was asked from."""

    addresses: list[AllowedAddress]
    exempt_roles: list[str]
    exempt_agents: list[str]
    sessions_max: int
    second_factor: Wanted
    second_factor_roles: list[str]
    password_min: int
    password_days: int
    version: int
    your_address: str


class ChangeSignInRules(_Body, frozen=True, kw_only=True):
    """What is absent stays. `version` is the one that was read."""

    version: int
    addresses: Annotated[tuple[AllowedAddress, ...], Meta(max_length=ADDRESSES_MAX)] | None = None
    exempt_roles: _Roles | None = None
    exempt_agents: Annotated[tuple[Ulid, ...], Meta(max_length=100)] | None = None
    sessions_max: Annotated[int, Meta(ge=1, le=SESSIONS_MAX)] | None = None
    second_factor: Wanted | None = None
    second_factor_roles: _Roles | None = None
    password_min: Annotated[int, Meta(ge=LENGTH_MIN, le=64)] | None = None
    password_days: Annotated[int, Meta(ge=0, le=730)] | None = None


# --- sessions ------------------------------------------------------------------------------------------------------


class StaffSession(_Answer, frozen=True, kw_only=True):
    """A sign-in of somebody. `device` is the browser's own name of itself; `current`: this one asks. `used_at` is exact to half an
    hour."""

    session_id: Ulid
    way: Way
    begun_at: Millis
    used_at: Millis
    address: str = ""
    device: str = ""
    place: Place | None = None
    current: bool = False


class SessionList(_Answer, frozen=True, kw_only=True):
    """The last used first."""

    sessions: list[StaffSession]


class AgentAccess(_Answer, frozen=True, kw_only=True):
    """How a colleague comes in, as far as this company knows it."""

    sessions: list[StaffSession]
    second_factor_at: Millis | None = None
    password_changed_at: Millis | None = None


class EndedSessions(_Answer, frozen=True, kw_only=True):
    ended: int


# --- one's own access ----------------------------------------------------------------------------------------------


class OwnAccess(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`wanted`: the company wants a second factor of this person. `held`: what has to be done before anything else. `password_min` is
    the strictest of the person's companies."""

    single_sign_on: bool = False
    """Password and second factor are those of the company's provider."""
    second_factor_at: Millis | None = None
    recovery_codes_left: int = 0
    wanted: bool = False
    held: list[Held] = []
    password_changed_at: Millis | None = None
    password_min: int = LENGTH_MIN
    password_days: int = 0


class ChangePassword(_Body, frozen=True, kw_only=True):
    old_password: _Typed
    new_password: _NewPassword


class NewAuthenticator(_Body, frozen=True, kw_only=True):
    """`password` for who has a second factor already and takes another device."""

    password: _Typed | None = None


class Authenticator(_Answer, frozen=True, kw_only=True):
    """`address` is what stands in the QR code, `secret` the same for typing."""

    secret: str
    address: str


class ConfirmAuthenticator(_Body, frozen=True, kw_only=True):
    code: _Code


class ProvePassword(_Body, frozen=True, kw_only=True):
    password: _Typed


class RecoveryCodes(_Answer, frozen=True, kw_only=True):
    """Shown once and never again. Each holds once."""

    recovery_codes: list[str]


# --- the log -------------------------------------------------------------------------------------------------------


class SignInEntry(_Answer, frozen=True, kw_only=True):
    """Without `reason` the person came in. `agent_name` is that of the moment."""

    entry_id: str
    at: Millis
    agent_id: str
    agent_name: str
    way: Way = "password"
    reason: Reason | None = None
    address: str = ""
    device: str = ""
    place: Place | None = None


class SignInList(_Answer, frozen=True, kw_only=True):
    """Newest first. A page may be short: go on while there is a cursor."""

    entries: list[SignInEntry]
    cursor: str | None = None
