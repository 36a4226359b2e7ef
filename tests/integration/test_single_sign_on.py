"""Single sign-on through the deployed API and the user pool's own pages, with a provider and a name server of the tests."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from parlor.domain.single_sign_on import domain_of
from scripts.paths import DNS_PORT
from scripts.rest import Refused, Rest
from tests.company import PASSWORD, Company
from tests.provider import CLIENT, SECRET, NameServer, Provider, name_server, provider
from tests.running import Running, wait_until

REMEMBERED_S = 3.5
"""A little longer than functions remember a company (storage/memory.py)."""


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with name_server(DNS_PORT) as server:
        yield server


@pytest.fixture(scope="module")
def theirs() -> Iterator[Provider]:
    with provider() as running:
        yield running


def prove(company: Company, names: NameServer, domain: str) -> dict[str, Any]:
    rest = company.admin.rest
    settings = rest.post("/sign-on/domains", version=rest.get("/sign-on")["version"], domain=domain)
    wanted = next(each for each in settings["domains"] if each["domain"] == domain)
    names.records.setdefault(wanted["record_name"], []).append(wanted["record_value"])
    return rest.post("/sign-on/domains/prove", version=settings["version"], domain=domain)


def set_up(company: Company, theirs: Provider, **more: Any) -> dict[str, Any]:
    rest = company.admin.rest
    oidc = {"kind": "oidc", "issuer": theirs.url, "client_id": CLIENT, "client_secret": SECRET}
    return rest.patch("/sign-on", version=rest.get("/sign-on")["version"], **(oidc | more))


@dataclass
class Came:
    """`problem`: what the sign-in page would say, empty for who came in. `cookie` is the refresh token."""

    problem: str
    cookie: str
    session: dict[str, Any]
    rest: Rest


def begin(stack: Running, email: str) -> tuple[str, str]:
    """Where the browser is sent, and its mark."""
    answer = requests.post(f"{stack.api_url}/auth/sso", json={"email": email}, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["url"], re.findall(r"parlor_sso=([^;]+); .*HttpOnly; Secure; SameSite=Lax", answer.headers["Set-Cookie"])[0]


def provider_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["identity_provider"][0]


def walk(url: str) -> str:
    """To the provider and back, as far as our own address."""
    for _ in range(6):
        answer = requests.get(url, allow_redirects=False, timeout=30)
        if answer.status_code == 200:
            form = dict(re.findall(r'name="(\w+)" value="([^"]+)"', answer.text))
            answer = requests.post(re.findall(r'action="([^"]+)"', answer.text)[0], form, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text
        url = unescape(answer.headers["Location"])
        if "/auth/sso/callback" in url:
            return url
    raise AssertionError(url)


def land(stack: Running, url: str, browser: str) -> Came:
    answer = requests.get(url, headers={"Cookie": f"parlor_sso={browser}"}, allow_redirects=False, timeout=30)
    assert answer.status_code == 302
    target = answer.headers["Location"]
    assert target.startswith(f"{stack.site_url}/admin/index.html")
    assert "code=" not in target, "the code stays between the pool and us"
    problem = parse_qs(urlsplit(target).fragment.partition("?")[2]).get("problem", [""])[0]
    cookie = (re.findall(r"parlor_refresh=([^;]+); .*HttpOnly; Secure; SameSite=Strict", answer.headers.get("Set-Cookie", "")) or [""])[0]
    rest = Rest(stack.api_url)
    session = refresh(stack, cookie) if cookie else {}
    if session:
        rest._begin(session)
    return Came(problem, cookie, session, rest)


def sign_in_again(stack: Running, email: str) -> dict[str, Any] | None:
    """None as long as a function remembers that passwords are for administrators only."""
    try:
        return Rest(stack.api_url).sign_in(email, PASSWORD)
    except Refused:
        return None


def refresh(stack: Running, cookie: str) -> dict[str, Any]:
    answer = requests.post(f"{stack.api_url}/auth/refresh", headers={"Cookie": f"parlor_refresh={cookie}"}, timeout=30)
    said: dict[str, Any] = answer.json() | {"status": answer.status_code}
    return said


def come(stack: Running, theirs: Provider, email: str, **person: Any) -> Came:
    """Somebody types `email` at our sign-in and is `person` at the provider."""
    theirs.person = {"email": email} | person
    url, browser = begin(stack, email)
    return land(stack, walk(url), browser)


@pytest.mark.feature("S-08")
def test_colleagues_come_in_by_the_companys_provider(company: Company, stack: Running, names: NameServer, theirs: Provider) -> None:
    domain = f"{company.mark}.example"
    lin = company.add_agent("Lin")
    admin = company.admin.rest
    with pytest.raises(Refused, match="not_proved"):
        admin.post("/sign-on/domains/prove", version=admin.post("/sign-on/domains", version=0, domain=domain)["version"], domain=domain)
    admin.post("/sign-on/domains/remove", version=1, domain=domain)
    settings = set_up(company, theirs)
    assert "secret" not in str(settings).lower(), "nothing gives it back"
    assert begin(stack, f"x@{domain}")[0] == begin(stack, "x@nobody.example")[0] == "", "a domain that is not proved leads nowhere"
    prove(company, names, domain)
    prove(company, names, "parlor.example")

    # A colleague who was invited, and one whom nobody has added.
    came = come(stack, theirs, lin.email, sub="lin-1", name="Lin of the provider")
    assert (came.problem, came.session["email"], len(came.session["memberships"])) == ("", lin.email, 1)
    me = came.rest.get("/me")
    assert (me["agent_id"], me["name"], me["role"]) == (lin.agent_id, "Lin", "agent"), "who they are here is the company's business"
    assert come(stack, theirs, f"new@{domain}", sub="new-1").problem == "sso_not_invited"
    assert come(stack, theirs, lin.email, sub="lin-2").problem == "sso_other_person", "the first one is it"
    assert come(stack, theirs, f"liar@{domain}", sub="liar", email_verified=False).problem == "sso_unverified"

    department = company.departments()[1]["department_id"]
    settings = set_up(company, theirs, joining="anybody", department_ids=[department])
    newcomer = come(stack, theirs, f"new@{domain}", sub="new-1", name="Nia New", email_verified=True)
    me = newcomer.rest.get("/me")
    assert (me["name"], me["role"], me["department_ids"], newcomer.problem) == ("Nia New", "agent", [department], "")
    assert newcomer.rest.post("/socket-ticket")["ticket"]
    theirs.person = {"sub": "else", "email": "somebody@elsewhere.example"}
    url, browser = begin(stack, f"new@{domain}")
    assert land(stack, walk(url), browser).problem == "sso_foreign_address", "what counts is what the provider says"
    today = datetime.now(UTC).date()
    days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1)), "kind": "sign_in"}
    refused = {each.get("right") for each in admin.get("/audit", **days)["entries"]}
    assert {"sso_not_invited", "sso_other_person", "sso_unverified", "sso_foreign_address"} <= refused, "the administrator can see why"

    # Passwords are for administrators only.
    admin.patch("/sign-on", version=settings["version"], required=True)
    time.sleep(REMEMBERED_S)
    with pytest.raises(Refused, match="sso_required"):
        Rest(stack.api_url).sign_in(lin.email, PASSWORD)
    with pytest.raises(Refused, match="sso_required"):
        lin.rest.get("/me")
    assert came.rest.get("/me")["agent_id"] == lin.agent_id
    assert Rest(stack.api_url).sign_in(company.admin.email, PASSWORD)["memberships"]

    # Signed out, and out altogether.
    assert refresh(stack, newcomer.cookie)["status"] == 200
    requests.post(f"{stack.api_url}/auth/sign-out", headers={"Cookie": f"parlor_refresh={newcomer.cookie}"}, timeout=30)
    assert refresh(stack, newcomer.cookie)["status"] == 401
    admin.post("/sign-on/remove", version=admin.get("/sign-on")["version"])
    assert refresh(stack, came.cookie)["status"] == 401, "the provider's word holds no longer"
    assert wait_until(lambda: sign_in_again(stack, lin.email), 20, "the password to be good again")["memberships"]
    assert begin(stack, f"x@{domain}")[0] == ""


@pytest.mark.feature("S-08")
def test_saml_and_another_companys_provider(company: Company, stack: Running, names: NameServer, theirs: Provider) -> None:
    with Company.sign_up(stack, "Other company") as other, provider() as foreign:
        domain = f"other-{other.mark}.example"
        prove(other, names, domain)
        settings = set_up(
            other,
            foreign,
            kind="saml",
            metadata=foreign.metadata(),
            email_from="mail",
            joining="anybody",
            department_ids=[other.departments()[0]["department_id"]],
        )
        foreign.acs = settings["saml_callback"]
        email = f"sam@{domain}"
        url, browser = begin(stack, email)
        foreign.person = {"sub": "sam", "mail": email, "name": "Sam SAML"}
        back = walk(url)
        assert land(stack, back, "another browser's mark").problem == "sso_over"
        assert land(stack, back, browser).problem == "sso_over", "a way back works once, and for nobody else"
        url, browser = begin(stack, email)
        # Functions remember a company's settings for some seconds.
        time.sleep(REMEMBERED_S)
        sam = land(stack, walk(url), browser)
        assert (sam.problem, sam.rest.get("/me")["name"]) == ("", "Sam SAML")

        # The other company's provider claims to speak of the first company's administrator.
        foreign.person = {"sub": "evil", "mail": company.admin.email, "name": "Evil"}
        url, browser = begin(stack, email)
        assert land(stack, walk(url), browser).problem == "sso_foreign_address"
        sam.rest.tenant = company.tenant_id
        with pytest.raises(Refused, match="forbidden"):
            sam.rest.get("/me")
        # The pool's page for one client, with the provider of another.
        first = set_up(company, theirs)
        address = f"x@again-{company.mark}.example"
        prove(company, names, domain_of(address))
        url, browser = begin(stack, address)
        crossed = url.replace(provider_in(url), provider_in(begin(stack, email)[0]))
        foreign.person = {"sub": "sam", "mail": address}
        # The emulator lets it pass as far as us; Cognito would not.
        assert land(stack, walk(crossed), browser).problem == "unauthorized"
        # A domain that is somebody's stays theirs as long as their record stands.
        admin = company.admin.rest
        version = admin.post("/sign-on/domains", version=admin.get("/sign-on")["version"], domain=domain)["version"]
        shown = next(each for each in admin.get("/sign-on")["domains"] if each["domain"] == domain)
        names.records[shown["record_name"]].append(shown["record_value"])
        with pytest.raises(Refused, match="exists"):
            admin.post("/sign-on/domains/prove", version=version, domain=domain)
        assert first["set_up"]
