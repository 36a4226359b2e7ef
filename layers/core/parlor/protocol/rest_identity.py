"""REST bodies of signed identities: the secret, and whether the site signs as it should."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.signed_identity import DATA_MAX, Hint, Warned
from parlor.protocol.views import Millis


class _Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class IdentityReport(_Answer, frozen=True, kw_only=True):
    """What became of the identities that visitors came with. `warnings` is at least so many: they are counted by the minute."""

    warnings: int = 0
    last_warned_at: Millis | None = None
    last_warned: Warned | None = None
    last_field: str = ""
    last_verified_at: Millis | None = None
    """Within ten minutes."""


class IdentitySettings(_Answer, frozen=True, kw_only=True):
    """Without the secret itself, which is asked for on its own."""

    secret_version: int
    previous_until: Millis | None = None
    """Until then the secret before holds, too; absent or past: it does not."""
    rotated_at: Millis | None = None
    rotated_by: str = ""
    report: IdentityReport
    version: int


class IdentitySecret(_Answer, frozen=True, kw_only=True):
    secret: str
    secret_version: int


class RotateIdentitySecret(_Body, frozen=True, kw_only=True):
    """`version` is the one that was read. 0 hours end the secret before at once: for one that has leaked."""

    version: int
    overlap_hours: Literal[0, 1, 24, 168] = 24


class TryIdentity(_Body, frozen=True, kw_only=True):
    """A signature that the site has made: of a user's id, or of a JSON text as a whole."""

    hmac: Annotated[str, Meta(min_length=1, max_length=200)]
    user_id: Annotated[str, Meta(max_length=1_000)] | None = None
    data: Annotated[str, Meta(max_length=DATA_MAX)] | None = None


class IdentityTrial(_Answer, frozen=True, kw_only=True):
    """`hint` says what was probably done instead: `base64` not written in hex, `line_end` a line end was signed, too, `plain_hash` a
    hash and no HMAC, `data_key` and `id_key` the key of the other form."""

    verified: bool
    user_id: str = ""
    warned: Warned | None = None
    field: str = ""
    hint: Hint | None = None
