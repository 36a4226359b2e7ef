"""The user pool of people who come by single sign-on. It has no passwords: each company has a provider and a client of its own in it."""

import json
from functools import cached_property
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session

from parlor.domain.errors import Conflict, Invalid, ParlorError, RateLimited, Unauthorized, Unavailable
from parlor.domain.identity import SignedIn
from parlor.domain.single_sign_on import Claimed, Pending, Provider, SignOn, subject_of
from parlor.gateways.access_tokens import PoolTokens
from parlor.gateways.sign_on_providers import delete_provider

_MARK = "sso"
"""Begins our refresh tokens: which client one belongs to does not stand in the token itself."""
_SCOPES = ("openid", "email", "profile")
_VERIFIED = "custom:verified"
"""What the provider says of the address. Cognito's own `email_verified` is false, too, when it says nothing."""
_READ = ("email", "name", _VERIFIED)
_RETRY_AFTER_MS = 30_000
_PATIENCE_S = 8


class CognitoSignOn:
    """`base_url` is the pool's own address, empty where it has none; `callback_url` is ours, where browsers come back to."""

    def __init__(self, pool_id: str, base_url: str, callback_url: str, tokens: PoolTokens) -> None:
        self._pool_id = pool_id
        self._base_url = base_url
        self._callback_url = callback_url
        self._tokens = tokens

    @property
    def available(self) -> bool:
        return self._base_url != ""

    @property
    def callback(self) -> tuple[str, str, str]:
        return f"{self._base_url}/oauth2/idpresponse", f"{self._base_url}/saml2/idpresponse", f"urn:amazon:cognito:sp:{self._pool_id}"

    # --- a company's provider

    def add(self, provider: Provider) -> str:
        settings = provider.settings
        try:
            self._pool.create_identity_provider(
                UserPoolId=self._pool_id,
                ProviderName=settings.provider,
                ProviderType=settings.kind.upper(),
                ProviderDetails=_details(provider),
                AttributeMapping=_mapping(settings),
            )
        except ClientError as error:
            raise _refusal(error, settings) from None
        try:
            answer = self._pool.create_user_pool_client(
                UserPoolId=self._pool_id,
                ClientName=settings.provider,
                # Nobody comes to this client but through this provider.
                SupportedIdentityProviders=[settings.provider],
                CallbackURLs=[self._callback_url],
                AllowedOAuthFlowsUserPoolClient=True,
                AllowedOAuthFlows=["code"],
                AllowedOAuthScopes=list(_SCOPES),
                ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"],
                ReadAttributes=list(_READ),
                # Cognito writes what the provider says with the rights of the client. No scope lets the person do so.
                WriteAttributes=list(_READ),
                EnableTokenRevocation=True,
                PreventUserExistenceErrors="ENABLED",
                AccessTokenValidity=30,
                IdTokenValidity=30,
                RefreshTokenValidity=30,
                TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
            )
        except ClientError as error:
            self._pool.delete_identity_provider(UserPoolId=self._pool_id, ProviderName=settings.provider)
            raise _refusal(error, settings) from None
        client: str = answer["UserPoolClient"]["ClientId"]
        return client

    def change(self, provider: Provider) -> None:
        settings = provider.settings
        # Details are replaced as a whole, so that a secret that is not given again is left where it is.
        details = {"ProviderDetails": _details(provider)} if provider.secret or provider.metadata else {}
        try:
            self._pool.update_identity_provider(
                UserPoolId=self._pool_id, ProviderName=settings.provider, AttributeMapping=_mapping(settings), **details
            )
        except ClientError as error:
            raise _refusal(error, settings) from None

    def delete(self, provider: str, client: str) -> None:
        delete_provider(self._pool, self._pool_id, provider, client)

    # --- a person

    def address(self, settings: SignOn, state: str, challenge: str, nonce: str) -> str:
        query = {
            "response_type": "code",
            "client_id": settings.client,
            "redirect_uri": self._callback_url,
            "identity_provider": settings.provider,
            "scope": " ".join(_SCOPES),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._base_url}/oauth2/authorize?{urlencode(query)}"

    def claimed(self, pending: Pending, code: str) -> Claimed:
        tokens = self._exchange(pending, code)
        claims = self._tokens.claims(tokens["id_token"], "id")
        if claims.get("aud") != pending.client or claims.get("nonce") != pending.nonce:
            raise Unauthorized("This answer belongs to another sign-in.")
        said = str(claims.get(_VERIFIED, "")).lower()
        return Claimed(
            # Cognito names federated people by their provider.
            provider=str(claims.get("cognito:username", "")).partition("_")[0].lower(),
            email=str(claims.get("email", "")),
            name=str(claims.get("name", "")),
            verified=None if not said else said == "true",
            session=_session(
                pending.client, claims, tokens["access_token"], tokens["expires_in"], f"{_MARK}~{pending.client}~{tokens['refresh_token']}"
            ),
        )

    def refresh(self, refresh_token: str) -> SignedIn:
        client, token = _taken_apart(refresh_token)
        try:
            answer = self._pool.initiate_auth(ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token})
        except ClientError as error:
            if error.response["Error"]["Code"] in ("TooManyRequestsException", "LimitExceededException"):
                raise RateLimited("Too many tries. Wait a little.", retry_after_ms=_RETRY_AFTER_MS) from None
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise
            raise Unauthorized("The session is over. Sign in again.") from None
        result = answer["AuthenticationResult"]
        claims = self._tokens.claims(result["IdToken"], "id")
        return _session(client, claims, result["AccessToken"], result["ExpiresIn"], None)

    def sign_out(self, refresh_token: str) -> None:
        client, token = _taken_apart(refresh_token)
        try:
            self._pool.revoke_token(ClientId=client, Token=token)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise

    def _exchange(self, pending: Pending, code: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "client_id": pending.client,
            "redirect_uri": self._callback_url,
            "code": code,
            "code_verifier": pending.verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        request = Request(f"{self._base_url}/oauth2/token", urlencode(form).encode(), headers)  # noqa: S310  # the address is a setting
        try:
            with urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310
                tokens: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            error.close()
            if error.code >= 500:
                raise Unavailable("Sign-in does not answer. Try again.") from None
            raise Unauthorized("The sign-in is over. Begin again.") from None
        except (URLError, TimeoutError):
            raise Unavailable("Sign-in does not answer. Try again.") from None
        return tokens

    @cached_property
    def _pool(self) -> Any:
        config = Config(connect_timeout=3, read_timeout=_PATIENCE_S, retries={"total_max_attempts": 2})
        return get_session().create_client("cognito-idp", config=config)


def is_sign_on(refresh_token: str) -> bool:
    return refresh_token.startswith(f"{_MARK}~")


def _taken_apart(refresh_token: str) -> tuple[str, str]:
    _, _, rest = refresh_token.partition("~")
    client, _, token = rest.partition("~")
    return client, token


def _session(client: str, claims: dict[str, Any], access_token: str, expires_in_s: int, refresh_token: str | None) -> SignedIn:
    return SignedIn(
        subject=subject_of(client, claims["sub"]),
        email=str(claims.get("email", "")),
        access_token=access_token,
        expires_in_s=int(expires_in_s),
        refresh_token=refresh_token,
        origin=str(claims.get("origin_jti", "")),
    )


def _details(provider: Provider) -> dict[str, str]:
    settings = provider.settings
    if settings.kind == "saml":
        return {"MetadataFile": provider.metadata} if provider.metadata else {"MetadataURL": settings.metadata_url}
    return {
        "oidc_issuer": settings.issuer,
        "client_id": settings.client_id,
        "client_secret": provider.secret or "",
        "authorize_scopes": " ".join(_SCOPES),
        "attributes_request_method": "GET",
    }


def _mapping(settings: SignOn) -> dict[str, str]:
    mapping = {"email": settings.email_from, "name": settings.name_from}
    return mapping | {_VERIFIED: "email_verified"} if settings.kind == "oidc" else mapping


def _refusal(error: ClientError, settings: SignOn) -> ClientError | ParlorError:
    """What the pool's refusal means to the administrator, or the error itself when it is not theirs."""
    code = error.response["Error"]["Code"]
    if code == "TooManyRequestsException":
        return RateLimited("Too many tries. Wait a little.", retry_after_ms=_RETRY_AFTER_MS)
    if code == "LimitExceededException":
        return Conflict("There is no room for another provider here. Ask who runs this installation.", code="limit_reached")
    if code == "InvalidParameterException":
        field = "issuer" if settings.kind == "oidc" else "metadata_url" if settings.metadata_url else "metadata"
        return Invalid("The provider does not answer as it should, or this is not its address.", field=field)
    refusal: ClientError = error
    return refusal
