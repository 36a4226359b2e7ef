"""Downloads in the Chat table: a row each, and one row that says which are under way."""

from collections.abc import Callable
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from parlor.domain.downloads import (
    LEASE_MS,
    ROW_LIFE_MS,
    STOPPED_MS,
    Download,
    DownloadId,
    Slot,
    check_room,
)
from parlor.domain.errors import Conflict, NotFound
from parlor.domain.ids import AgentId, TenantId
from parlor.storage import connection, keys
from parlor.storage.transactions import Put, transact

PAGE = 30
READ_MAX = 500
"""Rows that one request looks at when most are of others: then the page is short, and its cursor goes on."""
_REQUEST_LIFE_MS = 86_400_000
_TRIES = 8
_CONFLICT = "ConditionalCheckFailedException"
_MOVING = frozenset({"download_id", "state", "rows", "estimated", "alive_at", "worker"})


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class DownloadRow(_Row):
    """`T#DOWNLOADS` / `<download>`. `body` holds what does not move."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    state = UnicodeAttribute()
    rows = NumberAttribute(default=0)
    estimated = NumberAttribute(null=True)
    alive_at = NumberAttribute()
    worker = UnicodeAttribute(null=True)
    lease_until = NumberAttribute(default=0)
    ttl = NumberAttribute()


class RequestRow(_Row):
    """`T#DOWNLOADS#<agent>` / `<client id>`: what came of a request."""

    class Meta:
        table_name = ""

    download_id = UnicodeAttribute()
    ttl = NumberAttribute()


class SlotsRow(_Row):
    """`T#DOWNLOADS` / `SLOTS`: what is under way, as JSON by id."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


def bind(chat_table: str) -> None:
    """Gives the models their table."""
    connection.bind((DownloadRow, RequestRow, SlotsRow), chat_table)


class DownloadStore:
    """The downloads of one tenant."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant
        self._partition = keys.downloads(tenant)

    def asked(self, agent_id: AgentId, client_id: str) -> Download | None:
        """1 RU, and 1 RU for what was begun."""
        try:
            row = RequestRow.get(keys.downloads_asked(self._tenant, agent_id), client_id, consistent_read=True)
            return self.get(DownloadId(row.download_id))
        except (DoesNotExist, NotFound):
            return None

    def begin(self, download: Download, client_id: str, now: int) -> None:
        """1 RU and a transaction of three rows: 6 WU."""
        came_between = Conflict("Somebody else has begun a download at this moment. Try again.")
        slots, version = self._slots(now)
        check_room(slots, download.agent_id)
        slots[download.download_id] = Slot(download.agent_id, now + STOPPED_MS)
        request = RequestRow(
            keys.downloads_asked(self._tenant, download.agent_id),
            client_id,
            download_id=download.download_id,
            ttl=(now + _REQUEST_LIFE_MS) // 1000,
        )
        transact(
            [
                Put(self._row(download), DownloadRow.pk.does_not_exist(), came_between),
                Put(request, RequestRow.pk.does_not_exist(), came_between),
                Put(self._slots_row(slots, version), _same(version), came_between),
            ]
        )

    def get(self, download_id: DownloadId) -> Download:
        """1 RU."""
        try:
            return _download(DownloadRow.get(self._partition, download_id, consistent_read=True))
        except DoesNotExist:
            raise NotFound("There is no such download.", field="download_id") from None

    def page(self, agent_id: AgentId | None, position: str | None) -> tuple[list[Download], str | None]:
        """1 RU for some 6 rows, of all agents, at most `READ_MAX`; rows go after two weeks."""
        before = position or keys.SLOTS
        rows = DownloadRow.query(
            self._partition, DownloadRow.sk < before, scan_index_forward=False, page_size=100, limit=READ_MAX, consistent_read=True
        )
        found: list[Download] = []
        seen, last = 0, ""
        for row in rows:
            seen, last = seen + 1, row.sk
            if agent_id is None or row.agent_id == agent_id:
                found.append(_download(row))
            if len(found) == PAGE:
                return found, last
        return found, last if seen == READ_MAX else None

    def claim(self, download_id: DownloadId, worker: str, now: int) -> Download | None:
        """1 WU."""
        free = DownloadRow.state.is_in("queued", "running") & ((DownloadRow.lease_until < now) | (DownloadRow.worker == worker))
        actions = [
            DownloadRow.state.set("running"),
            DownloadRow.worker.set(worker),
            DownloadRow.lease_until.set(now + LEASE_MS),
            DownloadRow.alive_at.set(now),
        ]
        row = self._update(download_id, actions, free)
        if row is None:
            return None
        self._change_slots(lambda slots: slots | {download_id: Slot(AgentId(row.agent_id), now + STOPPED_MS)}, now)
        return _download(row)

    def progress(self, download_id: DownloadId, worker: str, rows: int, estimated: int | None, now: int) -> bool:
        """1 WU."""
        actions = [
            DownloadRow.rows.set(rows),
            DownloadRow.estimated.set(estimated) if estimated is not None else DownloadRow.estimated.remove(),
            DownloadRow.alive_at.set(now),
            DownloadRow.lease_until.set(now + LEASE_MS),
        ]
        return self._update(download_id, actions, _held_by(worker)) is not None

    def pause(self, download_id: DownloadId, worker: str, now: int) -> bool:
        """1 WU."""
        return self._update(download_id, [DownloadRow.lease_until.set(0), DownloadRow.alive_at.set(now)], _held_by(worker)) is not None

    def finish(self, download: Download, worker: str) -> bool:
        """1 to 2 WU, and the slot: 1 RU, 1 WU."""
        actions = [
            DownloadRow.body.set(_body(download)),
            DownloadRow.state.set(download.state),
            DownloadRow.rows.set(download.rows),
            DownloadRow.alive_at.set(download.alive_at),
            DownloadRow.estimated.remove(),
            DownloadRow.worker.remove(),
            DownloadRow.lease_until.set(0),
        ]
        if self._update(download.download_id, actions, _held_by(worker)) is None:
            return False
        self._free(download.download_id, download.alive_at)
        return True

    def cancel(self, download_id: DownloadId, now: int) -> Download:
        """1 RU, 1 WU, and the slot."""
        before = self.get(download_id)
        after = msgspec.structs.replace(before, state="cancelled", finished_at=now, alive_at=now)
        actions = [DownloadRow.body.set(_body(after)), DownloadRow.state.set("cancelled"), DownloadRow.alive_at.set(now)]
        if self._update(download_id, actions, DownloadRow.state.is_in("queued", "running")) is None:
            raise Conflict("It is over already.", code="over", field="download_id")
        self._free(download_id, now)
        return after

    def delete(self, download_id: DownloadId) -> None:
        """1 WU, and the slot."""
        DownloadRow(self._partition, download_id).delete()
        self._free(download_id, 0)

    def _update(self, download_id: DownloadId, actions: list[Any], condition: Condition) -> DownloadRow | None:
        row = DownloadRow(self._partition, download_id)
        try:
            row.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code != _CONFLICT:
                raise
            return None
        return row

    def _slots(self, now: int) -> tuple[dict[str, Slot], int]:
        try:
            row = SlotsRow.get(self._partition, keys.SLOTS, consistent_read=True)
        except DoesNotExist:
            return {}, 0
        slots = msgspec.json.decode(row.body, type=dict[str, Slot])
        return {download_id: slot for download_id, slot in slots.items() if slot.until > now}, int(row.version)

    def _slots_row(self, slots: dict[str, Slot], version: int) -> SlotsRow:
        return SlotsRow(self._partition, keys.SLOTS, body=msgspec.json.encode(slots).decode(), version=version + 1)

    def _free(self, download_id: DownloadId, now: int) -> None:
        self._change_slots(lambda slots: {each: slot for each, slot in slots.items() if each != download_id}, now)

    def _change_slots(self, change: Callable[[dict[str, Slot]], dict[str, Slot]], now: int) -> None:
        """A slot that could not be freed because others came between, time after time, is forgotten at its end."""
        for _ in range(_TRIES):
            slots, version = self._slots(now)
            after = change(dict(slots))
            if after == slots:
                return
            try:
                self._slots_row(after, version).save(condition=_same(version))
            except PutError as error:
                if error.cause_response_code not in (_CONFLICT, "TransactionConflictException"):
                    raise
            else:
                return

    def _row(self, download: Download) -> DownloadRow:
        return DownloadRow(
            self._partition,
            download.download_id,
            body=_body(download),
            agent_id=download.agent_id,
            state=download.state,
            alive_at=download.alive_at,
            ttl=(download.created_at + ROW_LIFE_MS) // 1000,
        )


def _same(version: int) -> Condition:
    same: Condition = SlotsRow.version == version if version else SlotsRow.pk.does_not_exist()
    return same


def _held_by(worker: str) -> Condition:
    held: Condition = (DownloadRow.state == "running") & (DownloadRow.worker == worker)
    return held


def _body(download: Download) -> str:
    fixed = {name: value for name, value in msgspec.to_builtins(download).items() if name not in _MOVING}
    return msgspec.json.encode(fixed).decode()


def _download(row: DownloadRow) -> Download:
    moving = {
        "download_id": row.sk,
        "state": row.state,
        "rows": row.rows,
        "estimated": row.estimated,
        "alive_at": row.alive_at,
        "worker": row.worker or "",
    }
    return msgspec.convert(msgspec.json.decode(row.body) | moving, Download)
