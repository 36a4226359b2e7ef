"""Schedules of reports in the Directory table, and what of them is due.

What is due stands in a partition of its own, across tenants: whoever looks every five minutes reads only what is to be done, and what
was not done, for whatever reason, is found again. So no mail depends on a message that could be lost.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from parlor.domain.errors import Conflict, StaleWrite
from parlor.domain.ids import AgentId, TenantId
from parlor.domain.report_schedules import Due, Progress, ReportSchedule, Result
from parlor.storage import connection, keys
from parlor.storage.transactions import Delete, Put, Step, Update, stale, transact

_RUN_KEPT_S = 60 * 86_400
_TRIES = 5


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class ScheduleRow(_Row):
    """`T` / `REPORTS#<schedule>`: the schedule as JSON."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


class ProgressRow(_Row):
    """`T` / `REPORTSENT#<schedule>`: what is awaited, and how the last run ended.

    Apart from the schedule, because sending must not make an editor's version old.
    """

    class Meta:
        table_name = ""

    next_at = NumberAttribute(null=True)
    last = UnicodeAttribute(null=True)


class RunRow(_Row):
    """`T#REPORTRUN` / `<schedule>#<run>`: who has had it. Kept for 60 days."""

    class Meta:
        table_name = ""

    told = UnicodeSetAttribute(null=True)
    tries = NumberAttribute(default=0)
    until = NumberAttribute(null=True)
    over = NumberAttribute(null=True)
    ttl = NumberAttribute()


class DueRow(_Row):
    """`REPORTS#DUE` / `<at>#<tenant>#<schedule>#<run>`."""

    class Meta:
        table_name = ""


def bind(directory_table: str) -> None:
    """Gives the models their table."""
    connection.bind((ScheduleRow, ProgressRow, RunRow, DueRow), directory_table)


class DueReportStore:
    """Of all tenants."""

    def until(self, now: int) -> Iterator[Due]:
        """One query: ½ RU for some 40 that are due; ½ RU when nothing is."""
        for row in DueRow.query(keys.REPORTS_DUE, DueRow.sk < keys.by_time(now + 1, "")):
            at, tenant, schedule_id, run = row.sk.split("#")
            yield Due(int(at), TenantId(tenant), schedule_id, run)


class ReportScheduleStore:
    """One tenant's schedules."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)

    def all(self) -> list[tuple[ReportSchedule, Progress]]:
        """Two queries: 1 RU for 4 KB, twenty at most."""
        progress = {
            row.sk.removeprefix(keys.REPORT_PROGRESS): _progress(row)
            for row in ProgressRow.query(self._pk, ProgressRow.sk.startswith(keys.REPORT_PROGRESS), consistent_read=True)
        }
        rows = ScheduleRow.query(self._pk, ScheduleRow.sk.startswith(keys.REPORT_SCHEDULE), consistent_read=True)
        found = [(each := _schedule(row), progress.get(each.schedule_id, Progress())) for row in rows]
        return sorted(found, key=lambda each: (each[0].name, each[0].schedule_id))

    def find(self, schedule_id: str) -> tuple[ReportSchedule, Progress] | None:
        """2 RU."""
        try:
            row = ScheduleRow.get(self._pk, keys.REPORT_SCHEDULE + schedule_id, consistent_read=True)
        except DoesNotExist:
            return None
        return _schedule(row), self._progress(schedule_id)

    def add(self, schedule: ReportSchedule, due: Due | None) -> None:
        """A transaction of three rows: 6 WU."""
        progress = ProgressRow(self._pk, keys.REPORT_PROGRESS + schedule.schedule_id, next_at=due.at if due else None)
        transact(
            [
                Put(self._row(schedule), ScheduleRow.pk.does_not_exist(), stale()),
                Put(progress, None, stale()),
                *([Put(_due_row(due), None, stale())] if due else []),
            ]
        )

    def change(self, before: ReportSchedule, after: ReportSchedule, due: Due | None) -> ReportSchedule:
        """1 RU and a transaction of four rows, again when a run ends at this moment: 8 WU."""
        changed = msgspec.structs.replace(after, version=before.version + 1)
        for _ in range(_TRIES):
            awaited = self._progress(before.schedule_id).next_at
            old = list(self._awaited(before.schedule_id, awaited))
            steps: list[Step] = [
                Put(self._row(changed), ScheduleRow.version == before.version, stale()),
                self._await(before.schedule_id, awaited, due.at if due else None),
                *(Delete(_due_row(each), None, stale()) for each in old if each != due),
                *([Put(_due_row(due), None, stale())] if due is not None and due not in old else []),
            ]
            try:
                transact(steps)
            except StaleWrite:
                continue
            return changed
        raise stale()

    def unsubscribe(self, schedule_id: str, agent_id: AgentId) -> bool:
        """1 RU and 1 WU."""
        for _ in range(_TRIES):
            found = self.find(schedule_id)
            if found is None or agent_id not in found[0].agent_ids or agent_id in found[0].unsubscribed:
                return False
            schedule = found[0]
            after = msgspec.structs.replace(schedule, unsubscribed=(*schedule.unsubscribed, agent_id), version=schedule.version + 1)
            try:
                transact([Put(self._row(after), ScheduleRow.version == schedule.version, stale())])
            except Conflict:
                continue
            return True
        raise stale()

    def delete(self, schedule: ReportSchedule) -> None:
        """1 RU and a transaction of three rows. What somebody asked for besides ends by itself."""
        awaited = self._progress(schedule.schedule_id).next_at
        transact(
            [
                Delete(self._row(schedule), ScheduleRow.version == schedule.version, stale()),
                Delete(ProgressRow(self._pk, keys.REPORT_PROGRESS + schedule.schedule_id), None, stale()),
                *(Delete(_due_row(each), None, stale()) for each in self._awaited(schedule.schedule_id, awaited)),
            ]
        )

    def ask_for(self, due: Due) -> None:
        """1 WU."""
        _due_row(due).save()

    # --- while a run is done

    def begin(self, due: Due, now: int, until: int) -> int | None:
        """1 WU."""
        row = self._run(due)
        actions: list[Action] = [RunRow.tries.add(1), RunRow.until.set(until), RunRow.ttl.set(now // 1000 + _RUN_KEPT_S)]
        free = RunRow.over.does_not_exist() & (RunRow.until.does_not_exist() | (RunRow.until < now))
        try:
            row.update(actions=actions, condition=free)
        except UpdateError as error:
            _expected(error)
            return None
        return int(row.tries)

    def is_over(self, due: Due) -> bool:
        """1 RU."""
        try:
            return RunRow.get(keys.report_runs(self._tenant), _run_key(due), consistent_read=True).over is not None
        except DoesNotExist:
            return False

    def claim(self, due: Due, agent_id: AgentId) -> bool:
        """1 WU."""
        try:
            self._run(due).update(actions=[RunRow.told.add({agent_id})], condition=~RunRow.told.contains(agent_id))
        except UpdateError as error:
            _expected(error)
            return False
        return True

    def give_back(self, due: Due, agent_id: AgentId) -> None:
        self._run(due).update(actions=[RunRow.told.delete({agent_id})])

    def leave(self, due: Due) -> None:
        self._run(due).update(actions=[RunRow.until.remove()])

    def finish(self, due: Due, result: Result | None, following: Due | None) -> None:
        """A transaction of four rows at most."""
        over = Update(self._run(due), [RunRow.over.set(due.at), RunRow.ttl.set(due.at // 1000 + _RUN_KEPT_S)], None, stale())
        done: list[Step] = [over, Delete(_due_row(due), None, stale())]
        progress = ProgressRow(self._pk, keys.REPORT_PROGRESS + due.schedule_id)
        told: list[Action] = [ProgressRow.last.set(_json(result))] if result else []
        ways = [done]
        if told:
            ways.insert(0, [*done, Update(progress, told, ProgressRow.pk.exists(), StaleWrite())])
        if following is not None:
            awaited = Update(progress, [ProgressRow.next_at.set(following.at), *told], ProgressRow.next_at == due.at, StaleWrite())
            ways.insert(0, [*done, awaited, Put(_due_row(following), None, stale())])
        for steps in ways:
            with suppress(StaleWrite):
                transact(steps)
                break

    def _await(self, schedule_id: str, awaited: int | None, next_at: int | None) -> Step:
        row = ProgressRow(self._pk, keys.REPORT_PROGRESS + schedule_id)
        same = ProgressRow.next_at.does_not_exist() if awaited is None else ProgressRow.next_at == awaited
        action = ProgressRow.next_at.remove() if next_at is None else ProgressRow.next_at.set(next_at)
        return Update(row, [action], same, StaleWrite())

    def _awaited(self, schedule_id: str, at: int | None) -> Iterator[Due]:
        """The period's run that is due at this moment: its name depends on what the schedule was then."""
        if at is None:
            return
        prefix = f"{keys.by_time(at, self._tenant)}#{schedule_id}#"
        for row in DueRow.query(keys.REPORTS_DUE, DueRow.sk.startswith(prefix)):
            run = row.sk.rpartition("#")[2]
            if not run.startswith("n"):
                yield Due(at, self._tenant, schedule_id, run)

    def _progress(self, schedule_id: str) -> Progress:
        try:
            return _progress(ProgressRow.get(self._pk, keys.REPORT_PROGRESS + schedule_id, consistent_read=True))
        except DoesNotExist:
            return Progress()

    def _row(self, schedule: ReportSchedule) -> ScheduleRow:
        return ScheduleRow(self._pk, keys.REPORT_SCHEDULE + schedule.schedule_id, body=_json(schedule), version=schedule.version)

    def _run(self, due: Due) -> RunRow:
        return RunRow(keys.report_runs(self._tenant), _run_key(due))


def _run_key(due: Due) -> str:
    return f"{due.schedule_id}#{due.run}"


def _due_row(due: Due) -> DueRow:
    return DueRow(keys.REPORTS_DUE, f"{keys.by_time(due.at, due.tenant)}#{due.schedule_id}#{due.run}")


def _expected(error: UpdateError) -> None:
    if error.cause_response_code != "ConditionalCheckFailedException":
        raise error


def _json(thing: Any) -> str:
    return msgspec.json.encode(thing).decode()


def _schedule(row: Any) -> ReportSchedule:
    return msgspec.json.decode(row.body, type=ReportSchedule)


def _progress(row: Any) -> Progress:
    last = msgspec.json.decode(row.last, type=Result) if row.last else None
    return Progress(next_at=int(row.next_at) if row.next_at is not None else None, last=last)
