"""The decorators around every WebSocket handler: who calls, what they say, what went wrong, one line in the log."""

import gc
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from parlor.domain import correlation, measures
from parlor.domain.audit import actor_of
from parlor.domain.caller import Caller
from parlor.domain.errors import Invalid, MissingRight, ParlorError
from parlor.domain.ids import ConnectionId, DepartmentId, StyleId, TenantId
from parlor.domain.log import ClientId
from parlor.domain.origin import Place
from parlor.protocol.decode import NO_JSON, decode
from parlor.protocol.frame_rights import check_frame
from parlor.protocol.frames import AcceptConversation, ErrorFrame, RequestRef, SendMessage
from parlor.protocol.frames_internal import SendInternal
from parlor.protocol.limits import FRAME_MAX_BYTES
from parlor.runtime.app import App, Process
from parlor.runtime.checked import answers_checks
from parlor.runtime.lines import Line, logger, lost_push
from parlor.runtime.settings import Settings
from parlor.runtime.snapshot import watch_restores

Event = dict[str, Any]
OK = {"statusCode": 200}
REFUSED = {"statusCode": 403}

__all__ = ["connection_handler", "logger", "process", "websocket_handler"]

watch_restores()


@cache
def process() -> Process:
    """Made at the first request of a function, not at import."""
    made = Process(Settings.from_env(), lost_push)
    gc.freeze()
    return made


def caller_of(event: Event) -> Caller:
    """The caller as the authorizer described them when the socket was opened."""
    context = event["requestContext"]
    said = context["authorizer"]
    departments = said.get("departments") or ""
    return Caller(
        tenant=TenantId(said["tenant"]),
        role=said["role"],
        subject=said["subject"],
        connection=ConnectionId(context["connectionId"]),
        name=said.get("name") or "",
        departments=frozenset(DepartmentId(each) for each in departments.split(",") if each),
        staff_role=said.get("staff_role") or "",
        rights=frozenset(each for each in (said.get("rights") or "").split(",") if each),
        reach=frozenset(DepartmentId(each) for each in said["reach"].split(",")[1:]) if said.get("reach") else None,
        style=StyleId(said.get("style") or ""),
        shards=tuple(int(each) for each in (said.get("shards") or "1").split(",")),
        place=Place(said["country"], said.get("province") or None) if said.get("country") else None,
        link_agent=said.get("link_agent") or "",
        session=said.get("session") or "",
        ip=said.get("ip") or (context.get("identity") or {}).get("sourceIp") or "",
        user_agent=said.get("user_agent") or (context.get("identity") or {}).get("userAgent") or "",
    )


def connection_handler(work: Callable[[Caller, App], Any]) -> Callable[[Event, Any], dict[str, int]]:
    """For `$connect` and `$disconnect`. A refusal or a fault refuses the socket."""

    @answers_checks("presence")
    def handler(event: Event, context: Any) -> dict[str, int]:
        caller = caller_of(event)
        line = _line(caller, event)
        try:
            with line.traced():
                work(caller, process().app(caller.tenant, caller.shards))
        except Exception:
            line.failed("the socket is refused")
            return REFUSED
        line.done()
        return OK

    return handler


def websocket_handler(
    frames: Any, *, reads: str = "presence"
) -> Callable[[Callable[[Any, Caller, App], Any]], Callable[[Event, Any], dict[str, int]]]:
    """For a route. `frames` is the type of what it takes; whatever it refuses is answered with an `error` frame. What the table of
    frames' rights asks for is there when `work` begins. `reads`: see runtime/checked.py."""

    def decorate(work: Callable[[Any, Caller, App], Any]) -> Callable[[Event, Any], dict[str, int]]:
        @answers_checks(reads)
        def handler(event: Event, context: Any) -> dict[str, int]:
            caller = caller_of(event)
            line = _line(caller, event)
            body: str = event.get("body") or ""
            outcome = "ok"
            try:
                _check_size(body)
                frame = decode(frames, body)
                _say_frame(line, frame)
                check_frame(frame, caller)
                with line.traced():
                    work(frame, caller, process().app(caller.tenant, caller.shards))
                _measure(frame, line.ms)
            except ParlorError as refusal:
                outcome = refusal.code
                _answer_refusal(caller, refusal, body)
                if isinstance(refusal, MissingRight):
                    _note_refusal(caller, refusal, body)
            except Exception:
                line.failed("a frame failed")
                _answer_refusal(caller, ParlorError("Something went wrong here. Try again."), body)
                return OK
            line.done(outcome)
            return OK

        return handler

    return decorate


def _check_size(body: str) -> None:
    if len(body.encode(errors="surrogatepass")) > FRAME_MAX_BYTES:
        raise Invalid(f"A frame has at most {FRAME_MAX_BYTES} bytes.", code="too_long")


def _answer_refusal(caller: Caller, refusal: ParlorError, body: str) -> None:
    frame = ErrorFrame(
        code=refusal.code,
        message=refusal.message,
        field=refusal.field,
        retry_after_ms=refusal.retry_after_ms,
        opens_at=refusal.opens_at,
        request=_reference(body),
    )
    process().sockets.push([caller.connection], frame)


def _note_refusal(caller: Caller, refusal: MissingRight, body: str) -> None:
    asked = _reference(body)
    action = f"{asked.action}.{asked.type}" if asked else ""
    process().app(caller.tenant, caller.shards).audit.refused(actor_of(caller), action, refusal.right)


def _reference(body: str) -> RequestRef | None:
    """Which request it was, as far as its text can be read."""
    try:
        said = msgspec.json.decode(body[:FRAME_MAX_BYTES])
    except NO_JSON:
        return None
    if not isinstance(said, dict):
        return None
    names = ("action", "type", "conversation_id", "visitor_id", "agent_id")
    texts = {name: said[name][:64] for name in names if isinstance(said.get(name), str)}
    try:
        client_id = msgspec.convert(said.get("client_id"), ClientId | None)
    except msgspec.ValidationError:
        client_id = None
    return RequestRef(client_id=client_id, **texts)


def _line(caller: Caller, event: Event) -> Line:
    context = event["requestContext"]
    route = context.get("routeKey", "")
    line = Line(route, context.get("requestId", ""))
    line.say(route=route, tenant=caller.tenant, role=caller.role, subject=caller.subject, connection=caller.connection)
    return line


def _say_frame(line: Line, frame: Any) -> None:
    """What it is and what it is about; a message is followed by the name that its sender gave it."""
    config = getattr(frame, "__struct_config__", None)
    if config is None:
        return
    line.say(kind=f"{frame.action}.{config.tag}", conversation=getattr(frame, "conversation_id", "") or "")
    named = getattr(frame, "client_id", None)
    if isinstance(named, ClientId):
        line.follow(correlation.of_message(named.producer, named.n))


def _measure(frame: Any, ms: float) -> None:
    if isinstance(frame, (SendMessage, SendInternal)):
        measures.note("AckTime", ms)
    elif isinstance(frame, AcceptConversation):
        measures.note("AcceptTime", ms)
