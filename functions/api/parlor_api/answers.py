"""Answers: their headers, the refresh cookie, pages of HTML."""

from msgspec import Struct

from parlor.domain.single_sign_on import PENDING_LIFE_S

REFRESH_COOKIE = "parlor_refresh"
REFRESH_LIFE_S = 30 * 86_400
"""As long as the user pool's refresh tokens live (infra/identity.yaml)."""

HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
REFUSED = HEADERS | {"Content-Type": "application/problem+json"}
"""Of answers that hold a `Problem`."""


class Answer(Struct, frozen=True):
    """An answer with a cookie: `refresh_token` sets it, an empty one deletes it, None leaves it."""

    body: object
    refresh_token: str | None = None


SIGN_ON_COOKIE = "parlor_sso"
"""Which browser went to its company's provider."""


class Cookie(Struct, frozen=True):
    """An answer with a cookie of single sign-on."""

    body: object
    browser: str


class Redirect(Struct, frozen=True):
    """Sends a browser that has followed a link on its way; `refresh_token` sets the cookie."""

    to: str
    refresh_token: str | None = None


class Html(Struct, frozen=True):
    """A page for people who followed a link from a mail."""

    text: str


def cookie_header(refresh_token: str) -> str:
    """Out of reach of scripts, sent over TLS only (browsers make an exception for localhost), never to other sites."""
    life = REFRESH_LIFE_S if refresh_token else 0
    return f"{REFRESH_COOKIE}={refresh_token}; Max-Age={life}; Path=/; HttpOnly; Secure; SameSite=Strict"


def sign_on_cookie(browser: str) -> str:
    """Comes back from another site, so it is `Lax`; for as long as somebody may take there."""
    return f"{SIGN_ON_COOKIE}={browser}; Max-Age={PENDING_LIFE_S}; Path=/; HttpOnly; Secure; SameSite=Lax"


def cors_headers(path: str, *, preflight: bool = False) -> dict[str, str]:
    """Only the widget's operations may be called from other sites. They use no cookie, so any site may."""
    if not path.startswith("/widget/"):
        return {}
    headers = {"Access-Control-Allow-Origin": "*"}
    if preflight:
        headers |= {
            "Access-Control-Allow-Methods": "POST, OPTIONS",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": "86400",
        }
    return headers
