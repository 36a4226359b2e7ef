"""Who a visitor is by the word of the company's own site (ID 管理): an identity, signed with the company's secret.

What is signed, and how, stands in docs/identity.md; why so, in decision 16. Nothing here reads or writes.
"""

import hmac
import re
from hashlib import sha256
from typing import Any, Literal, Protocol

import msgspec
from msgspec import Struct

from parlor.domain.ids import ConversationId, TenantId, VisitorId
from parlor.domain.visitor import Identified

USER_ID_MAX = 128
DATA_MAX = 8_000
"""Characters of the JSON text that is signed as a whole."""
ATTRIBUTES_MAX = 30
ATTRIBUTE_NAME_MAX = 40
ATTRIBUTE_VALUE_MAX = 200
_FIELDS_MAX = {"name": 60, "email": 254, "phone": 40}
_FIELD_FORMS = {"email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z"), "phone": re.compile(r"[0-9+()\- ]*\Z")}
DATA_SUFFIX = ".data"
"""Behind the secret, it makes the key for whole texts: a user's id can be any text, also one that looks like such a text."""
_MILLISECONDS_FROM = 100_000_000_000
"""A time above this is in milliseconds, whatever the documentation says of seconds."""

Fault = Literal["wrong_hmac", "old_secret", "expired", "wrong_form"]
"""old_secret: right, but with a secret that does not hold any more. wrong_form: not what is documented; the field says where."""
Warned = Literal["wrong_hmac", "old_secret", "expired", "wrong_form", "left_out"]
"""left_out: the identity holds, a part of it was too long, too much or of a wrong form."""
Hint = Literal["base64", "line_end", "plain_hash", "data_key", "id_key"]
"""What probably went wrong: not in hex; a line end was signed, too; no HMAC but a hash; the key of the other form."""
Value = str | int | float | bool | None


class GivenIdentity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the page says: `user_id` with its `hmac` and what is known besides, unsigned; or `data`, a JSON text that says all of
    it, with the `hmac` of the text. What is too long is found out later, so that a chat is not lost by it."""

    hmac: str
    user_id: str | int | None = None
    data: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    attributes: dict[str, Value] | None = None


class _Data(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`expires` is in seconds since 1970 UTC."""

    user_id: str | int
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    attributes: dict[str, Value] | None = None
    expires: float | None = None


class SignedIdentity(Struct, frozen=True, kw_only=True):
    """An identity that holds. `user_id` is signed always, the rest if `signed` says so. What is not known is empty."""

    user_id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    attributes: dict[str, str] = {}
    signed: bool = False

    @property
    def mark(self) -> str:
        """The same for what is the same: who comes with it again needs no write."""
        return sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:16]

    def as_known(self, at: int) -> Identified:
        return Identified(user_id=self.user_id, attributes=self.attributes, signed=self.signed, at=at, mark=self.mark)


class Verdict(Struct, frozen=True, kw_only=True):
    """`identity` is None where it does not hold. `warned` may be there in both cases; `field` says where."""

    identity: SignedIdentity | None = None
    warned: Warned | None = None
    field: str = ""


class SecretState(Struct, frozen=True, kw_only=True):
    """Which of a company's secrets hold. Times are in milliseconds since 1970 UTC. `version` 0: nobody has changed anything."""

    secret_version: int = 1
    previous_until: int | None = None
    """Until then the secret before this one holds, too."""
    rotated_at: int | None = None
    rotated_by: str = ""
    version: int = 0

    def rotated(self, now: int, overlap_ms: int, by: str) -> "SecretState":
        return SecretState(
            secret_version=self.secret_version + 1,
            previous_until=now + overlap_ms if overlap_ms else None,
            rotated_at=now,
            rotated_by=by,
            version=self.version + 1,
        )


class IdentityReport(Struct, frozen=True, kw_only=True):
    """What became of the identities that came. `warnings` is at least so many: a flood is counted by the minute."""

    warnings: int = 0
    last_warned_at: int | None = None
    last_warned: Warned | None = None
    last_field: str = ""
    last_verified_at: int | None = None


class Secrets:
    """A company's secrets, derived from one master secret, so that nothing is stored for them."""

    def __init__(self, master: bytes, tenant: TenantId, state: SecretState) -> None:
        self._master = master
        self._tenant = tenant
        self._state = state

    @property
    def current(self) -> str:
        return self._secret(self._state.secret_version)

    def holding(self, now: int) -> list[str]:
        """The current one, and the one before while it still holds."""
        until = self._state.previous_until
        return [self.current, *([self._secret(self._state.secret_version - 1)] if until is not None and now < until else [])]

    def ended(self, now: int) -> list[str]:
        """The one before, if it has ceased to hold."""
        before = self._state.secret_version - 1
        return [self._secret(before)] if before > 0 and len(self.holding(now)) == 1 else []

    def _secret(self, version: int) -> str:
        derived = hmac.new(self._master, f"identity|{self._tenant}|{version}".encode(), sha256).hexdigest()
        return f"parlor_id_v{version}_{derived}"


def sign(secret: str, text: str) -> str:
    """HMAC-SHA256 in hex, of the text in UTF-8 with the secret in UTF-8 as the key."""
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()


def judge(given: GivenIdentity, secrets: Secrets, now: int) -> Verdict:
    """Whether an identity holds at this moment (milliseconds since 1970 UTC), and what is wrong with it if not."""
    if (given.data is None) == (given.user_id is None):
        return Verdict(warned="wrong_form", field="user_id" if given.data is None else "data")
    if given.data is not None:
        return _judge_data(given, given.data, secrets, now)
    user_id = str(given.user_id)
    fault = _signature_fault(given.hmac, user_id, secrets, now, "")
    if fault is not None:
        return Verdict(warned=fault, field="hmac")
    return _complete(user_id, given, signed=False)


def _judge_data(given: GivenIdentity, data: str, secrets: Secrets, now: int) -> Verdict:
    if any(getattr(given, name) is not None for name in ("name", "email", "phone", "attributes")):
        return Verdict(warned="wrong_form", field="data")
    if len(data) > DATA_MAX:
        return Verdict(warned="wrong_form", field="data")
    fault = _signature_fault(given.hmac, data, secrets, now, DATA_SUFFIX)
    if fault is not None:
        return Verdict(warned=fault, field="hmac")
    try:
        said = msgspec.json.decode(data, type=_Data)
    except msgspec.DecodeError as error:
        return Verdict(warned="wrong_form", field=_field_of(error))
    if said.expires is not None:
        expires_ms = said.expires if said.expires > _MILLISECONDS_FROM else said.expires * 1000
        if expires_ms <= now:
            return Verdict(warned="expired", field="data.expires")
    return _complete(str(said.user_id), said, signed=True)


def _signature_fault(given: str, text: str, secrets: Secrets, now: int, suffix: str) -> Fault | None:
    claimed = given.strip().lower().encode()
    if any(hmac.compare_digest(claimed, sign(secret + suffix, text).encode()) for secret in secrets.holding(now)):
        return None
    old = any(hmac.compare_digest(claimed, sign(secret + suffix, text).encode()) for secret in secrets.ended(now))
    return "old_secret" if old else "wrong_hmac"


def hint_of(given: GivenIdentity, secrets: Secrets) -> Hint | None:
    """What was probably done instead of what is documented. For staff who try their own signature, never for visitors."""
    text = given.data if given.data is not None else str(given.user_id)
    key = secrets.current + (DATA_SUFFIX if given.data is not None else "")
    claimed = given.hmac.strip()
    if re.fullmatch(r"[0-9A-Fa-f]{64}", claimed) is None:
        return "base64"
    wrong: tuple[tuple[Hint, str], ...] = (
        ("line_end", sign(key, text + "\n")),
        ("plain_hash", sha256((secrets.current + text).encode()).hexdigest()),
        ("plain_hash", sha256(text.encode()).hexdigest()),
        ("data_key", sign(secrets.current, text) if given.data is not None else ""),
        ("id_key", sign(secrets.current + DATA_SUFFIX, text) if given.data is None else ""),
    )
    return next((hint for hint, found in wrong if found == claimed.lower()), None)


def _complete(user_id: str, said: GivenIdentity | _Data, *, signed: bool) -> Verdict:
    place = "data." if signed else ""
    if not 0 < len(user_id) <= USER_ID_MAX or not user_id.isprintable() or not user_id.strip():
        return Verdict(warned="wrong_form", field=f"{place}user_id")
    known, wrong = _known(said)
    attributes, wrong_attributes = _attributes(said.attributes or {})
    left_out = [*wrong, *wrong_attributes]
    return Verdict(
        identity=SignedIdentity(user_id=user_id, attributes=attributes, signed=signed, **known),
        warned="left_out" if left_out else None,
        field=place + left_out[0] if left_out else "",
    )


def _known(said: GivenIdentity | _Data) -> tuple[dict[str, str], list[str]]:
    """Name, address and number without blanks around them, and which of them are none."""
    known: dict[str, str] = {}
    wrong: list[str] = []
    for name, longest in _FIELDS_MAX.items():
        value = " ".join((getattr(said, name) or "").split())
        form = _FIELD_FORMS.get(name)
        if len(value) > longest or (value and form is not None and form.fullmatch(value) is None):
            wrong.append(name)
        elif value:
            known[name] = value
    return known, wrong


def _attributes(given: dict[str, Value]) -> tuple[dict[str, str], list[str]]:
    kept: dict[str, str] = {}
    wrong: list[str] = []
    for name, value in given.items():
        key, text = " ".join(name.split()), _text(value)
        if not text:
            continue
        if not 0 < len(key) <= ATTRIBUTE_NAME_MAX or len(text) > ATTRIBUTE_VALUE_MAX:
            wrong.append(f"attributes.{key[:ATTRIBUTE_NAME_MAX]}")
        elif len(kept) == ATTRIBUTES_MAX and key not in kept:
            wrong.append("attributes")
            break
        else:
            kept[key] = text
    return kept, wrong


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split())


def _field_of(error: msgspec.DecodeError) -> str:
    """`data.…` as far as msgspec says where: a path, or a field that is missing or unknown."""
    found = re.search(r"`\$\.(\w{1,60})", str(error)) or re.search(r"field `(\w{1,60})`", str(error))
    return f"data.{found[1]}" if found else "data"


class Identities(Protocol):
    """Who is who, of one tenant; see storage/identities.py for what each call costs."""

    def visitor_of(self, user_id: str) -> VisitorId | None: ...

    def add(self, user_id: str, visitor: VisitorId) -> VisitorId:
        """The visitor of this user from now on: another one, if somebody was quicker."""

    def known_of(self, visitor: VisitorId) -> Identified | None: ...
    def remember(self, visitor: VisitorId, known: Identified) -> None: ...
    def add_to_history(self, visitor: VisitorId, conversation_id: ConversationId) -> None: ...


class Integration(Protocol):
    """A company's secrets and what became of the identities that came; see storage/identities.py."""

    def state(self) -> SecretState: ...
    def fresh(self) -> SecretState: ...
    def rotate(self, before: SecretState, after: SecretState) -> None: ...
    def report(self) -> IdentityReport: ...
    def warn(self, number: int, verdict: Verdict, now: int) -> bool: ...
    def note_verified(self, now: int) -> bool: ...
    def forget_warnings(self) -> None: ...


class Tally:
    """What one function remembers of what it has still to write down, so that a flood costs a write in `every_ms` at most."""

    def __init__(self, every_ms: int) -> None:
        self._every_ms = every_ms
        self._known: dict[TenantId, tuple[int, int]] = {}
        """How many are not written, and when the next write may be."""

    def count(self, tenant: TenantId, now: int, write: Any) -> None:
        """`write(number)` says whether it wrote; if not, the number waits for the next time."""
        waiting, next_at = self._known.pop(tenant, (0, 0))
        waiting += 1
        if now >= next_at:
            waiting = 0 if write(waiting) else waiting
            next_at = now + self._every_ms
        self._known[tenant] = (waiting, next_at)
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]


WARNED_EVERY_MS = 60_000
VERIFIED_EVERY_MS = 600_000
_REMEMBERED = 10_000
