"""Staff, companies, records and figures on the deployed application: with the real user pool, mail box and streams."""

import asyncio
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from scripts.rest import Refused, Rest
from scripts.seed import code_in
from tests.company import PASSWORD, Company
from tests.people import Person, desk
from tests.running import Running, wait_until
from tests.tab import messages


def now_ms() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


def text_of(mail: dict[str, Any]) -> str:
    return f"{mail['Subject']}\n{mail['BodyText'] or ''}\n{mail['BodyHtml'] or ''}"


def leave_message(company: Company, **changes: Any) -> str:
    body = {
        "visitor_token": company.start_visit()["visitor_token"],
        "client_id": new_ulid(now_ms()),
        "email": f"guest-{secrets.token_hex(4)}@parlor.example",
        "name": "Guest",
        "text": "Do you ship to Macau?",
    }
    taken: str = Rest(company.stack.api_url).post("/widget/left-messages", **body | changes)["left_message_id"]
    return taken


def around_today() -> dict[str, str]:
    today = datetime.now(UTC).date()
    return {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}


@pytest.mark.feature("P-01", "L-06")
def test_sign_up_sign_in_and_a_session_that_outlives_the_page(stack: Running) -> None:
    email = f"owner-{secrets.token_hex(4)}@parlor.example"
    rest = Rest(stack.api_url)
    sign_up = {"company": "Tea", "name": "Lin", "email": email, "password": PASSWORD, "language": "en", "time_zone": "Europe/Berlin"}
    rest.post("/auth/sign-up", **sign_up)
    with pytest.raises(Refused, match="not_confirmed"):
        rest.sign_in(email, PASSWORD)
    with pytest.raises(Refused, match="wrong_code"):
        rest.post("/auth/confirm", email=email, code="000000")
    code = code_in(text_of(stack.wait_for_mail(email, lambda mail: code_in(text_of(mail)))))
    rest.post("/auth/confirm", email=email, code=code)
    rest.post("/auth/confirm", email=email, code=code)
    session = rest.sign_in(email, PASSWORD)
    assert [membership["company"] for membership in session["memberships"]] == ["Tea"]
    cookie = next(each for each in rest.session.cookies if each.name == "parlor_refresh")
    assert (cookie.secure, cookie.has_nonstandard_attr("HttpOnly"), cookie.path) == (True, True, "/")
    assert cookie.value not in str(session)

    page = Rest(stack.api_url)
    renewed = page.session.post(f"{stack.api_url}/auth/refresh", headers={"Cookie": f"parlor_refresh={cookie.value}"}, timeout=30)
    page.token = renewed.json()["access_token"]
    me = page.get("/me")
    assert (me["email"], me["role"], me["time_zone"], me["number"]) == (email, "admin", "Europe/Berlin", "1000")
    home = page.get("/home")
    assert f'data-tenant="{me["tenant_id"]}"' in home["snippet"]
    assert "widget_seen_at" not in home

    with pytest.raises(Refused, match="unauthorized"):
        Rest(stack.api_url).sign_in(email, "a wrong password")
    span = around_today()

    def noted() -> list[dict[str, Any]] | None:
        log: list[dict[str, Any]] = page.get("/sign-ins", **span)["entries"]
        return log if len(log) > 1 else None

    log = wait_until(noted, 60, "both sign-ins in the log")
    assert {each.get("reason") for each in log} == {"password", None}
    assert all(each["address"] for each in log)

    page.session.post(f"{stack.api_url}/auth/sign-out", headers={"Cookie": f"parlor_refresh={cookie.value}"}, timeout=30)
    over = page.session.post(f"{stack.api_url}/auth/refresh", headers={"Cookie": f"parlor_refresh={cookie.value}"}, timeout=30)
    assert over.status_code == 401
    assert "Max-Age=0" in over.headers["Set-Cookie"]


def test_a_forgotten_password_is_replaced_by_a_code_from_the_mail(company: Company) -> None:
    stack, staff = company.stack, company.add_agent("Zhou")
    rest = Rest(stack.api_url)
    before = len(stack.mails(staff.email))
    rest.post("/auth/forgot", email=staff.email)
    mail = wait_until(lambda: stack.mails(staff.email)[before:], 60, "the code")[-1]
    with pytest.raises(Refused, match="wrong_code"):
        rest.post("/auth/reset", email=staff.email, code="000000", password="a new password")
    rest.post("/auth/reset", email=staff.email, code=code_in(text_of(mail)), password="a new password")
    with pytest.raises(Refused, match="unauthorized"):
        rest.sign_in(staff.email, PASSWORD)
    assert rest.sign_in(staff.email, "a new password")["memberships"]


def test_a_forged_or_foreign_token_opens_nothing(company: Company) -> None:
    rest = Rest(company.stack.api_url, token=company.admin.rest.token[:-4] + "AAAA", tenant=company.tenant_id)
    with pytest.raises(Refused, match="401"):
        rest.get("/me")
    token = company.start_visit()["visitor_token"]
    with pytest.raises(Refused, match="401"):
        Rest(company.stack.api_url, token=token, tenant=company.tenant_id).get("/me")


@pytest.mark.feature("S-01", "S-03")
def test_colleagues_and_departments(company: Company) -> None:
    admin = company.admin.rest
    vip = admin.post("/departments", name="VIP", assignment="automatic")
    wang = company.add_agent("Wang", [vip["department_id"]], ceiling=3)
    assert wang.rest.get("/me")["department_ids"] == [vip["department_id"]]
    with pytest.raises(Refused, match="has_members"):
        admin.call("DELETE", f"/departments/{vip['department_id']}")
    with pytest.raises(Refused, match="forbidden"):
        wang.rest.post("/departments", name="Mine")
    with pytest.raises(Refused, match="last_admin"):
        admin.patch(f"/agents/{company.admin.agent_id}", version=1, disabled=True)
    changed = admin.patch(f"/agents/{wang.agent_id}", version=1, disabled=True, name="Wang Li")
    assert (changed["disabled"], changed["name"], changed["version"]) == (True, "Wang Li", 2)
    with pytest.raises(Refused, match="forbidden"):
        wang.rest.get("/me")
    assert wang.rest.post("/auth/sign-in", email=wang.email, password=PASSWORD)["memberships"] == []


@pytest.mark.feature("S-01")
def test_a_deleted_agent_gives_back_their_visitor_and_leaves_their_phrases_to_a_colleague(company: Company) -> None:
    """In the middle of a conversation: the visitor waits again, and a colleague goes on."""
    li, bo = company.add_agent("Li"), company.add_agent("Bo")
    li.rest.post("/canned-phrases", title="Price", text="Twelve", shortcut="price", scope="personal", folder="")

    async def play() -> tuple[str, list[str]]:
        async with desk(company, li) as agent, desk(company, bo) as colleague:
            visitor, conversation_id = await Person(company).opened()
            await agent.say("chat", "accept", conversation_id=conversation_id)
            await agent.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
            await agent.send(conversation_id, "Good day")
            company.admin.rest.call("DELETE", f"/agents/{li.agent_id}?heir_id={bo.agent_id}")
            await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "queued")
            await colleague.say("chat", "accept", conversation_id=conversation_id)
            await colleague.send(conversation_id, "I go on")
            said = messages(await visitor.sync(conversation_id))
            await visitor.close()
            return conversation_id, said

    conversation_id, said = asyncio.run(play())
    assert said[-2:] == ["Good day", "I go on"]
    with pytest.raises(Refused, match="forbidden"):
        li.rest.get("/me")
    assert [each["text"] for each in bo.rest.get("/canned-phrases")["phrases"]] == ["Twelve"]
    log = company.admin.rest.get(f"/conversations/{conversation_id}/log")
    assert {entry["by"]["name"] for entry in log["entries"] if entry["by"]["role"] == "agent"} == {"Li", "Bo"}


def test_an_existing_account_joins_a_second_company(stack: Running, company: Company) -> None:
    with Company.sign_up(stack, "Second") as second:
        department = second.departments()[0]["department_id"]
        second.admin.rest.post("/agents", email=company.admin.email, name="Ada", number="77", department_ids=[department])
        mail = stack.wait_for_mail(company.admin.email, lambda mail: "Second" in mail["Subject"])
        assert "/admin/index.html" in mail["BodyText"]
        session = company.admin.rest.sign_in(company.admin.email, PASSWORD)
        assert {each["company"]: each["role"] for each in session["memberships"]} == {"Test company": "admin", "Second": "agent"}
        both = {each["tenant_id"]: each["agent_id"] for each in session["memberships"]}
        for tenant, agent in both.items():
            rest = Rest(stack.api_url, token=session["access_token"], tenant=tenant)
            assert rest.get("/me")["agent_id"] == agent
        company.admin.rest.tenant = next(each["tenant_id"] for each in session["memberships"] if each["role"] == "admin")


@pytest.mark.feature("W-09", "L-03")
def test_a_left_message_is_answered_by_mail(company: Company) -> None:
    admin, email = company.admin.rest, f"li-{secrets.token_hex(4)}@parlor.example"
    taken = leave_message(company, email=email, text="Is <i>Longjing</i> in stock?", page_url="https://tea.example/longjing")
    listed = admin.get("/left-messages", state="open")["left_messages"]
    assert [each["text"] for each in listed if each["left_message_id"] == taken] == ["Is <i>Longjing</i> in stock?"]
    answered = admin.post(f"/left-messages/{taken}/answer", version=1, text="Yes <3 it is.")
    assert (answered["state"], answered["answered_by"]) == ("answered", "Ada Admin")
    mail = company.stack.wait_for_mail(email, lambda mail: "answered" in mail["Subject"])
    assert "Yes <3 it is." in mail["BodyText"]
    assert "Yes &lt;3 it is." in mail["BodyHtml"]
    assert "<i>Longjing</i>" not in mail["BodyHtml"]
    with pytest.raises(Refused, match="conflict"):
        admin.post(f"/left-messages/{taken}/answer", version=1, text="Again.")
    receipt = company.stack.wait_for_mail(email, lambda mail: "received" in mail["Subject"])
    assert "Longjing" not in receipt["BodyText"]
    assert len(company.stack.mails(email)) == 2
    _the_visitor_writes_on(company, taken, mail["BodyText"])


def _the_visitor_writes_on(company: Company, taken: str, mail: str) -> None:
    """From the mail, without signing in; a colleague works it through to the end."""
    admin, api, address = company.admin.rest, Rest(company.stack.api_url), f"/left-messages/{taken}"
    token = re.findall(r"letter\.html#(\S+)", mail)[0]
    lin = company.add_agent("Lin")
    assigned = admin.patch(address, version=2, assignee_id=lin.agent_id, state="working")
    noted = admin.post(f"{address}/notes", version=assigned["version"], text="Regular customer")
    assert lin.rest.get("/left-messages", assignee="me")["unread"] == 1
    assert lin.rest.get(address)["entries"][-1]["text"] == "Regular customer"
    assert "unread" not in lin.rest.get("/left-messages", assignee="me")

    said = {"token": token, "client_id": new_ulid(now_ms()), "text": "Two tins then."}
    letter = [api.post("/widget/letter/entries", **said) for _ in range(2)][1]
    assert [(each["by"], each["text"]) for each in letter["entries"]] == [
        ("visitor", "Is <i>Longjing</i> in stock?"),
        ("agent", "Yes <3 it is."),
        ("visitor", "Two tins then."),
    ]
    listed = lin.rest.get("/left-messages", assignee="me", state="todo")
    assert (listed["unread"], listed["left_messages"][0]["state"]) == (1, "working")
    with pytest.raises(Refused, match="conflict"):
        lin.rest.post(f"{address}/answer", version=noted["version"], text="Sent.")
    version = lin.rest.get(address)["left_message"]["version"]
    assert lin.rest.post(f"{address}/answer", version=version, text="Sent.")["state"] == "answered"
    assert lin.rest.patch(address, version=version + 1, state="closed")["state"] == "closed"
    audit = admin.get("/audit", kind="left_message", **around_today())["entries"]
    assert [each["action"] for each in audit if each["about_id"] == taken] == [
        "change_left_message",
        "answer_left_message",
        "note_left_message",
        "change_left_message",
        "answer_left_message",
    ]
    with pytest.raises(Refused, match="unauthorized"):
        api.post("/widget/letter", token=token[:-2] + "xx")


@pytest.mark.feature("A-01")
def test_the_stream_counts_what_happens(stack: Running) -> None:
    with Company.sign_up(stack, "Counting", time_zone="Asia/Tokyo") as company:
        for _ in range(3):
            leave_message(company)
        admin = company.admin.rest

        def report() -> dict[str, Any] | None:
            found = admin.get("/reports/consultations", grain="day", **around_today())
            return found if found["offline"] == 3 else None

        found = wait_until(report, 60, "the count of left messages")
        assert (found["total"], found["online"], found["before_total"], found["time_zone"]) == (3, 0, 0, "Asia/Tokyo")
        today = (datetime.now(UTC) + timedelta(hours=9)).date()
        assert {point["at"]: point["offline"] for point in found["points"]}[str(today)] == 3
        by_hour = admin.get("/reports/consultations", grain="hour", **around_today())
        assert sum(point["offline"] for point in by_hour["points"]) == 3
        home = admin.get("/home")
        assert (home["day"]["today"]["left_messages"], home["left_messages"]) == (3, 3)


@pytest.mark.feature("P-07")
def test_another_companys_things_do_not_exist(stack: Running, company: Company) -> None:
    with Company.sign_up(stack, "Stranger") as stranger:
        mine, theirs = company.admin.rest, stranger.admin.rest
        message = leave_message(stranger)
        department = stranger.departments()[0]["department_id"]
        attempts: list[tuple[str, str, dict[str, Any] | None]] = [
            ("POST", f"/left-messages/{message}/answer", {"version": 1, "text": "Mine."}),
            ("PATCH", f"/left-messages/{message}", {"version": 1, "state": "closed"}),
            ("POST", f"/left-messages/{message}/notes", {"version": 1, "text": "Mine."}),
            ("GET", f"/left-messages/{message}", None),
            ("PATCH", f"/departments/{department}", {"version": 1, "name": "Mine"}),
            ("DELETE", f"/departments/{department}", None),
            ("PATCH", f"/agents/{stranger.admin.agent_id}", {"version": 1, "name": "Mine"}),
            ("PATCH", f"/styles/{stranger.style_id}", {"version": 1, "name": "Mine"}),
            ("POST", "/agents", {"email": "x@parlor.example", "name": "X", "number": "55", "department_ids": [department]}),
        ]
        for method, path, body in attempts:
            with pytest.raises(Refused) as refusal:
                mine.call(method, path, body)
            assert (refusal.value.status, refusal.value.code) == (404, "not_found"), path
        intruder = Rest(stack.api_url, token=mine.token, tenant=stranger.tenant_id)
        for path in ("/me", "/desk", "/agents", "/left-messages", "/visitors", "/company"):
            with pytest.raises(Refused, match="forbidden"):
                intruder.get(path)
        assert theirs.get("/left-messages")["left_messages"][0]["state"] == "open"
        assert [each["name"] for each in stranger.departments()] == ["Sales", "Support"]


def test_the_widget_is_answered_from_any_site_and_nothing_else_is(company: Company) -> None:
    rest = company.admin.rest
    origin = {"Origin": "https://tea.example", "Content-Type": "text/plain;charset=UTF-8"}
    body = f'{{"tenant_id":"{company.tenant_id}","style_id":"{company.style_id}"}}'
    visit = rest.session.post(f"{rest.base}/widget/visit", data=body, headers=origin, timeout=30)
    assert (visit.status_code, visit.headers["Access-Control-Allow-Origin"]) == (200, "*")
    preflight = rest.session.options(f"{rest.base}/widget/left-messages", headers=origin, timeout=30)
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (204, "*")
    for path in ("/me", "/auth/sign-in"):
        assert "Access-Control-Allow-Origin" not in rest.session.options(rest.base + path, headers=origin, timeout=30).headers


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("DELETE", "/company", None, 405, "method_not_allowed"),
        ("PATCH", "/company", {"version": 1, "surprise": 1}, 400, "unknown_field"),
        ("PATCH", "/company", {"version": "1"}, 400, "invalid"),
        ("PATCH", "/company", {"version": 1, "company": "x" * 81}, 400, "too_long"),
        ("GET", "/agents?surprise=1", None, 400, "unknown_field"),
        ("GET", "/conversations?from=2026-02-01&to=2026-01-01", None, 400, "invalid"),
        ("GET", "/reports/visits?from=1999-01-01&to=2026-01-01&grain=day", None, 400, "invalid"),
        ("GET", "/conversations/nonsense/log", None, 404, "not_found"),
        ("POST", "/widget/left-messages", {"visitor_token": "x", "client_id": "1", "email": "x", "text": ""}, 400, "invalid"),
    ],
)
def test_bad_input_is_a_problem_that_names_it(
    company: Company, method: str, path: str, body: dict[str, Any] | None, status: int, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        company.admin.rest.call(method, path, body)
    assert (refusal.value.status, refusal.value.code) == (status, code)
    assert {"code", "message", "status"} <= set(refusal.value.problem)


def test_the_link_to_unsubscribe_is_signed(company: Company) -> None:
    answer = company.admin.rest.session.get(f"{company.stack.api_url}/unsubscribe?token=v1.u.W10.AAAA", timeout=30)
    assert answer.status_code == 401
    assert not re.search("Traceback|File", answer.text)
