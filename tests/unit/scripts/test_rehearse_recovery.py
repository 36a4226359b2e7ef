"""The rehearsal of a recovery: copies are compared with what is there and go, whatever happens; the tables are not touched."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.rehearse_recovery import Rehearsal, rehearse
from scripts.steps import Trouble
from tests.fakes.dynamo import tables

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TABLES = ("Directory", "Chat")


class Client:
    """Moto's, which knows restoring but no moments: what a table was like then is written by hand."""

    def __init__(self, client: Any, protected: bool = True) -> None:
        self._client = client
        self.protected = protected
        self.asked: list[dict[str, Any]] = []
        self.then: Any = lambda copy: None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def describe_continuous_backups(self, TableName: str) -> Any:  # noqa: N803
        window = {"EarliestRestorableDateTime": NOW - timedelta(days=35), "LatestRestorableDateTime": NOW - timedelta(minutes=5)}
        found = {"PointInTimeRecoveryStatus": "ENABLED"} | window if self.protected else {"PointInTimeRecoveryStatus": "DISABLED"}
        return {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": found}}

    def restore_table_to_point_in_time(self, **asked: Any) -> None:
        self.asked.append(asked)
        self._client.update_continuous_backups(
            TableName=asked["SourceTableName"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        self._client.restore_table_to_point_in_time(
            SourceTableName=asked["SourceTableName"], TargetTableName=asked["TargetTableName"], UseLatestRestorableTime=True
        )
        self.then(asked["TargetTableName"])


@pytest.fixture
def client() -> Iterator[Client]:
    with tables() as known:
        for table in TABLES:
            for number in range(40):
                put(known, table, number, "as it was")
        yield Client(known)


def put(client: Any, table: str, number: int, text: str) -> None:
    client.put_item(TableName=table, Item={"pk": {"S": f"T#{number}"}, "sk": {"S": "META"}, "text": {"S": text}})


def run(client: Client, at: datetime = NOW - timedelta(hours=1), **more: Any) -> Any:
    rehearsal = Rehearsal(client, wait=lambda _: None, say=lambda _: None)
    return rehearse(rehearsal, TABLES, at, **({"sample": 1_000, "keep": False, "anyway": False} | more))


def names(client: Client) -> set[str]:
    return set(client.list_tables()["TableNames"])


def test_copies_are_compared_and_go(client: Client) -> None:
    before = names(client)

    def then(copy: str) -> None:
        put(client, copy, 1, "something else")
        put(client, copy, 77, "deleted since")

    client.then = then
    results = run(client)
    assert [(each.table, each.now, each.then, each.same, each.changed, each.gone, each.wrong) for each in results] == [
        (table, 40, 41, 39, 1, 1, []) for table in TABLES
    ]
    assert [each["RestoreDateTime"] for each in client.asked] == [NOW - timedelta(hours=1)] * 2
    assert names(client) == before
    assert client.scan(TableName="Chat", Select="COUNT")["Count"] == 40


def test_an_empty_copy_is_wrong_and_a_fault_leaves_no_copy(client: Client) -> None:
    def empty(copy: str) -> None:
        for item in client.scan(TableName=copy)["Items"]:
            client.delete_item(TableName=copy, Key={name: item[name] for name in ("pk", "sk")})

    client.then = empty
    assert [each.wrong for each in run(client)] == [["the copy is empty"]] * 2

    def broken(copy: str) -> None:
        if copy.startswith("Chat"):
            raise KeyboardInterrupt

    client.then, before = broken, names(client)
    with pytest.raises(KeyboardInterrupt):
        run(client)
    assert names(client) == before
    rehearsal = Rehearsal(client, say=lambda _: None)
    with pytest.raises(ValueError, match="no copy"):
        rehearsal.delete("Chat")


def test_a_moment_outside_of_what_is_kept_and_tables_without_recovery_points_are_refused(client: Client) -> None:
    for at in (NOW, NOW - timedelta(days=36)):
        with pytest.raises(Trouble, match="can be restored as of 2026-10-25"):
            run(client, at)
    client.protected = False
    with pytest.raises(Trouble, match="keeps no recovery points"):
        run(client)
    assert client.asked == []
    assert [each.same for each in run(client, anyway=True, keep=True)] == [40, 40]
    assert all("RestoreDateTime" not in each for each in client.asked)
    assert len(Rehearsal(client).left_over(TABLES)) == 2
