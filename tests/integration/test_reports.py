"""Reports of what has just happened: from sockets and streams to the figures, by dimension, agent and rating."""

import asyncio
import base64
import io
import re
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from openpyxl import Workbook, load_workbook

from parlor.domain.ids import new_ulid
from scripts.paths import ROOT
from scripts.rest import Refused
from tests.archived import compact_archive, objects_of
from tests.company import Company, Staff
from tests.integration.test_care_of_a_conversation import SURVEY, TOPIC, change, row_of
from tests.integration.test_record_search import search
from tests.integration.test_what_a_message_holds import entry_of
from tests.people import Person, desk
from tests.running import wait_until

QUESTION = "How much is the delivery of Longjing? 龙井什么时候发货"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"
PAGE = "https://www.tea.example/green/longjing?from=home"
GOALS = [
    {"goal_id": new_ulid(1), "name": "Order", "kind": "conversion", "match": "order"},
    {"goal_id": new_ulid(2), "name": "Green tea", "kind": "page", "match": "/green/*"},
    {"goal_id": new_ulid(3), "name": "Never", "kind": "event", "match": "never"},
]


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


@pytest.fixture(scope="module")
def day(company: Company, lin: Staff) -> dict[str, str]:
    """What visitors and agents did; the day on which they did it."""
    change(company, topics=[{"topic_id": TOPIC, "name": "Price", "group": ""}], surveys={"default": SURVEY})
    asyncio.run(happen(company, lin))
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    return {"from": today, "to": today}


async def happen(company: Company, lin: Staff) -> None:
    """A visitor from a search engine, with a telephone, asks, is answered, rates twice, orders, becomes a card; the agent goes to busy."""
    await asyncio.to_thread(company.admin.rest.patch, "/goals", version=0, goals=GOALS)
    async with desk(company, lin) as agent:
        person = Person(company)
        async with person.tab(PHONE) as visitor:
            await visitor.say("track", "page", url=PAGE, title="Longjing", referrer="https://www.baidu.com/s?wd=tea")
            await agent.until(lambda frame: frame["type"] == "visitors" and person.visitor_id in str(frame))
            opened = await visitor.ask("chat", "open", answer="conversation", page_url=PAGE, page_title="Longjing")
            talk = opened["conversation"]["conversation_id"]
            await agent.say("chat", "accept", conversation_id=talk)
            await visitor.until(entry_of("accepted"))
            await agent.sync(talk)
            await visitor.sync(talk)
            await visitor.send(talk, QUESTION)
            await agent.until(entry_of("message", text=QUESTION))
            await agent.send(talk, "Two hundred")
            await agent.say("chat", "wrap_up", conversation_id=talk, topic_id=TOPIC, value="valid", note="")
            await agent.until(lambda frame: frame["type"] == "conversation" and "wrap_up" in frame["conversation"])
            for _ in range(2):
                await visitor.say("track", "conversion", name="order", value=319)
            await agent.say("chat", "end", conversation_id=talk)
            await visitor.until(entry_of("closed"))
            for stars in (2, 5):
                answers = [{"key": "stars", "stars": stars}, {"key": "why", "value": f"{stars} stars"}]
                await visitor.say("chat", "rate", conversation_id=talk, answers=answers)
                await agent.until(row_of(talk, score=stars))
            await asyncio.to_thread(company.admin.rest.post, "/customers", name="Zhou", visitor_id=person.visitor_id)
        await agent.say("presence", "state", state="busy")
        await agent.until(lambda frame: "busy" in str(frame))


def rows(company: Company, **query: str) -> dict[str, int]:
    report: dict[str, Any] = company.admin.rest.get("/reports/breakdown", grain="day", **query)
    return {row.get("name") or row["value"]: row["total"] for row in report["rows"]}


@pytest.mark.feature("A-02", "A-03", "A-04", "A-06", "A-07", "A-08")
def test_a_conversation_and_its_visit_are_counted_by_every_dimension(company: Company, lin: Staff, day: dict[str, str]) -> None:
    expected = {
        "page": {"tea.example/green/longjing": 1},
        "engine": {"Baidu": 1},
        "source": {"search": 1},
        "browser": {"Safari": 1},
        "system": {"iOS 17": 1},
        "device": {"phone": 1},
        "country": {"": 1},
        "department": {company.departments()[0]["name"]: 1},
        "topic": {"Price": 1},
        "agent": {"Lin": 1},
    }
    for by, wanted in expected.items():
        wait_until(lambda by=by, wanted=wanted: rows(company, of="consultations", by=by, **day) == wanted, 60, f"conversations by {by}")
    assert list(rows(company, of="consultations", by="style", **day).values()) == [1]
    for by in ("engine", "source", "browser", "device", "country"):
        wait_until(lambda by=by: rows(company, of="visits", by=by, **day) == expected[by], 60, f"visits by {by}")


@pytest.mark.feature("A-01", "A-05", "A-09", "A-11", "A-16")
def test_agents_satisfaction_and_the_funnel(company: Company, lin: Staff, day: dict[str, str]) -> None:
    rest = company.admin.rest

    def work() -> dict[str, Any] | None:
        agents = rest.get("/reports/agents", **day)["agents"]
        return next((row for row in agents if row["agent_id"] == lin.agent_id and row.get("scores") and row.get("busy_ms")), None)

    row = wait_until(work, 60, "the agent's work")
    assert (row["taken"], row["ended"], row["replies"], row["first_replies"], row["wrapped"]) == (1, 1, 1, 1, 1)
    assert row["scores"] == [0, 0, 0, 0, 1], "the newest rating counts"
    assert 0 < row["reply_ms"] <= row["length_ms"]
    assert row["online_ms"] > 0
    satisfaction = rest.get("/reports/satisfaction", grain="day", **day)
    assert (satisfaction["scores"], satisfaction["answered"]) == ([0, 0, 0, 0, 1], 1)
    (rating,) = rest.get("/reports/ratings", **day)["ratings"]
    assert {answer.get("value") for answer in rating["answers"]} >= {"5 stars"}
    steps = wait_until(lambda: _steps(company, day).get("cards") and _steps(company, day), 60, "the card")
    assert (steps["visits"], steps["consultations_online"], steps["answered"]) == (1, 1, 1)
    funnel = wait_until(lambda: _with_order(company, day), 60, "the order")
    assert [(goal["name"], goal["total"], goal.get("sources", {})) for goal in funnel["goals"]] == [
        ("Order", 1, {"search": 1}),
        ("Green tea", 1, {"search": 1}),
        ("Never", 0, {}),
    ], "what is told twice in a visit counts once"
    assert funnel["sources"] == {"search": 1}
    report = rest.get("/reports/consultations", grain="week", **day)
    assert (report["online"], report["answered"], report.get("missed", 0)) == (1, 1, 0)
    assert rest.get("/reports/visits", grain="month", **day)["visits"] == 1


@pytest.mark.feature("A-12")
def test_what_the_visitor_talked_about_in_both_languages_leads_to_the_conversation(company: Company, day: dict[str, str]) -> None:
    found = wait_until(lambda: rows(company, of="consultations", by="word", **day), 60, "the visitor's words")
    assert found == {"delivery": 1, "longjing": 1, "龙井": 1, "发货": 1}, "nothing that all say, nothing that the agent said"
    assert len(search(company, text="龙井")) == 1


def _with_order(company: Company, day: dict[str, str]) -> dict[str, Any] | None:
    funnel: dict[str, Any] = company.admin.rest.get("/reports/funnel", **day)
    return funnel if all(goal["total"] for goal in funnel["goals"][:2]) else None


def _steps(company: Company, day: dict[str, str]) -> dict[str, int]:
    return {step["step"]: step["total"] for step in company.admin.rest.get("/reports/funnel", **day)["steps"]}


@pytest.mark.feature("A-01", "A-09")
def test_a_wrong_period_is_named_and_the_work_of_others_is_not_for_everybody(company: Company, lin: Staff, day: dict[str, str]) -> None:
    with pytest.raises(Refused) as wrong:
        company.admin.rest.get("/reports/agents", **{"from": "2026-11-22", "to": "2026-11-21"})
    assert (wrong.value.status, wrong.value.problem["field"]) == (400, "to")
    with pytest.raises(Refused) as missing:
        lin.rest.get("/reports/agents", **day)
    assert (missing.value.status, missing.value.code) == (403, "forbidden")


@pytest.mark.feature("A-14")
def test_figures_are_the_same_when_counted_again_from_the_archive_and_mended_by_it(
    company: Company, lin: Staff, day: dict[str, str]
) -> None:
    """Given the day of all these figures, when one row is spoiled and another is lost, then the check says so, and a rebuild mends both."""

    def report() -> tuple[Any, ...]:
        rest = company.admin.rest
        visits = rest.get("/reports/visits", grain="day", **day)
        return visits["views"], rows(company, of="consultations", by="engine", **day), rows(company, of="consultations", by="page", **day)

    wait_until(lambda: rebuild_metrics(company, "--check")[0] == 0, 60, "live figures and archive agree")
    right = report()
    metrics, table = company.stack.client("dynamodb"), company.stack.metrics_table
    hours = {item["pk"]["S"]: item for item in metrics.scan(TableName=table)["Items"] if item["pk"]["S"].startswith(company.tenant_id)}
    views, talk = hours[f"{company.tenant_id}#N#views"], hours[f"{company.tenant_id}#H#talk"]
    metrics.put_item(TableName=table, Item=views | {name: {"N": "99"} for name in views if name.startswith("h")})
    metrics.delete_item(TableName=table, Key={"pk": talk["pk"], "sk": talk["sk"]})
    assert report() != right

    code, said = rebuild_metrics(company, "--check")
    assert code == 1, said
    assert "views: 99, from the archive 1" in said
    assert "consultations_online by engine 'Baidu': 0, from the archive 1" in said
    code, said = rebuild_metrics(company, "--from", day["from"], "--to", day["to"])
    assert code == 0, said

    assert report() == right
    small = len(objects_of(company, "facts"))
    for _ in range(2):
        compact_archive(company)
        assert rebuild_metrics(company, "--check")[0] == 0, "while small objects and the large one lie there, and after"
    assert len(objects_of(company, "facts")) < small
    code, said = rebuild_metrics(company, "--from", "2026-11-22", "--to", "2026-11-21")
    assert (code, said) == (2, "The period ends before it begins.\n")


def rebuild_metrics(company: Company, *options: str) -> tuple[int, str]:
    """What `make rebuild-metrics` does: its exit code, and what it says."""
    command = [sys.executable, "-m", "scripts.rebuild_metrics", company.tenant_id, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def _attached(mail: dict[str, Any]) -> Workbook:
    (file,) = mail["Attachments"]
    return load_workbook(io.BytesIO(base64.b64decode(file["RawContent"])))


@pytest.mark.feature("A-15")
def test_a_scheduled_report_reaches_the_mail_box_with_the_figures_of_the_api(company: Company, lin: Staff, day: dict[str, str]) -> None:
    """Yesterday was quiet, today's file is not: both say what the API says. The link in the mail ends the mails."""
    rest, stack = company.admin.rest, company.stack
    wait_until(lambda: rest.get("/reports/consultations", grain="hour", **day).get("answered") == 1, 60, "the conversation")

    file = rest.post("/reports/export", report="consultations", format="xlsx", grain="hour", language="en", **day)
    sheet = load_workbook(io.BytesIO(base64.b64decode(file["data"])))["Consultations"]
    report = rest.get("/reports/consultations", grain="hour", **day)
    total = [cell.value for cell in sheet[sheet.max_row]]
    assert total[:5] == ["Total", report["online"], report["answered"], report["offline"], report["total"]]

    schedule = rest.post(
        "/report-schedules",
        name="The day before",
        reports=["consultations", "agents"],
        cadence="daily",
        hour=(datetime.now(ZoneInfo("Asia/Shanghai")).hour + 3) % 24,
        grain="hour",
        language="en",
        agent_ids=[company.admin.agent_id],
    )
    rest.post(f"/report-schedules/{schedule['schedule_id']}/send")
    mail = stack.wait_for_mail(company.admin.email, lambda mail: mail["Subject"].startswith("The day before: "))
    yesterday = (datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)).date().isoformat()
    before = rest.get("/reports/consultations", grain="hour", **{"from": yesterday, "to": yesterday})
    book = _attached(mail)
    assert book.sheetnames == ["Summary", "Consultations", "Agents' work"]
    assert [cell.value for cell in book["Consultations"][book["Consultations"].max_row]][4] == before["total"]
    assert f"Consultations: {before['total']}" in mail["BodyText"]
    assert "#/manage/agent-work" in mail["BodyHtml"]

    def listed() -> dict[str, Any]:
        (found,) = rest.get("/report-schedules")["schedules"]
        return dict(found)

    last = wait_until(lambda: listed().get("last"), 60, "the result")
    assert (last["outcome"], last["sent"], last["asked_for"]) == ("sent", 1, True)

    link = re.search(r"\S+/report-mails/unsubscribe\?token=\S+", mail["BodyText"])
    assert link is not None
    assert requests.post(link.group(), timeout=30).status_code == 200
    assert listed()["recipients"][0]["state"] == "unsubscribed"
    rest.post(f"/report-schedules/{schedule['schedule_id']}/send")
    wait_until(lambda: listed()["last"]["outcome"] == "nobody", 60, "that nobody wants it")
