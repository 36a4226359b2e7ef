"""A company takes its data along: every row that it has is in the file, and nothing of another company."""

import io
import json
import zipfile
from typing import Any

import pytest

from scripts.rest import Refused, Rest
from tests.company import Company
from tests.integration.test_downloads import fetched
from tests.running import Running

SHORT = ("#SOCKETS#", "#TICKET#", "#GUARD", "#DOWNLOADS", "#ERASURES#", "#KE#", "#KP#", "#ID#", "#J#", "#REPORTRUN", "#SENT#")
"""Rows for hours, lists of who is found by what, and the webhooks' log, which the receivers have (docs/leaving.md)."""


def rows_of(stack: Running, tenant: str) -> set[tuple[str, str]]:
    found = set()
    for table in (stack.chat_table, stack.directory_table, stack.metrics_table):
        for page in stack.client("dynamodb").get_paginator("scan").paginate(TableName=table):
            found |= {(row["pk"]["S"], row["sk"]["S"]) for row in page["Items"] if row["pk"]["S"].startswith(tenant)}
    return {(pk, sk) for pk, sk in found if not any(short in pk for short in SHORT)}


def told(given: zipfile.ZipFile) -> list[dict[str, Any]]:
    names = [name for name in given.namelist() if name.endswith(".jsonl") and not name.startswith("archive/")]
    return [json.loads(line) for name in names for line in given.read(name).splitlines()]


@pytest.mark.feature("P-06")
def test_a_company_takes_every_row_along(stack: Running, company: Company) -> None:
    rest, visit = company.admin.rest, company.start_visit()
    left = {"name": "Nora", "email": "nora@take.example", "text": "take this along"}
    Rest(stack.api_url).post("/widget/left-messages", visitor_token=visit["visitor_token"], client_id="01M8JGAMP1D61HN4Z7N68N55VT", **left)
    rest.post("/customers", name="Nora", email="nora@take.example", visitor_id=visit["visitor_id"])
    key = rest.post("/api-keys", name="Export", scopes=["people.read"])
    before = rows_of(stack, company.tenant_id)
    with pytest.raises(Refused):
        rest.post("/downloads", client_id="company-as-csv", wanted={"kind": "company"}, format="csv")
    begun = rest.post("/downloads", client_id="whole-company", wanted={"kind": "company"}, format="zip", language="en")
    given = zipfile.ZipFile(io.BytesIO(fetched(rest, begun["download_id"]).content))
    rows = told(given)
    found = {(row["pk"], row["sk"]) for row in rows}
    now = rows_of(stack, company.tenant_id)
    assert {row for row in before & now if row not in found} == set()
    assert {pk[:26] for pk, _ in found} == {company.tenant_id}
    assert any(row.get("text") == "take this along" for row in rows)
    assert json.loads(given.read("about.json"))["tenant_id"] == company.tenant_id
    keys = [row for row in rows if row["sk"].startswith("KEY#")]
    assert keys, key["name"]
    assert all("digest" not in row for row in keys)
