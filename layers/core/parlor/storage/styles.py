"""Styles: a small row that the server leads visitors by, the draft, and what was published.

    STYLE#<style>                   the row; its `version` is the draft's and the lock of all changes
    STYLEDRAFT#<style>              the draft's content, as JSON
    STYLEPUB#<style>#<version>      one publication with its content; the last fifty are kept
    STYLEGONE#<style>               a style that was deleted, whose file says so

A row of before there were drafts holds the whole content itself: that counts as the draft, and as the first publication.
"""

from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from parlor.domain.directory import Style
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, StyleId, TenantId, ulid_time
from parlor.domain.style_content import Draft, Publication, Publisher, StyleContent
from parlor.storage import connection, keys
from parlor.storage.memory import Memory
from parlor.storage.rows import Row
from parlor.storage.transactions import Check, Delete, Put, Step, Update, stale, transact

PUBLICATIONS_KEPT = 50
_CONTENT_OF_BEFORE = ("color", "position", "language", "department_id", "texts", "launcher", "invitations")


class StyleRow(Row):
    """`position`, `texts` and `launcher` are of rows of before there were drafts, which have no `published_version`."""

    class Meta:
        table_name = ""

    style_id = UnicodeAttribute()
    name = UnicodeAttribute()
    color = UnicodeAttribute()
    kind = UnicodeAttribute(null=True)
    language = UnicodeAttribute()
    department_id = UnicodeAttribute(null=True)
    invitations = JSONAttribute(null=True)
    pre_chat = JSONAttribute(null=True)
    published_version = NumberAttribute(null=True)
    published_at = NumberAttribute(null=True)
    changed_at = NumberAttribute(null=True)
    has_changes = BooleanAttribute(null=True)
    widget_seen_at = NumberAttribute(null=True)
    version = NumberAttribute()
    position = UnicodeAttribute(null=True)
    texts = JSONAttribute(null=True)
    launcher = JSONAttribute(null=True)

    @property
    def is_of_before(self) -> bool:
        return self.published_version is None


class StyleDraftRow(Row):
    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()
    saved_at = NumberAttribute()


class PublicationRow(Row):
    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()
    at = NumberAttribute()
    agent_id = UnicodeAttribute(null=True)
    number = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)


class GoneRow(Row):
    class Meta:
        table_name = ""


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind((StyleRow, StyleDraftRow, PublicationRow, GoneRow), directory_table)


def style_of(row: StyleRow) -> Style:
    """What the server needs of a row, however old it is."""
    values = {name: getattr(row, name) for name in Style.__struct_fields__}
    if row.is_of_before:
        made = ulid_time(row.style_id)
        values |= {"published_version": 1, "published_at": made, "changed_at": made}
    return msgspec.convert({name: value for name, value in values.items() if value is not None}, Style)


def _content_of_before(row: StyleRow) -> StyleContent:
    values = {name: getattr(row, name) for name in _CONTENT_OF_BEFORE}
    return msgspec.convert({name: value for name, value in values.items() if value is not None}, StyleContent)


def _content(body: str) -> StyleContent:
    return msgspec.json.decode(body, type=StyleContent)


def _body(content: StyleContent) -> str:
    return msgspec.json.encode(content).decode()


def first_steps(pk: str, style: Style, content: StyleContent, refusal: Exception, instead_of: Any = None) -> list[Step]:
    """What a style begins with: its row, its draft and, if it is published already, its first publication.

    `instead_of` is the condition on a row that stands there already.
    """
    steps: list[Step] = [
        Put(_row(pk, style), StyleRow.pk.does_not_exist() if instead_of is None else instead_of, refusal),
        Put(_draft_row(pk, style.style_id, content, style.version, style.changed_at or 0), None, refusal),
    ]
    if style.published_version:
        publication = Publication(version=style.published_version, at=style.published_at or 0)
        steps.append(Put(_publication_row(pk, style.style_id, content, publication), None, refusal))
    return steps


def _row(pk: str, style: Style) -> StyleRow:
    values = {name: value for name, value in msgspec.to_builtins(style).items() if value is not None}
    return StyleRow(pk, keys.STYLE + style.style_id, **values)


def _draft_row(pk: str, style_id: StyleId, content: StyleContent, version: int, saved_at: int) -> StyleDraftRow:
    return StyleDraftRow(pk, keys.STYLE_DRAFT + style_id, body=_body(content), version=version, saved_at=saved_at)


def _publication_row(pk: str, style_id: StyleId, content: StyleContent, publication: Publication) -> PublicationRow:
    by = publication.by
    return PublicationRow(
        pk,
        keys.publication(style_id, publication.version),
        body=_body(content),
        version=publication.version,
        at=publication.at,
        agent_id=by.agent_id,
        number=by.number or None,
        name=by.name or None,
    )


class StyleStore:
    """The drafts and publications of one tenant. Satisfies `Styles`."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)
        self._memory = memory

    # --- reading

    def draft(self, style_id: StyleId) -> Draft:
        row = self._style(style_id)
        try:
            found = StyleDraftRow.get(self._pk, keys.STYLE_DRAFT + style_id, consistent_read=True)
        except StyleDraftRow.DoesNotExist:
            return _draft(style_of(row), _content_of_before(row), int(row.version), 0)
        return _draft(style_of(row), _content(found.body), int(found.version), int(found.saved_at))

    def publications(self, style_id: StyleId) -> list[Publication]:
        if self._style(style_id).is_of_before:
            return [Publication(version=1, at=ulid_time(style_id))]
        rows = PublicationRow.query(
            self._pk,
            PublicationRow.sk.startswith(keys.publications(style_id)),
            consistent_read=True,
            scan_index_forward=False,
            limit=PUBLICATIONS_KEPT,
            attributes_to_get=["pk", "sk", "version", "at", "agent_id", "number", "name"],
        )
        return [
            Publication(
                version=int(row.version),
                at=int(row.at),
                by=Publisher(AgentId(row.agent_id) if row.agent_id else None, row.number or "", row.name or ""),
            )
            for row in rows
        ]

    def published(self, style_id: StyleId, version: int) -> StyleContent:
        question = keys.publication(style_id, version)
        return self._memory.answer(self._tenant, question, lambda: self._published(style_id, version), keep_ms=60_000)

    def _published(self, style_id: StyleId, version: int) -> StyleContent:
        try:
            return _content(PublicationRow.get(self._pk, keys.publication(style_id, version), consistent_read=True).body)
        except PublicationRow.DoesNotExist:
            row = self._style(style_id)
            if row.is_of_before and version == 1:
                return _content_of_before(row)
            raise NotFound("This version is not kept any more.", field="to") from None

    def deleted(self) -> list[StyleId]:
        rows = GoneRow.query(self._pk, GoneRow.sk.startswith(keys.STYLE_GONE), consistent_read=True)
        return [StyleId(row.sk.removeprefix(keys.STYLE_GONE)) for row in rows]

    def was_deleted(self, style_id: StyleId) -> bool:
        return any(GoneRow.query(self._pk, GoneRow.sk == keys.STYLE_GONE + style_id, consistent_read=True))

    def _style(self, style_id: StyleId) -> StyleRow:
        try:
            return StyleRow.get(self._pk, keys.STYLE + style_id, consistent_read=True)
        except StyleRow.DoesNotExist:
            raise NotFound("There is no such style.", field="style_id") from None

    # --- changing

    def add(self, draft: Draft) -> Draft:
        style = Style(
            style_id=draft.style_id,
            name=draft.name,
            color=draft.content.color,
            kind=draft.content.kind,
            changed_at=draft.saved_at,
            has_changes=draft.has_changes,
            version=draft.version,
        )
        self._write(first_steps(self._pk, style, draft.content, stale()))
        return draft

    def save(self, before: Draft, after: Draft) -> Draft:
        self.bring_up_to_date(before.style_id)
        changed = msgspec.structs.replace(after, version=before.version + 1)
        row = StyleRow(self._pk, keys.STYLE + before.style_id)
        actions = [
            StyleRow.name.set(changed.name),
            StyleRow.color.set(changed.content.color),
            StyleRow.kind.set(changed.content.kind),
            StyleRow.has_changes.set(changed.has_changes),
            StyleRow.changed_at.set(changed.saved_at),
            StyleRow.version.set(changed.version),
        ]
        draft = _draft_row(self._pk, before.style_id, changed.content, changed.version, changed.saved_at)
        self._write([Update(row, actions, StyleRow.version == before.version, stale()), Put(draft, None, stale())])
        return changed

    def publish(self, draft: Draft, publication: Publication) -> Draft:
        self.bring_up_to_date(draft.style_id)
        content, number = draft.content, publication.version
        row = StyleRow(self._pk, keys.STYLE + draft.style_id)
        invitations, pre_chat = msgspec.to_builtins((content.invitations, content.pre_chat))
        actions = [
            StyleRow.language.set(content.language),
            StyleRow.department_id.set(content.department_id) if content.department_id else StyleRow.department_id.remove(),
            StyleRow.invitations.set(invitations),
            StyleRow.pre_chat.set(pre_chat) if pre_chat else StyleRow.pre_chat.remove(),
            StyleRow.published_version.set(number),
            StyleRow.published_at.set(publication.at),
            StyleRow.has_changes.set(False),
        ]
        unchanged = (StyleRow.version == draft.version) & (StyleRow.published_version == number - 1)
        steps: list[Step] = [
            Update(row, actions, unchanged, stale()),
            Put(_publication_row(self._pk, draft.style_id, content, publication), PublicationRow.pk.does_not_exist(), stale()),
        ]
        if number > PUBLICATIONS_KEPT:
            oldest = PublicationRow(self._pk, keys.publication(draft.style_id, number - PUBLICATIONS_KEPT))
            steps.append(Delete(oldest, None, stale()))
        self._write(steps)
        return msgspec.structs.replace(draft, published_version=number, published_at=publication.at, has_changes=False)

    def delete(self, style_id: StyleId, staying: StyleId) -> None:
        last = Conflict("A company has at least one style.", code="last_style")
        gone = NotFound("There is no such style.", field="style_id")
        self._write(
            [
                Check(StyleRow(self._pk, keys.STYLE + staying), StyleRow.pk.exists(), last),
                Delete(StyleRow(self._pk, keys.STYLE + style_id), StyleRow.pk.exists(), gone),
                Delete(StyleDraftRow(self._pk, keys.STYLE_DRAFT + style_id), None, gone),
                Put(GoneRow(self._pk, keys.STYLE_GONE + style_id), None, gone),
            ]
        )
        mine = PublicationRow.sk.startswith(keys.publications(style_id))
        for row in PublicationRow.query(self._pk, mine, attributes_to_get=["pk", "sk"]):
            row.delete()

    def bring_up_to_date(self, style_id: StyleId) -> None:
        """Gives a style of before there were drafts its draft and its first publication; does nothing to another one."""
        row = self._style(style_id)
        if not row.is_of_before:
            return
        unchanged = (StyleRow.version == row.version) & StyleRow.published_version.does_not_exist()
        steps = first_steps(self._pk, style_of(row), _content_of_before(row), stale(), instead_of=unchanged)
        try:
            self._write(steps)
        except Conflict:
            if self._style(style_id).is_of_before:
                raise

    def _write(self, steps: list[Step]) -> None:
        transact(steps)
        self._memory.forget(self._tenant)


def _draft(style: Style, content: StyleContent, version: int, saved_at: int) -> Draft:
    return Draft(
        style_id=style.style_id,
        name=style.name,
        version=version,
        content=content,
        saved_at=saved_at or style.changed_at or 0,
        has_changes=style.has_changes,
        published_version=style.published_version,
        published_at=style.published_at,
    )
