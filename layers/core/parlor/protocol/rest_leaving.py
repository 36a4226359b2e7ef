"""REST bodies of a company's end."""

from typing import Annotated

from msgspec import Meta

from parlor.protocol.rest import _Answer, _Body
from parlor.protocol.views import Millis


class CloseCompany(_Body, frozen=True, kw_only=True):
    """`company` is its name, typed. `password` is the administrator's own, `code` that of their second factor, if they have one; who
    comes by single sign-on has neither and must have signed in within ten minutes."""

    company: Annotated[str, Meta(max_length=200)]
    password: Annotated[str, Meta(max_length=256)] = ""
    code: Annotated[str, Meta(max_length=16)] = ""


class CompanyClosing(_Answer, frozen=True, kw_only=True, omit_defaults=True):
    """`ends_at`: when everything will be deleted, for a company that is closing. `grace_days` are those that a closing leaves."""

    company: str
    grace_days: int
    ends_at: Millis | None = None
    asked_at: Millis | None = None
    asked_by: str = ""
    has_password: bool = True
    """Whether who asks has one here."""
