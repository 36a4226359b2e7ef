"""Accounts of people: passwords, codes and tokens are the user pool's business, behind this port.

An account is a person, not a membership: the same person may belong to several companies.
"""

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


class SignedIn(Struct, frozen=True):
    """`refresh_token` is None after a refresh: the old one goes on."""

    subject: str
    email: str
    access_token: str
    expires_in_s: int
    refresh_token: str | None = None


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
        """Raises `Unauthorized`; `Forbidden` with `not_confirmed` or `new_password_required`."""

    def set_first_password(self, email: str, temporary_password: str, new_password: str) -> SignedIn:
        """Raises `Unauthorized`, `Invalid`."""

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
