"""Hypothesis strategies from the types of the wire: what is well-formed, and what somebody has bent."""

import json
import sys
from collections import Counter
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

WEIRD_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202egnp.exe",
    "\ufeff",
    "\u2028",
    "\ud800",
    "\udfff\ud800",
    "😀" * 500,
    "é́́́́",
    "ﷺ" * 200,
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "../../../etc/passwd",
    "%2e%2e%2f",
    "=1+1",
    "' OR 1=1 --",
    "{{7*7}}",
    "#",
    "01M3250V00000000000000000U",
    "x" * 5_000,
    "\n" * 500,
    "١٢٣",
)
WEIRD_NUMBERS = (0, -1, 1.5, -0.0, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**40, 1e308, 5e-324)
RAW_VALUES = (
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "1E400",
    "0123",
    "1.",
    "9" * 400,
    "[" * 2_000,
    '{"a":' * 500,
    '"\\ud800"',
    '"\\u0000"',
    "tru",
)
"""Put into the text as they are: most are not JSON."""


def deep(levels: int) -> Any:
    nested: Any = "x"
    for level in range(levels):
        nested = [nested] if level % 2 else {"a": nested}
    return nested


weird = st.one_of(
    st.sampled_from(WEIRD_TEXTS),
    st.sampled_from(WEIRD_NUMBERS),
    st.sampled_from([None, True, False, [], {}, [[]], {"": None}, [None] * 60, {"type": "send"}, deep(60)]),
    st.text(max_size=30),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers(), max_size=3),
)


def well_formed(kind: Any, names: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """JSON values of a type of the protocol. `names` gives the values of fields by the name that these have."""
    return _of(inspect.type_info(kind), names)


def _of(info: Any, names: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    match info:
        case inspect.StructType():
            return _struct(info, names)
        case inspect.UnionType():
            return st.one_of([_of(each, names) for each in info.types if not isinstance(each, inspect.CustomType)])
        case inspect.LiteralType():
            return st.sampled_from(info.values)
        case inspect.StrType():
            if info.pattern:
                return st.from_regex(info.pattern, fullmatch=True).filter(lambda text: len(text) <= (info.max_length or 10**6))
            return st.text(min_size=info.min_length or 0, max_size=min(info.max_length or 20, 20))
        case inspect.IntType():
            return st.integers(info.ge if info.ge is not None else -5, info.le if info.le is not None else 2**40)
        case inspect.FloatType():
            return st.floats(info.ge, info.le, allow_nan=False, allow_infinity=False)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.ListType() | inspect.VarTupleType():
            return st.lists(_of(info.item_type, names), min_size=info.min_length or 0, max_size=max(info.min_length or 0, 3))
        case inspect.DictType():
            return st.dictionaries(_of(info.key_type, names), _of(info.value_type, names), max_size=3)
        case inspect.Metadata():
            return _of(info.type, names)
    raise AssertionError(f"a kind that the protocol did not have: {info}")


def _struct(info: inspect.StructType, names: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    required: dict[str, Any] = {info.tag_field: st.just(info.tag)} if info.tag_field else {}
    optional = {}
    for field in info.fields:
        made = _of(field.type, names)
        known = names.get(field.encode_name)
        if known is not None:
            made = st.one_of(known, known, known, made)
        (required if field.required else optional)[field.encode_name] = made
    return st.fixed_dictionaries(required, optional=optional)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key of it."""
    if isinstance(value, dict):
        pairs = [(value, key) for key in value]
    elif isinstance(value, list):
        pairs = [(value, index) for index in range(len(value))]
    else:
        return []
    return pairs + [found for holder, key in pairs for found in _places(holder[key])]


@st.composite
def bent(draw: st.DrawFn, valid: st.SearchStrategy[dict[str, Any]]) -> str:
    """The text of a well-formed object with something in it changed, lost, added, doubled or broken."""
    value = json.loads(json.dumps(draw(valid)))
    mark = "@@here@@"
    raw = ""
    for _ in range(draw(st.integers(1, 2))):
        holder, key = draw(st.sampled_from(_places(value))) if value else (value, "x")
        match draw(st.sampled_from(["swap", "swap", "swap", "lose", "add", "raw", "wrap", "move"])):
            case "swap":
                holder[key] = draw(weird)
            case "lose":
                del holder[key]
            case "add":
                value[draw(st.sampled_from(["tenant", "role", "subject", "__proto__", "", "$ref", "\x00"]))] = draw(weird)
            case "raw":
                holder[key], raw = mark, draw(st.sampled_from(RAW_VALUES))
            case "wrap":
                holder[key] = draw(st.sampled_from([[holder[key]], {"value": holder[key]}, str(holder[key]), [holder[key]] * 5]))
            case "move":
                value[draw(st.text(max_size=4))] = holder[key]
        value = value if isinstance(value, dict) else {}
    text = json.dumps(value, ensure_ascii=draw(st.booleans())).replace(f'"{mark}"', raw)
    match draw(st.sampled_from(["", "", "", "", "double", "cut", "tail", "spaces"])):
        case "double" if text.startswith('{"'):
            text = f'{{"type": {json.dumps(draw(st.sampled_from(["send", "open", None, 1])))}, {text[1:]}'
        case "cut":
            text = text[: draw(st.integers(0, len(text)))]
        case "tail":
            text += draw(st.sampled_from(["}", "\x00", " null", "{}", "\ud800"]))
        case "spaces":
            text = " \t\r\n" * 50 + text
    return text


def is_object(text: str) -> bool:
    """Whether it is a JSON object at all, so that an answer can say which field is wrong."""
    try:
        return isinstance(msgspec.json.decode(text), dict)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False


def tell(what: str, outcomes: Counter[Any]) -> None:
    """For `make fuzz`: how many were tried, and what became of them. With pytest -s."""
    counted = ", ".join(f"{outcome} {count:,}" for outcome, count in outcomes.most_common())
    sys.stdout.write(f"\n{outcomes.total():,} {what}: {counted}\n")
