"""What downloads are made of: where their rows come from, and the form in which the file takes them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from parlor.domain.audit import SIGN_IN, AuditEntry, AuditLog
from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.download_forms import Article, Bundle, Form, FormState, Lines, Pages, Workbook
from parlor.domain.downloads import (
    AuditWanted,
    Batch,
    CompanyWanted,
    Download,
    Format,
    LeftMessagesWanted,
    PersonWanted,
    RecordsWanted,
    Source,
    holds_record,
)
from parlor.domain.ids import ConversationId
from parlor.domain.left_messages import LeftMessage
from parlor.domain.metrics import Period, check_period, zone
from parlor.domain.office_files import AuditTable, LeftMessageTable
from parlor.domain.office_ports import Records
from parlor.domain.ports import Clock
from parlor.domain.record_facts import FactsOfRecords
from parlor.domain.record_files import PAGE_END, Names, Record, RecordFiles
from parlor.domain.record_lines import Line, lines_of
from parlor.domain.record_query import RecordConditions
from parlor.domain.sheets import Cell, Column, json_line
from parlor.domain.sign_in import SignInLog, as_audit_entry
from parlor.usecases.download_person import record_reader
from parlor.usecases.list_audit import AuditQuery, list_audit
from parlor.usecases.list_sign_ins import SignInQuery, list_sign_ins
from parlor.usecases.search_records import Found, SearchRecords

BATCH = 200
"""Conversations at a time …"""
LOGS_BATCH = 50
"""… and where their logs are read, one after the other: between two batches a cancellation is heard, and the end of the function's time."""
NewestLeft = Callable[[Callable[[LeftMessage], bool], str | None, int, int], tuple[list[LeftMessage], str | None]]

CompanySource = Callable[[int], Source]
PersonSource = Callable[[PersonWanted, Callable[[ConversationId], Record | None], RecordFiles, int], Source]


class Work(Struct, frozen=True):
    """`form` takes up a file where it was put down. `name` is the file's, without its ending. `whole`: however much it is."""

    source: Source
    form: Callable[[FormState], Form]
    name: str
    whole: bool = False


class DownloadSources:
    """Those of one tenant. `left` is a page of left messages (storage/left_messages.py)."""

    def __init__(
        self,
        directory: Directory,
        records: Records,
        facts: FactsOfRecords,
        search: SearchRecords,
        left: NewestLeft,
        audit: AuditLog,
        sign_ins: SignInLog,
        clock: Clock,
        person: PersonSource,
        company: CompanySource,
    ) -> None:
        self._directory = directory
        self._records = records
        self._facts = facts
        self._search = search
        self._left = left
        self._audit = audit
        self._sign_ins = sign_ins
        self._clock = clock
        self._person = person
        self._company = company

    def of(self, download: Download) -> Work:
        """Raises `Invalid` for a period that is none."""
        match download.wanted:
            case RecordsWanted() as wanted:
                return self._of_records(download, wanted)
            case LeftMessagesWanted() as wanted:
                left = LeftMessageTable(self._zone, download.language)
                return _of_table(
                    download, left.title, left.columns, self._left_messages(wanted, left, download.created_at), "left-messages"
                )
            case AuditWanted() as wanted:
                table = AuditTable(self._zone, download.language)
                name = f"{'sign-ins' if wanted.about == SIGN_IN else 'audit'}_{wanted.first}_{wanted.last}"
                return _of_table(download, table.title, table.columns, self._audit_entries(wanted, table), name)
            case PersonWanted() as wanted:
                return self._of_person(download, wanted)
            case CompanyWanted():
                return Work(self._company(download.created_at), Bundle, f"company-{download.download_id[-6:]}", whole=True)

    @property
    def _zone(self) -> Any:
        return zone(self._directory.company().time_zone)

    # --- conversations ---------------------------------------------------------------------------------------------

    def _of_records(self, download: Download, wanted: RecordsWanted) -> Work:
        company = self._directory.company()
        labels = {each.label_id: each.name for each in self._directory.service().labels}
        files = RecordFiles(Names(company.company, self._zone, labels), download.language, with_lines=wanted.messages)
        period = check_period(wanted.first, wanted.last, self._zone)
        made = _made(download.format, files)

        def read(position: str | None) -> Batch:
            found = self._found(download, wanted, period, position)
            known = self._facts.of(found.conversations)
            items = made(Record(each, known[each.conversation_id], self._lines(each, wanted, download)) for each in found.conversations)
            oldest = found.conversations[-1].closed_at if found.conversations else None
            share = _share(max(period.start_ms, company.created_at), min(period.end_ms, download.created_at), oldest)
            return Batch(items, len(found.conversations), found.position, found.running, share)

        def form(state: FormState) -> Form:
            if download.format == "html":
                empty = f"<p class=event>{files.word('empty')}</p>"
                return Pages(state, lambda part: files.page_head(part, download.created_at), PAGE_END, files.index, empty)
            if download.format == "jsonl":
                return Lines(state, "jsonl", "", bytes)
            return _table_form(download.format, state, files.title, files.columns)

        return Work(read, form, f"conversations_{wanted.first}_{wanted.last}")

    def _found(self, download: Download, wanted: RecordsWanted, period: Period, position: str | None) -> Found:
        """Without conditions the table's index has the rows themselves; with some, the archive is asked."""
        if wanted.conditions == RecordConditions():
            mine = partial(holds_record, download)
            most = LOGS_BATCH if wanted.messages else BATCH
            return Found(*self._records.closed(mine, period.start_ms, period.end_ms - 1, position, most))
        found = self._search(wanted.first, wanted.last, wanted.conditions, position)
        return replace(found, conversations=[each for each in found.conversations if holds_record(download, each)])

    def _lines(self, conversation: Conversation, wanted: RecordsWanted, download: Download) -> Iterator[Line]:
        if not wanted.messages:
            return iter(())
        return lines_of(self._records.whole_log(conversation.conversation_id), download.language, notes=wanted.notes)

    # --- one person ------------------------------------------------------------------------------------------------

    def _of_person(self, download: Download, wanted: PersonWanted) -> Work:
        company, service = self._directory.company(), self._directory.service()
        names = Names(company.company, self._zone, {each.label_id: each.name for each in service.labels})
        pages = RecordFiles(names, download.language, with_lines=True)

        def lines(conversation: Conversation) -> Iterator[Line]:
            return lines_of(self._records.whole_log(conversation.conversation_id), download.language, notes=True)

        record = record_reader(self._records.get, self._facts.of, lines)
        return Work(self._person(wanted, record, pages, download.created_at), Bundle, f"person-{download.download_id[-6:]}")

    # --- what lies in tables ---------------------------------------------------------------------------------------

    def _left_messages(self, wanted: LeftMessagesWanted, table: LeftMessageTable, now: int) -> Source:
        since = self._directory.company().created_at

        def read(position: str | None) -> Batch:
            found, following = self._left(lambda each: wanted.state in (None, each.state), position, since, now)
            share = _share(since, now, found[-1].at if found else None)
            return Batch([table.row(each) for each in found], len(found), following, share=share)

        return read

    def _audit_entries(self, wanted: AuditWanted, table: AuditTable) -> Source:
        query = AuditQuery(wanted.first, wanted.last, wanted.about or None, wanted.agent_id)
        period = check_period(wanted.first, wanted.last, self._zone)

        def read(position: str | None) -> Batch:
            found: list[AuditEntry]
            if wanted.about == SIGN_IN:
                asked = SignInQuery(wanted.first, wanted.last, wanted.agent_id)
                entries, following = list_sign_ins(asked, position, self._directory, self._sign_ins)
                found = [as_audit_entry(entry) for entry in entries]
            else:
                found, following = list_audit(query, position, self._directory, self._audit)
            share = _share(period.start_ms, min(period.end_ms, self._clock.now_ms()), found[-1].at if found else None)
            return Batch([table.row(each) for each in found], len(found), following, share=share)

        return read


def _made(form: Format, files: RecordFiles) -> Callable[[Iterator[Record]], Iterator[Any]]:
    """Conversations as the file takes them. One at a time: a log is read when its conversation is written."""
    if form == "html":
        return lambda records: (Article(files.label(each.conversation), files.article(each)) for each in records)
    if form == "jsonl":
        return lambda records: map(files.json, records)
    return lambda records: (row for each in records for row in files.rows(each))


def _of_table(download: Download, title: str, columns: tuple[Column, ...], source: Source, name: str) -> Work:
    return Work(source, lambda state: _table_form(download.format, state, title, columns), name)


def _table_form(form: Format, state: FormState, title: str, columns: tuple[Column, ...]) -> Form:
    if form == "csv":
        return Lines.csv(state, columns)
    if form == "jsonl":
        return Lines(state, "jsonl", "", lambda row: _json(columns, row))
    return Workbook(state, title, columns)


def _json(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> bytes:
    return json_line(columns, row)


def _share(from_ms: int, to_ms: int, at_ms: int | None) -> float | None:
    """How much of the time from the newest back to `at_ms` is behind us; None where that says nothing."""
    if at_ms is None or not from_ms <= at_ms < to_ms:
        return None
    return (to_ms - at_ms) / (to_ms - from_ms)
