"""What the records are searched for: conditions that must all hold, judged on the archive by SQL and on what is newer here.

Both say the same of the same conversation: tests/unit/domain/test_record_query.py holds them side by side.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parlor.domain.archive import LINES, ArchivedConversation
from parlor.domain.errors import Invalid
from parlor.domain.ids import TenantId, is_ulid

FOUND_MAX = 1_000
"""Conversations that one search finds at most, newest first."""

_Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
_Ids = Annotated[list[_Ulid], Meta(max_length=50)]
_Text = Annotated[str, Meta(max_length=100)]
_Number = Annotated[int, Meta(ge=0, le=100_000_000)]


class RecordConditions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is absent, empty or None says nothing. Of a list one is enough. Capitals do not matter; times are in seconds."""

    text: _Text = ""
    """Somebody said each of these words, which stand apart by spaces."""
    visitor: _Text = ""
    """The visitor's number, or a part of the name."""
    agent_ids: _Ids = []
    """One of them took part."""
    department_ids: _Ids = []
    style_ids: _Ids = []
    topic_ids: _Ids = []
    value: Literal["valid", "invalid", "open"] | None = None
    """`open`: nobody has said yet."""
    label: Annotated[str, Meta(max_length=20)] = ""
    page: _Text = ""
    """A part of the address or title of the page on which it began."""
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
        """Whether the conversation's own row is not enough to judge."""
        return bool(self.text.strip() or self.agent_ids)


def check_conditions(conditions: RecordConditions, path: str) -> None:
    """Raises `Invalid` for bounds that leave nothing between them, naming the field below `path`."""
    for name in ("score_max", "messages_max", "length_max_s"):
        least, most = getattr(conditions, name.replace("max", "min")), getattr(conditions, name)
        if least is not None and most is not None and most < least:
            raise Invalid("The most must not be less than the least.", field=f"{path}.{name}")


def holds(conditions: RecordConditions, line: ArchivedConversation) -> bool:
    """Whether a conversation is one that is looked for."""
    wanted = conditions
    length = line.closed_at - line.opened_at
    return (
        all(word in line.words.lower() for word in _words(wanted.text))
        and _names(wanted.visitor, line.visitor_number, line.visitor_name)
        and (not wanted.agent_ids or any(f" {agent_id} " in line.agent_ids for agent_id in wanted.agent_ids))
        and _one_of(wanted.department_ids, line.department_id)
        and _one_of(wanted.style_ids, line.style_id)
        and _one_of(wanted.topic_ids, line.topic_id)
        and (wanted.value is None or line.value == ("" if wanted.value == "open" else wanted.value))
        and (not wanted.label or wanted.label in line.labels.split(LINES))
        and _names(wanted.page, line.page_url, line.page_title)
        and _between(wanted.score_min, line.score, wanted.score_max)
        and _between(wanted.messages_min, line.message_count, wanted.messages_max)
        and _between(_ms(wanted.length_min_s), length, _ms(wanted.length_max_s))
        and (wanted.accepted is None or (line.accepted_at > 0) == wanted.accepted)
    )


def search_sql(tenant: TenantId, first_day: str, last_day: str, from_ms: int, until_ms: int, conditions: RecordConditions) -> str:
    """The ids of the conversations that ended in [`from_ms`, `until_ms`), newest first. The days are those of the lines, both included.

    In the part of SQL that Trino (Athena) and DuckDB share. Texts stand in quotes with their quotes doubled, which is all that either
    knows of escaping.
    """
    if not is_ulid(tenant):
        raise ValueError(tenant)
    where = " AND ".join(["newest = 1", *_clauses(conditions)])
    return (
        "SELECT conversation_id FROM ("  # noqa: S608  # every text goes through _quoted
        "SELECT *, row_number() OVER (PARTITION BY conversation_id ORDER BY v DESC) AS newest FROM conversations "
        f"WHERE tenant = {_quoted(tenant)} AND day BETWEEN {_quoted(first_day)} AND {_quoted(last_day)} "
        f"AND closed_at >= {int(from_ms)} AND closed_at < {int(until_ms)}"
        f") AS latest WHERE {where} ORDER BY closed_at DESC, conversation_id DESC LIMIT {FOUND_MAX}"
    )


def _clauses(wanted: RecordConditions) -> list[str]:
    clauses = [_holds_text("words", word) for word in _words(wanted.text)]
    if wanted.visitor.strip():
        clauses.append(_either_holds("visitor_number", "visitor_name", wanted.visitor))
    if wanted.agent_ids:
        clauses.append("(" + " OR ".join(f"strpos(agent_ids, {_quoted(f' {each} ')}) > 0" for each in wanted.agent_ids) + ")")
    for column, ids in (("department_id", wanted.department_ids), ("style_id", wanted.style_ids), ("topic_id", wanted.topic_ids)):
        if ids:
            clauses.append(f"{column} IN ({', '.join(map(_quoted, ids))})")
    if wanted.value is not None:
        clauses.append(f"value = {_quoted('' if wanted.value == 'open' else wanted.value)}")
    if wanted.label:
        clauses.append(f"strpos(concat(chr(10), labels, chr(10)), concat(chr(10), {_quoted(wanted.label)}, chr(10))) > 0")
    if wanted.page.strip():
        clauses.append(_either_holds("page_url", "page_title", wanted.page))
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


def _holds_text(column: str, text: str) -> str:
    return f"strpos(lower({column}), {_quoted(text)}) > 0"


def _either_holds(one: str, other: str, asked: str) -> str:
    text = asked.strip().lower()
    return f"({_holds_text(one, text)} OR {_holds_text(other, text)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def _words(text: str) -> list[str]:
    return text.lower().split()


def _names(asked: str, one: str, other: str) -> bool:
    text = asked.strip().lower()
    return not text or text in one.lower() or text in other.lower()


def _one_of(wanted: list[str], value: str) -> bool:
    return not wanted or value in wanted


def _between(least: int | None, value: int | None, most: int | None) -> bool:
    if least is None and most is None:
        return True
    return value is not None and (least is None or value >= least) and (most is None or value <= most)


def _ms(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * 1000
