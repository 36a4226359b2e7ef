"""What Cognito's answers mean to us. That the calls themselves fit a user pool, the integration tests show."""

import base64
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from parlor.domain.errors import Forbidden, Invalid, NotFound, RateLimited, Unauthorized
from parlor.domain.identity import AccountExistsError, AlreadyConfirmedError
from parlor.gateways.identity import Cognito

EMAIL, PASSWORD = "lin@example.com", "a good password"


def id_token(**claims: str) -> str:
    return f"h.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.s"


def refusal(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Call")  # type: ignore[typeddict-item]


class Pool:
    """Answers by operation; an exception is raised."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __getattr__(self, operation: str) -> Any:
        def call(**parameters: Any) -> Any:
            self.asked.append(operation)
            answer = self.answers.get(operation, {})
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


def cognito(pool: Pool) -> Cognito:
    made = Cognito("us-east-1_x", "client")
    made.__dict__["_client"] = pool
    return made


def user(status: str) -> dict[str, Any]:
    return {"UserStatus": status, "UserAttributes": [{"Name": "sub", "Value": "sub-1"}]}


RESULT = {"AccessToken": "A", "IdToken": id_token(sub="sub-1", email=EMAIL), "ExpiresIn": 1_800}


def test_a_session() -> None:
    session = cognito(Pool(initiate_auth={"AuthenticationResult": RESULT | {"RefreshToken": "R"}})).sign_in(EMAIL, PASSWORD)
    assert (session.subject, session.email, session.access_token, session.refresh_token) == ("sub-1", EMAIL, "A", "R")
    again = cognito(Pool(initiate_auth={"AuthenticationResult": RESULT})).refresh("R")
    assert (again.subject, again.refresh_token) == ("sub-1", None)


def test_a_temporary_password_must_be_replaced_and_only_a_temporary_one() -> None:
    challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "S"}
    pool = Pool(initiate_auth=challenge, respond_to_auth_challenge={"AuthenticationResult": RESULT})
    with pytest.raises(Forbidden) as told:
        cognito(pool).sign_in(EMAIL, "temporary")
    assert told.value.code == "new_password_required"
    assert cognito(pool).set_first_password(EMAIL, "temporary", PASSWORD, lambda: None).subject == "sub-1"
    with pytest.raises(Unauthorized):
        cognito(Pool(initiate_auth={"AuthenticationResult": RESULT})).set_first_password(EMAIL, PASSWORD, "another one", lambda: None)


def test_wrong_passwords_and_unknown_addresses_look_the_same() -> None:
    told = set()
    for code in ("NotAuthorizedException", "UserNotFoundException"):
        with pytest.raises(Unauthorized) as refused:
            cognito(Pool(initiate_auth=refusal(code))).sign_in(EMAIL, PASSWORD)
        told.add(refused.value.message)
    assert len(told) == 1


@pytest.mark.parametrize("status", ["UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD"])
def test_an_address_that_is_taken_says_whether_it_was_proved(status: str) -> None:
    pool = Pool(
        sign_up=refusal("UsernameExistsException"), admin_create_user=refusal("UsernameExistsException"), admin_get_user=user(status)
    )
    for ask in (lambda: cognito(pool).sign_up(EMAIL, PASSWORD, "Lin"), lambda: cognito(pool).invite(EMAIL, "Lin")):
        with pytest.raises(AccountExistsError) as taken:
            ask()
        assert taken.value.confirmed == (status != "UNCONFIRMED")
    cognito(pool).delete_unconfirmed(EMAIL)
    assert ("admin_delete_user" in pool.asked) == (status == "UNCONFIRMED")


@pytest.mark.parametrize(
    ("code", "kind", "own"),
    [
        ("CodeMismatchException", Invalid, "wrong_code"),
        ("ExpiredCodeException", Invalid, "wrong_code"),
        ("UserNotFoundException", Invalid, "wrong_code"),
        ("LimitExceededException", RateLimited, "rate_limited"),
        ("TooManyFailedAttemptsException", RateLimited, "rate_limited"),
        ("NotAuthorizedException", AlreadyConfirmedError, None),
        ("InternalErrorException", ClientError, None),
    ],
)
def test_a_code_that_is_refused(code: str, kind: type[Exception], own: str | None) -> None:
    with pytest.raises(kind) as refused:
        cognito(Pool(confirm_sign_up=refusal(code))).confirm(EMAIL, "123456")
    assert getattr(refused.value, "code", None) == own


def test_a_weak_password_names_its_field() -> None:
    weak = refusal("InvalidPasswordException")
    challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "S"}
    for ask, field in (
        (lambda: cognito(Pool(sign_up=weak)).sign_up(EMAIL, "short", "Lin"), "password"),
        (lambda: cognito(Pool(confirm_forgot_password=weak)).reset_password(EMAIL, "1", "short"), "password"),
        (
            lambda: cognito(Pool(initiate_auth=challenge, respond_to_auth_challenge=weak)).set_first_password(
                EMAIL, "t", "short", lambda: None
            ),
            "new_password",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            ask()
        assert refused.value.field == field


def test_a_new_password_ends_all_sessions() -> None:
    pool = Pool()
    cognito(pool).reset_password(EMAIL, "123456", PASSWORD)
    assert pool.asked == ["confirm_forgot_password", "admin_user_global_sign_out"]


def test_asking_for_a_code_tells_nothing_about_an_account() -> None:
    for code in ("UserNotFoundException", "InvalidParameterException", "NotAuthorizedException"):
        cognito(Pool(forgot_password=refusal(code))).forgot_password(EMAIL)
        cognito(Pool(resend_confirmation_code=refusal(code))).resend_code(EMAIL)
    with pytest.raises(RateLimited):
        cognito(Pool(forgot_password=refusal("LimitExceededException"))).forgot_password(EMAIL)
    with pytest.raises(ClientError):
        cognito(Pool(forgot_password=refusal("InternalErrorException", 500))).forgot_password(EMAIL)


def test_a_session_that_is_over() -> None:
    with pytest.raises(Unauthorized):
        cognito(Pool(initiate_auth=refusal("NotAuthorizedException"))).refresh("old")
    cognito(Pool(revoke_token=refusal("UnauthorizedException"))).sign_out("old")


def test_the_subject_of_nobody() -> None:
    assert cognito(Pool(admin_get_user=user("CONFIRMED"))).subject_of(EMAIL) == "sub-1"
    with pytest.raises(NotFound):
        cognito(Pool(admin_get_user=refusal("UserNotFoundException"))).subject_of(EMAIL)
