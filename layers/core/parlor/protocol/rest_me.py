"""REST bodies of what a member of staff is to visitors and colleagues, as far as they change it themselves."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from parlor.protocol.limits import NAME_MAX
from parlor.protocol.rest import Name, Phone, _Answer, _Body


class Profile(_Answer, frozen=True, kw_only=True):
    """`version` is the agent's: an administrator may change the same fields."""

    version: int
    number: str
    email: str
    name: str
    title: str
    phone: str
    photo: str


class ChangeProfile(_Body, frozen=True, kw_only=True):
    """Fields that are absent stay."""

    version: int
    name: Name | UnsetType = UNSET
    title: Annotated[str, Meta(max_length=NAME_MAX)] | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    photo: Annotated[str, Meta(max_length=300)] | UnsetType = UNSET
