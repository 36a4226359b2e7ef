"""Files over the real store: up by a signed form, into a message, down by a signed link; and everything that must not go."""

import asyncio
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import http_ece
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scripts.rest import Refused, Rest
from tests.company import Company, Staff
from tests.people import Person, desk
from tests.running import Running, wait_until
from tests.tab import Tab

PNG = b"\x89PNG\r\n\x1a\n" + bytes(9_000)
JPEG = b"\xff\xd8\xff\xe0" + bytes(500)
GRACE_S = 10


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    # Early: functions remember a company for some seconds.
    company.admin.rest.patch("/company", version=1, unread_grace_s=GRACE_S)
    return company.add_agent("Lin", ceiling=50)


def post(target: dict[str, Any], body: bytes, **changes: str) -> requests.Response:
    """What a browser sends to the store."""
    return requests.post(target["url"], data=target["fields"] | changes, files={"file": ("blob", body)}, timeout=30)


def announce(person: Person, conversation_id: str, **changes: Any) -> dict[str, Any]:
    said = {"name": "leaves.png", "type": "image/png", "size": len(PNG)} | changes
    return rest(person).post("/widget/files", visitor_token=person.token, conversation_id=conversation_id, **said)


def finish(person: Person, file_id: str) -> dict[str, Any]:
    return rest(person).post(f"/widget/files/{file_id}/finish", visitor_token=person.token)


def links(person: Person, conversation_id: str, *file_ids: str) -> list[dict[str, Any]]:
    asked = rest(person).post("/widget/file-links", visitor_token=person.token, conversation_id=conversation_id, file_ids=file_ids)
    found: list[dict[str, Any]] = asked.get("links", [])
    return found


def rest(person: Person) -> Rest:
    return Rest(person.company.stack.api_url)


async def talking(company: Company, agent: Tab) -> tuple[Person, Tab, str]:
    """A visitor in a conversation that the agent has."""
    person = Person(company)
    visitor, conversation_id = await person.opened()
    await agent.say("chat", "accept", conversation_id=conversation_id)
    await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "accepted")
    await agent.sync(conversation_id)
    await visitor.sync(conversation_id)
    return person, visitor, conversation_id


@pytest.mark.feature("W-04")
def test_a_visitor_s_picture_reaches_the_agent(company: Company, lin: Staff) -> None:
    async def talk() -> None:
        async with desk(company, lin) as agent:
            person, visitor, conversation_id = await talking(company, agent)
            async with visitor:
                upload = announce(person, conversation_id, width=640, height=480, thumbnail_size=len(JPEG))
                assert post(upload["target"], PNG).status_code in (200, 204)
                assert post(upload["thumbnail_target"], JPEG).status_code in (200, 204)
                early = await visitor.try_to_send(conversation_id, file_id=upload["file_id"])
                assert (early["code"], early["field"]) == ("not_uploaded", "file_id")
                assert finish(person, upload["file_id"]) == finish(person, upload["file_id"])
                await visitor.send(conversation_id, file_id=upload["file_id"])
                frame = await agent.until(lambda frame: frame["type"] == "entry" and "file" in frame["entry"])
                file = {"file_id": upload["file_id"], "name": "leaves.png", "type": "image/png", "size": len(PNG)}
                assert frame["entry"]["file"] == file | {"width": 640, "height": 480, "thumbnail": True}

                link = lin.rest.post("/file-links", conversation_id=conversation_id, file_ids=[upload["file_id"]])["links"][0]
                shown, taken = requests.get(link["url"], timeout=30), requests.get(link["download_url"], timeout=30)
                assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
                assert shown.headers["content-disposition"].startswith("inline")
                assert taken.headers["content-disposition"].startswith("attachment")
                small = requests.get(link["thumbnail_url"], timeout=30)
                assert (small.content, small.headers["content-type"]) == (JPEG, "image/jpeg")

    asyncio.run(talk())


@pytest.mark.feature("W-04")
def test_the_store_takes_only_what_was_announced(company: Company, lin: Staff) -> None:
    async def attack() -> None:
        async with desk(company, lin) as agent:
            person, visitor, conversation_id = await talking(company, agent)
            async with visitor:
                upload = announce(person, conversation_id)
                target, file_id = upload["target"], upload["file_id"]
                for body, changes in (
                    (PNG + b"x", {}),
                    (PNG[:-1], {}),
                    (PNG, {"Content-Type": "text/html"}),
                    (PNG, {"key": target["fields"]["key"].replace("pending/", "files/")}),
                    (PNG, {"policy": ""}),
                ):
                    assert post(target, body, **changes).status_code in (400, 403), changes
                refuse(lambda: finish(person, file_id), "not_uploaded", "size")

                page = announce(person, conversation_id)
                assert post(page["target"], b"<html><script>alert(1)</script>".ljust(len(PNG))).status_code in (200, 204)
                refuse(lambda: finish(person, page["file_id"]), "invalid", "type")
                for name, kind, field in (
                    ("a.html", "text/html", "type"),
                    ("a.svg", "image/svg+xml", "type"),
                    ("a.exe", "text/plain", "name"),
                ):
                    refuse(lambda name=name, kind=kind: announce(person, conversation_id, name=name, type=kind), "invalid", field)

                other = Person(company)
                tab, theirs = await other.opened()
                async with tab:
                    assert post(target, PNG).status_code in (200, 204)
                    refuse(lambda: finish(other, file_id), "not_found", "file_id")
                    finish(person, file_id)
                    refuse(lambda: announce(other, conversation_id), "not_found", "conversation_id")
                    refuse(lambda: links(other, conversation_id, file_id), "not_found", "conversation_id")
                    assert links(other, theirs, file_id) == []
                    assert len(links(person, conversation_id, file_id)) == 1
                key = target["fields"]["key"].replace("pending/", "files/")
                naked = f"{company.stack.outputs['UploadsBucket']}/{key}"
                assert requests.get(f"{target['url'].rpartition('/')[0]}/{naked}", timeout=30).status_code == 403

    asyncio.run(attack())


def refuse(ask: Callable[[], Any], code: str, field: str | None) -> None:
    with pytest.raises(Refused) as refused:
        ask()
    assert (refused.value.code, refused.value.problem.get("field")) == (code, field)


@pytest.mark.feature("W-04")
def test_browsers_of_the_sites_may_upload_and_read(company: Company, lin: Staff) -> None:
    async def look() -> None:
        async with desk(company, lin) as agent:
            person, visitor, conversation_id = await talking(company, agent)
            async with visitor:
                target = announce(person, conversation_id)["target"]
                origin = {"Origin": "https://parlor.example"}
                asked = origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
                allowed = requests.options(target["url"], headers=asked, timeout=30)
                assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "*")
                put = requests.post(target["url"], data=target["fields"], files={"file": ("blob", PNG)}, headers=origin, timeout=30)
                assert put.headers["access-control-allow-origin"] == "*"

    asyncio.run(look())


@pytest.mark.feature("D-04")
def test_an_agent_sends_a_common_file(company: Company, lin: Staff) -> None:
    said = {"name": "prices.pdf", "type": "application/pdf", "size": 8}
    admin = company.admin.rest
    upload = admin.post("/files", **said)
    assert post(upload["target"], b"%PDF-1.7").status_code in (200, 204)
    admin.post(f"/files/{upload['file_id']}/finish")
    admin.post("/shared-files", file_id=upload["file_id"], title="Prices", folder="Sales")

    async def talk() -> None:
        async with desk(company, lin) as agent:
            person, visitor, conversation_id = await talking(company, agent)
            async with visitor:
                assert links(person, conversation_id, upload["file_id"]) == []
                file_id = lin.rest.get("/shared-files")["files"][0]["file_id"]
                await agent.send(conversation_id, file_id=file_id)
                await visitor.until(lambda frame: frame["type"] == "entry" and "file" in frame["entry"])
                link = links(person, conversation_id, file_id)[0]
                got = requests.get(link["url"], timeout=30)
                assert (got.content, got.headers["content-type"]) == (b"%PDF-1.7", "application/octet-stream")
                assert got.headers["content-disposition"].startswith("attachment")

    asyncio.run(talk())


@pytest.mark.feature("W-18")
def test_a_visitor_keeps_the_conversation(company: Company, lin: Staff, stack: Running) -> None:
    async def talk() -> tuple[Person, str]:
        async with desk(company, lin) as agent:
            person, visitor, conversation_id = await talking(company, agent)
            async with visitor:
                await visitor.send(conversation_id, "Is <b>Longjing</b> in stock?")
                await agent.send(conversation_id, "Yes.")
            return person, conversation_id

    person, conversation_id = asyncio.run(talk())
    asked = {"visitor_token": person.token, "conversation_id": conversation_id, "language": "en"}
    page = rest(person).post("/widget/transcript", **asked)["html"]
    assert "Is &lt;b&gt;Longjing&lt;/b&gt; in stock?" in page
    assert "Yes." in page
    email = f"keeper-{company.mark}@parlor.example"
    assert rest(person).post("/widget/transcript", **asked, email=email) == {}
    assert "Longjing" in stack.wait_for_mail(email)["BodyHtml"]
    asked["visitor_token"] = Person(company).start()["visitor_token"]
    refuse(lambda: rest(person).post("/widget/transcript", **asked), "not_found", "conversation_id")


class Browser:
    """A visitor's browser with its push service."""

    def __init__(self, port: int) -> None:
        self.key, self.secret = generate_private_key(SECP256R1()), bytes(16)
        self.endpoint = f"http://localhost:{port}/push"
        self.got: list[bytes] = []

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": urlsafe_b64encode(point).decode(), "auth": urlsafe_b64encode(self.secret).decode()}

    def notices(self) -> list[dict[str, str]]:
        return [json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")) for body in self.got]


@contextmanager
def browser_with_push() -> Iterator[Browser]:
    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            browser.got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("localhost", 0), Service) as server:
        browser = Browser(server.server_port)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield browser
        server.shutdown()
        thread.join()


@pytest.mark.feature("W-28")
def test_an_unread_answer_comes_by_push_and_its_link_opens_the_same_conversation(company: Company, lin: Staff) -> None:
    async def talk() -> tuple[Person, str]:
        async with desk(company, lin) as agent:
            person, visitor, conversation_id = await talking(company, agent)
            subscription = {"endpoint": browser.endpoint, "keys": browser.keys}
            rest(person).post("/widget/push-subscription", visitor_token=person.token, **subscription)
            async with visitor:
                pass
            await agent.send(conversation_id, "Your tea is on its way.")
        return person, conversation_id

    with browser_with_push() as browser:
        assert len(Rest(company.stack.api_url).get("/widget/push-key")["key"]) == 87
        person, conversation_id = asyncio.run(talk())
        wait_until(lambda: browser.got, 60, "a push message")
    notice = browser.notices()[0]
    assert (notice["company"], notice["text"]) == (company.name, "Your tea is on its way.")
    address, _, token = notice["url"].partition("#resume=")
    assert address == f"{company.stack.site_url}/widget/chat.html"
    resumed = Rest(company.stack.api_url).post("/widget/resume", token=token)
    assert (resumed["tenant_id"], resumed["style_id"]) == (company.tenant_id, company.style_id)
    visit = company.start_visit(resumed["visitor_token"])
    assert (visit["visitor_id"], visit["conversation"]["conversation_id"]) == (person.visitor_id, conversation_id)
    refuse(lambda: Rest(company.stack.api_url).post("/widget/resume", token=person.token), "unauthorized", None)
