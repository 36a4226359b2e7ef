"""Routes, made from the table of operations: each decodes, checks the rights, calls its handler, answers."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import msgspec
from chalice.app import Blueprint, Response

from parlor.domain import correlation
from parlor.domain.api_keys import is_key
from parlor.domain.audit import Actor
from parlor.domain.errors import MissingRight, ParlorError
from parlor.domain.rights import BOUNDED
from parlor.protocol.operations import OPERATIONS, Operation
from parlor.protocol.rest import Problem
from parlor.runtime.lines import Line, lost_push
from parlor.runtime.office import House
from parlor.runtime.settings import Settings
from parlor_api.answers import HEADERS, REFUSED, Answer, Cookie, Html, Redirect, cookie_header, cors_headers, sign_on_cookie
from parlor_api.asked import Asked, asked_of, program_of, staff_of, token_of

Handler = Callable[..., Any]
"""`(asked, staff, office)` for staff's operations, `(asked, house)` for the others."""

_BY_ID = {operation.id: operation for operation in OPERATIONS}


@cache
def house() -> House:
    """Made at the first request of a function, not at import."""
    return House(Settings.from_env(), lost_push)


def blueprint(name: str, handlers: Mapping[str, Handler]) -> Blueprint:
    """An area's operations as a blueprint. `handlers` are by the operation's id."""
    area = Blueprint(name)
    for operation_id, work in handlers.items():
        operation = _BY_ID[operation_id]
        view = _view(area, operation, work)
        area.route(operation.path, methods=[operation.method], name=operation.id, content_types=_ANY)(view)
    return area


_ANY = ["*/*"]
"""The body is JSON whatever its type says: the loader posts text/plain, which needs no preflight."""


def _view(area: Blueprint, operation: Operation, work: Handler) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        event = area.current_request.to_original_event()
        line = Line(operation.id, event["requestContext"].get("requestId", ""))
        outcome = "ok"
        try:
            asked = asked_of(operation, event, _raw(event), house().settings.edge_key)
            with line.traced():
                answer = _respond(operation, _work(operation, work, asked, event, line))
        except ParlorError as refusal:
            outcome = refusal.code
            answer = _refused(operation, refusal)
        except Exception:
            answer = _refused(operation, ParlorError("Something went wrong here. Try again."))
            line.failed("an operation failed")
            return _followed(answer)
        line.say(status=answer.status_code)
        line.done(outcome)
        return _followed(answer)

    view.__name__ = operation.id
    return view


def _followed(answer: Response) -> Response:
    """Whoever reports a fault can name the request."""
    answer.headers["X-Request-Id"] = correlation.followed()
    return answer


def _work(operation: Operation, work: Handler, asked: Asked, event: Mapping[str, Any], line: Line) -> Any:
    if operation.auth != "staff":
        return work(asked, house())
    token = token_of(event)
    staff = program_of(operation, token, asked.address, house()) if is_key(token) else staff_of(operation, event, house())
    line.say(tenant=staff.tenant, subject=staff.agent_id, conversation=asked.path.get("conversation_id", ""))
    office = house().office(staff.tenant)
    try:
        if operation.right is not None:
            staff.check(operation.right)
            if operation.right in BOUNDED and not operation.narrows:
                staff.check_unlimited()
        return work(asked, staff, office)
    except MissingRight as refusal:
        office.audit.refused(Actor(staff.agent_id, staff.agent.name, asked.address), operation.id, refusal.right)
        raise


def _raw(event: Mapping[str, Any]) -> bytes:
    body: str = event.get("body") or ""
    return b64decode(body) if event.get("isBase64Encoded") else body.encode(errors="surrogatepass")


def _respond(operation: Operation, answer: Any) -> Response:
    headers: dict[str, Any] = HEADERS | cors_headers(operation.path)
    if isinstance(answer, Answer):
        if answer.refresh_token is not None:
            headers["Set-Cookie"] = cookie_header(answer.refresh_token)
        answer = answer.body
    if isinstance(answer, Cookie):
        headers["Set-Cookie"] = sign_on_cookie(answer.browser)
        answer = answer.body
    if isinstance(answer, Redirect):
        return _redirected(answer, headers)
    if isinstance(answer, Html):
        page = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(answer.text, headers | page, 200)
    if answer is None:
        del headers["Content-Type"]
        return Response("", headers, 204)
    return Response(msgspec.json.encode(answer).decode(), headers, 200)


def _redirected(answer: Redirect, headers: dict[str, Any]) -> Response:
    if answer.refresh_token is not None:
        headers["Set-Cookie"] = cookie_header(answer.refresh_token)
    del headers["Content-Type"]
    # The address that the browser comes from carries a code.
    return Response("", headers | {"Location": answer.to, "Referrer-Policy": "no-referrer"}, 302)


def _refused(operation: Operation, refusal: ParlorError) -> Response:
    problem = Problem(
        code=refusal.code,
        message=refusal.message,
        status=refusal.status,
        field=refusal.field,
        retry_after_ms=refusal.retry_after_ms,
        challenge=refusal.challenge,
    )
    headers: dict[str, Any] = REFUSED | cors_headers(operation.path)
    if operation.auth == "refresh" and refusal.status == 401:
        headers["Set-Cookie"] = cookie_header("")
    if refusal.retry_after_ms is not None:
        headers["Retry-After"] = str(-(-refusal.retry_after_ms // 1000))
    return Response(msgspec.json.encode(problem).decode(), headers, refusal.status)
