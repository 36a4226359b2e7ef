"""Forms that visitors fill in: before a conversation, or when an agent asks."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.errors import Invalid

FieldKind = Literal["name", "phone", "email", "company", "text", "long_text", "choice"]
VALUE_MAX = 500
FieldKey = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,19}$", description="Names the field for ever; the label may change.")]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"[0-9+()\- ]{3,32}\Z")


class Option(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One choice. `department_id`: who chooses it before a conversation is led to that department."""

    value: Annotated[str, Meta(min_length=1, max_length=60)]
    department_id: str | None = None


class FormField(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`name`, `phone`, `email` and `company` also go into the visitor's card."""

    key: FieldKey
    kind: FieldKind
    label: Annotated[str, Meta(min_length=1, max_length=60)]
    required: bool = False
    options: Annotated[list[Option], Meta(max_length=30)] = []


class Form(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    form_id: Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    fields: Annotated[list[FormField], Meta(min_length=1, max_length=12)]
    intro: Annotated[str, Meta(max_length=300)] = ""


class FormValue(Struct, frozen=True, omit_defaults=True):
    """What was filled in, with the label as it was then."""

    key: str
    label: str
    value: str


def checked_values(fields: Sequence[FormField], given: Mapping[str, str], path: str) -> list[FormValue]:
    """The filled fields in the form's order. Raises `Invalid` naming the field below `path`, such as `form.phone`."""
    known = {field.key for field in fields}
    for key in given:
        if key not in known:
            raise Invalid("The form has no such field.", code="unknown_field", field=f"{path}.{key[:20]}")
    values = []
    for field in fields:
        value = given.get(field.key, "").strip()
        if not value:
            if field.required:
                raise Invalid("This must be filled in.", code="required", field=f"{path}.{field.key}")
            continue
        _check(field, value, f"{path}.{field.key}")
        values.append(FormValue(field.key, field.label, value))
    return values


def _check(field: FormField, value: str, path: str) -> None:
    if len(value) > VALUE_MAX:
        raise Invalid(f"At most {VALUE_MAX} characters.", code="too_long", field=path)
    if field.kind == "email" and not _EMAIL.match(value):
        raise Invalid("This is not an e-mail address, such as name@example.com.", field=path)
    if field.kind == "phone" and not _PHONE.match(value):
        raise Invalid("A telephone number has digits, spaces, + - ( ).", field=path)
    if field.kind == "choice" and value not in {option.value for option in field.options}:
        raise Invalid("Choose one of the options.", field=path)


def chosen_department(fields: Sequence[FormField], values: Sequence[FormValue]) -> str | None:
    """The department that a choice leads to; the first that does."""
    chosen = {value.key: value.value for value in values}
    for field in fields:
        for option in field.options:
            if option.department_id and chosen.get(field.key) == option.value:
                return option.department_id
    return None


def known_of(fields: Sequence[FormField], values: Sequence[FormValue]) -> dict[str, str]:
    """By kind, what the values say of the person: `name`, `phone`, `email`, `company`."""
    kinds = {field.key: field.kind for field in fields}
    return {kinds[each.key]: each.value for each in values if kinds[each.key] in ("name", "phone", "email", "company")}
