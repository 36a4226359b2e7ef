"""Access tokens: only the pool's own, for our client, of their time."""

from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from parlor.domain.errors import Unauthorized
from parlor.gateways.access_tokens import UNKNOWN_KEY_PAUSE_MS, AccessTokens

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC"
KEYS = {kid: rsa.generate_private_key(public_exponent=65_537, key_size=2_048) for kid in ("one", "two")}
FAR = 4_000_000_000


class KeyServer:
    def __init__(self) -> None:
        self.published = ["one"]
        self.asked = 0

    def fetch(self, url: str) -> dict[str, Any]:
        self.asked += 1
        found = [jwt.algorithms.RSAAlgorithm.to_jwk(KEYS[kid].public_key(), as_dict=True) | {"kid": kid} for kid in self.published]
        return {"keys": [key | {"alg": "RS256", "use": "sig"} for key in found]}


def tokens(server: KeyServer, now: list[int]) -> AccessTokens:
    return AccessTokens("eu-central-1_AbC", "client", "https://keys.example", lambda: now[0], server.fetch)


def signed(kid: str = "one", **changes: Any) -> str:
    claims = {"sub": "somebody", "iss": ISSUER, "client_id": "client", "token_use": "access", "exp": FAR} | changes
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, KEYS[kid], "RS256", {"kid": kid})


def test_a_genuine_token_says_whose_it_is_and_the_keys_are_kept() -> None:
    server, now = KeyServer(), [10**12]
    checker = tokens(server, now)
    assert {checker.bearer(signed(sub=f"person {n}")).subject for n in range(3)} == {"person 0", "person 1", "person 2"}
    assert server.asked == 1


@pytest.mark.parametrize(
    "change",
    [{"exp": 1_000}, {"exp": None}, {"iss": "https://evil.example"}, {"client_id": "other"}, {"token_use": "id"}, {"sub": None}],
    ids=str,
)
def test_a_token_that_is_not_for_us_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        tokens(KeyServer(), [10**12]).bearer(signed(**change))


def test_forged_tokens_are_refused() -> None:
    checker = tokens(KeyServer(), [10**12])
    head, body, signature = signed().split(".")
    none = jwt.encode({"sub": "x", "iss": ISSUER, "exp": FAR, "client_id": "client", "token_use": "access"}, None, "none", {"kid": "one"})
    shared = jwt.encode({"sub": "x", "iss": ISSUER, "exp": FAR}, "a secret that is long enough for SHA-256", "HS256", {"kid": "one"})
    for token in ("", "x", "a.b.c", f"{head}.{body}.", f"{head}.{body[:-2]}xx.{signature}", none, shared, signed("two")):
        with pytest.raises(Unauthorized):
            checker.bearer(token)


def test_a_new_key_is_fetched_but_forged_ones_do_not_make_us_ask_each_time() -> None:
    server, now = KeyServer(), [10**12]
    checker = tokens(server, now)
    checker.bearer(signed())
    server.published = ["one", "two"]
    for _ in range(5):
        with pytest.raises(Unauthorized):
            checker.bearer(signed("two"))
    assert server.asked == 1
    now[0] += UNKNOWN_KEY_PAUSE_MS + 1
    assert checker.bearer(signed("two")).subject == "somebody"
    assert server.asked == 2
