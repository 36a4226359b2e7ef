"""The four tables in memory (moto), with the keys and indexes of infra/data.yaml."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto import mock_aws

from parlor.storage.connection import connection
from tests.fakes.quick_moto import quicken

INDEXES: dict[str, tuple[tuple[str, str], ...]] = {
    "Directory": (("gsi1", "ALL"),),
    "Presence": (),
    "Chat": (("gsi1", "KEYS_ONLY"), ("gsi2", "ALL")),
    "Metrics": (),
}


def _keys(prefix: str = "") -> list[dict[str, str]]:
    return [{"AttributeName": f"{prefix}pk", "KeyType": "HASH"}, {"AttributeName": f"{prefix}sk", "KeyType": "RANGE"}]


def create_table(client: Any, name: str) -> None:
    prefixes = ["", *(index for index, _ in INDEXES[name])]
    indexes = [
        {"IndexName": index, "KeySchema": _keys(index), "Projection": {"ProjectionType": projection}} for index, projection in INDEXES[name]
    ]
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=_keys(),
        AttributeDefinitions=[{"AttributeName": f"{prefix}{key}", "AttributeType": "S"} for prefix in prefixes for key in ("pk", "sk")],
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
    )


@contextmanager
def tables() -> Iterator[Any]:
    """Creates the tables and gives a DynamoDB client. The tables' names are Directory, Presence, Chat and Metrics."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    quicken()
    with mock_aws():
        client = connection().client
        for name in INDEXES:
            create_table(client, name)
        yield client
