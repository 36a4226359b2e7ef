"""Single sign-on: who may set it up, whom a provider may speak for, and what it can never reach."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from parlor.domain.ids import AgentId, TenantId
from parlor.domain.presence import AgentSocket
from parlor.domain.single_sign_on import PENDING_LIFE_S
from parlor.storage.connection import connection
from tests.fakes.api import Api, Person, Reply, colleague

OIDC = {"kind": "oidc", "issuer": "https://login.tea.example", "client_id": "parlor", "client_secret": "s3cret-of-the-client"}
METADATA = '<EntityDescriptor xmlns="x" entityID="https://idp.tea.example/1"><IDPSSODescriptor/></EntityDescriptor>'
MARK = "b" * 43


def settings(admin: Person) -> Any:
    return admin.get("/sign-on")


def change(admin: Person, **fields: Any) -> Reply:
    return admin.call("PATCH", "/sign-on", {"version": settings(admin)["version"]} | fields)


def domain(admin: Person, act: str, name: str) -> Reply:
    path = "/sign-on/domains" + (f"/{act}" if act else "")
    return admin.call("POST", path, {"version": settings(admin)["version"], "domain": name})


def prove(admin: Person, name: str = "tea.example") -> Any:
    listed = domain(admin, "", name).json["domains"]
    wanted = next(each for each in listed if each["domain"] == name)
    admin.api.names.records.setdefault(wanted["record_name"], []).append(wanted["record_value"])
    reply = domain(admin, "prove", name)
    assert reply.status == 200, reply.text
    return wanted


def set_up(admin: Person, **fields: Any) -> Any:
    reply = change(admin, **(OIDC | fields))
    assert reply.status == 200, reply.text
    return reply.json


def begin(api: Api, email: str) -> str:
    url: str = api.call("POST", "/auth/sso", {"email": email}, headers={"Cookie": f"parlor_sso={MARK}"}).json["url"]
    return url


def back(api: Api, url: str, mark: str = MARK) -> Reply:
    state = parse_qs(urlsplit(url).query)["state"][0]
    return api.call("GET", f"/auth/sso/callback?code=c&state={state}", headers={"Cookie": f"parlor_sso={mark}"})


def come(api: Api, typed: str, **person: Any) -> str:
    """What went wrong, or the refresh token of who came in."""
    api.pool.said = {"email": typed, "sub": typed} | person
    return outcome(back(api, begin(api, typed)))


def outcome(reply: Reply) -> str:
    assert reply.status == 302
    problem = urlsplit(reply.headers["location"]).fragment.partition("problem=")[2]
    return problem or reply.headers["set-cookie"].partition(";")[0].partition("=")[2]


def session(api: Api, cookie: str) -> Reply:
    return api.call("POST", "/auth/refresh", headers={"Cookie": f"parlor_refresh={cookie}"})


def person_of(api: Api, email: str, cookie: str) -> Person:
    found = session(api, cookie).json
    return Person(api, email, found, found["memberships"][0]["tenant_id"])


# --- who is who ----------------------------------------------------------------------------------------------------


def test_a_colleague_comes_in_as_the_one_whom_the_company_has_added(api: Api, admin: Person) -> None:
    lin = colleague(admin, "lin@tea.example", "7")
    set_up(admin)
    prove(admin)
    cookie = come(api, "LIN@tea.example", sub="42")
    assert cookie.startswith("sso~client1~")
    came = person_of(api, "lin@tea.example", cookie)
    assert came.agent_id == lin.agent_id
    assert come(api, "changed@tea.example", sub="42") == cookie, "whom the provider knows is who they are, whatever their address"
    assert come(api, "lin@tea.example", sub="43") == "sso_other_person"
    assert lin.call("GET", "/me").status == 200, "the password holds besides"


def test_a_provider_reaches_its_own_company_only(api: Api, admin: Person, stranger: Person) -> None:
    """The stranger's company has proved a domain, of which a colleague of the first company has an address."""
    victim = colleague(admin, "boss@victim.example", "9", role="admin")
    department = stranger.get("/departments")["departments"][0]["department_id"]
    set_up(stranger, joining="anybody", department_ids=[department])
    prove(stranger, "victim.example")
    cookie = come(api, "boss@victim.example", sub="fake")
    there = session(api, cookie).json
    assert [each["tenant_id"] for each in there["memberships"]] == [stranger.tenant], "they are somebody new, in their own company"
    fake = Person(api, "boss@victim.example", there, stranger.tenant)
    assert fake.agent_id != victim.agent_id
    assert fake.call("GET", "/me").status == 200
    fake.tenant = admin.tenant
    assert fake.call("GET", "/me").status == 403
    # Nor by an invitation: the address leads to the account with the password.
    new = {"email": "boss@victim.example", "name": "B", "number": "77", "department_ids": [department]}
    assert stranger.call("POST", "/agents", new).code == "exists"
    memberships = api.call("POST", "/auth/sign-in", {"email": "boss@victim.example", "password": "another password"}).json["memberships"]
    assert [each["tenant_id"] for each in memberships] == [admin.tenant]


def test_the_word_of_another_provider_is_none(api: Api, admin: Person, stranger: Person) -> None:
    set_up(admin)
    prove(admin)
    colleague(admin, "lin@tea.example", "7")
    set_up(stranger)
    theirs = api.pool.clients["client2"]
    assert come(api, "lin@tea.example", provider=theirs) == "unauthorized"
    assert come(api, "lin@tea.example", verified=False) == "sso_unverified"
    assert come(api, "lin@tea.example", email="") == "sso_no_email"
    assert come(api, "lin@tea.example", email="lin@elsewhere.example") == "sso_foreign_address"
    assert come(api, "lin@tea.example", verified=True).startswith("sso~")


def test_only_the_browser_that_went_comes_back_once_and_in_time(api: Api, admin: Person) -> None:
    colleague(admin, "lin@tea.example", "7")
    set_up(admin)
    prove(admin)
    api.pool.said = {"email": "lin@tea.example", "sub": "42"}
    url = begin(api, "lin@tea.example")
    assert outcome(back(api, url, mark="x" * 43)) == "sso_over"
    assert outcome(back(api, url)) == "sso_over", "who tries has used it up"
    url = begin(api, "lin@tea.example")
    assert outcome(back(api, url)).startswith("sso~")
    assert outcome(back(api, url)) == "sso_over"
    assert api.pool.pending is not None
    assert api.pool.pending.nonce in url
    assert api.pool.pending.verifier not in url
    url = begin(api, "lin@tea.example")
    api.clock.now += (PENDING_LIFE_S + 1) * 1000
    assert outcome(back(api, url)) == "sso_over"
    url = begin(api, "lin@tea.example")
    set_up(admin, issuer="https://new.tea.example")
    assert outcome(back(api, url)) == "sso_over", "the provider was replaced meanwhile"
    for query in ("error=access_denied&error_description=x&state=s", "state=s", "code=c"):
        assert outcome(api.call("GET", f"/auth/sso/callback?{query}")) == "sso_refused"
    assert begin(api, "x@nobody.example") == ""


def test_two_tabs_share_the_mark_of_the_browser(api: Api) -> None:
    first = api.call("POST", "/auth/sso", {"email": "x@nobody.example"})
    mark = first.headers["set-cookie"].partition(";")[0].partition("=")[2]
    again = api.call("POST", "/auth/sso", {"email": "x@nobody.example"}, headers={"Cookie": f"parlor_sso={mark}"})
    assert f"parlor_sso={mark};" in again.headers["set-cookie"]
    forged = api.call("POST", "/auth/sso", {"email": "x@nobody.example"}, headers={"Cookie": "parlor_sso=short"})
    assert "short" not in forged.headers["set-cookie"]


# --- those who come for the first time -----------------------------------------------------------------------------


def test_newcomers_get_the_role_and_departments_that_the_company_chose(api: Api, admin: Person) -> None:
    department = admin.get("/departments")["departments"][1]["department_id"]
    set_up(admin)
    prove(admin)
    assert come(api, "new@tea.example") == "sso_not_invited"
    set_up(admin, joining="anybody", role="supervisor", department_ids=[department])
    me = person_of(api, "new@tea.example", come(api, "new@tea.example", name=" Nia ")).get("/me")
    assert (me["name"], me["role"], me["department_ids"], me["number"]) == ("Nia", "supervisor", [department], "1001")
    other = person_of(api, "zoe@tea.example", come(api, "zoe@tea.example")).get("/me")
    assert (other["name"], other["number"]) == ("zoe", "1002")
    assert change(admin, role="admin").json["field"] == "role"
    assert change(admin, department_ids=[]).json["field"] == "department_ids"
    assert change(admin, department_ids=[api.ulid()]).json["field"] == "department_ids[0]"


def test_who_is_disabled_or_deleted_does_not_come_in(api: Api, admin: Person) -> None:
    department = admin.get("/departments")["departments"][0]["department_id"]
    lin = colleague(admin, "lin@tea.example", "7")
    set_up(admin, joining="anybody", department_ids=[department])
    prove(admin)
    cookie = come(api, "lin@tea.example", sub="42")
    agent = next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == lin.agent_id)
    assert admin.call("PATCH", f"/agents/{lin.agent_id}", {"version": agent["version"], "disabled": True}).status == 200
    assert come(api, "lin@tea.example", sub="42") == "sso_disabled"
    assert session(api, cookie).status == 401
    assert admin.call("DELETE", f"/agents/{lin.agent_id}").status == 204
    again = person_of(api, "lin@tea.example", come(api, "lin@tea.example", sub="42"))
    assert again.agent_id != lin.agent_id, "anybody of the domain may come, as somebody new"


def test_the_last_administrator_always_has_a_password(api: Api, admin: Person) -> None:
    department = admin.get("/departments")["departments"][0]["department_id"]
    set_up(admin, joining="anybody", department_ids=[department])
    prove(admin)
    newcomer = person_of(api, "new@tea.example", come(api, "new@tea.example"))
    promoted = admin.call("PATCH", f"/agents/{newcomer.agent_id}", {"version": 1, "role": "admin"})
    assert promoted.status == 200, promoted.text
    for change_of in ({"disabled": True}, {"role": "agent"}):
        reply = newcomer.call("PATCH", f"/agents/{admin.agent_id}", {"version": 1} | change_of)
        assert (reply.status, reply.code) == (409, "last_admin")
    assert newcomer.call("DELETE", f"/agents/{admin.agent_id}").code == "last_admin"


# --- only by single sign-on ----------------------------------------------------------------------------------------


def test_passwords_are_taken_away_when_somebody_has_come_in_and_administrators_keep_theirs(api: Api, admin: Person) -> None:
    lin = colleague(admin, "lin@tea.example", "7")
    set_up(admin)
    assert change(admin, required=True).code == "no_domain"
    prove(admin)
    assert change(admin, required=True).code == "not_tried"
    assert change(admin, **(OIDC | {"issuer": "https://new.tea.example", "required": True})).code == "not_tried"
    cookie = come(api, "lin@tea.example", sub="42")
    desk = AgentSocket(AgentId(lin.agent_id), "desk", frozenset(), sees_all=False)
    api.house.office(TenantId(admin.tenant)).presence.add_agent_socket(desk, api.clock.now)
    assert change(admin, required=True).json["required"] is True
    assert api.sockets.closed == ["desk"], "whoever may still come in connects anew"
    refused = api.call("POST", "/auth/sign-in", {"email": "lin@tea.example", "password": "another password"})
    assert (refused.status, refused.code) == (403, "sso_required")
    assert lin.call("GET", "/me").code == "sso_required", "nor with a token of before"
    assert session(api, f"refresh:lin@tea.example:{lin.token.rpartition(':')[2]}").code == "sso_required"
    assert person_of(api, "lin@tea.example", cookie).call("GET", "/me").status == 200
    assert api.call("POST", "/auth/sign-in", {"email": "owner@example.com", "password": "a good password"}).status == 200


def test_a_company_that_wants_single_sign_on_does_not_close_the_others_of_a_person(api: Api, admin: Person, stranger: Person) -> None:
    lin = colleague(admin, "lin@tea.example", "7")
    department = stranger.get("/departments")["departments"][0]["department_id"]
    stranger.call("POST", "/agents", {"email": "lin@tea.example", "name": "Lin", "number": "8", "department_ids": [department]})
    set_up(admin)
    prove(admin)
    come(api, "lin@tea.example", sub="42")
    assert change(admin, required=True).status == 200
    signed_in = api.call("POST", "/auth/sign-in", {"email": "lin@tea.example", "password": "another password"}).json
    assert [each["tenant_id"] for each in signed_in["memberships"]] == [stranger.tenant]
    assert api.call("GET", "/me", token=signed_in["access_token"], tenant=stranger.tenant).status == 200
    assert lin.call("GET", "/me").code == "sso_required"


def test_a_provider_that_was_replaced_or_removed_says_nothing_any_more(api: Api, admin: Person) -> None:
    lin = colleague(admin, "lin@tea.example", "7")
    set_up(admin)
    prove(admin)
    cookie = come(api, "lin@tea.example", sub="1")
    came = person_of(api, "lin@tea.example", cookie)
    set_up(admin, issuer="https://new.tea.example")
    assert list(api.pool.clients) == ["client2"], "the old provider and its client are gone"
    assert came.call("GET", "/me").status == 401
    assert session(api, cookie).status == 401
    # The new provider has its own people: its number 1 is somebody else, and only the address links them.
    assert come(api, "new@tea.example", sub="1") == "sso_not_invited"
    now = person_of(api, "lin@tea.example", come(api, "lin@tea.example", sub="77"))
    assert now.agent_id == lin.agent_id
    removed = admin.call("POST", "/sign-on/remove", {"version": settings(admin)["version"]})
    assert (removed.json["set_up"], removed.json["required"], api.pool.clients) == (False, False, {})
    assert now.call("GET", "/me").status == 401
    assert begin(api, "lin@tea.example") == ""
    assert removed.json["domains"][0]["proved_at"] > 0


# --- settings ------------------------------------------------------------------------------------------------------


def test_a_secret_goes_to_the_pool_and_nowhere_else(api: Api, admin: Person) -> None:
    set_up(admin)
    assert api.pool.providers[api.pool.clients["client1"]].secret == OIDC["client_secret"]
    kept = change(admin, email_from="upn")
    assert (kept.status, api.pool.providers[api.pool.clients["client1"]].secret) == (200, None), "as it was"
    tables = [connection().client.scan(TableName=name)["Items"] for name in ("Directory", "Chat", "Presence")]
    for everything in (str(tables), str(settings(admin)), str(admin.get("/audit?from=2026-09-01&to=2026-12-01"))):
        assert OIDC["client_secret"] not in everything
    assert change(admin, client_id="other").json["field"] == "client_secret"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"issuer": "http://login.tea.example"}, "issuer"),
    ({"issuer": "https://login.tea.example/#a"}, "issuer"),
    ({"issuer": "https://user@login.tea.example/"}, "issuer"),
    ({"issuer": "https://login.microsoftonline.com/common/v2.0"}, "issuer"),
    ({"issuer": ""}, "issuer"),
    ({"client_id": " "}, "client_id"),
    ({"email_from": " "}, "email_from"),
    ({"kind": "saml"}, "metadata_url"),
    ({"kind": "saml", "metadata_url": "ftp://x"}, "metadata_url"),
    ({"kind": "saml", "metadata": "<html/>"}, "metadata"),
    ({"kind": "saml", "metadata": "<!DOCTYPE x>" + METADATA}, "metadata"),
]


def test_what_is_wrong_is_named_and_changes_nothing(api: Api, admin: Person) -> None:
    for fields, field in WRONG:
        reply = admin.call("PATCH", "/sign-on", {"version": 0} | OIDC | fields)
        assert (reply.status, reply.json["field"]) == (400, field)
    assert (settings(admin)["set_up"], settings(admin)["version"], api.pool.providers) == (False, 0, {})


def test_saml_by_text_and_by_address(api: Api, admin: Person) -> None:
    made = change(admin, kind="saml", metadata=METADATA).json
    assert (made["entity_id"], made["metadata_url"], api.pool.made) == ("https://idp.tea.example/1", "", 1)
    assert change(admin, metadata=METADATA.replace("/>", " new='key'/>")).status == 200
    assert api.pool.made == 1, "the same provider with another certificate"
    assert change(admin, metadata=METADATA.replace("/1", "/2")).status == 200
    assert api.pool.made == 2
    by_address = change(admin, metadata_url="https://idp.tea.example/metadata").json
    assert (by_address.get("entity_id", ""), api.pool.made) == ("", 3)
    assert set_up(admin)["metadata_url"] == ""


def test_two_administrators_do_not_overwrite_each_other(api: Api, admin: Person) -> None:
    version = settings(admin)["version"]
    assert admin.call("PATCH", "/sign-on", {"version": version} | OIDC).status == 200
    late = admin.call("PATCH", "/sign-on", {"version": version} | OIDC | {"issuer": "https://new.tea.example"})
    assert (late.status, late.code, api.pool.made) == (409, "conflict", 1)
    for path in ("/sign-on/remove", "/sign-on/domains", "/sign-on/domains/prove", "/sign-on/domains/remove"):
        body = {"version": 77} | ({"domain": "tea.example"} if "domains" in path else {})
        assert admin.call("POST", path, body).code == "conflict"


def test_only_who_has_every_right_sets_it_up(api: Api, admin: Person) -> None:
    keeper = colleague(admin, "keeper@example.com", "21", role="admin", rights_removed=["watch"])
    assert keeper.call("GET", "/sign-on").status == 200
    assert keeper.call("PATCH", "/sign-on", {"version": 0} | OIDC).status == 403
    assert domain(keeper, "", "tea.example").status == 403
    api.pool.available = False  # type: ignore[misc]
    assert change(admin, **OIDC).code == "unavailable"


# --- domains -------------------------------------------------------------------------------------------------------


def test_a_domain_is_proved_by_its_record(api: Api, admin: Person) -> None:
    set_up(admin)
    added = domain(admin, "", " Tea.Example. ").json["domains"][0]
    assert (added["domain"], added["record_name"], added.get("proved_at")) == ("tea.example", "_parlor.tea.example", None)
    assert domain(admin, "", "tea.example").code == "exists"
    assert domain(admin, "prove", "tea.example").code == "not_proved"
    api.names.records["_parlor.tea.example"] = ["v=spf1 -all", added["record_value"]]
    assert domain(admin, "prove", "tea.example").json["domains"][0]["proved_at"] == api.clock.now
    assert begin(api, "x@tea.example") != ""
    assert domain(admin, "remove", "tea.example").json["domains"] == []
    assert begin(api, "x@tea.example") == ""
    assert domain(admin, "", "茶.例子").json["domains"][0]["domain"] == "xn--cl1a.xn--fsqu00a"
    for wrong in ("tea", "a b.example", "-a.example", "x@tea.example", "127.0.0.1", "tea..example", "a" * 64 + ".example"):
        assert domain(admin, "", wrong).json["field"] == "domain", wrong
    assert domain(admin, "prove", "unknown.example").json["field"] == "domain"


def test_a_proved_domain_stays_with_its_company_as_long_as_the_record_stands(api: Api, admin: Person, stranger: Person) -> None:
    set_up(admin)
    mine = prove(admin)
    set_up(stranger)
    theirs = domain(stranger, "", "tea.example").json["domains"][0]
    assert theirs["record_value"] != mine["record_value"]
    assert domain(stranger, "prove", "tea.example").code == "not_proved"
    api.names.records["_parlor.tea.example"].append(theirs["record_value"])
    assert domain(stranger, "prove", "tea.example").code == "exists"
    provider_of_mine = begin(api, "x@tea.example")
    api.names.records["_parlor.tea.example"].remove(mine["record_value"])
    assert domain(stranger, "prove", "tea.example").status == 200
    assert begin(api, "x@tea.example").partition("&")[0] != provider_of_mine.partition("&")[0]
    assert domain(admin, "remove", "tea.example").status == 200
    assert begin(api, "x@tea.example") != "", "giving it up does not take it from who has it now"
