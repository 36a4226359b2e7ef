"""The deletion of a company goes on where it was cut off, throws away what comes late, and leaves others alone."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from parlor.domain.errors import Conflict
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.leaving import LOOKED_AGAIN_MS, PLACES, SETTLED_MS, Closing, Tally, is_genuine
from parlor.gateways.leaving import BucketSweep
from parlor.storage import leaving
from parlor.storage.leaving import ClosingStore, Living, TableSweep
from parlor.storage.memory import Memory
from parlor.usecases.end_company import EndCompany, StillThere
from tests.fakes.dynamo import tables
from tests.fakes.world import FixedClock

OURS, OTHERS = (TenantId(new_ulid(1_790_000_000_000)) for _ in range(2))
NAMES = {"DirectoryTable": "Directory", "PresenceTable": "Presence", "ChatTable": "Chat", "MetricsTable": "Metrics"}


class People:
    """A pool with two accounts, one of them of somebody who works elsewhere, too."""

    def __init__(self) -> None:
        self.there = 1

    def remove(self) -> Tally:
        gone, self.there = self.there, 0
        return Tally(place="accounts", found=2, deleted=gone, kept=1)


class Mails:
    def __init__(self) -> None:
        self.sent: list[Any] = []

    def send(self, mail: Any) -> None:
        self.sent.append(mail)


class World:
    def __init__(self, client: Any) -> None:
        self.client = client
        self.s3 = boto3.client("s3", region_name="us-east-1")
        self.clock = FixedClock()
        self.closings, self.mails = ClosingStore(), Mails()
        for place in PLACES:
            if place.kind == "bucket":
                self.s3.create_bucket(Bucket=place.name)
                for tenant in (OURS, OTHERS):
                    for key in place.keys:
                        self.s3.put_object(Bucket=place.name, Key=key.replace("T/", f"{tenant}/") + "x", Body=b"1")
        for tenant in (OURS, OTHERS):
            self.put("Directory", tenant, "COMPANY", tenant_id=tenant)
            self.put("Directory", f"P#person-{tenant}", str(tenant))
            self.put("Directory", f"P#person-{tenant}", f"S#{tenant}#1")
            self.put("Directory", f"DOMAIN#{tenant[-4:]}.example", "META", tenant_id=tenant)
            self.put("Directory", "REPORTS#DUE", f"0000#{tenant}#s#r")
            self.put("Presence", f"SSO#{tenant[-4:]}", "META", body=f'{{"tenant":"{tenant}"}}')
            for number in range(8):
                self.put("Chat", f"{tenant}#C#{number}", "META")
                self.put("Metrics", f"{tenant}#N#{number}", "20260101")

    def put(self, table: str, pk: str, sk: str, **more: str) -> None:
        row = {"pk": pk, "sk": sk} | more
        self.client.put_item(TableName=table, Item={name: {"S": str(value)} for name, value in row.items()})

    def rows(self, tenant: str) -> list[tuple[str, str]]:
        items = (item for table in NAMES.values() for item in self.client.scan(TableName=table)["Items"])
        return [(item["pk"]["S"], item["sk"]["S"]) for item in items if tenant in repr(item)]

    def objects(self, tenant: str) -> list[str]:
        buckets = [place.name for place in PLACES if place.kind == "bucket"]
        listed = [each["Key"] for bucket in buckets for each in self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        return [key for key in listed if tenant in key]

    @property
    def end(self) -> EndCompany:
        """As another process makes it: nothing is remembered."""
        sweeps: dict[str, Any] = {}
        for place in PLACES:
            if place.kind == "table":
                sweeps[place.name] = TableSweep(OURS, NAMES[place.output])
            elif place.kind == "bucket":
                sweeps[place.name] = BucketSweep(OURS, place.name, place.keys)
        pools = {"accounts": People(), "single_sign_on": People()}
        addresses = lambda: ("ada@tea.example",)  # noqa: E731
        return EndCompany(self.closings, pools, sweeps, addresses, self.mails, lambda: b"key", self.clock, self._note)

    def _note(self, fault: Exception) -> None:
        raise fault

    def begun(self) -> Closing:
        closing = Closing(tenant_id=OURS, asked_at=1, ends_at=2, company="Tea", language="en")
        self.closings.begin(closing)
        return self.end(closing, lambda: True)

    def stored(self) -> Closing:
        found = self.closings.get(OURS)
        assert found is not None
        return found


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(leaving, "PAGE", 4)
    with tables() as client:
        leaving.bind("Directory")
        from parlor.storage import directory

        directory.bind("Directory")
        yield World(client)


def test_it_goes_on_where_it_was_cut_off_and_leaves_others_alone(world: World) -> None:
    others = world.rows(OTHERS), world.objects(OTHERS)
    assert world.begun().step is None, "what is under way may end first"
    assert not Living(Memory(world.clock.now_ms))(OURS)
    assert Living(Memory(world.clock.now_ms))(OTHERS)
    world.clock.now += SETTLED_MS
    cuts = 0
    while world.stored().over_at is None:
        budget = iter([True, True, True, False])
        world.end(world.stored(), lambda budget=budget: next(budget))  # type: ignore[misc]
        cuts += 1
    assert cuts > 5
    assert {key for key, _ in world.rows(OURS)} == {"CLOSINGS", f"GONE#{OURS}", f"CERTIFICATE#{OURS}"}
    assert world.objects(OURS) == []
    assert (world.rows(OTHERS), world.objects(OTHERS)) == others
    certificate = world.closings.certificate(OURS)
    assert certificate is not None
    assert certificate.whole
    assert is_genuine(certificate, b"key")
    tallies = {each.place: each for each in certificate.tallies}
    assert (tallies["chat"].found, tallies["chat"].deleted, tallies["chat"].left) == (8, 8, 0)
    assert (tallies["accounts"].found, tallies["accounts"].kept) == (2, 1)
    assert [mail.to for mail in world.mails.sent] == ["ada@tea.example"]
    assert "ada" not in repr(world.client.scan(TableName="Directory")["Items"]), "no address outlives the mail"


def test_what_comes_back_is_deleted_a_day_later_and_somebody_hears_of_it(world: World) -> None:
    world.begun()
    world.clock.now += SETTLED_MS
    world.end(world.stored(), lambda: True)
    world.put("Metrics", f"{OURS}#N#late", "20260101")
    assert world.end(world.stored(), lambda: True).over_at, "not yet"
    world.clock.now += LOOKED_AGAIN_MS
    with pytest.raises(StillThere):
        world.end(world.stored(), lambda: True)
    assert {key for key, _ in world.rows(OURS)} == {f"GONE#{OURS}", f"CERTIFICATE#{OURS}"}


def test_one_that_was_taken_back_is_not_deleted(world: World) -> None:
    closing = Closing(tenant_id=OURS, asked_at=1, ends_at=2)
    world.closings.begin(closing)
    with pytest.raises(Conflict):
        world.closings.begin(closing)
    world.closings.take_back(OURS)
    before = world.rows(OURS)
    with pytest.raises(Conflict):
        world.end(closing, lambda: True)
    assert world.rows(OURS) == before


def test_nobody_is_warned_twice(world: World) -> None:
    closing = Closing(tenant_id=OURS, asked_at=1, ends_at=2)
    world.closings.begin(closing)
    assert world.closings.note_warned(closing)
    assert not world.closings.note_warned(closing)
