"""Where a body, a query or a frame names a thing by its id, found out from the types of the protocol."""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect

from parlor.domain.ids import new_ulid

_FORMS = {"{25}": new_ulid(5), "\\d{4}-": "2026-09-01", "{8,64}": "one-wish"}
"""Parts of patterns, and a text that fits each."""
Place = tuple[str, ...]
"""The way to a value: names of fields, `[]` into a list, `{}` into a map."""


def places(shape: Any, ends: tuple[str, ...], way: Place = ()) -> Iterator[Place]:
    """Texts whose name ends so. `shape` is a type, or what msgspec found out of one."""
    match found := seen(shape):
        case inspect.UnionType():
            for each in found.types:
                yield from places(each, ends, way)
        case inspect.ListType() | inspect.SetType() | inspect.VarTupleType():
            yield from places(found.item_type, ends, (*way, "[]"))
        case inspect.DictType():
            yield from places(found.value_type, ends, (*way, "{}"))
        case inspect.StructType():
            for field in found.fields:
                yield from places(field.type, ends, (*way, field.encode_name))
        case inspect.StrType() if way and name_of(way).endswith(ends):
            yield way


def seen(shape: Any) -> Any:
    """What msgspec finds out of a type, without what it says for schemas only."""
    found = shape if isinstance(shape, inspect.Type) else inspect.type_info(shape)
    return seen(found.type) if isinstance(found, inspect.Metadata) else found


def name_of(way: Place) -> str:
    return [step for step in way if step not in ("[]", "{}")][-1]


def filled(shape: Any, way: Place, value: str) -> Any:
    """The smallest value of this type with `value` at the end of the way."""
    if not way:
        return value
    match found := seen(shape):
        case inspect.UnionType():
            return filled(next(each for each in found.types if _leads(each, way)), way, value)
        case inspect.ListType() | inspect.SetType() | inspect.VarTupleType():
            return [filled(found.item_type, way[1:], value)]
        case inspect.DictType():
            return {"x": filled(found.value_type, way[1:], value)}
        case inspect.StructType():
            whole = {field.encode_name: sample(field.type) for field in found.fields if field.required}
            inner = next(field for field in found.fields if field.encode_name == way[0])
            tag = {found.tag_field: found.tag} if found.tag_field else {}
            return tag | whole | {way[0]: filled(inner.type, way[1:], value)}
    raise TypeError(found)


def _leads(shape: Any, way: Place) -> bool:
    """Does the way go through this type, to a text?"""
    match shape := seen(shape):
        case inspect.StrType():
            return not way
        case inspect.UnionType():
            return any(_leads(each, way) for each in shape.types)
        case inspect.ListType() | inspect.SetType() | inspect.VarTupleType():
            return way[:1] == ("[]",) and _leads(shape.item_type, way[1:])
        case inspect.DictType():
            return way[:1] == ("{}",) and _leads(shape.value_type, way[1:])
        case inspect.StructType():
            return any(field.encode_name == way[0] and _leads(field.type, way[1:]) for field in shape.fields if way)
    return False


def sample(shape: Any) -> Any:
    """A value of this type, as far as its form goes."""
    match shape := seen(shape):
        case inspect.UnionType():
            return sample(next((each for each in shape.types if not isinstance(each, inspect.NoneType)), shape.types[0]))
        case inspect.LiteralType():
            return shape.values[0]
        case inspect.StrType():
            known = next((text for part, text in _FORMS.items() if part in (shape.pattern or "")), None)
            return known or "x" * (shape.min_length or 1)
        case inspect.IntType() | inspect.FloatType():
            return shape.ge or 1
        case inspect.BoolType():
            return True
        case inspect.ListType() | inspect.SetType() | inspect.VarTupleType():
            return [sample(shape.item_type)] if getattr(shape, "min_length", None) else []
        case inspect.DictType():
            return {}
        case inspect.StructType():
            tag = {shape.tag_field: shape.tag} if shape.tag_field else {}
            return tag | {field.encode_name: sample(field.type) for field in shape.fields if field.required}
        case inspect.EnumType():
            return next(iter(shape.cls)).value
    return None
