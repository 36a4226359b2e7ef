"""Examples of the bodies that REST operations take and give: a tea shop on one of its days. OpenAPI shows them; nothing else needs them.

`VALUES` says what stands in a field of a name, wherever that fits its type; what it does not name follows from the type. A test decodes
them all.
"""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, inspect, structs

_AT = 1_795_000_000_000
_DEPTH_MAX = 6

ULIDS: dict[str, str] = {
    "agent_id": "01K9Z3V8Q4T7N2M5X1B6D0H3RA",
    "tenant_id": "01K9Z3T1F0S5W8C4J7P2Y6K9EB",
    "style_id": "01K9Z3W2M6R1D9F3H8T5B0N7QC",
    "department_id": "01K9Z3WK5P0X4V7S2J9M6C1G8D",
    "conversation_id": "01K9ZAD4H7B2Q6N1R5T8W3Y0ME",
    "visitor_id": "01K9ZA9S3F6K1C8P4D7X2V5J0F",
    "customer_id": "01K9Z9P7T2M5H0R6W3B8S1N4QG",
    "file_id": "01K9ZB0C5X8J3V6D1Y4P9K2F7H",
}

VALUES: dict[str, Any] = ULIDS | {
    "access_token": "eyJraWQiOiJrMSIsImFsZyI6IlJTMjU2In0.eyJzdWIiOiI3ZjNhIn0.c2lnbmF0dXJl",
    "address": "88 Longjing Road, Hangzhou",
    "addresses": ["203.0.113.0/24"],
    "agent_name": "Lin",
    "announcement": "On Singles' Day we answer until midnight.",
    "at": _AT,
    "author": "Lin",
    "browser": "Chrome 130",
    "by_name": "Lin",
    "campaign": "spring-harvest",
    "challenge": "v1.s.WyI3ZjNhIl0.b3BhcXVl",
    "city": "Hangzhou",
    "client_id": "one-download-7f3a",
    "code": "482913",
    "color": "#0d7a5f",
    "company": "Longjing Tea",
    "content_type": "image/png",
    "country": "CN",
    "csv": "title,text\nOpening hours,We are here from nine to six.",
    "cursor": "v1.c.WyIyMDI2LTExLTI5Il0.b3BhcXVl",
    "data": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "day": "2026-11-29",
    "days": ["2026-11-29"],
    "department_ids": [ULIDS["department_id"]],
    "agent_ids": [ULIDS["agent_id"]],
    "file_ids": [ULIDS["file_id"]],
    "department_name": "Sales",
    "description": "Loose leaf and gift boxes",
    "domain": "longjing-tea.example",
    "email": "lin@longjing-tea.example",
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA",
    "events": ["message.created"],
    "excerpt": "When will my order arrive?",
    "first": "2026-11-01",
    "from": "2026-11-01",
    "to": "2026-11-29",
    "last": "2026-11-29",
    "hint": "the one of the shop",
    "hmac": "5f2b7a0c9d4e81b36a7f0e2d5c8b914a63f7e0d2c5b8a1946e3f7d0c2b5a8e91",
    "industry": "Tea",
    "ip": "203.0.113.7",
    "keyword": "龙井 价格",
    "last_text": "It left our warehouse this morning.",
    "link": "https://longjing-tea.example/orders/1042",
    "message": "When will my order arrive?",
    "metadata_url": "https://login.longjing-tea.example/metadata.xml",
    "name": "Lin",
    "new_password": "a better password 2026",
    "note": "Wants the spring harvest again.",
    "number": "101",
    "old_password": "a good password 2025",
    "page_title": "Spring harvest",
    "page_url": "https://longjing-tea.example/spring?utm_source=wechat",
    "password": "a good password 2026",
    "path": "/spring",
    "phone": "+86 571 8765 4321",
    "place": "Hangzhou",
    "province": "Zhejiang",
    "quote": "When will my order arrive?",
    "reason": "Advertises other shops",
    "recovery_code": "7KQ2M-XW4RT",
    "referrer": "https://www.baidu.com/",
    "reports": ["funnel"],
    "report": "funnel",
    "scopes": ["people.read"],
    "short_name": "Longjing",
    "shortcut": "hours",
    "signature": "Lin, Longjing Tea",
    "site": "longjing-tea.example",
    "site_name": "longjing-tea.example",
    "size": 5_120,
    "source": "baidu",
    "system": "Windows 10",
    "tag": "gift",
    "tags": ["gift"],
    "temporary_password": "Tmp-4821-harvest",
    "text": "It left our warehouse this morning.",
    "thanks": "Thank you!",
    "time_zone": "Asia/Shanghai",
    "title": "Opening hours",
    "token": "v1.u.WyIwMUs5WjNUMUYwUzVXOEM0SjdQMlk2SzlFQiJd.b3BhcXVl",
    "type": "image/png",
    "file_name": "order.png",
    "url": "https://longjing-tea.example/spring",
    "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0",
    "user_id": "42",
    "value": "203.0.113.9",
    "version": 3,
    "visitor_name": "Li Na",
    "visitor_number": "V-7KQ2MX",
    "visitor_token": "v1.v.WyIwMUs5WjNUMUYwUzVXOEM0SjdQMlk2SzlFQiJd.b3BhcXVl",
    "website": "https://longjing-tea.example",
    "wechat": "longjing-tea",
    "ticket": "v1.t.WyIwMUs5WjNUMUYwUzVXOEM0SjdQMlk2SzlFQiJd.b3BhcXVl",
    "language": "en",
}

OF_TYPE: dict[str, dict[str, Any]] = {
    "ErrorFrame": {"message": "The text is too long."},
    "Problem": {"code": "too_long", "message": "Expected `str` of length <= 4000", "status": 400, "field": "text"},
    "AddAgent": {"title": "Tea advisor"},
    "AddWebhook": {"url": "https://longjing-tea.example/hooks/parlor"},
}
"""Where a field's name says too little: by the type's name."""
_NAMES = (
    ("Department", "Sales"),
    ("Role", "Team lead"),
    ("Style", "Shop"),
    ("File", "order.png"),
    ("Picture", "lin.png"),
    ("ApiKey", "Order system"),
    ("Group", "Warehouse"),
    ("Internal", "Warehouse"),
    ("Goal", "An order"),
    ("Schedule", "Figures of the week"),
    ("Rule", "Visitors of the shop"),
    ("Topic", "Delivery"),
    ("Skill", "Black tea"),
)
"""What a thing is called, by a part of its type's name; else it is somebody."""


def example_of(kind: type, *, whole: bool) -> Any:
    """As it stands in JSON. `whole`: with what may be absent, too, as answers are; requests have what they need and a little more."""
    return _of_type(kind, "", whole, 0)


def _of_type(annotation: Any, name: str, whole: bool, depth: int) -> Any:
    if name in VALUES and _fits(VALUES[name], annotation):
        return VALUES[name]
    return _of(inspect.type_info(annotation), name, whole, depth)


def _fits(value: Any, annotation: Any) -> bool:
    try:
        msgspec.convert(value, annotation)
    except msgspec.ValidationError:
        return False
    return True


def _of_struct(kind: type, whole: bool, depth: int) -> dict[str, Any]:
    info: Any = inspect.type_info(kind)
    made: dict[str, Any] = {info.tag_field: info.tag} if info.tag_field else {}
    called = next(({"name": text} for part, text in _NAMES if part in kind.__name__), {})
    own: dict[str, Any] = called | OF_TYPE.get(kind.__name__, {})
    for field in structs.fields(kind):
        wire = field.encode_name
        if wire in own and _fits(own[wire], field.type):
            made[wire] = own[wire]
        elif field.required or (depth < _DEPTH_MAX and (whole or wire in VALUES) and not _stays_away(wire)):
            value = _of_type(field.type, wire, whole, depth + 1)
            if value is not UNSET and (field.required or _fits(value, field.type)):
                made[wire] = value
    return made


def _stays_away(name: str) -> bool:
    """What an ordinary answer has not: refusals, warnings, what is over."""
    return name.startswith(("expires", "withdrawn", "recalled", "snoozed", "failing", "last_warned", "retry", "opens_at", "challenge"))


def _of(info: Any, name: str, whole: bool, depth: int) -> Any:
    match info:
        case inspect.Metadata():
            return _of(info.type, name, whole, depth)
        case inspect.StructType():
            return _of_struct(info.cls, whole, depth)
        case inspect.UnionType():
            known = [each for each in info.types if not isinstance(each, inspect.NoneType | inspect.CustomType)]
            return _of(known[0], name, whole, depth) if known else None
        case inspect.LiteralType():
            return info.values[0]
        case inspect.BoolType():
            return True
        case inspect.IntType() | inspect.FloatType():
            return _number(info, name)
        case inspect.StrType():
            return _text(info, name)
        case inspect.ListType() | inspect.VarTupleType() | inspect.SetType() | inspect.FrozenSetType():
            times = max(1, info.min_length or 0) if depth < _DEPTH_MAX or info.min_length else 0
            return [_of(info.item_type, name.removesuffix("s"), whole, depth + 1)] * times
        case inspect.DictType():
            key = _of(info.key_type, "key", whole, depth + 1)
            return {str(key): _of(info.value_type, name, whole, depth + 1)} if depth < _DEPTH_MAX else {}
        case inspect.NoneType():
            return None
    return VALUES.get(name, "")


def _number(info: Any, name: str) -> int | float:
    if name in VALUES and isinstance(VALUES[name], int):
        return int(VALUES[name])
    wanted = _AT if name.endswith("_at") or name in ("since", "until") else 90 if name.endswith(("_s", "_ms", "_min")) else 3
    low = info.ge if info.ge is not None else wanted
    high = info.le if info.le is not None else wanted
    return max(low, min(wanted, high))


_FORMS = (
    ULIDS["conversation_id"],
    "2026-11-29",
    "482913",
    "09:00",
    "#0d7a5f",
    "https://longjing-tea.example/",
    "lin@longjing-tea.example",
    "agent",
    "level",
    "en",
    "+86 571 8765 4321",
    "abcdefghjkmn",
    "one-export-7f3a",
    "",
)


def _text(info: Any, name: str) -> str:
    """The field's own words where no table has them: `record_name` is `Record name`."""
    kind = msgspec.Meta(pattern=info.pattern, min_length=info.min_length, max_length=info.max_length)
    annotation = Annotated[str, kind]
    if name.endswith("_id") and _fits(ULIDS["conversation_id"], annotation):
        return str(ULIDS["conversation_id"])
    if isinstance(VALUES.get(name), str) and _fits(VALUES[name], annotation):
        return str(VALUES[name])
    words = name.replace("_", " ").capitalize() or "Tea"
    tried: tuple[str, ...] = _FORMS if info.pattern else (words, *_FORMS)
    for text in tried:
        if _fits(text, annotation):
            return text
    raise AssertionError(f"no example for {name}: {info.pattern}")
