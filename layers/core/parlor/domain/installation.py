"""On which sites and pages the widget of a style has been seen: what a page view says of where the snippet stands.

Anybody can claim any address, so little is kept, and of each thing the newest: `HOSTS_MAX` sites, `PAGES_MAX` pages of each. An
address is kept without what follows `?`, which may hold secrets.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Literal, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.errors import Invalid
from parlor.domain.ids import StyleId

HOSTS_MAX = 20
PAGES_MAX = 5
EVERY_MS = 3_600_000
"""A site is noted again after so long."""
ASKED_EVERY_MS = 2_000
"""Pages of somebody who is checking (`CHECK_PARAMETER`) are noted at once, but not more often than this."""
CHECK_PARAMETER = "parlor_check"
"""On the address of a page: whoever opens it wants to know whether the widget is there."""

_HOST_MAX = 100
_PATH_MAX_BYTES = 200
_REMEMBERED = 20_000

Finding = Literal["page", "site", "never"]
"""Seen on this page; seen on this site, but not on this page; not seen there at all."""


class Spot(Struct, frozen=True):
    """A page: `host` with its port, `path` from `/` on, both as they are compared."""

    host: str
    path: str


class SeenPage(Struct, frozen=True):
    path: str
    at: int


class SeenHost(Struct, frozen=True, kw_only=True):
    """A site. `times` says in how many stretches of an hour: who only claims to be a site comes once. Pages newest first."""

    host: str
    since: int
    at: int
    times: int = 1
    pages: tuple[SeenPage, ...] = ()


class Installation(Struct, frozen=True, kw_only=True):
    """Where one style has been seen. Version 0: nowhere yet."""

    hosts: tuple[SeenHost, ...] = ()
    version: int = 0


class Found(Struct, frozen=True):
    finding: Finding
    at: int | None = None


class Installations(Protocol):
    """Of one tenant."""

    def of(self, style: StyleId) -> Installation: ...

    def of_all(self, styles: Iterable[StyleId]) -> dict[StyleId, Installation]: ...

    def keep(self, style: StyleId, after: Installation) -> bool:
        """False if it is not `after.version - 1` any more."""


def spot_of(url: str) -> Spot | None:
    """None for what is not the address of a page on the web."""
    try:
        address = urlsplit(url.strip())
        host = (address.hostname or "").removesuffix(".")
        port = address.port
    except ValueError:
        return None
    if address.scheme not in ("http", "https") or not host or len(host) > _HOST_MAX:
        return None
    if not host.isprintable() or any(each.isspace() or each in "<>\"'`" for each in host):
        return None
    usual = port is None or port == {"http": 80, "https": 443}[address.scheme]
    path = unquote(address.path).rstrip("/") or "/"
    if address.fragment.startswith(("/", "!")):
        path += f"#{unquote(address.fragment)}"
    return Spot(host if usual else f"{host}:{port}", _short("".join(each for each in path if each.isprintable())))


def _short(path: str) -> str:
    return path.encode()[:_PATH_MAX_BYTES].decode(errors="ignore")


def asked_spot(url: str) -> tuple[Spot, bool]:
    """What a person enters, with or without `https://`; and whether it names a page, not only a site. Raises `Invalid`."""
    text = url.strip()
    spot = spot_of(text if "://" in text else f"https://{text}")
    if spot is None or not ("." in spot.host or ":" in spot.host or spot.host == "localhost"):
        raise Invalid("This is not the address of a page, such as https://shop.example/contact.", field="url")
    return spot, spot.path != "/"


def is_checking(url: str) -> bool:
    """Whether the page was opened in order to see if the widget is there."""
    if CHECK_PARAMETER not in url:
        return False
    try:
        return any(name == CHECK_PARAMETER for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))
    except ValueError:
        return False


def noted(before: Installation, spot: Spot, now: int) -> Installation:
    """With this page as the newest of its site. Of too many sites the one goes that was seen least often, then the one of longest ago."""
    known = next((each for each in before.hosts if each.host == spot.host), None)
    others = [each for each in before.hosts if each.host != spot.host]
    if known is None:
        if len(others) >= HOSTS_MAX:
            others.remove(min(others, key=lambda each: (each.times, each.at)))
        after = SeenHost(host=spot.host, since=now, at=now, pages=(SeenPage(spot.path, now),))
    else:
        pages = [SeenPage(spot.path, now), *(page for page in known.pages if page.path != spot.path)]
        hours = known.times + (now - known.at >= EVERY_MS)
        after = replace(known, at=now, times=hours, pages=tuple(pages[:PAGES_MAX]))
    return Installation(hosts=(after, *others), version=before.version + 1)


def is_new(known: Installation, spot: Spot, checking: bool, now: int) -> bool:
    """Whether a page view says something that is worth a write."""
    host = next((each for each in known.hosts if each.host == spot.host), None)
    if host is None or host.at <= now - EVERY_MS:
        return True
    page = next((each for each in host.pages if each.path == spot.path), None)
    return checking and (page is None or page.at <= now - ASKED_EVERY_MS)


def find(known: Installation, spot: Spot, names_page: bool) -> Found:
    """What is known of a page; of a site where no page is named. `www.` before a site makes no difference."""
    hosts = [each for each in known.hosts if _bare(each.host) == _bare(spot.host)]
    if not hosts:
        return Found("never")
    newest = max(each.at for each in hosts)
    if not names_page:
        return Found("page", newest)
    seen = [page.at for each in hosts for page in each.pages if page.path.casefold() == spot.path.casefold()]
    return Found("page", max(seen)) if seen else Found("site", newest)


def _bare(host: str) -> str:
    return host.removeprefix("www.")


class Lately:
    """What a function remembers of the sites that it has noted, so that a page view of a known site reads and writes nothing."""

    def __init__(self) -> None:
        self._next: OrderedDict[tuple[str, ...], int] = OrderedDict()

    def is_due(self, tenant: str, style: str, spot: Spot, checking: bool, now: int) -> bool:
        """Whether it is time to look at what is stored. True once, until the time comes again."""
        key, pause_ms = ((tenant, style), ASKED_EVERY_MS) if checking else ((tenant, style, spot.host), EVERY_MS)
        if self._next.get(key, 0) > now:
            return False
        self._next[key] = now + pause_ms
        self._next.move_to_end(key)
        if len(self._next) > _REMEMBERED:
            self._next.popitem(last=False)
        return True
