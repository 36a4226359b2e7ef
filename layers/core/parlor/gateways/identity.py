"""Cognito, from the server only: the sites never speak to it."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from functools import cached_property
from typing import Any, NoReturn

import msgspec
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session

from parlor.domain.errors import Forbidden, Invalid, NotFound, RateLimited, Unauthorized, Unavailable
from parlor.domain.identity import AccountExistsError, AlreadyConfirmedError, CodeAskedError, SignedIn

_RETRY_AFTER_MS = 30_000
_TOO_OFTEN = frozenset({"TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"})
_WRONG_CODE = frozenset({"CodeMismatchException", "ExpiredCodeException", "UserNotFoundException"})


_CODE = "SOFTWARE_TOKEN_MFA"


class Cognito:
    """One user pool through one client without a secret."""

    def __init__(self, pool_id: str, client_id: str) -> None:
        self._pool_id = pool_id
        self._client_id = client_id

    def sign_up(self, email: str, password: str, name: str) -> str:
        attributes = [{"Name": "email", "Value": email}, {"Name": "name", "Value": name}]
        try:
            answer = self._client.sign_up(ClientId=self._client_id, Username=email, Password=password, UserAttributes=attributes)
        except ClientError as error:
            if _code(error) == "UsernameExistsException":
                raise AccountExistsError(confirmed=self._user(email)["UserStatus"] != "UNCONFIRMED") from None
            _refuse(error, "password")
        subject: str = answer["UserSub"]
        return subject

    def delete_unconfirmed(self, email: str) -> None:
        if self._user(email)["UserStatus"] == "UNCONFIRMED":
            self._client.admin_delete_user(UserPoolId=self._pool_id, Username=email)

    def confirm(self, email: str, code: str) -> None:
        try:
            self._client.confirm_sign_up(ClientId=self._client_id, Username=email, ConfirmationCode=code)
        except ClientError as error:
            if _code(error) == "NotAuthorizedException":
                raise AlreadyConfirmedError from None
            _refuse(error, "code")

    def resend_code(self, email: str) -> None:
        self._quietly(lambda: self._client.resend_confirmation_code(ClientId=self._client_id, Username=email))

    def sign_in(self, email: str, password: str) -> SignedIn:
        answer = self._password_auth(email, password)
        if answer.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            raise Forbidden("Choose a password of your own first.", code="new_password_required")
        if answer.get("ChallengeName") == _CODE:
            raise CodeAskedError(answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", email), answer["Session"])
        if "ChallengeName" in answer:
            raise Forbidden("This account asks for more than a password.", code="challenge_required")
        return _signed_in(answer["AuthenticationResult"])

    def answer_code(self, username: str, pool_session: str, code: str) -> SignedIn:
        try:
            answer = self._client.respond_to_auth_challenge(
                ClientId=self._client_id,
                ChallengeName=_CODE,
                Session=pool_session,
                ChallengeResponses={"USERNAME": username, "SOFTWARE_TOKEN_MFA_CODE": code},
            )
        except ClientError as error:
            if _code(error) == "NotAuthorizedException":
                raise Unauthorized("It took too long. Sign in again.") from None
            _refuse(error, "code")
        return _signed_in(answer["AuthenticationResult"])

    def sign_in_without_code(self, email: str, password: str) -> SignedIn:
        self.ask_for_code(email, asked=False)
        try:
            return self.sign_in(email, password)
        finally:
            self.ask_for_code(email, asked=True)

    def prove_password(self, email: str, password: str) -> bool:
        try:
            self.sign_out(self.sign_in(email, password).refresh_token or "")
        except CodeAskedError:
            return True
        except Unauthorized:
            return False
        return True

    def change_password(self, access_token: str, old: str, new: str) -> None:
        try:
            self._client.change_password(AccessToken=access_token, PreviousPassword=old, ProposedPassword=new)
        except ClientError as error:
            if _code(error) == "NotAuthorizedException":
                raise Invalid("This is not your password.", code="wrong_password", field="old_password") from None
            _refuse(error, "new_password")

    def new_authenticator(self, access_token: str) -> str:
        secret: str = self._client.associate_software_token(AccessToken=access_token)["SecretCode"]
        return secret

    def confirm_authenticator(self, access_token: str, code: str) -> None:
        try:
            answer = self._client.verify_software_token(AccessToken=access_token, UserCode=code)
        except ClientError as error:
            if _code(error) == "EnableSoftwareTokenMFAException":
                raise Invalid("The code is wrong or too old.", code="wrong_code", field="code") from None
            _refuse(error, "code")
        if answer["Status"] != "SUCCESS":
            raise Invalid("The code is wrong or too old.", code="wrong_code", field="code")
        self._client.set_user_mfa_preference(AccessToken=access_token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})

    def ask_for_code(self, email: str, *, asked: bool) -> None:
        settings = {"Enabled": asked, "PreferredMfa": asked}
        self._client.admin_set_user_mfa_preference(UserPoolId=self._pool_id, Username=email, SoftwareTokenMfaSettings=settings)

    def set_first_password(self, email: str, temporary_password: str, new_password: str, check: Callable[[], None]) -> SignedIn:
        answer = self._password_auth(email, temporary_password)
        if answer.get("ChallengeName") != "NEW_PASSWORD_REQUIRED":
            raise Unauthorized("This account has its own password already. Sign in with it.")
        check()
        try:
            answer = self._client.respond_to_auth_challenge(
                ClientId=self._client_id,
                ChallengeName="NEW_PASSWORD_REQUIRED",
                Session=answer["Session"],
                # The pool's own name for the person, where it says it; an alias is not taken everywhere.
                ChallengeResponses={
                    "USERNAME": answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", email),
                    "NEW_PASSWORD": new_password,
                },
            )
        except ClientError as error:
            _refuse(error, "new_password")
        return _signed_in(answer["AuthenticationResult"])

    def refresh(self, refresh_token: str) -> SignedIn:
        try:
            answer = self._client.initiate_auth(
                ClientId=self._client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": refresh_token}
            )
        except ClientError as error:
            if _code(error) in ("NotAuthorizedException", "UserNotFoundException", "InvalidParameterException"):
                raise Unauthorized("The session is over. Sign in again.") from None
            _refuse(error, None)
        return _signed_in(answer["AuthenticationResult"])

    def sign_out(self, refresh_token: str) -> None:
        self._quietly(lambda: self._client.revoke_token(ClientId=self._client_id, Token=refresh_token))

    def forgot_password(self, email: str) -> None:
        self._quietly(lambda: self._client.forgot_password(ClientId=self._client_id, Username=email))

    def reset_password(self, email: str, code: str, password: str) -> None:
        try:
            self._client.confirm_forgot_password(ClientId=self._client_id, Username=email, ConfirmationCode=code, Password=password)
        except ClientError as error:
            _refuse(error, "password")
        # Whoever knew the old password may still have a session.
        self._client.admin_user_global_sign_out(UserPoolId=self._pool_id, Username=email)

    def invite(self, email: str, name: str) -> str:
        attributes = [
            {"Name": "email", "Value": email},
            {"Name": "email_verified", "Value": "true"},
            {"Name": "name", "Value": name},
        ]
        try:
            answer = self._client.admin_create_user(
                UserPoolId=self._pool_id, Username=email, UserAttributes=attributes, DesiredDeliveryMediums=["EMAIL"]
            )
        except ClientError as error:
            if _code(error) == "UsernameExistsException":
                raise AccountExistsError(confirmed=self._user(email)["UserStatus"] != "UNCONFIRMED") from None
            _refuse(error, "email")
        return _attribute(answer["User"]["Attributes"], "sub")

    def invite_again(self, email: str) -> bool:
        if self._user(email)["UserStatus"] != "FORCE_CHANGE_PASSWORD":
            return False
        try:
            self._client.admin_create_user(
                UserPoolId=self._pool_id, Username=email, MessageAction="RESEND", DesiredDeliveryMediums=["EMAIL"]
            )
        except ClientError as error:
            _refuse(error, "email")
        return True

    def subject_of(self, email: str) -> str:
        return _attribute(self._user(email)["UserAttributes"], "sub")

    def _password_auth(self, email: str, password: str) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._client.initiate_auth(
                ClientId=self._client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
        except ClientError as error:
            if _code(error) in ("NotAuthorizedException", "UserNotFoundException", "InvalidParameterException"):
                raise Unauthorized("The e-mail address or the password is wrong.") from None
            _refuse(error, "password")
        return answer

    def _user(self, email: str) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._client.admin_get_user(UserPoolId=self._pool_id, Username=email)
        except ClientError as error:
            if _code(error) == "UserNotFoundException":
                raise NotFound("There is no such account.", field="email") from None
            raise
        return answer

    def _quietly(self, call: Callable[[], Any]) -> None:
        """Says nothing about whether the account exists or in which state it is."""
        try:
            call()
        except ClientError as error:
            if _code(error) in _TOO_OFTEN:
                _refuse(error, None)
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise

    @cached_property
    def _client(self) -> Any:
        config = Config(connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 2})
        return get_session().create_client("cognito-idp", config=config)


def _code(error: ClientError) -> str:
    code: str = error.response["Error"]["Code"]
    return code


def _refuse(error: ClientError, field: str | None) -> NoReturn:
    """Raises what the pool's refusal means to the caller, or the error itself when it is not the caller's."""
    code = _code(error)
    if code in _TOO_OFTEN:
        raise RateLimited("Too many tries. Wait a little.", retry_after_ms=_RETRY_AFTER_MS) from None
    if code in _WRONG_CODE:
        raise Invalid("The code is wrong or too old.", code="wrong_code", field="code") from None
    if code in ("InvalidPasswordException", "PasswordHistoryPolicyViolationException"):
        raise Invalid("The password is too weak.", field=field) from None
    if code == "UserNotConfirmedException":
        raise Forbidden("Prove your e-mail address first.", code="not_confirmed") from None
    if code == "PasswordResetRequiredException":
        raise Forbidden("Choose a new password first.", code="reset_required") from None
    if code == "NotAuthorizedException":
        raise Unauthorized("The e-mail address or the password is wrong.") from None
    if code == "InvalidParameterException":
        raise Invalid("This cannot be used.", field=field) from None
    if code == "CodeDeliveryFailureException":
        raise Unavailable("The mail with the code could not be sent. Try again in a few minutes.") from None
    raise error


def _attribute(attributes: list[dict[str, str]], name: str) -> str:
    return next(each["Value"] for each in attributes if each["Name"] == name)


class _IdClaims(msgspec.Struct):
    sub: str
    email: str
    origin_jti: str = ""


def _signed_in(result: dict[str, Any]) -> SignedIn:
    """The id token comes straight from the pool over TLS, so that its claims need no check of their signature."""
    claims = _claims(result["IdToken"])
    return SignedIn(
        subject=claims.sub,
        email=claims.email,
        access_token=result["AccessToken"],
        expires_in_s=int(result["ExpiresIn"]),
        refresh_token=result.get("RefreshToken"),
        origin=claims.origin_jti,
    )


def _claims(token: str) -> _IdClaims:
    payload = token.split(".")[1]
    return msgspec.json.decode(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=_IdClaims)
