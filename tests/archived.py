"""The archive of a company that runs on the emulator."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts.paths import STACK
from tests.company import Company


def objects_of(company: Company, kind: str) -> list[str]:
    """Keys of what is there: `conversations` or `facts`."""
    s3, bucket = company.stack.client("s3"), company.stack.outputs["ArchiveBucket"]
    found = s3.list_objects_v2(Bucket=bucket, Prefix=f"{kind}/tenant={company.tenant_id}/")
    return [each["Key"] for each in found.get("Contents", [])]


def compact_archive(company: Company) -> None:
    """What the hourly function does in a company's hour, for the days of a test, without waiting for searches that are under way."""
    today = datetime.now(UTC).date()
    asked = {"tenant": company.tenant_id, "first": str(today - timedelta(days=1)), "last": str(today), "grace_s": 0}
    answer = company.stack.client("lambda").invoke(FunctionName=f"{STACK}-compact-archive", Payload=json.dumps(asked).encode())
    assert "FunctionError" not in answer, answer["Payload"].read().decode()


def body_of(s3: Any, bucket: str, key: str) -> bytes:
    """Of an object that was listed; empty when another test's company has taken it away meanwhile."""
    try:
        found: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    except s3.exceptions.NoSuchKey:
        return b""
    return found
