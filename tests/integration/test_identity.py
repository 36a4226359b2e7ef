"""Signed identity (ID 管理) through the deployed API: two devices, one visitor; what does not fit is anonymous and warned of."""

import asyncio
import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from scripts.rest import Refused
from tests.company import Company, Staff
from tests.people import Person, desk, seen_of
from tests.running import wait_until


def sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()


def user(secret: str, user_id: str, **more: Any) -> dict[str, Any]:
    return {"user_id": user_id, "hmac": sign(secret, user_id)} | more


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin", ceiling=50)


def secret_of(company: Company) -> str:
    found: str = company.admin.rest.post("/identity/secret")["secret"]
    return found


@pytest.mark.feature("W-19")
def test_one_user_on_two_devices_is_one_visitor_whom_the_agent_knows(company: Company, lin: Staff) -> None:
    secret = secret_of(company)
    phone, computer = Person(company), Person(company)
    phone.says = {"identity": user(secret, "customer-7", name="Li Na", email="li@example.com", attributes={"level": "gold", "cart": 320})}
    whole = json.dumps({"user_id": "customer-7", "name": "Li Na", "attributes": {"level": "gold", "cart": 480}})
    computer.says = {"identity": {"data": whole, "hmac": sign(secret + ".data", whole)}}

    async def talk() -> None:
        async with desk(company, lin) as agent:
            tab, conversation_id = await phone.opened()
            async with tab:
                await tab.say("track", "page", url="https://tea.example/", title="Tea")
                await agent.until(lambda frame: seen_of(frame, phone.visitor_id).get("name") == "Li Na")
                seen = await asyncio.to_thread(lin.rest.get, f"/visitors/{phone.visitor_id}/card")
                said = seen["profile"]["identity"]
                assert (said["user_id"], said["attributes"]) == ("customer-7", {"level": "gold", "cart": "320"})
                assert "signed" not in said, "only the user's id is"
                other = computer.tab()
                async with other:
                    assert (phone.visit["identity"], computer.visit["identity"]) == ("verified", "verified")
                    assert computer.visitor_id == phone.visitor_id
                    assert computer.visit["conversation"]["conversation_id"] == conversation_id, "it goes on at the other device"
                seen = await asyncio.to_thread(lin.rest.get, f"/visitors/{phone.visitor_id}/card")
                assert (seen["profile"]["identity"]["attributes"]["cart"], seen["profile"]["identity"]["signed"]) == ("480", True)

    asyncio.run(talk())
    user_visitor = computer.visitor_id
    computer.says = {"identity": user(secret, "customer-8")}
    assert computer.start()["visitor_id"] != user_visitor
    assert "conversation" not in computer.visit, "who signs in at the same computer sees nothing of the former"
    computer.says = {"identity": user(secret, "customer-7")}
    assert computer.start()["visitor_id"] == user_visitor
    computer.says = {"identity": None}
    anonymous = computer.start()["visitor_id"]
    assert anonymous != user_visitor
    assert "conversation" not in computer.visit
    assert computer.start()["visitor_id"] == anonymous


@pytest.mark.feature("W-19")
def test_a_signature_that_does_not_fit_is_anonymous_and_the_company_is_warned(company: Company) -> None:
    old = secret_of(company)
    with Company.sign_up(company.stack, "Other company") as other:
        theirs = secret_of(other)
    browser = Person(company, says={"identity": user(old, "customer-9")})
    mine = browser.start()["visitor_id"]
    browser.says = {"identity": user(theirs, "customer-9")}
    visit = browser.start()
    assert (visit["identity"], visit["visitor_id"] != mine, "socket" in visit) == ("refused", True, True)
    report = company.admin.rest.get("/identity")["report"]
    assert (report["last_warned"], report["warnings"] >= 1, "last_verified_at" in report) == ("wrong_hmac", True, True)
    tried = company.admin.rest.post("/identity/try", user_id="customer-9", hmac=sign(old, "customer-9\n"))
    assert (tried["verified"], tried["hint"]) == (False, "line_end")

    version = company.admin.rest.get("/identity")["version"]
    company.admin.rest.post("/identity/rotate", version=version, overlap_hours=24)
    new = secret_of(company)
    for secret in (old, new):
        browser.says = {"identity": user(secret, "customer-9")}
        # A warm function knows of the rotation after three seconds.
        wait_until(lambda: browser.start()["visitor_id"] == mine, what="for a day, both hold")
    company.admin.rest.post("/identity/rotate", version=version + 1, overlap_hours=0)

    async def ended() -> None:
        """A function may remember for three seconds that the secret held."""
        for _ in range(40):
            if (await asyncio.to_thread(browser.start))["identity"] == "refused":
                return
            await asyncio.sleep(0.5)
        raise AssertionError("the secret that was ended still holds")

    asyncio.run(ended())
    with pytest.raises(Refused, match="invalid"):
        company.start_visit(identity={"user_id": {"id": 1}, "hmac": "x"})
