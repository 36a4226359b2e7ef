"""How people come in, over the deployed template: sessions, the second factor with real codes, addresses, the sign-in log."""

import asyncio
import time
from typing import Any

import pytest

from scripts.rest import Refused, Rest
from tests.company import PASSWORD, Company, Staff
from tests.people import desk
from tests.running import wait_until
from tests.totp import totp


def from_elsewhere(company: Company, address: str = "", device: str = "") -> Rest:
    """A browser of somebody's, with another name of itself, at another network address."""
    rest = Rest(company.stack.api_url)
    headers = {"X-Forwarded-For": f"{address}, 10.0.0.1"} if address else {}
    rest.session.headers.update(headers | ({"User-Agent": device} if device else {}))
    return rest


def refusal_of(ask: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        ask()
    return refusal.value


def change_rules(admin: Staff, **changes: Any) -> dict[str, Any]:
    return admin.rest.patch("/sign-in-rules", version=admin.rest.get("/sign-in-rules")["version"], **changes)


def cookie_of(rest: Rest) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{each.name}={each.value}" for each in rest.session.cookies)}


@pytest.mark.feature("S-08")
def test_a_sign_in_that_is_ended_loses_its_desk_its_requests_and_its_cookie_at_once(company: Company) -> None:
    su = company.add_agent("Su")
    phone = from_elsewhere(company, "36.27.0.1", "Mozilla/5.0 (iPhone) Safari/605")
    phone.sign_in(su.email, PASSWORD)

    async def end_the_phone() -> None:
        tab = desk(company, Staff(su.email, phone, su.agent_id))
        await tab.connect()
        told = tab.coming(lambda frame: frame["type"] == "signed_out")
        listed = await asyncio.to_thread(su.rest.get, "/me/sessions")
        mine, other = sorted(listed["sessions"], key=lambda each: not each.get("current", False))
        assert (other["device"], other["place"]["country"], other["address"]) == ("Mozilla/5.0 (iPhone) Safari/605", "中国", "36.27.0.1")
        await asyncio.to_thread(su.rest.call, "DELETE", f"/me/sessions/{other['session_id']}")
        assert (await asyncio.wait_for(told, 60))["by"] == "Su"
        assert tab._reader is not None
        await asyncio.wait_for(asyncio.shield(tab._reader), 60)
        assert mine["current"]

    asyncio.run(end_the_phone())
    assert refusal_of(lambda: phone.get("/me")).status == 401
    url = f"{company.stack.api_url}/auth/refresh"
    assert phone.session.post(url, headers=cookie_of(phone), timeout=30).status_code == 401
    assert su.rest.get("/me")["name"] == "Su"
    access = company.admin.rest.get(f"/agents/{su.agent_id}/access")
    assert len(access["sessions"]) == 1
    assert company.admin.rest.call("DELETE", f"/agents/{su.agent_id}/sessions") == {"ended": 1}
    assert refusal_of(lambda: su.rest.get("/me")).status == 401


@pytest.mark.feature("S-08", "L-06")
def test_a_second_factor_with_real_codes_and_what_the_sign_in_log_tells_of_it(company: Company) -> None:
    lin = company.add_agent("Lin")
    change_rules(company.admin, second_factor="roles", second_factor_roles=["agent"])
    # Functions remember rules for some seconds.
    wait_until(lambda: Rest(company.stack.api_url).sign_in(lin.email, PASSWORD)["memberships"][0].get("held"), 60, "what is held up")
    held = Rest(company.stack.api_url)
    held.sign_in(lin.email, PASSWORD)
    assert refusal_of(lambda: held.get("/me")).code == "held"
    secret = held.post("/me/authenticator")["secret"]
    assert refusal_of(lambda: held.post("/me/second-factor", code="000000")).code == "wrong_code"
    codes = held.post("/me/second-factor", code=totp(secret))["recovery_codes"]
    assert held.get("/me")["name"] == "Lin"

    rest = Rest(company.stack.api_url)
    asked = refusal_of(lambda: rest.sign_in(lin.email, PASSWORD))
    assert (asked.status, asked.code) == (403, "second_factor_required")
    challenge = asked.problem["challenge"]
    assert refusal_of(lambda: rest.post("/auth/code", challenge=challenge, code=totp(secret, time.time() - 3_600))).code == "wrong_code"
    assert rest.post("/auth/code", challenge=challenge, code=totp(secret))["memberships"]
    recovery = {"email": lin.email, "password": PASSWORD, "recovery_code": codes[0]}
    assert rest.post("/auth/recovery", **recovery)["memberships"]
    assert refusal_of(lambda: rest.post("/auth/recovery", **recovery)).code == "wrong_code"
    assert refusal_of(lambda: rest.sign_in(lin.email, PASSWORD)).code == "second_factor_required"

    company.admin.rest.call("DELETE", f"/agents/{lin.agent_id}/second-factor")
    assert rest.sign_in(lin.email, PASSWORD)["memberships"][0]["held"] == ["second_factor"]
    change_rules(company.admin, second_factor="own")

    def told() -> bool:
        today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3_600))
        log = company.admin.rest.get("/sign-ins", **{"from": today, "to": today, "agent_id": lin.agent_id})["entries"]
        ways = {each.get("way", "password") for each in log if "reason" not in each}
        return {"password", "code", "recovery", "first_password"} <= ways and {"code", "recovery_code"} <= {
            each.get("reason") for each in log
        }

    wait_until(told, 60, "each way in and each refusal in the log")


@pytest.mark.feature("S-08")
def test_nobody_comes_in_from_a_network_that_the_company_does_not_allow(company: Company) -> None:
    wu = company.add_agent("Wu")
    here = company.admin.rest.get("/sign-in-rules")["your_address"]
    locked = refusal_of(lambda: change_rules(company.admin, addresses=[{"range": "198.51.100.0/24"}]))
    assert (locked.code, locked.problem["field"]) == ("locks_out", "addresses")
    change_rules(company.admin, addresses=[{"range": here, "note": "Here"}, {"range": "2001:db8::/32"}])
    outside = from_elsewhere(company, "203.0.113.9")

    def refused() -> bool:
        try:
            outside.sign_in(wu.email, PASSWORD)
        except Refused as refusal:
            return refusal.code == "address_refused"
        return False

    wait_until(refused, 60, "the rule to hold")
    assert from_elsewhere(company, "2001:db8::7").sign_in(wu.email, PASSWORD)["memberships"]
    outside.token, outside.tenant = wu.rest.token, wu.rest.tenant
    assert refusal_of(lambda: outside.post("/socket-ticket")).code == "address_refused"
    url = f"{company.stack.api_url}/auth/refresh"
    answer = outside.session.post(url, headers=cookie_of(wu.rest), timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (403, "address_refused")
    change_rules(company.admin, addresses=[])
    wait_until(lambda: not refused(), 60, "the rule to be gone")
    assert wu.rest.post("/socket-ticket")["ticket"]
