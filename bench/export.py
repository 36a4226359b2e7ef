"""Memory and time of a download: `PYTHONPATH=.:layers/core .venv/bin/python -m bench.export [--forms xlsx,csv] [1000 10000 100000]`.

Each line is a process of its own that runs the use case of functions/export.py with the function's stores, models and forms. DynamoDB is
played by answers that are made when they are asked for, since a table in the same process would be in the figure; S3 is played by the disk.
Every conversation has six messages, which are all in the file. The figure is the peak of the process (`ru_maxrss`), its imports included.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from parlor.domain.conversation import Conversation, Party, Transition, accept, close, open_conversation
from parlor.domain.directory import Agent, Company
from parlor.domain.downloads import Download, DownloadId, Format, Part, RecordsWanted
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId, new_ulid
from parlor.domain.log import Author, ClientId, Entry, Message
from parlor.domain.service import Service
from parlor.storage import connection, keys, tables
from parlor.storage.conversations import ConversationStore, _new_row
from parlor.storage.record_facts import RecordFactsStore
from parlor.usecases.download_sources import DownloadSources
from parlor.usecases.make_download import MakeDownload

SIZES = (1_000, 10_000, 100_000)
MESSAGES = 6
NEWEST = int(datetime(2026, 11, 28, tzinfo=UTC).timestamp() * 1000)
EVERY_MS = 10_000
"""So long after the end of one conversation ends the next."""
TENANT, AGENT, DEPARTMENT = TenantId(new_ulid(1)), AgentId(new_ulid(2)), DepartmentId(new_ulid(3))
WORDS = "请问这款龙井是今年的新茶吗？包装是 250 克还是 500 克，能开发票吗？"
_INDEX_PAGE = 100


def conversation(at: int) -> tuple[Conversation, list[Entry]]:
    """One that ends at this moment."""
    agent, opened_at = Party("agent", AGENT, "王小明"), at - 600_000
    steps: list[Transition] = [
        open_conversation(
            conversation_id=ConversationId(new_ulid(opened_at)),
            visitor=Party("visitor", new_ulid(opened_at), "李女士"),
            department_id=DEPARTMENT,
            department_name="售前咨询",
            now=opened_at,
            page_url="https://tea.example/green/longjing?from=home",
            page_title="西湖龙井 2026 新茶",
        )
    ]
    steps.append(accept(steps[-1].after, agent, opened_at + 8_000))
    steps.append(close(steps[-1].after, agent, at))
    visitor = Author("visitor", VisitorId(steps[0].after.visitor_id), "李女士")
    said: list[Entry] = [
        Message(
            seq=10 + n,
            at=at - 60_000 + n,
            by=visitor if n % 2 else Author("agent", AGENT, "王小明"),
            client_id=ClientId("a" * 12, n + 1),
            text=WORDS,
        )
        for n in range(MESSAGES)
    ]
    return steps[-1].after, [*(step.entry for step in steps), *said]


class Answers:
    """What the DynamoDB client would be answered: `count` ended conversations, the newest first, as its answers to queries."""

    def __init__(self, count: int) -> None:
        ended, entries = conversation(NEWEST)
        self._count = count
        self._row = _new_row("", TENANT, ended).serialize()
        self._log = [ConversationStore(TENANT).log_row(ended.conversation_id, entry).serialize() for entry in entries]

    def __call__(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        if operation == "BatchGetItem":
            return {"Responses": {"Chat": []}, "UnprocessedKeys": {}}
        if operation != "Query":
            raise AssertionError(operation)
        values = [value["S"] for value in asked["ExpressionAttributeValues"].values()]
        if asked.get("IndexName") == "gsi2":
            return self._ended(values[0], min(values[1:]), max(values[1:]), asked.get("ExclusiveStartKey"))
        # No two messages are alike, or the compressor would make nothing of them.
        marks = (sha256(f"{values[0]}{n}".encode()).hexdigest() for n in range(len(self._log)))
        said = ({"text": {"S": f"{WORDS} {mark}"}} if "text" in row else {} for row, mark in zip(self._log, marks, strict=True))
        items = [row | {"pk": {"S": values[0]}} | text for row, text in zip(self._log, said, strict=True)]
        return {"Items": items, "Count": len(items), "ScannedCount": len(items)}

    def _ended(self, partition: str, low: str, high: str, after: dict[str, Any] | None) -> dict[str, Any]:
        bound = after["gsi2sk"]["S"] if after else high
        first = max((NEWEST - int(bound.partition("#")[0])) // EVERY_MS, 0)
        items: list[dict[str, Any]] = []
        for number in range(first, self._count):
            item = self._item(number)
            key = item["gsi2sk"]["S"]
            if key < low or item["gsi2pk"]["S"] != partition or len(items) == _INDEX_PAGE:
                break
            if key < bound:
                items.append(item)
        answer: dict[str, Any] = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
        if len(items) == _INDEX_PAGE:
            answer["LastEvaluatedKey"] = {name: items[-1][name] for name in ("pk", "sk", "gsi2pk", "gsi2sk")}
        return answer

    def _item(self, number: int) -> dict[str, Any]:
        at = NEWEST - number * EVERY_MS
        conversation_id = f"01{number:024d}"
        keyed = {
            "pk": keys.conversation(TENANT, ConversationId(conversation_id)),
            "gsi2pk": keys.closed_in(TENANT, at),
            "gsi2sk": keys.by_time(at, conversation_id),
        }
        times = {"c": at, "o": at - 600_000, "ac": at - 592_000}
        return (
            self._row | {name: {"S": value} for name, value in keyed.items()} | {name: {"N": str(value)} for name, value in times.items()}
        )


class Disk:
    """Files that grow in parts, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "file"
        self._checkpoint = folder / "checkpoint"
        self.parts = 0

    def start(self, download_id: DownloadId) -> str:
        return "upload"

    def add(self, download_id: DownloadId, upload: str, number: int, data: bytes) -> Part:
        with self._file.open("ab") as file:
            file.write(data)
        self.parts += 1
        return Part(number, "")

    def complete(self, download_id: DownloadId, upload: str, parts: list[Part]) -> None: ...
    def abandon(self, download_id: DownloadId, upload: str) -> None: ...
    def put(self, download_id: DownloadId, data: bytes) -> None:
        self._file.write_bytes(data)

    def keep_checkpoint(self, download_id: DownloadId, data: bytes) -> None:
        self._checkpoint.write_bytes(data)

    def checkpoint(self, download_id: DownloadId) -> bytes | None:
        return self._checkpoint.read_bytes() if self._checkpoint.exists() else None

    def forget_checkpoint(self, download_id: DownloadId) -> None: ...
    def delete(self, download_id: DownloadId) -> None: ...
    def link(self, download_id: DownloadId, name: str, media_type: str) -> str:
        return ""


class Row:
    """The one download there is."""

    def __init__(self, download: Download) -> None:
        self.download = download

    def claim(self, download_id: DownloadId, worker: str, now: int) -> Download | None:
        return self.download

    def progress(self, download_id: DownloadId, worker: str, rows: int, estimated: int | None, now: int) -> bool:
        return True

    def pause(self, download_id: DownloadId, worker: str, now: int) -> bool:
        return True

    def finish(self, download: Download, worker: str) -> bool:
        self.download = download
        return True

    def get(self, download_id: DownloadId) -> Download:
        return self.download


class Tea:
    """The company, its service, and who asks."""

    def look_again(self) -> None: ...
    def company(self) -> Company:
        return Company(tenant_id=TENANT, company="青叶茶业", time_zone="Asia/Shanghai", language="zh-CN", created_at=0)

    def service(self) -> Service:
        return Service()

    def agent(self, agent_id: AgentId) -> Agent:
        return Agent(agent_id=agent_id, subject="", email="", number="1", name="王小明", role="admin")


class Clock:
    def now_ms(self) -> int:
        return int(time.time() * 1000)


def run(form: Format, count: int) -> str:
    """One download in this process: what it came to."""
    os.environ |= {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
    connection.connection().client._make_api_call = Answers(count)
    tables.bind(chat_table="Chat", presence_table="Presence")
    now = NEWEST + 86_400_000
    wanted = RecordsWanted(first="2026-11-01", last="2026-11-30", messages=True)
    row = Row(
        Download(
            download_id=DownloadId(new_ulid(now)),
            agent_id=AGENT,
            agent_name="王小明",
            wanted=wanted,
            format=form,
            language="zh-CN",
            created_at=now,
            alive_at=now,
        )
    )
    nothing: Any = None
    directory: Any = Tea()
    downloads: Any = row
    records = ConversationStore(TENANT)
    sources = DownloadSources(directory, records, RecordFactsStore(TENANT), nothing, nothing, nothing, nothing, Clock(), nothing)
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder))
        make = MakeDownload(TENANT, directory, downloads, disk, nothing, sources.of, Clock(), time.sleep)
        began = time.monotonic()
        outcome = make(row.download.download_id, "bench", lambda: True, last_try=False)
        seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    done = row.download
    if outcome != "done" or done.rows != count:
        raise SystemExit(f"{form}: {outcome}, {done.rows} of {count}")
    return f"{form:6} {count:>9,} {count * MESSAGES:>9,} {done.size / 1e6:>9.1f} {disk.parts:>6} {peak:>9.0f} {seconds:>8.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.export", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--forms", default=",".join(get_args(Format)))
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(run(asked.one[0], int(asked.one[1])), flush=True)
        return
    print("form   conversat.  messages   file MB  parts  peak MB  seconds", flush=True)
    for form in asked.forms.split(","):
        for size in asked.sizes:
            subprocess.run([sys.executable, "-m", "bench.export", "--one", form, str(size)], check=True)


if __name__ == "__main__":
    main()
