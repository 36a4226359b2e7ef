"""What the pool of single sign-on says: tokens signed as Cognito signs them, over HTTP; and how its refusals are understood."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from parlor.domain.errors import Conflict, Invalid, RateLimited, Unauthorized, Unavailable
from parlor.domain.ids import TenantId
from parlor.domain.single_sign_on import Pending, Provider, SignOn
from parlor.gateways.access_tokens import AccessTokens, EitherPool, PoolTokens
from parlor.gateways.sign_on_pool import CognitoSignOn
from tests.unit.gateways.test_identity import Pool, refusal

POOL, CLIENT, PROVIDER = "us-east-1_sso", "client-of-tea", "sso-01"
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
JWKS = {"keys": [json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k", "alg": "RS256"}]}
PENDING = Pending(TenantId("T"), CLIENT, "the verifier", "the nonce", "")
SETTINGS = SignOn(provider=PROVIDER, client=CLIENT, issuer="https://login.tea.example", client_id="parlor")


def token(key: Any = KEY, **claims: Any) -> str:
    now = int(time.time())
    body = {"iss": ISSUER, "sub": "sub-1", "iat": now, "exp": now + 300} | claims
    return jwt.encode(body, key, algorithm="RS256", headers={"kid": "k"})


def id_token(key: Any = KEY, **claims: Any) -> str:
    said = {"token_use": "id", "aud": CLIENT, "nonce": "the nonce", "cognito:username": f"{PROVIDER}_42_7", "email": "Li@tea.example"}
    return token(key, **(said | claims))


class TokenServer:
    """`/oauth2/token` of the pool: what it answers next, and what it was asked."""

    def __init__(self) -> None:
        self.answer: tuple[int, dict[str, Any]] = (200, {})
        self.asked: dict[str, str] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                outer.asked = {"path": self.path} | {name: values[0] for name, values in form.items()}
                status, body = outer.answer
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *parts: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def tokens() -> Iterator[TokenServer]:
    server = TokenServer()
    yield server
    server.server.shutdown()
    server.server.server_close()


def pool_tokens() -> PoolTokens:
    return PoolTokens(POOL, "", lambda: int(time.time() * 1000), lambda url: JWKS)


def sign_on(server: TokenServer | None = None, pool: Pool | None = None) -> CognitoSignOn:
    base = f"http://127.0.0.1:{server.server.server_port}" if server else "https://tea.auth.us-east-1.amazoncognito.com"
    made = CognitoSignOn(POOL, base, "https://parlor.example/api/auth/sso/callback", pool_tokens())
    made.__dict__["_pool"] = pool
    return made


def test_a_code_becomes_a_session_of_the_companys_client(tokens: TokenServer) -> None:
    tokens.answer = (200, {"id_token": id_token(name="Li"), "access_token": "A", "refresh_token": "R", "expires_in": 1_800})
    claimed = sign_on(tokens).claimed(PENDING, "the code")
    assert (claimed.provider, claimed.email, claimed.name, claimed.verified) == (PROVIDER, "Li@tea.example", "Li", None)
    assert (claimed.session.subject, claimed.session.refresh_token) == (f"sso:{CLIENT}:sub-1", f"sso~{CLIENT}~R")
    asked = tokens.asked
    assert (asked["path"], asked["code"], asked["code_verifier"], asked["client_id"]) == (
        "/oauth2/token",
        "the code",
        "the verifier",
        CLIENT,
    )
    for said, verified in (("true", True), ("True", True), ("false", False)):
        tokens.answer[1]["id_token"] = id_token(**{"custom:verified": said})
        assert sign_on(tokens).claimed(PENDING, "c").verified is verified


@pytest.mark.parametrize(
    "wrong",
    [
        id_token(nonce="another"),
        id_token(aud="client-of-coffee"),
        id_token(token_use="access"),
        id_token(iss=ISSUER + "x"),
        id_token(exp=int(time.time()) - 60),
        id_token(OTHER_KEY),
        jwt.encode({"iss": ISSUER, "sub": "s", "aud": CLIENT, "exp": 9e9, "token_use": "id", "nonce": "the nonce"}, "x" * 32),
        "nothing",
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(tokens: TokenServer, wrong: str) -> None:
    tokens.answer = (200, {"id_token": wrong, "access_token": "A", "refresh_token": "R", "expires_in": 1_800})
    with pytest.raises(Unauthorized):
        sign_on(tokens).claimed(PENDING, "the code")


def test_a_code_that_is_no_good_and_a_pool_that_is_down(tokens: TokenServer) -> None:
    tokens.answer = (400, {"error": "invalid_grant"})
    with pytest.raises(Unauthorized):
        sign_on(tokens).claimed(PENDING, "the code")
    tokens.answer = (503, {})
    with pytest.raises(Unavailable):
        sign_on(tokens).claimed(PENDING, "the code")
    nowhere = CognitoSignOn(POOL, "http://127.0.0.1:1", "", pool_tokens())
    with pytest.raises(Unavailable):
        nowhere.claimed(PENDING, "the code")


def test_a_session_goes_on_with_its_own_client() -> None:
    result = {"AccessToken": "A", "IdToken": id_token(), "ExpiresIn": 1_800}
    session = sign_on(pool=Pool(initiate_auth={"AuthenticationResult": result})).refresh(f"sso~{CLIENT}~R")
    assert (session.subject, session.refresh_token) == (f"sso:{CLIENT}:sub-1", None)
    for code, kind in (
        ("NotAuthorizedException", Unauthorized),
        ("ResourceNotFoundException", Unauthorized),
        ("TooManyRequestsException", RateLimited),
    ):
        with pytest.raises(kind):
            sign_on(pool=Pool(initiate_auth=refusal(code))).refresh(f"sso~{CLIENT}~R")
    sign_on(pool=Pool(revoke_token=refusal("InvalidParameterException"))).sign_out(f"sso~{CLIENT}~R")


def test_a_token_is_checked_with_the_keys_of_its_own_pool() -> None:
    accounts = AccessTokens("us-east-1_x", "main", "", lambda: int(time.time() * 1000), lambda url: {"keys": []})
    either = EitherPool(accounts, pool_tokens())
    assert either.bearer(token(token_use="access", client_id=CLIENT)).subject == f"sso:{CLIENT}:sub-1"
    for wrong in (
        token(OTHER_KEY, token_use="access", client_id=CLIENT),
        token(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x", token_use="access", client_id="main"),
        id_token(),
        "x.y.z",
    ):
        with pytest.raises(Unauthorized):
            either.bearer(wrong)


@pytest.mark.parametrize(
    ("code", "kind", "field"),
    [
        ("InvalidParameterException", Invalid, "issuer"),
        ("LimitExceededException", Conflict, None),
        ("TooManyRequestsException", RateLimited, None),
    ],
)
def test_what_the_pool_refuses_is_said_of_the_field(code: str, kind: type[Exception], field: str | None) -> None:
    with pytest.raises(kind) as told:
        sign_on(pool=Pool(create_identity_provider=refusal(code))).add(Provider(SETTINGS, "s"))
    assert getattr(told.value, "field", None) == field
    half = Pool(create_user_pool_client=refusal("LimitExceededException"))
    with pytest.raises(Conflict):
        sign_on(pool=half).add(Provider(SETTINGS, "s"))
    assert half.asked[-1] == "delete_identity_provider", "nothing is left behind"
    gone = Pool(delete_user_pool_client=refusal("ResourceNotFoundException"), delete_identity_provider=refusal("ResourceNotFoundException"))
    sign_on(pool=gone).delete(PROVIDER, CLIENT)
