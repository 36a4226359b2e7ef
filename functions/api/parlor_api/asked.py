"""What was asked: the request as far as it is checked before a handler sees it."""

import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from msgspec import Struct

from parlor.domain.api_keys import USED_EVERY_MS, check_key, check_scope, read_key
from parlor.domain.directory import check_not_closing
from parlor.domain.errors import Forbidden, Invalid, NotFound, Unauthorized
from parlor.domain.ids import TenantId, is_ulid
from parlor.domain.limits import API_BY_KEY
from parlor.domain.single_sign_on import check_way_in
from parlor.domain.staff import Staff
from parlor.protocol.decode import decode
from parlor.protocol.operations import Operation
from parlor.runtime.office import House
from parlor_api.answers import REFRESH_COOKIE, SIGN_ON_COOKIE

_QUERY_MAX = 2_000
_ADDRESS_MAX = 64
_DEVICE_MAX = 200
_BROWSER_MAX = 100


class Asked(Struct, frozen=True, kw_only=True):
    """`body` is what the operation names, decoded; `path` and `query` are texts, their names known, ids of the right form."""

    body: Any
    path: Mapping[str, str]
    query: Mapping[str, str]
    refresh_token: str
    browser: str
    """The browser's mark of single sign-on, if it has one."""
    address: str
    """The network address that the request came from, as far as it can be known."""
    device: str
    """The program that asks, as it calls itself (`User-Agent`)."""
    access_token: str
    """As it was given, checked or not."""


def asked_of(operation: Operation, event: Mapping[str, Any], raw_body: bytes, edge_key: str) -> Asked:
    """`edge_key` is what the CDN says of itself; see `_address`.

    Raises `Invalid` for anything that the operation does not know, `NotFound` for an id that cannot be one.
    """
    return Asked(
        body=_body(operation, raw_body),
        path=_path(event.get("pathParameters") or {}),
        query=_query(operation, event.get("queryStringParameters") or {}),
        refresh_token=_cookie(_header(event, "cookie"), REFRESH_COOKIE),
        browser=_cookie(_header(event, "cookie"), SIGN_ON_COOKIE)[:_BROWSER_MAX],
        address=_address(event, edge_key),
        device=_header(event, "user-agent")[:_DEVICE_MAX],
        access_token=_bearer(event),
    )


def token_of(event: Mapping[str, Any]) -> str:
    """Raises `Unauthorized`."""
    token = _bearer(event)
    if not token:
        raise Unauthorized("Sign in.")
    return token


def program_of(operation: Operation, token: str, address: str, house: House) -> Staff:
    """A program of the company with a key, in the place of a person. Read from the table for each request. 1 RU, and a WU for the limit.

    Raises `Unauthorized`, `Forbidden` (`outside_scope`, `wrong_address`, `tenant_closing`), `RateLimited`.
    """
    given = read_key(token)
    office, now = house.office(given.tenant), house.clock.now_ms()
    key = check_key(office.api_keys.find(given.key_id), given, address, now)
    house.limits.take(API_BY_KEY, key.key_id)
    check_scope(key, operation.id)
    if not operation.while_closing:
        check_not_closing(office.directory.company())
    if key.last_used_at is None or now - key.last_used_at > USED_EVERY_MS:
        office.api_keys.note_used(key, now)
    return Staff(given.tenant, key.as_agent())


def staff_of(operation: Operation, event: Mapping[str, Any], house: House) -> Staff:
    """Who asks. Read from the table for each request: a membership and a session can end any time.

    Raises `Unauthorized`, `Forbidden` (`held` for somebody who has something else to do first, `tenant_closing`).
    """
    bearer = house.access_tokens.bearer(token_of(event))
    tenant = _tenant(event, bearer.subject, house)
    seat = house.people.seat(bearer.subject, tenant, bearer.origin) if tenant else None
    if tenant is None or seat is None:
        if tenant and house.companies.member(bearer.subject, tenant) is not None:
            raise Unauthorized("The session is over. Sign in again.")
        raise Forbidden("You do not belong to this company.")
    company = house.office(tenant).directory.company()
    check_way_in(bearer.subject, seat.member.agent, company)
    if not operation.while_closing:
        check_not_closing(company)
    if seat.session.held and not operation.held:
        raise Forbidden(f"First: {', '.join(seat.session.held)}.", code="held")
    return Staff(tenant, seat.member.agent, bearer.subject, seat.session.session_id)


def _tenant(event: Mapping[str, Any], subject: str, house: House) -> TenantId | None:
    """The company that is asked for: the named one, or the only one."""
    wanted = _header(event, "x-parlor-tenant")
    if wanted:
        return TenantId(wanted) if is_ulid(wanted) else None
    members = house.companies.of_person(subject)
    if len(members) > 1:
        raise Invalid("Say which company: X-Parlor-Tenant.", field="X-Parlor-Tenant")
    return members[0].tenant_id if members else None


def _bearer(event: Mapping[str, Any]) -> str:
    scheme, _, token = _header(event, "authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _body(operation: Operation, raw: bytes) -> Any:
    if len(raw) > operation.body_max_bytes:
        raise Invalid(f"A body has at most {operation.body_max_bytes} bytes.", code="too_long")
    if operation.body is None:
        return None
    return decode(operation.body, raw)


def _path(parameters: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in parameters.items():
        if not is_ulid(value):
            raise NotFound("There is no such thing here.", field=name)
    return parameters


def _query(operation: Operation, given: Mapping[str, str]) -> Mapping[str, str]:
    known = {name.rstrip("*"): name.endswith("*") for name in operation.query}
    for name, value in given.items():
        if name not in known:
            raise Invalid("This operation does not know the parameter.", code="unknown_field", field=name)
        if len(value) > _QUERY_MAX:
            raise Invalid(f"A parameter has at most {_QUERY_MAX} characters.", code="too_long", field=name)
    for name, required in known.items():
        if required and not given.get(name):
            raise Invalid("The parameter is missing.", field=name)
    return given


def _header(event: Mapping[str, Any], name: str) -> str:
    headers: Mapping[str, str] = event.get("headers") or {}
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _address(event: Mapping[str, Any], edge_key: str) -> str:
    """Behind the CDN the visitor's address is the last but one of X-Forwarded-For; API Gateway itself adds the last. Who comes past the
    CDN could write there what they like, and is not believed."""
    forwarded = [each.strip() for each in _header(event, "x-forwarded-for").split(",") if each.strip()]
    if len(forwarded) >= 2 and hmac.compare_digest(_header(event, "x-parlor-edge").encode(), edge_key.encode()):
        return forwarded[-2][:_ADDRESS_MAX]
    source: str = (event["requestContext"].get("identity") or {}).get("sourceIp") or "unknown"
    return source[:_ADDRESS_MAX]
