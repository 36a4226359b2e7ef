"""Reports as files: the numbers of the screen, in the words of a language."""

import csv
import io
from base64 import b64decode
from typing import Any

import pytest
from openpyxl import load_workbook

from parlor.domain.events import AgentPart, ConversationEnded, ConversationRated, VisitStarted
from parlor.domain.ids import ConversationId, TenantId, VisitorId, new_ulid
from parlor.domain.metrics import HOUR_MS
from parlor.domain.origin import Device, Origin, Place, Source
from parlor.domain.reports import ReportName
from tests.fakes.api import Api, Person, colleague
from tests.unit.api.test_analysis_reports import opened, tell

PERIOD = {"from": "2026-09-20", "to": "2026-09-21"}
"""Now is 2026-09-21 22:13 in Shanghai."""
QUERY = "&".join(f"{name}={day}" for name, day in PERIOD.items())


@pytest.fixture
def traffic(api: Api, admin: Person) -> None:
    """A good day and the one before it."""
    now, tenant = api.clock.now, TenantId(admin.tenant)
    origin = Origin(Source("search", "Baidu"), Device("phone", "iOS 17", "Safari"), Place("美国"))
    talk = ConversationId(new_ulid(now))
    part = AgentPart(agent_id=admin.agent_id, ended=True, first_reply_ms=9_000, replies=2, reply_ms=60_000, length_ms=150_000)
    tell(
        api,
        *(opened(admin.tenant, now - hours * HOUR_MS) for hours in (0, 1, 1, 26)),
        opened(admin.tenant, now - 50 * HOUR_MS, province="广东"),
        *(VisitStarted(tenant, VisitorId(new_ulid(now)), new_ulid(now), now, origin) for _ in range(3)),
        ConversationEnded(tenant, talk, now, "D", True, (part,)),
        ConversationRated(tenant, talk, 9, now, admin.agent_id, 4),
    )


def exported(person: Person, report: ReportName, **more: Any) -> bytes:
    reply = person.call("POST", "/reports/export", {"report": report, "grain": "day", "language": "en"} | PERIOD | more)
    assert reply.status == 200, reply.text
    file = reply.json
    assert file["name"].startswith(report.replace(".", "-") + "_2026-09-20_2026-09-21.")
    return b64decode(file["data"])


def table(person: Person, report: ReportName, **more: Any) -> list[list[Any]]:
    """The sheet behind the summary."""
    book = load_workbook(io.BytesIO(exported(person, report, **more)))
    return [[cell.value for cell in row] for row in book[book.sheetnames[1]]]


@pytest.mark.usefixtures("traffic")
def test_conversations_by_day_are_those_of_the_api(admin: Person) -> None:
    report = admin.get(f"/reports/consultations?{QUERY}&grain=day")
    head, *rows, total = table(admin, "consultations")
    assert head == ["Date", "On line", "Answered conversations", "Left messages", "Consultations", "Share"]
    assert [(row[0], row[1], row[4]) for row in rows] == [(each["at"], each["online"], each["total"]) for each in report["points"]]
    assert total[:5] == ["Total", report["online"], report["answered"], report["offline"], report["total"]]
    assert rows[1][5] == pytest.approx(3 / 4)


@pytest.mark.usefixtures("traffic")
def test_agents_are_told_in_minutes(admin: Person) -> None:
    (work,) = admin.get(f"/reports/agents?{QUERY}")["agents"]
    head, row, total = table(admin, "agents")
    told = dict(zip(head, row, strict=True))
    assert (work["taken"], work["length_ms"]) == (told["Conversations"], told["Length (min)"] * 60_000)
    assert (told["First reply (min)"], told["Reply (min)"], told["Satisfaction"]) == (0.15, 0.5, 1)
    assert total[0] == "Total"


@pytest.mark.usefixtures("traffic")
def test_stars_and_steps_are_those_of_the_api(admin: Person) -> None:
    satisfaction = admin.get(f"/reports/satisfaction?{QUERY}&grain=day")
    assert table(admin, "satisfaction")[-1][2:7] == satisfaction["scores"][::-1]
    steps = admin.get(f"/reports/funnel?{QUERY}")["steps"]
    assert [row[1] for row in table(admin, "funnel")[1:]] == [step["total"] for step in steps]


@pytest.mark.usefixtures("traffic")
def test_a_dimension_is_in_the_words_of_the_language_with_the_period_before(admin: Person) -> None:
    rows = admin.get(f"/reports/breakdown?of=consultations&by=province&{QUERY}&grain=day&compare=1")["rows"]
    told = table(admin, "consultations.province")[1:-1]
    assert [(row[1], row[3]) for row in told] == [(row["total"], row.get("before", 0)) for row in rows]
    assert [row[0] for row in told] == ["Zhejiang", "Guangdong"]
    assert table(admin, "visits.country")[1][:2] == ["United States", 3]
    assert table(admin, "visits.engine", language="zh-CN")[1][:2] == ["百度", 3]


@pytest.mark.usefixtures("traffic")
def test_the_summary_says_period_zone_and_what_changed(admin: Person) -> None:
    book = load_workbook(io.BytesIO(exported(admin, "consultations", language="zh-CN")))
    told = {row[0].value: [cell.value for cell in row[1:]] for row in book["概览"]}
    assert told["时间段"][0] == "2026-09-20 – 2026-09-21"
    assert told["对比上期"][0] == "2026-09-18 – 2026-09-19"
    assert told["时区"][0] == "Asia/Shanghai"
    assert told["生成时间"][0] == "2026-09-21 22:13"
    assert told["咨询总量"] == ["4", "1", "+300.0%"]


@pytest.mark.usefixtures("traffic")
def test_csv_is_the_first_table(admin: Person) -> None:
    text = exported(admin, "consultations", format="csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in rows] == ["Date", "2026-09-20", "2026-09-21", "Total"]
    assert [row[4] for row in rows[1:]] == ["1", "3", "4"]


def test_every_kind_can_be_had_even_when_nothing_happened(admin: Person) -> None:
    kinds: tuple[ReportName, ...] = ("consultations", "visits", "agents", "satisfaction", "funnel", "consultations.agent", "visits.keyword")
    for report in kinds:
        head, *rows = table(admin, report)
        assert all(len(row) == len(head) for row in rows), report


def test_an_export_is_in_the_audit_log(admin: Person) -> None:
    exported(admin, "visits.engine")
    entry = next(each for each in admin.get(f"/audit?{QUERY}")["entries"] if each["action"] == "export_report")
    assert (entry["about_kind"], entry["about_id"], entry["after"]["format"]) == ("report", "visits.engine", "xlsx")


def test_who_may_not_export_or_see_the_work_of_others_is_refused(admin: Person) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    reply = agent.call("POST", "/reports/export", {"report": "funnel"} | PERIOD)
    assert (reply.status, reply.code) == (403, "forbidden")


def test_what_cannot_be_names_its_field(admin: Person) -> None:
    for body, field in (
        ({"to": "2026-09-19"}, "to"),
        ({"from": "2026-02-30"}, "from"),
        ({"report": "money"}, "report"),
        ({"from": "2025-01-01", "grain": "hour"}, "to"),
        ({"format": "pdf"}, "format"),
    ):
        reply = admin.call("POST", "/reports/export", {"report": "consultations"} | PERIOD | body)
        assert (reply.status, reply.json["field"]) == (400, field), body
