"""A company made through the public API, for a test module of its own."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from scripts.rest import Rest
from scripts.seed import code_in, temporary_password_in, text_of
from tests.running import Running

PASSWORD = "a long enough password"


@dataclass
class Staff:
    """A person of the company, signed in."""

    email: str
    rest: Rest
    agent_id: str


@dataclass
class Company:
    """`admin` is its first administrator. Addresses of people are unique, so that tests never meet each other's mails."""

    stack: Running
    name: str
    admin: Staff
    mark: str
    staff: list[Staff] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1001))
    """Several colleagues may be invited at once."""

    @classmethod
    @contextmanager
    def sign_up(
        cls, stack: Running, name: str = "Test company", language: str = "en", time_zone: str = "Asia/Shanghai"
    ) -> Iterator["Company"]:
        mark = secrets.token_hex(4)
        email = f"admin-{mark}@parlor.example"
        rest = Rest(stack.api_url)
        rest.post("/auth/sign-up", company=name, name="Ada Admin", email=email, password=PASSWORD, language=language, time_zone=time_zone)
        mail = stack.wait_for_mail(email, lambda mail: code_in(text_of(mail)))
        rest.post("/auth/confirm", email=email, code=code_in(text_of(mail)))
        session = rest.sign_in(email, PASSWORD)
        yield cls(stack, name, Staff(email, rest, session["memberships"][0]["agent_id"]), mark)

    @property
    def tenant_id(self) -> str:
        return self.admin.rest.tenant

    @cached_property
    def style_id(self) -> str:
        style: str = self.admin.rest.get("/styles")["styles"][0]["style_id"]
        return style

    def restyle(self, **content: Any) -> None:
        """Changes the company's style and publishes it."""
        rest, address = self.admin.rest, f"/styles/{self.style_id}"
        draft = rest.get(address)
        saved = rest.patch(address, version=draft["version"], content=draft["content"] | content)
        rest.post(f"{address}/publish", version=saved["version"])

    def departments(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.admin.rest.get("/departments")["departments"]
        return found

    def add_agent(self, name: str, department_ids: list[str] | None = None, role: str = "agent", ceiling: int = 8) -> Staff:
        """Invites a colleague, who takes the temporary password from the mail and chooses their own."""
        number = str(next(self.numbers))
        email = f"{number}-{self.mark}@parlor.example"
        departments = department_ids or [self.departments()[0]["department_id"]]
        agent = self.admin.rest.post(
            "/agents", email=email, name=name, number=number, role=role, department_ids=departments, ceiling=ceiling
        )
        mail = self.stack.wait_for_mail(email, lambda mail: temporary_password_in(text_of(mail)))
        rest = Rest(self.stack.api_url)
        rest.set_first_password(email, temporary_password_in(text_of(mail)) or "", PASSWORD)
        staff = Staff(email, rest, agent["agent_id"])
        self.staff.append(staff)
        return staff

    def socket_of(self, staff: Staff) -> str:
        """An address that opens one socket of this person."""
        ticket = staff.rest.post("/socket-ticket")
        return f"{ticket['url']}?ticket={ticket['ticket']}"

    def start_visit(self, visitor_token: str | None = None, **more: Any) -> dict[str, Any]:
        """What the widget gets when a page with it is opened."""
        body: dict[str, Any] = {"tenant_id": self.tenant_id, "style_id": self.style_id} | more
        if visitor_token:
            body["visitor_token"] = visitor_token
        return Rest(self.stack.api_url).post("/widget/visit", **body)
