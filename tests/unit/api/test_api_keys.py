"""A company's programs: what a key opens, and what none does."""

from typing import Any

import pytest

from parlor.domain.api_keys import SCOPES, ApiKey, check_addresses
from parlor.domain.errors import Invalid
from parlor.protocol.operations import OPERATIONS
from tests.fakes.api import Api, Person, colleague, sign_up

KNOWN = {operation.id: operation for operation in OPERATIONS}
YEAR_MS = 365 * 24 * 3_600_000


@pytest.fixture
def admin(api: Api) -> Person:
    return sign_up(api)


def made(admin: Person, *scopes: str, **more: Any) -> dict[str, Any]:
    reply = admin.call("POST", "/api-keys", {"name": "Shop", "scopes": list(scopes)} | more)
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json
    return found


def test_every_scope_opens_operations_that_exist_and_brings_what_they_ask_for() -> None:
    for powers in SCOPES.values():
        for name in powers.operations:
            operation = KNOWN[name]
            assert operation.auth == "staff"
            assert operation.right is None or operation.right in powers.rights
    opened = [name for powers in SCOPES.values() for name in powers.operations]
    assert len(opened) == len(set(opened))


def test_a_key_has_the_rights_of_its_scopes_and_no_others() -> None:
    for scope, powers in SCOPES.items():
        key = ApiKey(key_id="k", name="", digest="", scopes=(scope,), created_at=1)
        assert key.as_agent().rights == set(powers.rights)


def test_a_key_opens_its_scopes_and_nothing_else(api: Api, admin: Person) -> None:
    secret = made(admin, "people.read", "customers.write")["secret"]

    def ask(method: str, url: str, body: Any = None, **more: Any) -> Any:
        return api.call(method, url, body, token=secret, **more)

    assert [each["name"] for each in ask("GET", "/agents").json["agents"]] == ["Owner"]
    assert ask("POST", "/customers", {"name": "Zhou"}).status == 200
    refused = ask("GET", "/customers?name=Z")
    assert (refused.status, refused.code) == (403, "outside_scope")
    assert "customers.read" in refused.json["message"]
    for method, url in (("GET", "/api-keys"), ("POST", "/socket-ticket"), ("GET", "/me"), ("GET", "/audit?from=2026-01-01&to=2026-01-02")):
        assert ask(method, url).code == "outside_scope"


def test_the_secret_is_shown_once_and_stands_nowhere(api: Api, admin: Person) -> None:
    new = made(admin, "people.read")
    assert new["secret"] not in admin.call("GET", "/api-keys").text
    secret = new["secret"].rpartition("_")[2]
    entry = admin.get("/audit?from=2026-06-01&to=2027-06-01")["entries"][0]
    assert entry["action"] == "add_api_key"
    assert secret not in str(entry)
    (row,) = (key for key in api.house.office(admin.tenant).api_keys.all())  # type: ignore[arg-type]
    assert secret not in str(row)


def test_what_is_no_key_or_none_any_more_is_refused_with_the_same_words(api: Api, admin: Person) -> None:
    new = made(admin, "people.read", days=365)
    secret = new["secret"]
    other = sign_up(api, company="Other", email="other@example.com")
    wrong = [
        secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        secret.replace(admin.tenant, other.tenant),
        secret.replace(new["key"]["key_id"], api.ulid()),
    ]
    assert {api.call("GET", "/agents", token=token).text for token in wrong} == {api.call("GET", "/agents", token=wrong[0]).text}
    for token in [*wrong, "parlor_sk_", "parlor_sk_x_y_z", secret + "x", secret.lower()]:
        assert (reply := api.call("GET", "/agents", token=token)).status == 401, reply.text
    api.clock.now += YEAR_MS
    assert api.call("GET", "/agents", token=secret).status == 401
    api.clock.now -= YEAR_MS
    assert api.call("GET", "/agents", token=secret).status == 200
    assert admin.call("DELETE", f"/api-keys/{new['key']['key_id']}").status == 204
    assert api.call("GET", "/agents", token=secret).status == 401


def test_a_key_may_be_bound_to_addresses(api: Api, admin: Person) -> None:
    here, elsewhere = (made(admin, "people.read", addresses=[net])["secret"] for net in ("203.0.113.0/24", "198.51.100.7"))
    assert api.call("GET", "/agents", token=here).status == 200
    refused = api.call("GET", "/agents", token=elsewhere)
    assert (refused.status, refused.code) == (403, "wrong_address")
    reply = admin.call("POST", "/api-keys", {"name": "Shop", "scopes": ["people.read"], "addresses": ["203.0.113.9", "here"]})
    assert (reply.status, reply.json["field"]) == (400, "addresses[1]")
    assert check_addresses([" 203.0.113.9/24", "::1"]) == ("203.0.113.0/24", "::1/128")
    with pytest.raises(Invalid):
        check_addresses(["203.0.113.0/99"])


def test_wishes_that_cannot_be_are_refused_by_name(admin: Person) -> None:
    for body, field in (
        ({"name": " ", "scopes": ["people.read"]}, "name"),
        ({"name": "Shop", "scopes": []}, "scopes"),
        ({"name": "Shop", "scopes": ["everything"]}, "scopes[0]"),
        ({"name": "Shop", "scopes": ["people.read"], "days": 0}, "days"),
    ):
        reply = admin.call("POST", "/api-keys", body)
        assert (reply.status, reply.json["field"]) == (400, field)
    assert admin.get("/api-keys")["keys"] == []


def test_nobody_gives_a_program_more_than_they_have(admin: Person) -> None:
    helper = colleague(admin, "helper@example.com", "7")
    version = next(each["version"] for each in admin.get("/agents")["agents"] if each["agent_id"] == helper.agent_id)
    assert admin.call("PATCH", f"/agents/{helper.agent_id}", {"version": version, "rights_added": ["keep_integration"]}).status == 200
    assert helper.call("POST", "/api-keys", {"name": "Shop", "scopes": ["reports.read"]}).status == 403
    assert helper.call("POST", "/api-keys", {"name": "Shop", "scopes": ["customers.write"]}).status == 200
