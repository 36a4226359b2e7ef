"""What the records are searched for: conditions that must all hold, judged on the archive by SQL and on what is newer here.

Both say the same of the same conversation: tests/unit/domain/test_record_query.py holds them side by side. `_ONE_OF` and
`_AMONG` are the tables that both are made from.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.archive import LINES, ArchivedConversation
from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId, is_ulid

FOUND_MAX = 1_000
"""Conversations that one search finds at most, newest first."""
FILTERS_MAX = 20
"""Searches that one person keeps."""

_Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
_Ids = Annotated[list[_Ulid], Meta(max_length=50)]
_Text = Annotated[str, Meta(max_length=100)]
_Values = Annotated[list[Annotated[str, Meta(max_length=300)]], Meta(max_length=50)]
_Number = Annotated[int, Meta(ge=0, le=100_000_000)]


class OneOf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lists of which one is enough; an empty list says nothing. Values are whole and exact, as the figures name them; '' is what is not
    known. `sources` are kinds, `engines`, `referrers`, `browsers` … names, `pages` host and path."""

    text: _Text = ""
    """Somebody said each of these words, which stand apart by spaces."""
    agent_ids: _Ids = []
    """One of them took part."""
    department_ids: _Ids = []
    style_ids: _Ids = []
    topic_ids: _Ids = []
    label_ids: _Ids = []
    countries: _Values = []
    provinces: _Values = []
    cities: _Values = []
    sources: Annotated[list[Literal["direct", "search", "social", "site", "campaign", ""]], Meta(max_length=6)] = []
    engines: _Values = []
    referrers: _Values = []
    keywords: _Values = []
    browsers: _Values = []
    systems: _Values = []
    devices: Annotated[list[Literal["computer", "phone", "tablet", "robot", ""]], Meta(max_length=5)] = []
    pages: _Values = []


class RecordConditions(OneOf, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is absent, empty or None says nothing. Capitals do not matter in texts; times are in seconds."""

    none_of: OneOf = OneOf()
    """Of each list none may hold, and of the text no word may have been said."""
    visitor: _Text = ""
    """The visitor's number, or a part of the name, telephone number or mail address."""
    visitor_ids: _Ids = []
    value: Literal["valid", "invalid", "open"] | None = None
    """`open`: nobody has said yet."""
    page: _Text = ""
    """A part of the address or title of the page on which it began."""
    ip: Annotated[str, Meta(max_length=45)] = ""
    """The beginning of the network address."""
    card: bool | None = None
    """Whether the visitor had a card at the end."""
    score_min: Annotated[int, Meta(ge=1, le=5)] | None = None
    score_max: Annotated[int, Meta(ge=1, le=5)] | None = None
    messages_min: _Number | None = None
    messages_max: _Number | None = None
    length_min_s: _Number | None = None
    """From the opening to the end."""
    length_max_s: _Number | None = None
    accepted: bool | None = None
    """Whether an agent took it at all."""

    @property
    def asks_the_log(self) -> bool:
        """Whether the conversation's own row is not enough to judge: words and who took part stand in the log."""
        return any(each.text.strip() or each.agent_ids for each in (self, self.none_of))

    @property
    def asks_facts(self) -> bool:
        """Whether it asks what stands neither in the row nor in the log."""
        own = bool(self.visitor.strip() or self.ip.strip()) or self.card is not None
        return own or any(getattr(each, name) for each in (self, self.none_of) for name, column in _ONE_OF if column in _FACTS)


class RecordFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search that somebody keeps under a name."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    conditions: RecordConditions


_ONE_OF = (
    ("department_ids", "department_id"),
    ("style_ids", "style_id"),
    ("topic_ids", "topic_id"),
    ("countries", "country"),
    ("provinces", "province"),
    ("cities", "city"),
    ("sources", "source"),
    ("engines", "engine"),
    ("referrers", "referrer"),
    ("keywords", "keyword"),
    ("browsers", "browser"),
    ("systems", "system"),
    ("devices", "device"),
    ("pages", "page"),
)
"""Conditions with the column in which one of their values stands."""
_AMONG = (("agent_ids", "agent_ids", " "), ("label_ids", "labels", LINES))
"""Conditions with a column of several values, and what stands before and behind each."""
_FACTS = frozenset({"country", "province", "city", "source", "engine", "referrer", "keyword", "browser", "system", "device"})


def check_conditions(conditions: RecordConditions, path: str) -> None:
    """Raises `Invalid` for bounds that leave nothing between them, naming the field below `path`."""
    for name in ("score_max", "messages_max", "length_max_s"):
        least, most = getattr(conditions, name.replace("max", "min")), getattr(conditions, name)
        if least is not None and most is not None and most < least:
            raise Invalid("The most must not be less than the least.", field=f"{path}.{name}")


def check_record_filters(filters: tuple[RecordFilter, ...]) -> None:
    """Raises `Invalid` for two of the same name, and for conditions that cannot be."""
    names = [each.name.strip().casefold() for each in filters]
    for place, each in enumerate(filters):
        if not names[place] or names[place] in names[:place]:
            raise Invalid("Each has a name of its own.", field=f"record_filters[{place}].name")
        check_conditions(each.conditions, f"record_filters[{place}].conditions")


# --- judged here ---------------------------------------------------------------------------------------------------


def holds(conditions: RecordConditions, line: ArchivedConversation) -> bool:
    """Whether a conversation is one that is looked for."""
    wanted, said = conditions, line.words.lower()
    length = line.closed_at - line.opened_at
    return (
        all(word in said for word in _words(wanted.text))
        and not any(word in said for word in _words(wanted.none_of.text))
        and all(any(found) for found in _listed(wanted, line))
        and not any(any(found) for found in _listed(wanted.none_of, line))
        and (not wanted.visitor_ids or line.visitor_id in wanted.visitor_ids)
        and _names(wanted.visitor, line.visitor_number, line.visitor_name, line.phone, line.email)
        and (wanted.value is None or line.value == ("" if wanted.value == "open" else wanted.value))
        and _names(wanted.page, line.page_url, line.page_title)
        and line.ip.startswith(wanted.ip.strip())
        and (wanted.card is None or (line.customer_id != "") == wanted.card)
        and _between(wanted.score_min, line.score, wanted.score_max)
        and _between(wanted.messages_min, line.message_count, wanted.messages_max)
        and _between(_ms(wanted.length_min_s), length, _ms(wanted.length_max_s))
        and (wanted.accepted is None or (line.accepted_at > 0) == wanted.accepted)
    )


def _listed(wanted: OneOf, line: ArchivedConversation) -> Iterator[list[bool]]:
    """For each list that says something, whether each of its values fits."""
    for name, column in _ONE_OF:
        if values := getattr(wanted, name):
            yield [getattr(line, column) == value for value in values]
    for name, column, edge in _AMONG:
        if values := getattr(wanted, name):
            yield [f"{edge}{value}{edge}" in f"{edge}{getattr(line, column)}{edge}" for value in values]


# --- judged by the archive -----------------------------------------------------------------------------------------


def search_sql(
    tenant: TenantId, first_day: str, last_day: str, from_ms: int, until_ms: int, conditions: RecordConditions, most: int = FOUND_MAX
) -> str:
    """The ids of the conversations that ended in [`from_ms`, `until_ms`), newest first. The days are those of the lines, both included.

    In the part of SQL that Trino (Athena) and DuckDB share. Texts stand in quotes with their quotes doubled, which is all that either
    knows of escaping. Lines from before a column was there have NULL in it, which counts as empty.
    """
    if not is_ulid(tenant):
        raise ValueError(tenant)
    where = " AND ".join(["newest = 1", *_clauses(conditions)])
    return (
        "SELECT conversation_id FROM ("  # noqa: S608  # every text goes through _quoted
        "SELECT *, row_number() OVER (PARTITION BY conversation_id ORDER BY v DESC) AS newest FROM conversations "
        f"WHERE tenant = {_quoted(tenant)} AND day BETWEEN {_quoted(first_day)} AND {_quoted(last_day)} "
        f"AND closed_at >= {int(from_ms)} AND closed_at < {int(until_ms)}"
        f") AS latest WHERE {where} ORDER BY closed_at DESC, conversation_id DESC LIMIT {int(most)}"
    )


def _clauses(wanted: RecordConditions) -> list[str]:
    clauses = [_holds_text("words", word) for word in _words(wanted.text)]
    clauses += [f"NOT {_holds_text('words', word)}" for word in _words(wanted.none_of.text)]
    clauses += _lists(wanted)
    clauses += [f"NOT {clause}" for clause in _lists(wanted.none_of)]
    if wanted.visitor_ids:
        clauses.append(f"visitor_id IN ({', '.join(map(_quoted, wanted.visitor_ids))})")
    if wanted.visitor.strip():
        clauses.append(_any_holds(("visitor_number", "visitor_name", "phone", "email"), wanted.visitor))
    if wanted.value is not None:
        clauses.append(f"value = {_quoted('' if wanted.value == 'open' else wanted.value)}")
    if wanted.page.strip():
        clauses.append(_any_holds(("page_url", "page_title"), wanted.page))
    if wanted.ip.strip():
        clauses.append(f"strpos({_known('ip')}, {_quoted(wanted.ip.strip())}) = 1")
    if wanted.card is not None:
        clauses.append(f"{_known('customer_id')} {'<>' if wanted.card else '='} ''")
    for column, least, most in (
        ("score", wanted.score_min, wanted.score_max),
        ("message_count", wanted.messages_min, wanted.messages_max),
        ("closed_at - opened_at", _ms(wanted.length_min_s), _ms(wanted.length_max_s)),
    ):
        clauses += [f"{column} >= {least:d}"] if least is not None else []
        clauses += [f"{column} <= {most:d}"] if most is not None else []
    if wanted.accepted is not None:
        clauses.append("accepted_at > 0" if wanted.accepted else "accepted_at = 0")
    return clauses


def _lists(wanted: OneOf) -> list[str]:
    clauses = []
    for name, column in _ONE_OF:
        if values := getattr(wanted, name):
            clauses.append(f"{_known(column)} IN ({', '.join(map(_quoted, values))})")
    for name, column, edge in _AMONG:
        if values := getattr(wanted, name):
            char = f"chr({ord(edge)})"
            held = f"concat({char}, {column}, {char})"
            clauses.append("(" + " OR ".join(f"strpos({held}, concat({char}, {_quoted(each)}, {char})) > 0" for each in values) + ")")
    return clauses


def _holds_text(column: str, text: str) -> str:
    return f"strpos(lower({_known(column)}), {_quoted(text)}) > 0"


def _any_holds(columns: tuple[str, ...], asked: str) -> str:
    text = asked.strip().lower()
    return f"({' OR '.join(_holds_text(column, text) for column in columns)})"


def _known(column: str) -> str:
    return f"coalesce({column}, '')"


def _quoted(text: str) -> str:
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def _words(text: str) -> list[str]:
    return text.lower().split()


def _names(asked: str, *known: str) -> bool:
    text = asked.strip().lower()
    return not text or any(text in each.lower() for each in known)


def _between(least: int | None, value: int | None, most: int | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def _ms(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * 1000
