"""A small client of our REST API, as a program outside would write it. Paths are those of docs/api/openapi.json."""

from dataclasses import dataclass, field
from typing import Any

import requests


class Refused(Exception):
    """The API said no; `problem` is its answer, `request_id` what the function's log calls the request."""

    def __init__(self, method: str, path: str, status: int, problem: dict[str, Any], request_id: str = "") -> None:
        super().__init__(f"{method} {path}: {status} {problem.get('code')}: {problem.get('message')}")
        self.status = status
        self.problem = problem
        self.request_id = request_id

    @property
    def code(self) -> str:
        return str(self.problem.get("code", ""))


@dataclass
class Rest:
    """`base` is the API's address with `/api`. Signs in once; the access token goes with every later request."""

    base: str
    session: requests.Session = field(default_factory=requests.Session)
    """Keeps the refresh cookie; connections are closed after each answer, so that nobody has to close the session."""
    token: str = ""
    tenant: str = ""

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """Raises Refused for every status of 400 and above."""
        headers = {"Connection": "close"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.tenant:
            headers["X-Parlor-Tenant"] = self.tenant
        answer = self.session.request(method, self.base + path, json=body, params=query, headers=headers, timeout=30)
        try:
            said = answer.json() if answer.content else {}
        except ValueError:
            said = {"code": "no_json", "message": answer.text[:300]}
        if answer.status_code >= 400:
            problem = said if isinstance(said, dict) else {"message": str(said)}
            raise Refused(method, path, answer.status_code, problem, answer.headers.get("X-Request-Id", ""))
        return said if isinstance(said, dict) else {}

    def get(self, path: str, **query: str) -> dict[str, Any]:
        return self.call("GET", path, None, **query)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self.call("POST", path, body)

    def patch(self, path: str, **body: Any) -> dict[str, Any]:
        return self.call("PATCH", path, body)

    def sign_in(self, email: str, password: str) -> dict[str, Any]:
        return self._begin(self.post("/auth/sign-in", email=email, password=password))

    def set_first_password(self, email: str, temporary: str, password: str) -> dict[str, Any]:
        return self._begin(self.post("/auth/first-password", email=email, temporary_password=temporary, new_password=password))

    def _begin(self, session: dict[str, Any]) -> dict[str, Any]:
        self.token = session["access_token"]
        self.tenant = session["memberships"][0]["tenant_id"] if session["memberships"] else ""
        return session
