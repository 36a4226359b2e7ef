"""The archive in memory: SQLite, which is given the functions that Trino and DuckDB have and it has not."""

import sqlite3
from typing import Any

import msgspec

from parlor.domain.archive import ArchiveAnswer, ArchivedConversation
from parlor.domain.ids import ConversationId, TenantId

_COLUMNS = ArchivedConversation.__struct_fields__


class SqliteArchive:
    """`ready`: whether questions are answered; until then they run."""

    def __init__(self) -> None:
        self.ready = True
        self.asked: list[str] = []
        self._lines = sqlite3.connect(":memory:")
        self._lines.create_function("strpos", 2, lambda text, part: text.find(part) + 1)
        self._lines.create_function("lower", 1, str.lower)
        self._lines.create_function("chr", 1, chr)
        self._lines.create_function("concat", -1, lambda *texts: "".join(texts))
        self._lines.execute(f"CREATE TABLE conversations ({', '.join(_COLUMNS)}, tenant, day)")

    def keep(self, tenant: TenantId, lines: list[ArchivedConversation]) -> None:
        for line in lines:
            values = [*msgspec.structs.astuple(line), tenant, line.day]
            self._lines.execute(f"INSERT INTO conversations VALUES ({', '.join('?' * len(values))})", values)

    def forget(self, *columns: str) -> None:
        """As if the lines were written before these columns were there."""
        self._lines.execute(f"UPDATE conversations SET {', '.join(f'{column} = NULL' for column in columns)}")

    def ask(self, sql: str) -> str:
        self.asked.append(sql)
        return str(len(self.asked) - 1)

    def answer(self, question: str, position: str | None) -> ArchiveAnswer:
        if not self.ready:
            return ArchiveAnswer([], position, running=True)
        start = int(position or 0)
        ids = self.ids(self.asked[int(question)])
        page = [ConversationId(each) for each in ids[start : start + 2]]
        return ArchiveAnswer(page, str(start + 2) if len(ids) > start + 2 else None)

    def ids(self, sql: str) -> list[Any]:
        return [row[0] for row in self._lines.execute(sql)]
