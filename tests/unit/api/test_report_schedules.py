"""Scheduled reports through the API and the function that sends them: once for each period and person, whatever happens."""

import io
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from openpyxl import load_workbook

import send_reports
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.jobs import SendReports
from parlor.runtime.reports import ReportProcess
from tests.fakes.api import Api, MailBox, Person, colleague, settings
from tests.fakes.world import WaitingTimers
from tests.unit.api.test_analysis_reports import opened, tell

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
DAILY: dict[str, Any] = {
    "name": "Yesterday",
    "reports": ["consultations"],
    "cadence": "daily",
    "hour": 8,
    "grain": "hour",
    "language": "en",
}
"""Now is 2026-09-21 22:13 in Shanghai."""


class Post:
    """The function that sends, with the queue and the mail box of the tests."""

    def __init__(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        self.api = api
        self.queue = WaitingTimers()
        self.box: MailBox = api.mail
        process = ReportProcess(settings(), lambda error: None)
        process.clock = api.clock  # type: ignore[assignment]
        process.queue = self.queue  # type: ignore[assignment]
        process.token_secret = api.house.token_secret
        process.tokens = api.house.tokens
        monkeypatch.setattr(ReportProcess, "mailer", self.box)
        monkeypatch.setattr(send_reports, "process", lambda: process)
        api.house.report_queue = self.queue  # type: ignore[assignment]

    def pass_(self, ms: int) -> None:
        self.api.clock.now += ms

    def look(self) -> list[str]:
        """What becomes of everything that is due now, each job told twice."""
        send_reports.handler({"source": "aws.events"}, None)
        jobs = [job for _, job in self.queue.jobs]
        self.queue.jobs.clear()
        return [outcome for job in jobs for outcome in (self.do(job), self.do(job))]

    def do(self, job: SendReports) -> str:
        return send_reports.process().mails(TenantId(job.tenant))(job)

    def sent(self) -> list[tuple[str, str]]:
        return [(mail.to, mail.subject) for mail in self.box.mails if mail.attachments]


@pytest.fixture
def post(api: Api, monkeypatch: pytest.MonkeyPatch) -> Post:
    return Post(api, monkeypatch)


def lead(admin: Person, email: str = "lead@example.com", number: str = "5") -> Person:
    """A colleague who may have everything."""
    return colleague(admin, email, number, role="supervisor")


def add(person: Person, *agents: Person, **more: Any) -> dict[str, Any]:
    reply = person.call("POST", "/report-schedules", DAILY | {"agent_ids": [agent.agent_id for agent in agents or (person,)]} | more)
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json
    return found


def change(person: Person, schedule: dict[str, Any], **more: Any) -> dict[str, Any]:
    fields = ("name", "reports", "cadence", "weekday", "day", "hour", "grain", "language", "attach", "paused", "version")
    body = {field: schedule.get(field) for field in fields if schedule.get(field) is not None}
    body["agent_ids"] = [each["agent_id"] for each in schedule["recipients"]]
    reply = person.call("PATCH", f"/report-schedules/{schedule['schedule_id']}", body | more)
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json
    return found


def only(person: Person) -> dict[str, Any]:
    (schedule,) = person.get("/report-schedules")["schedules"]
    found: dict[str, Any] = schedule
    return found


def test_a_day_is_mailed_once_and_the_next_one_is_awaited(api: Api, admin: Person, post: Post) -> None:
    other = lead(admin)
    tell(api, *(opened(admin.tenant, api.clock.now - n * HOUR_MS) for n in range(3)))
    schedule = add(admin, admin, other)
    assert post.look() == []

    post.pass_(10 * HOUR_MS)
    assert post.look() == ["sent", "over"]
    post.pass_(HOUR_MS)
    assert post.look() == []

    subject = "Yesterday: 2026-09-21 (Mon)"
    assert sorted(post.sent()) == [("lead@example.com", subject), ("owner@example.com", subject)]
    after = only(admin)
    assert after["next_at"] == schedule["next_at"] + DAY_MS
    assert (after["last"]["outcome"], after["last"]["sent"]) == ("sent", 2)
    assert after["version"] == schedule["version"], "sending makes no editor's version old"

    mail = post.box.mails[-1]
    report = admin.get("/reports/consultations?from=2026-09-21&to=2026-09-21&grain=hour")
    book = load_workbook(io.BytesIO(mail.attachments[0].data))
    assert [row[4].value for row in book["Consultations"]][-1] == report["total"] == 3
    assert "Consultations: 3" in mail.text
    assert "#/manage/consultations" in mail.html
    assert mail.unsubscribe_url in mail.text

    post.pass_(DAY_MS)
    assert post.look() == ["sent", "over"]
    assert len(post.sent()) == 4


def test_a_mail_that_cannot_be_handed_over_is_tried_again_then_given_up_and_shown(admin: Person, post: Post) -> None:
    add(admin)
    post.pass_(10 * HOUR_MS)
    post.box.broken = True
    outcomes = []
    for _ in range(4):
        send_reports.handler({}, None)
        ((_, job),) = post.queue.jobs
        post.queue.jobs.clear()
        outcomes.append(post.do(job))
        post.pass_(300_000)
    assert outcomes == ["again", "again", "again", "failed"]
    last = only(admin)["last"]
    assert (last["outcome"], last["names"]) == ("failed", ["Owner"])
    post.box.broken = False
    assert post.look() == [], "the period is given up"
    admin.call("POST", f"/report-schedules/{only(admin)['schedule_id']}/send")
    post.look()
    assert [subject for _, subject in post.sent()] == ["Yesterday: 2026-09-21 (Mon)"]
    assert only(admin)["last"]["asked_for"] is True


def test_when_one_of_two_fails_the_other_has_one_mail(admin: Person, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    other = lead(admin)
    add(admin, admin, other)
    post.pass_(10 * HOUR_MS)
    real, refused = post.box.send, [True]

    def moody(mail: Any) -> None:
        if mail.to == "lead@example.com" and refused:
            refused.pop()
            raise ConnectionError("not now")
        real(mail)

    monkeypatch.setattr(post.box, "send", moody)
    assert post.look() == ["again", "sent"]
    assert sorted(to for to, _ in post.sent()) == ["lead@example.com", "owner@example.com"]


def test_two_functions_at_once_send_one_mail(admin: Person, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    add(admin)
    post.pass_(10 * HOUR_MS)
    send_reports.handler({}, None)
    ((_, job),) = post.queue.jobs
    real: Callable[[Any], None] = post.box.send
    meanwhile: list[str] = []

    def slow(mail: Any) -> None:
        meanwhile.append(post.do(job))
        real(mail)

    monkeypatch.setattr(post.box, "send", slow)
    assert post.do(job) == "sent"
    assert (meanwhile, len(post.sent())) == (["under way"], 1)


def test_who_has_lost_the_right_or_is_gone_gets_nothing_more(admin: Person, post: Post) -> None:
    losses: list[dict[str, Any]] = [{"rights_removed": ["export_reports"]}, {"rights_removed": ["read_work"]}, {"disabled": True}]
    others = [lead(admin, f"lead{number}@example.com", f"5{number}") for number in range(len(losses))]
    add(admin, admin, *others, reports=["agents"])
    for other, lost in zip(others, losses, strict=True):
        agent = next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == other.agent_id)
        reply = admin.call("PATCH", f"/agents/{other.agent_id}", {"version": agent["version"]} | lost)
        assert reply.status == 200, reply.text
    post.pass_(10 * HOUR_MS)
    assert post.look()[0] == "sent"
    assert [to for to, _ in post.sent()] == ["owner@example.com"]
    assert [each["state"] for each in only(admin)["recipients"]] == ["gets_it", "no_right", "no_right", "gone"]


def test_a_recipient_stops_the_mails_with_the_link(api: Api, admin: Person, post: Post) -> None:
    other = lead(admin)
    add(admin, admin, other)
    post.pass_(10 * HOUR_MS)
    post.look()
    url = next(mail.unsubscribe_url for mail in post.box.mails if mail.to == "lead@example.com" and mail.unsubscribe_url)
    path = url.removeprefix("https://parlor.example/api")
    assert "<form" in api.call("GET", path).text
    assert [each["state"] for each in only(admin)["recipients"]] == ["gets_it", "gets_it"], "looking at a link stops nothing"
    assert api.call("POST", path).status == 200
    assert api.call("POST", path).status == 200
    post.pass_(DAY_MS)
    post.look()
    assert [to for to, _ in post.sent()].count("lead@example.com") == 1
    assert api.call("POST", re.sub("token=.", "token=x", path)).status == 401
    again = change(admin, only(admin), agent_ids=[admin.agent_id])
    again = change(admin, again, agent_ids=[admin.agent_id, other.agent_id])
    assert [each["state"] for each in again["recipients"]] == ["gets_it", "gets_it"], "who is put in again gets it again"


def test_paused_changed_and_deleted_schedules_send_what_they_say_now(admin: Person, post: Post) -> None:
    schedule = add(admin)
    paused = change(admin, schedule, paused=True)
    assert "next_at" not in paused
    post.pass_(12 * HOUR_MS)
    assert post.look() == []
    evening = change(admin, paused, paused=False, hour=20)
    post.pass_(evening["next_at"] - post.api.clock.now)
    assert post.look() == ["sent", "over"]
    night = change(admin, only(admin), hour=23)
    post.pass_(night["next_at"] - post.api.clock.now)
    assert post.look() == ["over", "over"], "the day has had its mail"
    assert len(post.sent()) == 1
    assert only(admin)["next_at"] == night["next_at"] + DAY_MS
    assert admin.call("DELETE", f"/report-schedules/{schedule['schedule_id']}").status == 204
    post.pass_(2 * DAY_MS)
    assert post.look() == []
    assert admin.get("/report-schedules")["schedules"] == []


def test_a_job_of_a_schedule_that_is_gone_ends(admin: Person, post: Post) -> None:
    schedule = add(admin)
    assert admin.call("POST", f"/report-schedules/{schedule['schedule_id']}/send").status == 204
    admin.call("DELETE", f"/report-schedules/{schedule['schedule_id']}")
    assert set(post.look()) == {"over"}
    assert post.look() == []


def test_nobody_may_have_it_any_more(admin: Person, post: Post) -> None:
    other = lead(admin)
    add(admin, other)
    admin.call("DELETE", f"/agents/{other.agent_id}")
    post.pass_(10 * HOUR_MS)
    assert post.look()[0] == "nobody"
    assert only(admin)["last"]["outcome"] == "nobody"


def test_two_editors_do_not_overwrite_each_other(admin: Person, post: Post) -> None:
    schedule = add(admin)
    change(admin, schedule, name="First")
    body = DAILY | {"agent_ids": [admin.agent_id], "version": schedule["version"], "name": "Second"}
    reply = admin.call("PATCH", f"/report-schedules/{schedule['schedule_id']}", body)
    assert (reply.status, reply.code, only(admin)["name"]) == (409, "conflict", "First")


def test_twenty_at_most(admin: Person, post: Post) -> None:
    for number in range(20):
        add(admin, name=f"Report {number}")
    reply = admin.call("POST", "/report-schedules", DAILY | {"agent_ids": [admin.agent_id]})
    assert (reply.status, reply.code) == (409, "limit_reached")


def test_only_colleagues_with_the_rights_can_be_recipients(admin: Person, stranger: Person, post: Post) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    for whom, code in ((stranger.agent_id, "invalid"), (new_ulid(1), "invalid"), (agent.agent_id, "no_right")):
        reply = admin.call("POST", "/report-schedules", DAILY | {"agent_ids": [admin.agent_id, whom]})
        assert (reply.status, reply.code, reply.json["field"]) == (400, code, "agent_ids[1]")
    assert agent.call("GET", "/report-schedules").code == "forbidden"


def test_what_cannot_be_names_its_field(admin: Person, post: Post) -> None:
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"name": " "}, "name"),
        ({"reports": []}, "reports"),
        ({"reports": ["money"]}, "reports[0]"),
        ({"cadence": "hourly"}, "cadence"),
        ({"hour": 24}, "hour"),
        ({"weekday": 7}, "weekday"),
        ({"day": 0}, "day"),
        ({"agent_ids": []}, "agent_ids"),
        ({"email": "x@example.com"}, "email"),
    ]
    for wrong, field in wrongs:
        reply = admin.call("POST", "/report-schedules", DAILY | {"agent_ids": [admin.agent_id]} | wrong)
        assert (reply.status, reply.json["field"]) == (400, field), wrong
    assert admin.get("/report-schedules")["schedules"] == []


def test_a_broken_message_comes_again(post: Post) -> None:
    records = [{"messageId": "1", "body": "{}"}, {"messageId": "2", "body": msgspec.json.encode({"kind": "visitor_gone"}).decode()}]
    assert send_reports.handler({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]}
