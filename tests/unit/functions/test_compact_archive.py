"""The hourly function on objects in memory: whose turn it is, who cannot be read, what there is no time for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

import compact_archive
from parlor.domain.ids import TenantId, new_ulid
from parlor.gateways.archive import S3Archive

YESTERDAY = str((datetime.now(UTC) - timedelta(days=1)).date())
TENANTS = sorted(TenantId(new_ulid(1_790_000_000_000)) for _ in range(3))


class Clock:
    def __init__(self, milliseconds: int) -> None:
        self.left = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.left


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("ARCHIVE_BUCKET", "archive")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    # Everybody's turn, whatever time it is.
    monkeypatch.setattr(compact_archive, "crc32", lambda name: datetime.now(UTC).hour)
    compact_archive.objects.cache_clear()
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="archive")
        archive = S3Archive("archive")
        for tenant in TENANTS:
            for n in range(3):
                archive.keep_facts(tenant, YESTERDAY, [b'{"event":"view","tenant":"T","view":"%d","at":1}' % n])
        yield client


def objects(s3: Any, tenant: str) -> int:
    return int(s3.list_objects_v2(Bucket="archive", Prefix=f"facts/tenant={tenant}/")["KeyCount"])


def test_each_company_whose_turn_it_is_is_compacted_and_one_alone_when_asked(s3: Any) -> None:
    assert compact_archive.handler({}, Clock(900_000)) == {"tenants": 3, "reached": 3, "failed": 0}
    assert [objects(s3, tenant) for tenant in TENANTS] == [4, 4, 4]
    asked = {"tenant": TENANTS[0], "first": YESTERDAY, "last": YESTERDAY, "grace_s": 0}
    assert compact_archive.handler(asked, None)["reached"] == 1
    assert [objects(s3, tenant) for tenant in TENANTS] == [1, 4, 4]


def test_who_is_not_reached_in_time_waits(s3: Any) -> None:
    assert compact_archive.handler({}, Clock(30_000)) == {"tenants": 3, "reached": 0, "failed": 0}


def test_one_that_cannot_be_read_does_not_keep_the_others_from_theirs(s3: Any) -> None:
    s3.put_object(Bucket="archive", Key=f"merged/facts/tenant={TENANTS[0]}/broken.json", Body=b"?")
    with pytest.raises(RuntimeError, match="Of 3 archives 1"):
        compact_archive.handler({}, Clock(900_000))
    assert [objects(s3, tenant) for tenant in TENANTS] == [3, 4, 4]
