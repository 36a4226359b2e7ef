"""Access tokens of staff: signed by the user pool, checked here against its published keys (RFC 7517, RS256)."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import jwt

from parlor.domain.errors import Unauthorized

KEYS_LIFE_MS = 6 * 3_600_000
UNKNOWN_KEY_PAUSE_MS = 60_000
"""A token with a key that we do not know makes us fetch the keys anew, but not for every forged one."""
_LEEWAY_S = 10


def fetch(url: str) -> dict[str, Any]:
    with urlopen(url, timeout=3) as answer:  # noqa: S310  # the address is a setting
        found: dict[str, Any] = json.load(answer)
    return found


class AccessTokens:
    """`jwks_url` is where the keys are; the issuer follows from the pool's id."""

    def __init__(
        self,
        pool_id: str,
        client_id: str,
        jwks_url: str,
        now_ms: Callable[[], int],
        fetch: Callable[[str], dict[str, Any]] = fetch,
    ) -> None:
        self._issuer = f"https://cognito-idp.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"
        self._client_id = client_id
        self._jwks_url = jwks_url
        self._now_ms = now_ms
        self._fetch = fetch
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = 0

    def subject(self, token: str) -> str:
        """The person whose token it is. Raises `Unauthorized` for one that is forged, over, or not an access token of ours."""
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid", ""))
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self._issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iss", "sub"], "verify_aud": False},
            )
        except jwt.PyJWTError:
            raise Unauthorized("Sign in again.") from None
        if claims.get("token_use") != "access" or claims.get("client_id") != self._client_id:
            raise Unauthorized("Sign in again.")
        subject: str = claims["sub"]
        return subject

    def _key(self, kid: str) -> jwt.PyJWK:
        age = self._now_ms() - self._fetched_at
        if age > KEYS_LIFE_MS or (kid not in self._keys and age > UNKNOWN_KEY_PAUSE_MS):
            found = jwt.PyJWKSet.from_dict(self._fetch(self._jwks_url))
            self._keys = {key.key_id: key for key in found.keys if key.key_id}
            self._fetched_at = self._now_ms()
        if kid not in self._keys:
            raise Unauthorized("Sign in again.")
        return self._keys[kid]
