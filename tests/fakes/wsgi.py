"""The API's function behind WSGI, for tools that talk HTTP: each request becomes the event that API Gateway would make of it."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Gateway:
    """`call` is given the event and answers as the function does. Requests that API Gateway itself would not let through are not made."""

    def __init__(self, call: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._call = call

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = self._call(event_of(environ))
        headers = [(name, str(value)) for name, value in (answer.get("headers") or {}).items()]
        headers += [(name, str(value)) for name, values in (answer.get("multiValueHeaders") or {}).items() for value in values]
        status = HTTPStatus(answer["statusCode"])
        start_response(f"{status.value} {status.phrase}", headers)
        return [(answer.get("body") or "").encode()]


def event_of(environ: dict[str, Any]) -> dict[str, Any]:
    """The proxy event of a REST API with the one route `/{proxy+}`, whose stage is `api`."""
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    # WSGI has the bytes of the path as Latin-1; API Gateway leaves it as it was written.
    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/%~:@!$&'()*+,;=")
    path = path.removeprefix("/api") or "/"
    query = dict(parse_qsl(environ.get("QUERY_STRING") or "", keep_blank_values=True)) or None
    headers = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers["Content-Type"] = environ.get("CONTENT_TYPE") or "application/json"
    try:
        body, encoded = raw.decode(), False
    except UnicodeDecodeError:
        body, encoded = b64encode(raw).decode(), True
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": environ["REQUEST_METHOD"],
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": {"proxy": path.lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/{proxy+}",
            "httpMethod": environ["REQUEST_METHOD"],
            "path": f"/api{path}",
            "stage": "api",
            "identity": {"sourceIp": "203.0.113.7"},
        },
        "body": body or None,
        "isBase64Encoded": encoded,
    }
