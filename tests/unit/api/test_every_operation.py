"""What holds for every operation of the table: rights, unknown fields and parameters, methods, CORS, faults."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from parlor.protocol.operations import OPERATIONS, Operation
from parlor_api.areas import (
    access,
    accounts,
    api_keys,
    blocking,
    company,
    customers,
    downloads,
    figures,
    files,
    identity,
    installation,
    internal,
    leaving,
    left_messages,
    library,
    monitor,
    notices,
    parked,
    people,
    personal,
    records,
    report_files,
    retention,
    roles,
    routing_rules,
    service,
    sign_on,
    styles,
    webhooks,
    widget,
    work,
)
from tests.fakes.api import Api, Person, colleague, sign_up
from tests.fakes.dynamo import tables

STAFF = [operation for operation in OPERATIONS if operation.auth == "staff"]
WITH_BODY = [operation for operation in OPERATIONS if operation.body is not None]
WITH_ID = [operation for operation in OPERATIONS if "{" in operation.path]


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """One for all of these tests: they are refused and change nothing."""
    with tables():
        yield Api()


@pytest.fixture(scope="module")
def admin(api: Api) -> Person:
    return sign_up(api)


@pytest.fixture(scope="module")
def stranger(api: Api) -> Person:
    return sign_up(api, company="Other", email="stranger@example.com")


@pytest.fixture(scope="module")
def agent(admin: Person) -> Person:
    return colleague(admin, "agent@example.com", "7")


def name(operation: Operation) -> str:
    return operation.id


def url(operation: Operation, identifier: str = "", **query: str) -> str:
    path = re.sub(r"\{\w+\}", identifier or new_ulid(1_790_000_000_000), operation.path)
    needed = {parameter.rstrip("*"): "x" for parameter in operation.query if parameter.endswith("*")} | query
    return path + ("?" + "&".join(f"{key}={value}" for key, value in needed.items()) if needed else "")


def test_every_operation_has_a_handler() -> None:
    areas = (
        access,
        accounts,
        api_keys,
        blocking,
        company,
        customers,
        downloads,
        figures,
        files,
        installation,
        identity,
        internal,
        leaving,
        left_messages,
        library,
        monitor,
        notices,
        parked,
        people,
        personal,
        records,
        report_files,
        retention,
        roles,
        routing_rules,
        service,
        sign_on,
        styles,
        webhooks,
        widget,
        work,
    )
    handled = [each for area in areas for each in area.HANDLERS]
    assert sorted(handled) == sorted(operation.id for operation in OPERATIONS)


def test_nobody_gets_in_without_a_token(api: Api, admin: Person) -> None:
    for operation in STAFF:
        for headers in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer forged"}):
            reply = api.call(operation.method, url(operation), valid_body(operation, admin) if operation.body else None, headers=headers)
            assert (reply.status, reply.code) == (401, "unauthorized"), reply.text


@pytest.mark.parametrize("operation", STAFF, ids=name)
def test_another_companys_staff_are_refused(api: Api, admin: Person, stranger: Person, operation: Operation) -> None:
    for tenant in (admin.tenant, "nonsense"):
        body = valid_body(operation, admin)
        reply = api.call(operation.method, url(operation), body, token=stranger.token, tenant=tenant)
        assert (reply.status, reply.code) == (403, "forbidden")


@pytest.mark.parametrize("operation", WITH_ID, ids=name)
def test_what_is_no_id_does_not_exist(admin: Person, operation: Operation) -> None:
    """Ids of other companies: tests/unit/isolation."""
    for identifier in ("", "x", "01M3250V00000000000000000U", "%2e%2e"):
        reply = admin.call(operation.method, url(operation, identifier), valid_body(operation, admin))
        if operation.id == "get_track" and reply.status == 200:
            assert reply.json == {"pages": []}
        else:
            assert (reply.status, reply.code) == (404, "not_found"), reply.text


@pytest.mark.parametrize("operation", WITH_BODY, ids=name)
def test_a_field_that_nobody_knows_is_refused(admin: Person, operation: Operation) -> None:
    reply = admin.call(operation.method, url(operation), valid_body(operation, admin) | {"surprise": 1})
    assert (reply.status, reply.code, reply.json["field"]) == (400, "unknown_field", "surprise")


NO_BODIES = ["", "{", "[]", "null", '"x"', "\x00", "\ud800", '{"version":"one","email":7}', "[" * 50_000]


@pytest.mark.parametrize("operation", WITH_BODY, ids=name)
def test_a_body_that_is_none_is_refused(admin: Person, operation: Operation) -> None:
    for raw in NO_BODIES:
        reply = admin.call(operation.method, url(operation), raw=raw)
        assert reply.status == 400
        assert reply.code in ("bad_frame", "invalid", "unknown_field")
    endless = admin.call(operation.method, url(operation), raw='{"text":"' + "x" * operation.body_max_bytes + '"}')
    assert (endless.status, endless.code) == (400, "too_long")


def test_a_parameter_that_nobody_knows_is_refused(admin: Person) -> None:
    for operation in OPERATIONS:
        body = valid_body(operation, admin) if operation.body else None
        reply = admin.call(operation.method, url(operation, surprise="1"), body)
        assert (reply.status, reply.code, reply.json["field"]) == (400, "unknown_field", "surprise")


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if any("*" in parameter for parameter in each.query)], ids=name)
def test_a_parameter_that_is_missing_is_named(admin: Person, operation: Operation) -> None:
    reply = admin.call(operation.method, url(operation).partition("?")[0])
    assert (reply.status, reply.json["field"]) == (400, operation.query[0].rstrip("*"))


def test_only_the_widgets_operations_answer_other_sites(api: Api) -> None:
    for operation in OPERATIONS:
        for method in ("OPTIONS", operation.method):
            allowed = api.call(method, url(operation)).headers.get("access-control-allow-origin")
            assert allowed == ("*" if operation.path.startswith("/widget/") else None)
        options = api.call("OPTIONS", url(operation))
        assert (options.status, options.text) == (204, "")
        assert operation.method in options.headers["allow"]


def test_unknown_addresses_and_methods(api: Api) -> None:
    assert (api.call("GET", "/nowhere").status, api.call("GET", "/").code) == (404, "not_found")
    refused = api.call("DELETE", "/me")
    assert (refused.status, refused.code, refused.headers["allow"]) == (405, "method_not_allowed", "GET, OPTIONS")
    assert api.call("GET", "/agents/../me").status == 404


def test_a_fault_of_ours_says_nothing_about_our_insides(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("password of the data base: 1234")

    monkeypatch.setattr(api.house.people, "seat", broken)
    reply = admin.call("GET", "/me")
    assert (reply.status, reply.code) == (500, "internal")
    assert "1234" not in reply.text


def test_no_answer_is_kept_by_caches(admin: Person) -> None:
    assert admin.call("GET", "/me").headers["cache-control"] == "no-store"


def valid_body(operation: Operation, admin: Person) -> dict[str, Any]:
    """A body that the operation takes as far as its form goes."""
    email = "somebody@example.com"
    style, department = rows_of(admin)
    file = {"name": "tea.png", "type": "image/png", "size": 5_000}
    conversation, token = {"conversation_id": new_ulid(1)}, {"visitor_token": visitor_of(admin)}
    links = {"file_ids": [new_ulid(1)]} | conversation
    bodies: dict[str, dict[str, Any]] = {
        "sign_up": {"company": "A", "name": "B", "email": email, "password": "a good password"},
        "confirm_sign_up": {"email": email, "code": "000000"},
        "resend_code": {"email": email},
        "replay_parked": {"kind": "mail"},
        "sign_in": {"email": email, "password": "x"},
        "begin_sign_on": {"email": email},
        "add_sign_on_domain": {"version": 0, "domain": "tea.example"},
        "prove_sign_on_domain": {"version": 0, "domain": "tea.example"},
        "remove_sign_on_domain": {"version": 0, "domain": "tea.example"},
        "set_first_password": {"email": email, "temporary_password": "x", "new_password": "a good password"},
        "forgot_password": {"email": email},
        "give_code": {"challenge": "x", "code": "000000"},
        "give_recovery_code": {"email": email, "password": "x", "recovery_code": "x"},
        "change_password": {"old_password": "x", "new_password": "a better password"},
        "new_authenticator": {},
        "confirm_authenticator": {"code": "000000"},
        "remove_second_factor": {"password": "x"},
        "renew_recovery_codes": {"password": "x"},
        "reset_password": {"email": email, "code": "000000", "password": "a good password"},
        "add_agent": {"email": email, "name": "B", "number": "12", "department_ids": [department]},
        "add_department": {"name": "VIP"},
        "add_role": {"name": "Lead"},
        "close_company": {"company": "Somebody else", "password": "x"},
        "try_routing": {"page_url": "https://tea.example/"},
        "add_canned_phrase": {"shortcut": "hi", "title": "Hello", "text": "Hello!"},
        "import_canned_phrases": {"csv": "title,text\nHello,Hello!"},
        "try_identity": {"user_id": "42", "hmac": "x"},
        "start_download": {"client_id": "one-download", "wanted": {"kind": "left_messages"}, "format": "csv"},
        "look_at_person": {"visitor_id": new_ulid(1)},
        "erase_person": {"visitor_id": new_ulid(1), "confirm": "Li"},
        "look_at_retention": {"periods": {"conversations": 12}},
        "change_retention": {"version": 0, "periods": {"conversations": 12}},
        "search_records": {"first": "2026-09-01", "last": "2026-09-02"},
        "add_link": {"title": "Shop", "url": "https://tea.example/"},
        "add_customer": {"name": "Li"},
        "open_internal_pair": {"agent_id": new_ulid(1)},
        "open_internal_group": {"name": "Warehouse", "agent_ids": [new_ulid(1)]},
        "rename_internal_group": {"name": "Warehouse"},
        "add_internal_members": {"agent_ids": [new_ulid(1)]},
        "link_customer": {"customer_id": new_ulid(1)},
        "add_block": {"kind": "ip", "value": "203.0.113.9", "effect": "hide", "reason": "Spam"},
        "block_visitor": {"by": "visitor", "effect": "refuse", "reason": "Spam", "minutes": 60},
        "change_goals": {"version": 1, "goals": []},
        "publish_notice": {"title": "Hours", "text": "We close at six."},
        "export_report": {"report": "funnel", "from": "2026-09-01", "to": "2026-09-02"},
        "add_report_schedule": {"name": "Week", "reports": ["funnel"], "cadence": "daily", "agent_ids": [admin.agent_id]},
        "change_report_schedule": {
            "version": 1,
            "name": "Week",
            "reports": ["funnel"],
            "cadence": "daily",
            "agent_ids": [admin.agent_id],
        },
        "announce_file": file,
        "get_file_links": links,
        "add_shared_file": {"file_id": new_ulid(1), "title": "Price list"},
        "announce_visitor_file": file | conversation | token,
        "finish_visitor_file": token,
        "get_visitor_file_links": links | token,
        "ask_transcript": conversation | token,
        "resume_visit": {"token": "x"},
        "subscribe_push": {"endpoint": "https://push.example/1", "keys": {"p256dh": "x", "auth": "x"}} | token,
        "answer_left_message": {"version": 1, "text": "Yes."},
        "note_left_message": {"version": 1, "text": "Yes."},
        "open_letter": {"token": "x"},
        "write_letter": {"token": "x", "client_id": new_ulid(1), "text": "Yes."},
        "start_visit": {"tenant_id": admin.tenant, "style_id": style},
        "add_style": {"name": "Shop"},
        "add_webhook": {"url": "https://tea.example/hooks", "events": ["message.created"]},
        "resend_delivery": {"delivery_id": "x"},
        "add_api_key": {"name": "Shop", "scopes": ["people.read"]},
        "add_own_picture": {"name": "a.png", "data": "AAAA"},
        "revert_style": {"version": 1, "to": 1},
        "add_style_picture": {"name": "a.png", "data": "AAAA"},
        "leave_message": {"visitor_token": "x", "client_id": new_ulid(1), "email": email, "text": "Hello?"},
    }
    return bodies.get(operation.id, {"version": 1})


@cache
def rows_of(admin: Person) -> tuple[str, str]:
    """The ids of a style and of a department."""
    return admin.get("/styles")["styles"][0]["style_id"], admin.get("/departments")["departments"][0]["department_id"]


@cache
def visitor_of(admin: Person) -> str:
    """The token of a visitor of the company."""
    visit = admin.api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": rows_of(admin)[0]})
    token: str = visit.json["visitor_token"]
    return token
