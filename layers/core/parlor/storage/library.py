"""Canned phrases and links in the Directory table. The company's stand under `CANNED#` and `LINK#`, an agent's own under `OWN#<agent>#…`.

An import of many phrases does not fit into one transaction. Its phrases carry the import's id and are nobody's until the
import's row says that it is finished, which is one write. The row names all of them, so that what an interrupted import
left behind can be found and taken away.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec
from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, DoesNotExist
from pynamodb.models import Model

from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.library import IMPORT_PATIENCE_MS, CannedPhrase, SavedLink
from parlor.storage import connection, keys
from parlor.storage.transactions import ITEMS_MAX, Delete, Put, Step, stale, transact


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class CannedPhraseRow(_Row):
    """`CANNED#<phrase>`. `import_id`: it is there once that import is finished."""

    class Meta:
        table_name = ""

    phrase_id = UnicodeAttribute()
    owner = UnicodeAttribute(null=True)
    shortcut = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    text = UnicodeAttribute()
    folder = UnicodeAttribute(null=True)
    import_id = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)


class ShortcutRow(_Row):
    """`SHORTCUT#<shortcut>`: only one phrase may have it."""

    class Meta:
        table_name = ""

    owner = UnicodeAttribute()


class UsesRow(_Row):
    """`USES#<phrase>`: apart from the phrase, because counting must not cost what a long text costs."""

    class Meta:
        table_name = ""

    uses = NumberAttribute(default=0)


class ImportRow(_Row):
    """`IMPORT#<import>`. `phrases` are ids and shortcuts, as long as it is not finished."""

    class Meta:
        table_name = ""

    at = NumberAttribute()
    finished = BooleanAttribute(default=False)
    phrases = JSONAttribute(null=True)


class LinkRow(_Row):
    """`LINK#<link>`."""

    class Meta:
        table_name = ""

    link_id = UnicodeAttribute()
    owner = UnicodeAttribute(null=True)
    title = UnicodeAttribute()
    url = UnicodeAttribute()
    folder = UnicodeAttribute(null=True)
    version = NumberAttribute()


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind((CannedPhraseRow, ShortcutRow, UsesRow, ImportRow, LinkRow), directory_table)


class LibraryStore:
    """The phrases and links of one tenant."""

    def __init__(self, tenant: TenantId) -> None:
        self._pk = keys.company(tenant)

    # --- phrases

    def phrases(self, owner: AgentId | None) -> list[CannedPhrase]:
        """1 RU for 4 KB of phrases, and two small queries.

        The imports are read before the phrases: one that counts as finished had all of them in place by then.
        """
        finished = {row.sk.rpartition("#")[2] for row in self._rows(ImportRow, owner, keys.IMPORT) if row.finished}
        uses = {row.sk.rpartition("#")[2]: int(row.uses) for row in self._rows(UsesRow, owner, keys.USES, consistent=False)}
        rows = self._rows(CannedPhraseRow, owner, keys.CANNED)
        return [_phrase(row, uses.get(row.phrase_id, 0)) for row in rows if row.import_id is None or row.import_id in finished]

    def has_phrases(self) -> bool:
        """Of the company's, whether there is one. ½ RU."""
        return any(True for _ in CannedPhraseRow.query(self._pk, CannedPhraseRow.sk.startswith(keys.CANNED), limit=1))

    def phrase(self, phrase_id: str, me: AgentId) -> CannedPhrase:
        """1 RU, 2 for one's own; 1 more for one that was imported."""
        row = self._mine(CannedPhraseRow, keys.CANNED, phrase_id, me)
        if row.import_id is not None and not self._is_finished(row.owner, row.import_id):
            raise _nothing()
        return _phrase(row, 0)

    def add_phrase(self, phrase: CannedPhrase) -> CannedPhrase:
        """A transaction of two rows."""
        transact([Put(self._phrase_row(phrase), CannedPhraseRow.pk.does_not_exist(), stale()), *self._take(phrase)])
        return phrase

    def change_phrase(self, before: CannedPhrase, after: CannedPhrase) -> CannedPhrase:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        # Phrases that are older than versions have none.
        unchanged = CannedPhraseRow.version == before.version
        if before.version == 1:
            unchanged |= CannedPhraseRow.version.does_not_exist()
        steps: list[Step] = [Put(self._phrase_row(changed), CannedPhraseRow.pk.exists() & unchanged, stale())]
        if changed.shortcut != before.shortcut:
            steps += [*self._take(changed), *self._free(before)]
        transact(steps)
        return changed

    def delete_phrase(self, phrase: CannedPhrase) -> None:
        uses = UsesRow(self._pk, keys.of(phrase.owner, keys.USES) + phrase.phrase_id)
        transact([Delete(self._phrase_row(phrase), None, stale()), Delete(uses, None, stale()), *self._free(phrase)])

    def count_use(self, phrase: CannedPhrase) -> None:
        """1 WU."""
        UsesRow(self._pk, keys.of(phrase.owner, keys.USES) + phrase.phrase_id).update(actions=[UsesRow.uses.add(1)])

    def add_phrases(self, import_id: str, owner: AgentId | None, phrases: list[CannedPhrase], now: int) -> None:
        """Transactions of fifty phrases with their shortcuts, between two writes of the import's row."""
        journal = ImportRow(
            self._pk,
            keys.of(owner, keys.IMPORT) + import_id,
            at=now,
            finished=False,
            phrases=[[phrase.phrase_id, phrase.shortcut] for phrase in phrases],
        )
        journal.save()
        try:
            for part in _parts(phrases, ITEMS_MAX // 2):
                steps: list[Step] = []
                for phrase in part:
                    steps += [Put(self._phrase_row(phrase, import_id), None, stale()), *self._take(phrase)]
                transact(steps)
        except Conflict:
            self._undo(owner, journal)
            raise
        journal.update(actions=[ImportRow.finished.set(True), ImportRow.phrases.remove()])

    def clear_abandoned(self, owner: AgentId | None, now: int) -> None:
        for journal in list(self._rows(ImportRow, owner, keys.IMPORT)):
            if not journal.finished and journal.at < now - IMPORT_PATIENCE_MS:
                self._undo(owner, journal)

    def _undo(self, owner: AgentId | None, journal: ImportRow) -> None:
        """The import's row goes last: until then its phrases can be found again."""
        for phrase_id, shortcut in journal.phrases or ():
            if shortcut:
                self._free_if_its_own(owner, shortcut, phrase_id)
            CannedPhraseRow(self._pk, keys.of(owner, keys.CANNED) + phrase_id).delete()
        journal.delete()

    def _free_if_its_own(self, owner: AgentId | None, shortcut: str, phrase_id: str) -> None:
        """Another phrase may have been faster: then the shortcut stays with it."""
        try:
            ShortcutRow(self._pk, keys.of(owner, keys.SHORTCUT) + shortcut).delete(condition=ShortcutRow.owner == phrase_id)
        except DeleteError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def _is_finished(self, owner: str | None, import_id: str) -> bool:
        try:
            row = ImportRow.get(self._pk, keys.of(_agent(owner), keys.IMPORT) + import_id, consistent_read=True)
        except DoesNotExist:
            return False
        return bool(row.finished)

    def _phrase_row(self, phrase: CannedPhrase, import_id: str | None = None) -> CannedPhraseRow:
        return CannedPhraseRow(
            self._pk,
            keys.of(phrase.owner, keys.CANNED) + phrase.phrase_id,
            phrase_id=phrase.phrase_id,
            owner=phrase.owner,
            shortcut=phrase.shortcut or None,
            title=phrase.title,
            text=phrase.text,
            folder=phrase.folder or None,
            import_id=import_id,
            version=phrase.version,
        )

    def _take(self, phrase: CannedPhrase) -> list[Step]:
        if not phrase.shortcut:
            return []
        row = ShortcutRow(self._pk, keys.of(phrase.owner, keys.SHORTCUT) + phrase.shortcut, owner=phrase.phrase_id)
        refusal = Conflict("Another phrase has this shortcut.", code="exists", field="shortcut")
        return [Put(row, ShortcutRow.pk.does_not_exist(), refusal)]

    def _free(self, phrase: CannedPhrase) -> list[Step]:
        if not phrase.shortcut:
            return []
        return [Delete(ShortcutRow(self._pk, keys.of(phrase.owner, keys.SHORTCUT) + phrase.shortcut), None, stale())]

    # --- links

    def links(self, owner: AgentId | None) -> list[SavedLink]:
        return [_link(row) for row in self._rows(LinkRow, owner, keys.LINK)]

    def link(self, link_id: str, me: AgentId) -> SavedLink:
        return _link(self._mine(LinkRow, keys.LINK, link_id, me))

    def add_link(self, link: SavedLink) -> SavedLink:
        transact([Put(self._link_row(link), LinkRow.pk.does_not_exist(), stale())])
        return link

    def change_link(self, before: SavedLink, after: SavedLink) -> SavedLink:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        transact([Put(self._link_row(changed), LinkRow.version == before.version, stale())])
        return changed

    def delete_link(self, link: SavedLink) -> None:
        self._link_row(link).delete()

    def _link_row(self, link: SavedLink) -> LinkRow:
        return LinkRow(
            self._pk,
            keys.of(link.owner, keys.LINK) + link.link_id,
            link_id=link.link_id,
            owner=link.owner,
            title=link.title,
            url=link.url,
            folder=link.folder or None,
            version=link.version,
        )

    # --- both

    def _rows(self, model: Any, owner: AgentId | None, kind: str, *, consistent: bool = True) -> Iterator[Any]:
        found: Iterator[Any] = model.query(self._pk, model.sk.startswith(keys.of(owner, kind)), consistent_read=consistent)
        return found

    def _mine(self, model: Any, kind: str, thing_id: str, me: AgentId) -> Any:
        for owner in (None, me):
            with suppress(DoesNotExist):
                return model.get(self._pk, keys.of(owner, kind) + thing_id, consistent_read=True)
        raise _nothing()


def _nothing() -> NotFound:
    return NotFound("There is no such thing here.")


def _agent(owner: str | None) -> AgentId | None:
    return AgentId(owner) if owner else None


def _parts(phrases: list[CannedPhrase], size: int) -> Iterator[list[CannedPhrase]]:
    for start in range(0, len(phrases), size):
        yield phrases[start : start + size]


def _phrase(row: CannedPhraseRow, uses: int) -> CannedPhrase:
    return CannedPhrase(
        phrase_id=row.phrase_id,
        owner=_agent(row.owner),
        shortcut=row.shortcut or "",
        title=row.title,
        text=row.text,
        folder=row.folder or "",
        uses=uses,
        version=int(row.version),
    )


def _link(row: LinkRow) -> SavedLink:
    return SavedLink(
        link_id=row.link_id,
        owner=_agent(row.owner),
        title=row.title,
        url=row.url,
        folder=row.folder or "",
        version=int(row.version),
    )
