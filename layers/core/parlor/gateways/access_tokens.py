"""Tokens of staff: signed by a user pool, checked here against its published keys (RFC 7517, RS256)."""

import json
from collections.abc import Callable
from typing import Any, Literal
from urllib.request import urlopen

import jwt

from parlor.domain.errors import Unauthorized
from parlor.domain.identity import Bearer
from parlor.domain.single_sign_on import subject_of

KEYS_LIFE_MS = 6 * 3_600_000
UNKNOWN_KEY_PAUSE_MS = 60_000
"""A token with a key that we do not know makes us fetch the keys anew, but not for every forged one."""
_LEEWAY_S = 10


def fetch(url: str) -> dict[str, Any]:
    with urlopen(url, timeout=3) as answer:  # noqa: S310  # the address is a setting
        found: dict[str, Any] = json.load(answer)
    return found


class PoolTokens:
    """All tokens of one pool. `jwks_url` is where its keys are; the issuer follows from the pool's id."""

    def __init__(self, pool_id: str, jwks_url: str, now_ms: Callable[[], int], fetch: Callable[[str], dict[str, Any]] = fetch) -> None:
        self.issuer = f"https://cognito-idp.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"
        self._jwks_url = jwks_url
        self._now_ms = now_ms
        self._fetch = fetch
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = 0

    def claims(self, token: str, use: Literal["access", "id"]) -> dict[str, Any]:
        """Raises `Unauthorized` for one that is forged, over, or for another use."""
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid", ""))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self.issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iss", "sub"], "verify_aud": False},
            )
        except jwt.PyJWTError:
            raise Unauthorized("Sign in again.") from None
        if claims.get("token_use") != use:
            raise Unauthorized("Sign in again.")
        return claims

    def _key(self, kid: str) -> jwt.PyJWK:
        age = self._now_ms() - self._fetched_at
        if age > KEYS_LIFE_MS or (kid not in self._keys and age > UNKNOWN_KEY_PAUSE_MS):
            found = jwt.PyJWKSet.from_dict(self._fetch(self._jwks_url))
            self._keys = {key.key_id: key for key in found.keys if key.key_id}
            self._fetched_at = self._now_ms()
        if kid not in self._keys:
            raise Unauthorized("Sign in again.")
        return self._keys[kid]


class AccessTokens:
    """Of people with a password: one pool, one client."""

    def __init__(
        self,
        pool_id: str,
        client_id: str,
        jwks_url: str,
        now_ms: Callable[[], int],
        fetch: Callable[[str], dict[str, Any]] = fetch,
    ) -> None:
        self._tokens = PoolTokens(pool_id, jwks_url, now_ms, fetch)
        self._client_id = client_id

    def bearer(self, token: str) -> Bearer:
        """Whose token it is, of which sign-in. Raises `Unauthorized` for one that is forged, over, or not an access token of ours."""
        claims = self._tokens.claims(token, "access")
        if claims.get("client_id") != self._client_id:
            raise Unauthorized("Sign in again.")
        return Bearer(claims["sub"], claims.get("origin_jti", ""))


class EitherPool:
    """Of people with a password, and of people who came by single sign-on: their subject names the client that the token is for."""

    def __init__(self, accounts: AccessTokens, sign_on: PoolTokens) -> None:
        self._accounts = accounts
        self._sign_on = sign_on

    def bearer(self, token: str) -> Bearer:
        """Raises `Unauthorized`."""
        if not self._is_sign_on(token):
            return self._accounts.bearer(token)
        claims = self._sign_on.claims(token, "access")
        return Bearer(subject_of(str(claims.get("client_id", "")), claims["sub"]), claims.get("origin_jti", ""))

    def _is_sign_on(self, token: str) -> bool:
        """Whose keys to check it with; nothing is believed yet."""
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError:
            raise Unauthorized("Sign in again.") from None
        return bool(claims.get("iss") == self._sign_on.issuer)
