"""Sign-up, sign-in and the session. The refresh token stays in its cookie."""

from parlor.domain.directory import normal_email
from parlor.domain.errors import Unauthorized
from parlor.domain.ids import StyleId, TenantId
from parlor.domain.limits import AUTH_BY_ADDRESS, CODES_BY_EMAIL, GUESS_BY_EMAIL, MAIL_BY_ADDRESS, MAIL_BY_EMAIL
from parlor.domain.sign_in import Whence
from parlor.protocol import rest
from parlor.runtime.office import House
from parlor.usecases.sign_in import Entered
from parlor.usecases.sign_up import confirm_sign_up, sign_up
from parlor_api.answers import Answer
from parlor_api.asked import Asked


def _check_mail_limits(asked: Asked, house: House) -> str:
    """The operation sends a mail: not too many from one address, nor to one."""
    email = normal_email(asked.body.email)
    house.limits.take(MAIL_BY_ADDRESS, asked.address)
    house.limits.take(MAIL_BY_EMAIL, email)
    return email


def _check_guess_limits(asked: Asked, house: House) -> None:
    """The operation tries a password or a code."""
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    house.limits.take(GUESS_BY_EMAIL, normal_email(asked.body.email))


def whence_of(asked: Asked, house: House) -> Whence:
    return Whence(asked.address, asked.device, house.places().place(asked.address))


def _entered(entered: Entered) -> Answer:
    return Answer(entered.session, entered.refresh_token)


def start_sign_up(asked: Asked, house: House) -> rest.SignUpStarted:
    _check_mail_limits(asked, house)
    return sign_up(asked.body, house.identity, house.companies, house.mailer, house.clock, house.sign_in_url)


def confirm(asked: Asked, house: House) -> None:
    _check_guess_limits(asked, house)

    def put_file(tenant: TenantId, style_id: StyleId) -> None:
        house.office(tenant).put_style_file(style_id)

    confirm_sign_up(asked.body, house.identity, house.companies, put_file, house.clock)


def resend_code(asked: Asked, house: House) -> rest.SignUpStarted:
    email = _check_mail_limits(asked, house)
    house.identity.resend_code(email)
    return rest.SignUpStarted(email=email)


def sign_in(asked: Asked, house: House) -> Answer:
    _check_guess_limits(asked, house)
    return _entered(house.sign_in.by_password(asked.body, whence_of(asked, house)))


def give_code(asked: Asked, house: House) -> Answer:
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    house.limits.take(CODES_BY_EMAIL, house.sign_in.step_email(asked.body.challenge))
    return _entered(house.sign_in.by_code(asked.body, whence_of(asked, house)))


def give_recovery_code(asked: Asked, house: House) -> Answer:
    _check_guess_limits(asked, house)
    house.limits.take(CODES_BY_EMAIL, normal_email(asked.body.email))
    return _entered(house.sign_in.by_recovery_code(asked.body, whence_of(asked, house)))


def set_first_password(asked: Asked, house: House) -> Answer:
    _check_guess_limits(asked, house)
    return _entered(house.sign_in.by_first_password(asked.body, whence_of(asked, house)))


def refresh_session(asked: Asked, house: House) -> Answer:
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    if not asked.refresh_token:
        raise Unauthorized("There is no session. Sign in.")
    return _entered(house.sign_in.by_refresh_token(asked.refresh_token, whence_of(asked, house)))


def sign_out(asked: Asked, house: House) -> Answer:
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    if asked.refresh_token:
        house.sign_in.sign_out(asked.refresh_token)
    return Answer(None, refresh_token="")


def forgot_password(asked: Asked, house: House) -> rest.SignUpStarted:
    email = _check_mail_limits(asked, house)
    house.identity.forgot_password(email)
    return rest.SignUpStarted(email=email)


def reset_password(asked: Asked, house: House) -> None:
    _check_guess_limits(asked, house)
    house.sign_in.reset_password(asked.body)


HANDLERS = {
    "sign_up": start_sign_up,
    "confirm_sign_up": confirm,
    "resend_code": resend_code,
    "sign_in": sign_in,
    "give_code": give_code,
    "give_recovery_code": give_recovery_code,
    "set_first_password": set_first_password,
    "refresh_session": refresh_session,
    "sign_out": sign_out,
    "forgot_password": forgot_password,
    "reset_password": reset_password,
}
