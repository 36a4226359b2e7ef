"""Sockets of a test company's people."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.company import Company, Staff
from tests.tab import Tab


def desk(company: Company, staff: Staff) -> Tab:
    """A desk of this person, not connected yet."""

    async def dial() -> str:
        return await asyncio.to_thread(company.socket_of, staff)

    return Tab(dial)


@dataclass
class Person:
    """A visitor of the company's site. Tabs of the same person share the token."""

    company: Company
    token: str | None = None
    visitor_id: str = ""
    visit: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    """What the page says besides, such as who is signed in."""

    def start(self) -> dict[str, Any]:
        """What the loader does on every page: the visit's answer, with a ticket."""
        self.visit = self.company.start_visit(self.token, **self.says)
        self.token, self.visitor_id = self.visit["visitor_token"], self.visit["visitor_id"]
        return self.visit

    def tab(self, browser: str | None = None) -> Tab:
        """A tab of this person, not connected yet."""

        async def dial() -> str:
            visit = await asyncio.to_thread(self.start)
            return f"{visit['socket']['url']}?ticket={visit['socket']['ticket']}"

        return Tab(dial, browser)

    async def opened(self) -> tuple[Tab, str]:
        """A connected tab with a conversation, and the conversation's id."""
        tab = self.tab()
        await tab.connect()
        frame = await tab.ask("chat", "open", answer="conversation")
        return tab, frame["conversation"]["conversation_id"]


def seen(frame: dict[str, Any]) -> list[dict[str, Any]]:
    """What a `visitors` frame says, one visitor each; without the parts that it does not speak of."""
    if frame["type"] != "visitors":
        return []
    views = []
    for change in frame.get("changes", []):
        view = {"visitor_id": change["visitor_id"], **change.get("visitor", {})}
        if page := change.get("page"):
            view |= {"page_url": page["url"], "page_title": page["title"], "page_count": page["count"], "seen_at": page["at"]}
        views.append(view)
    return views


def seen_of(frame: dict[str, Any], visitor_id: str) -> dict[str, Any]:
    """The same of one visitor; empty if the frame does not speak of them."""
    return next((view for view in seen(frame) if view["visitor_id"] == visitor_id), {})
