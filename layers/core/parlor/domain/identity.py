"""Accounts of people: passwords, codes and tokens are the user pool's business, behind this port.

An account is a person, not a membership: the same person may belong to several companies.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

SIGN_ON = "sso:"
"""Subjects of single sign-on begin so; those of accounts with a password never do."""


def came_by_sign_on(subject: str) -> bool:
    return subject.startswith(SIGN_ON)


class AccountExistsError(Exception):
    """The address has an account already. `confirmed` says whether its owner has proved the address."""

    def __init__(self, *, confirmed: bool) -> None:
        super().__init__("the address has an account")
        self.confirmed = confirmed


class AlreadyConfirmedError(Exception):
    """The address was proved before."""


class CodeAskedError(Exception):
    """The password is right; the account has a second factor. Both values go into the answer, see `answer_code`."""

    def __init__(self, username: str, pool_session: str) -> None:
        super().__init__("the account has a second factor")
        self.username = username
        self.pool_session = pool_session


class SignedIn(Struct, frozen=True):
    """`refresh_token` is None after a refresh: the old one goes on. `origin` is the pool's name for the sign-in, the same in every token
    that comes of it."""

    subject: str
    email: str
    access_token: str
    expires_in_s: int
    refresh_token: str | None = None
    origin: str = ""


class Bearer(Struct, frozen=True):
    """What an access token says: the person, and the user pool's name for the sign-in that it comes of."""

    subject: str
    origin: str


class Identity(Protocol):
    """All methods raise `RateLimited` when the pool is asked too often."""

    def sign_up(self, email: str, password: str, name: str) -> str:
        """Makes an account and mails a code. Returns the person's subject. Raises `AccountExistsError`, `Invalid`."""

    def delete_unconfirmed(self, email: str) -> None:
        """Forgets an account whose address nobody has proved."""

    def confirm(self, email: str, code: str) -> None:
        """Raises `Invalid` for a wrong or old code, `AlreadyConfirmedError`."""

    def resend_code(self, email: str) -> None:
        """Mails another code if the account exists and waits for one; otherwise nothing."""

    def sign_in(self, email: str, password: str) -> SignedIn:
        """Raises `Unauthorized`; `CodeAskedError`; `Forbidden` with `not_confirmed` or `new_password_required`."""

    def answer_code(self, username: str, pool_session: str, code: str) -> SignedIn:
        """The second step. Raises `Invalid` (`wrong_code`), `Unauthorized` when it took too long."""

    def sign_in_without_code(self, email: str, password: str) -> SignedIn:
        """For who has given a recovery code in place of the authenticator's. Raises like `sign_in`."""

    def prove_password(self, email: str, password: str) -> bool:
        """Whether it is this person's, whatever is asked besides."""

    def change_password(self, access_token: str, old: str, new: str) -> None:
        """Raises `Invalid` (`wrong_password`, field `old_password`)."""

    def new_authenticator(self, access_token: str) -> str:
        """The secret of an authenticator, which holds once `confirm_authenticator` has seen a code of it."""

    def confirm_authenticator(self, access_token: str, code: str) -> None:
        """From now on a code is asked for. Raises `Invalid` (`wrong_code`)."""

    def ask_for_code(self, email: str, *, asked: bool) -> None:
        """Whether sign-ins of this person ask for a code of the authenticator that they have."""

    def set_first_password(self, email: str, temporary_password: str, new_password: str, check: Callable[[], None]) -> SignedIn:
        """`check` is called once the temporary password was right, before anything is changed. Raises `Unauthorized`, `Invalid`."""

    def refresh(self, refresh_token: str) -> SignedIn:
        """Raises `Unauthorized`."""

    def sign_out(self, refresh_token: str) -> None:
        """Ends the session; a token that is over already changes nothing."""

    def forgot_password(self, email: str) -> None:
        """Mails a code if the account exists."""

    def reset_password(self, email: str, code: str, password: str) -> None:
        """Ends all sessions of the person. Raises `Invalid`."""

    def invite(self, email: str, name: str) -> str:
        """Makes an account and mails a temporary password. Returns the subject. Raises `AccountExistsError`."""

    def invite_again(self, email: str) -> bool:
        """Mails a new temporary password to who has an account and has never chosen one; False if they have. Raises `NotFound`."""

    def subject_of(self, email: str) -> str:
        """The subject of an existing account. Raises `NotFound`."""
