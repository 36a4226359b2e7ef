"""The download centre: files of conversations are made behind the scenes, taken away by a link, and not without the right to."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from openpyxl import load_workbook

from scripts.rest import Refused, Rest
from tests.company import Company
from tests.integration.test_record_search import talk
from tests.running import wait_until

FORMULA = '=HYPERLINK("https://evil.example","龙井")<script>'


def days() -> dict[str, str]:
    today = datetime.now(UTC).date()
    return {"first": str(today - timedelta(days=1)), "last": str(today + timedelta(days=1))}


def begin(rest: Rest, form: str, client_id: str = "", **wanted: Any) -> str:
    body = {"kind": "records"} | days() | wanted
    begun: str = rest.post(
        "/downloads",
        client_id=client_id or f"{form}-{datetime.now(UTC).timestamp()}".replace(".", "-"),
        wanted=body,
        format=form,
        language="en",
    )["download_id"]
    return begun


def row(rest: Rest, download_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in rest.get("/downloads")["downloads"] if each["download_id"] == download_id)
    return found


def fetched(rest: Rest, download_id: str) -> requests.Response:
    over = wait_until(lambda: (seen := row(rest, download_id))["state"] not in ("queued", "running") and seen, what="the file")
    assert over["state"] == "done", over
    answer = requests.get(rest.post(f"/downloads/{download_id}/link")["url"], timeout=30)
    assert answer.status_code == 200
    assert len(answer.content) == over["size"]
    return answer


@pytest.mark.feature("L-02")
def test_conversations_are_taken_away_as_files(company: Company) -> None:
    tea, coffee = asyncio.run(talk(company, FORMULA)), asyncio.run(talk(company, "Espresso?"))
    boss = company.add_agent("Boss", role="supervisor")

    # With conditions the archive is asked; what is newer than it stands in the table.
    table, found = begin(boss.rest, "xlsx", messages=True), begin(boss.rest, "csv", conditions={"text": "龙井"})
    book = load_workbook(io.BytesIO(fetched(boss.rest, table).content))
    head, *rows = book["Messages"].iter_rows(values_only=True)
    said = [(line[0], line[head.index("Text")]) for line in rows if line[head.index("Type")] == "Message"]
    assert said[:2] == [(coffee, "Espresso?"), (coffee, "it's twelve euros")]
    assert (tea, FORMULA) in said

    answer = fetched(boss.rest, found)
    assert answer.headers["content-disposition"].startswith("attachment")
    [line] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert line["Conversation"] == tea

    first = begin(boss.rest, "html", client_id="the-same-request", messages=True)
    assert begin(boss.rest, "html", client_id="the-same-request", messages=True) == first
    objects = begin(boss.rest, "jsonl", conditions={"text": "espresso"})
    page = fetched(boss.rest, first).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    [line] = [json.loads(each) for each in fetched(boss.rest, objects).content.splitlines()]
    assert line["conversation_id"] == coffee

    with pytest.raises(Refused, match="over already"):
        boss.rest.post(f"/downloads/{first}/cancel")

    agent = next(each for each in company.admin.rest.get("/agents")["agents"] if each["agent_id"] == boss.agent_id)
    company.admin.rest.patch(f"/agents/{boss.agent_id}", version=agent["version"], rights_removed=["export_records"])
    with pytest.raises(Refused, match="do not have the right"):
        boss.rest.post(f"/downloads/{first}/link")
    first_day, last_day = days().values()
    refused = company.admin.rest.get("/audit", **{"from": first_day, "to": last_day, "kind": "refused"})
    assert [(each["action"], each["right"]) for each in refused["entries"]] == [("open_download", "export_records")]

    company.admin.rest.call("DELETE", f"/downloads/{first}")
    assert first not in [each["download_id"] for each in company.admin.rest.get("/downloads", all="1")["downloads"]]
