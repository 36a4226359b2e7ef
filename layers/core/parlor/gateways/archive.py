"""The archive: lines of JSON in S3 by company and day, which Athena answers questions about (infra/archive.yaml).

    conversations/tenant=<tenant>/day=<2026-11-22>/<digest>.jsonl      what records are searched by
    facts/tenant=<tenant>/day=<2026-11-22>/<digest>.jsonl              what figures are counted from (domain/fact_lines.py)

An object's name is made of what is in it, so that a batch that comes again writes the same object.
"""

from functools import cached_property
from typing import Any

import msgspec
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import get_session

from parlor.domain.archive import ArchiveAnswer, ArchivedConversation, Kind, digest_of, folder
from parlor.domain.errors import NotFound, Unavailable
from parlor.domain.ids import ConversationId, TenantId

PAGE = 50
_CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 3})
_OVER = frozenset({"FAILED", "CANCELLED"})


class S3Archive:
    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def keep(self, tenant: TenantId, lines: list[ArchivedConversation]) -> None:
        by_day: dict[str, list[ArchivedConversation]] = {}
        for line in lines:
            by_day.setdefault(line.day, []).append(line)
        for day, own in by_day.items():
            self._put("conversations", tenant, day, [msgspec.json.encode(line) for line in own])

    def keep_facts(self, tenant: TenantId, day: str, lines: list[bytes]) -> None:
        self._put("facts", tenant, day, lines)

    def _put(self, kind: Kind, tenant: TenantId, day: str, lines: list[bytes]) -> None:
        body = b"".join(line + b"\n" for line in lines)
        key = f"{folder(kind, tenant, day)}{digest_of(body)}.jsonl"
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType="application/jsonl")

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("s3", config=_CONFIG)


class AthenaQueries:
    """Questions whose answer is one column of conversations."""

    def __init__(self, database: str, workgroup: str) -> None:
        self._database = database
        self._workgroup = workgroup

    def ask(self, sql: str) -> str:
        asked = self._client.start_query_execution(
            QueryString=sql, QueryExecutionContext={"Database": self._database}, WorkGroup=self._workgroup
        )
        question: str = asked["QueryExecutionId"]
        return question

    def answer(self, question: str, position: str | None) -> ArchiveAnswer:
        try:
            state = self._client.get_query_execution(QueryExecutionId=question)["QueryExecution"]["Status"]["State"]
            if state in _OVER:
                raise Unavailable("The archive gave no answer. Search again.")
            if state != "SUCCEEDED":
                return ArchiveAnswer([], position, running=True)
            return self._page(question, position)
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidRequestException":
                raise NotFound("This search is too old. Search again.", field="cursor") from None
            raise

    def _page(self, question: str, position: str | None) -> ArchiveAnswer:
        """The first page begins with a row of column names."""
        more = {"NextToken": position} if position else {"MaxResults": PAGE + 1}
        page = self._client.get_query_results(**{"QueryExecutionId": question, "MaxResults": PAGE} | more)
        rows = page["ResultSet"]["Rows"][0 if position else 1 :]
        ids = [ConversationId(row["Data"][0]["VarCharValue"]) for row in rows]
        return ArchiveAnswer(ids, page.get("NextToken"))

    @cached_property
    def _client(self) -> Any:
        return get_session().create_client("athena", config=_CONFIG)
