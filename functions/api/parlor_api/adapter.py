"""From API Gateway's one route `/{proxy+}` to Chalice's routes.

Chalice looks at `requestContext.resourcePath`, which is `/{proxy+}` for every path. So the path is matched here against the
operations, and the event says then what it would have said with one API Gateway resource for each path.
"""

import re
from typing import Any
from urllib.parse import unquote

import msgspec

from parlor.protocol.operations import OPERATIONS, Operation
from parlor.protocol.rest import Problem
from parlor_api.answers import HEADERS, REFUSED, cors_headers


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + r"/?\Z")


_PATHS: dict[str, re.Pattern[str]] = {operation.path: _pattern(operation.path) for operation in OPERATIONS}
_METHODS: dict[str, set[str]] = {path: {operation.method for operation in OPERATIONS if operation.path == path} for path in _PATHS}
BY_ROUTE: dict[tuple[str, str], Operation] = {(operation.method, operation.path): operation for operation in OPERATIONS}


def matched(path: str) -> tuple[str, dict[str, str]] | None:
    """The operation's path that fits, and its parameters."""
    for template, pattern in _PATHS.items():
        found = pattern.match(path)
        if found:
            return template, {name: unquote(value) for name, value in found.groupdict().items()}
    return None


def answer_alone(event: dict[str, Any]) -> dict[str, Any] | None:
    """The answer to OPTIONS, to unknown paths and to methods that a path does not have; None when an operation fits."""
    route = matched(event.get("path") or "/")
    if route is None:
        return _problem(Problem(code="not_found", message="There is no such address.", status=404))
    methods = _METHODS[route[0]]
    allow = {"Allow": ", ".join(sorted(methods | {"OPTIONS"}))}
    if event["httpMethod"] == "OPTIONS":
        return {"statusCode": 204, "headers": HEADERS | allow | cors_headers(route[0], preflight=True), "body": ""}
    if event["httpMethod"] not in methods:
        problem = Problem(code="method_not_allowed", message="This address does not know the method.", status=405)
        return _problem(problem, allow)
    return None


def with_route(event: dict[str, Any]) -> dict[str, Any]:
    """The event with the matched operation's path where Chalice looks for it."""
    route = matched(event.get("path") or "/")
    if route is None:
        return event
    template, parameters = route
    context = event["requestContext"] | {"resourcePath": template, "httpMethod": event["httpMethod"]}
    return event | {"resource": template, "pathParameters": parameters, "requestContext": context}


def _problem(problem: Problem, more: dict[str, str] | None = None) -> dict[str, Any]:
    body = msgspec.json.encode(problem).decode()
    return {"statusCode": problem.status, "headers": REFUSED | (more or {}), "body": body}
