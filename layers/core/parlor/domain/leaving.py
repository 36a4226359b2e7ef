"""The end of a company: days of grace, deletion of everything, and the certificate that says what was deleted (docs/leaving.md).

Everything a company has lies in one of the `PLACES`. A new table, bucket or pool of accounts is entered here, or a test fails.
"""

import hmac
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import TenantId

DAY_MS = 86_400_000
GRACE_DAYS = 30
"""Between the closing and the deletion, where the deployment says nothing else."""
WARNED_MS = 7 * DAY_MS
"""So long before the end administrators are told once more."""
SETTLED_MS = 60_000
"""Between the mark that a company is gone and the deletion: what was under way then is over, or is refused."""
LOOKED_AGAIN_MS = 25 * 3_600_000
"""After the end everything is looked through once more: streams give out no record that is older than a day."""
BACKUPS_DAYS = 35
"""So long the backups of tables for point-in-time recovery hold what was deleted (docs/leaving.md)."""

PlaceKind = Literal["table", "bucket", "pool"]


class Place(Struct, frozen=True):
    """`output` is the stack's name for it, where it has one; `keys` are beginnings of keys of objects, with the company's id as `T`."""

    name: str
    kind: PlaceKind
    output: str
    keys: tuple[str, ...] = ()


PLACES: tuple[Place, ...] = (
    Place("accounts", "pool", "UserPoolId"),
    Place("single_sign_on", "pool", "SsoPoolId"),
    Place("presence", "table", "PresenceTable"),
    Place("uploads", "bucket", "UploadsBucket", ("pending/T/", "files/T/", "downloads/T/", "downloading/T/")),
    Place(
        "archive",
        "bucket",
        "ArchiveBucket",
        ("conversations/tenant=T/", "facts/tenant=T/", "merged/conversations/tenant=T/", "merged/facts/tenant=T/"),
    ),
    Place("sites", "bucket", "SitesBucket", ("widget/styles/T/", "widget/files/T/")),
    Place("chat", "table", "ChatTable"),
    Place("metrics", "table", "MetricsTable"),
    Place("directory", "table", "DirectoryTable"),
)
"""In this order: who could still write goes first, and what tells whose accounts they are goes last."""


class Account(Struct, frozen=True):
    """Somebody who works for the company; `subjects` are those of a password and of single sign-on."""

    agent_id: str
    email: str
    subjects: tuple[str, ...]


class Seen(Struct, frozen=True):
    """Of one page of a place: what belongs to the company, and where the next page begins; None: there is none."""

    found: int
    position: str | None = None


class Tally(Struct, frozen=True, kw_only=True):
    """`kept` are accounts of people who work for other companies, too."""

    place: str
    found: int = 0
    deleted: int = 0
    kept: int = 0
    left: int = 0


class Certificate(Struct, frozen=True, kw_only=True):
    """Says nothing of any person. Times are in milliseconds since 1970 UTC; `manifest` is the SHA-256 of everything else."""

    tenant_id: TenantId
    asked_at: int
    begun_at: int
    ended_at: int
    tallies: tuple[Tally, ...]
    manifest: str = ""
    signature: str = ""

    @property
    def whole(self) -> bool:
        """Nothing was left."""
        return all(each.left == 0 for each in self.tallies)


def sealed(certificate: Certificate, key: bytes) -> Certificate:
    """With the hash of what it says, signed."""
    manifest = _manifest(certificate)
    return msgspec.structs.replace(certificate, manifest=manifest, signature=_signature(manifest, key))


def is_genuine(certificate: Certificate, key: bytes) -> bool:
    expected = sealed(certificate, key)
    return hmac.compare_digest(expected.signature, certificate.signature) and expected.manifest == certificate.manifest


def _manifest(certificate: Certificate) -> str:
    plain = msgspec.structs.replace(certificate, manifest="", signature="")
    return sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def _signature(manifest: str, key: bytes) -> str:
    return hmac.digest(key, b"end-of-company\n" + manifest.encode(), "sha256").hex()


class Closing(Struct, frozen=True, kw_only=True):
    """A company that will end. While `step` is None there is grace; then it is the number of the place that is worked on.

    `looked_through`: everything has been deleted, and is counted again. `told` are addresses of administrators, until they have had
    the certificate; `over_at` is then the moment of the end.
    """

    tenant_id: TenantId
    asked_at: int
    ends_at: int
    asked_by: str = ""
    warned: bool = False
    begun_at: int | None = None
    step: int | None = None
    position: str | None = None
    looked_through: bool = False
    tallies: tuple[Tally, ...] = ()
    told: tuple[str, ...] = ()
    company: str = ""
    language: str = "en"
    over_at: int | None = None
    looks: int = 0


class Closings(Protocol):
    """Of all tenants."""

    def all(self) -> list[Closing]: ...
    def get(self, tenant: TenantId) -> Closing | None: ...
    def begin(self, closing: Closing) -> None:
        """The company's row says so, too. Raises `Conflict` when it is closing already, `NotFound`."""

    def take_back(self, tenant: TenantId) -> None:
        """Raises `Conflict` when there is nothing to take back any more."""

    def keep(self, closing: Closing) -> None: ...
    def start(self, closing: Closing) -> bool:
        """The moment from which nothing is taken back any more; False when it was, or somebody has started it."""

    def note_warned(self, closing: Closing) -> bool:
        """False when somebody has, or it was taken back."""

    def over(self, tenant: TenantId) -> None: ...
    def mark_gone(self, tenant: TenantId, at: int) -> None: ...
    def certify(self, certificate: Certificate) -> None: ...
    def certificate(self, tenant: TenantId) -> Certificate | None: ...


class Swept(Protocol):
    """One place, looked through page by page."""

    def look(self, position: str | None, *, delete: bool) -> Seen:
        """Idempotent: what is gone already is not found."""


class Pool(Protocol):
    """Accounts of people, or what a company has in the pool of single sign-on."""

    def remove(self) -> Tally:
        """Idempotent. `left` is looked for after it."""


def check_name(typed: str, company: str) -> None:
    """Raises `Invalid` naming `company`."""
    if " ".join(typed.split()) != " ".join(company.split()):
        raise Invalid("This is not the company's name.", code="wrong_name", field="company")


def check_may_take_back(closing: Closing | None) -> Closing:
    """Raises `Conflict` (`not_closing`, `too_late`)."""
    if closing is None:
        raise Conflict("The company is not closing.", code="not_closing")
    if closing.step is not None or closing.begun_at is not None:
        raise Conflict("The deletion has begun.", code="too_late")
    return closing


def added(tallies: Iterable[Tally], place: str, change: Callable[[Tally], Tally]) -> tuple[Tally, ...]:
    """With one place's tally changed; a place that is not there yet comes last."""
    known = {each.place: each for each in tallies}
    known[place] = change(known.get(place, Tally(place=place)))
    return tuple(known.values())
