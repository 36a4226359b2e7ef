"""REST bodies: where the widget has been seen."""

from typing import Literal

from msgspec import Struct

from parlor.protocol.views import Millis, Ulid


class _Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class SeenPage(_Answer, frozen=True, kw_only=True):
    """`path` from `/` on, without what follows `?`. Claimed by a browser: text, whatever stands in it."""

    path: str
    seen_at: Millis


class SeenSite(_Answer, frozen=True, kw_only=True):
    """A site on which the style was seen, with the pages that were noted last, newest first. `since` is the first time."""

    host: str
    since: Millis
    seen_at: Millis
    pages: list[SeenPage]


class Addresses(_Answer, frozen=True, kw_only=True):
    """Whom the page's browser talks to, for a Content-Security-Policy."""

    site: str
    api: str
    socket: str


class InstallationCheck(_Answer, frozen=True, kw_only=True):
    """What visitors have shown of a style's snippet. A site is noted once an hour; a page that is opened with `?parlor_check=1` at once.

    `finding` answers for the address that was asked for: seen on this page (or site, where no page was named), seen on the
    site but not on this page, never. `not_shown` says that the style's own rules keep the icon away from this page.
    `other_style_id` is another style that was seen on this page or site.
    """

    addresses: Addresses
    sites: list[SeenSite]
    host: str | None = None
    path: str | None = None
    finding: Literal["page", "site", "never"] | None = None
    seen_at: Millis | None = None
    not_shown: bool = False
    other_style_id: Ulid | None = None
