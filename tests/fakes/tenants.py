"""Companies that have one of everything, side by side in one warm function: the REST API and the sockets share a process, as nowhere on
AWS, which is the hardest case for what a function remembers."""

from functools import partial
from typing import Any

import msgspec
from msgspec import to_builtins

import ws_chat
import ws_internal
import ws_invite
import ws_presence
import ws_supervise
import ws_track
import ws_transfer
from parlor.domain.ids import FileId, TenantId
from parlor.domain.parked import Parked
from parlor.domain.rights import ALL_RIGHTS
from parlor.runtime import handler
from tests.fakes.api import Api, Person, colleague, sign_up

ROUTES = {
    "chat": ws_chat,
    "internal": ws_internal,
    "invite": ws_invite,
    "presence": ws_presence,
    "supervise": ws_supervise,
    "track": ws_track,
    "transfer": ws_transfer,
}
PAGE = "https://shop.example/tea"


class Pushed:
    """What was pushed, as it goes over the wire, in order: (connection, frame)."""

    def __init__(self) -> None:
        self.all: list[tuple[str, dict[str, Any]]] = []

    def push(self, connections: Any, frame: Any) -> set[str]:
        self.all += [(each, to_builtins(frame)) for each in sorted(connections)]
        return set()

    def take(self) -> list[tuple[str, dict[str, Any]]]:
        taken, self.all = self.all, []
        return taken


class Sockets:
    """Sends frames to the functions as API Gateway does. The functions work with the API's own process."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.pushed = Pushed()
        api.house.sockets = self.pushed  # type: ignore[assignment]

    def send(self, socket: dict[str, Any], frame: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        """What was pushed because of it. `socket` is what the authorizer said of the caller, with `connection`."""
        said = {name: value for name, value in socket.items() if name != "connection"}
        event = {
            "requestContext": {"authorizer": said, "connectionId": socket["connection"], "routeKey": frame["action"]},
            "body": msgspec.json.encode(frame).decode(),
        }
        process = handler.process
        handler.process = lambda: self.api.house  # type: ignore[assignment]
        try:
            self.pushed.take()
            assert ROUTES[frame["action"]].handler(event, None) == handler.OK
            return self.pushed.take()
        finally:
            handler.process = process


class Tenant:
    """A company with one of everything. `things` are ids by the name of the parameter or field that takes one.

    Names, addresses and what clients choose themselves are the same in every company.
    """

    def __init__(self, api: Api, sockets: Sockets, mark: str) -> None:
        self.api = api
        self.sockets = sockets
        self.mark = mark
        self.admin: Person = sign_up(api, company="Tea", email=f"owner@{mark}.example")
        role = self.admin.call("POST", "/roles", {"name": "Chief", "copy_of": "admin"}).json["role_id"]
        self.agent: Person = colleague(self.admin, f"agent@{mark}.example", "7", role=role)
        self.tenant = TenantId(self.admin.tenant)
        self.office = api.house.office(self.tenant)
        self.things: dict[str, str] = {"tenant_id": self.admin.tenant, "agent_id": self.agent.agent_id, "role_id": role}
        self.visit = self._visit()
        self.other_visit = self._visit()
        self.desk = self._staff(self.admin, "owner-desk")
        self.agent_desk = self._staff(self.agent, "agent-desk")
        self.tab = self._visitor(self.visit, "tab")
        self.other_tab = self._visitor(self.other_visit, "other-tab")
        self._talk()
        self._fill()

    # --- who speaks ------------------------------------------------------------------------------------------------

    def _visit(self) -> dict[str, Any]:
        style = self.admin.get("/styles")["styles"][0]["style_id"]
        self.things["style_id"] = style
        visit: dict[str, Any] = self.api.call("POST", "/widget/visit", {"tenant_id": self.admin.tenant, "style_id": style}).json
        return visit

    def _staff(self, person: Person, connection: str) -> dict[str, Any]:
        """As the authorizer describes a desk."""
        departments = self.admin.get("/departments")["departments"]
        self.things["department_id"] = departments[0]["department_id"]
        return {
            "connection": f"{connection}-{self.mark}",
            "tenant": self.admin.tenant,
            "role": "agent",
            "subject": person.agent_id,
            "name": "Lin",
            "departments": ",".join(each["department_id"] for each in departments),
            "staff_role": "admin",
            "rights": ",".join(sorted(ALL_RIGHTS)),
        }

    def _visitor(self, visit: dict[str, Any], connection: str) -> dict[str, Any]:
        said = {"tenant": self.admin.tenant, "role": "visitor", "subject": visit["visitor_id"], "style": self.things["style_id"]}
        return said | {"connection": f"{connection}-{self.mark}"}

    def say(self, socket: dict[str, Any], action: str, kind: str, /, **fields: Any) -> list[tuple[str, dict[str, Any]]]:
        """What was pushed because of a frame that must be taken."""
        pushed = self.sockets.send(socket, {"action": action, "type": kind} | fields)
        assert "error" not in [frame["type"] for _, frame in pushed], pushed
        return pushed

    def _connect(self) -> None:
        from parlor.usecases.connect import connect

        for socket in (self.desk, self.agent_desk, self.tab, self.other_tab):
            event = {"requestContext": {"authorizer": socket, "connectionId": socket["connection"]}}
            app = self.api.house.app(self.tenant)
            connect(handler.caller_of(event), app.presence, partial(getattr, app, "reception"), app.pushes, app.timers, app.clock)

    # --- what there is ---------------------------------------------------------------------------------------------

    def _talk(self) -> None:
        """A conversation that goes on, one that waits, an offered transfer, an invitation, pages."""
        for person in (self.admin, self.agent):
            person.call("POST", "/socket-ticket")
        self._connect()
        for tab in (self.tab, self.other_tab):
            self.say(tab, "track", "page", url=PAGE, title="Tea")
        for desk in (self.desk, self.agent_desk):
            self.say(desk, "presence", "state", state="online")
        conversation = _found(self.say(self.tab, "chat", "open"), "conversation_id")
        self.things |= {"conversation_id": conversation, "visitor_id": self.visit["visitor_id"]}
        self.say(self.desk, "chat", "accept", conversation_id=conversation)
        self.say(self.tab, "chat", "send", conversation_id=conversation, client_id={"producer": "abcdefghjkmn", "n": 1}, text="a secret")
        offered = self.say(self.desk, "transfer", "offer", conversation_id=conversation, to_agent_id=self.agent.agent_id)
        self.things["transfer_id"] = _found(offered, "transfer_id")
        invited = self.say(self.desk, "invite", "send", visitor_id=self.other_visit["visitor_id"], kind="invitation", text="Hello")
        self.things["invitation_id"] = _found(invited, "invitation_id")

    def _fill(self) -> None:
        admin, things = self.admin, self.things
        visitor = {"visitor_token": self.visit["visitor_token"]}

        def made(path: str, name: str, body: dict[str, Any]) -> str:
            reply = admin.call("POST", path, body)
            assert reply.status == 200, (path, reply.text)
            things[name] = reply.json[name]
            return things[name]

        made("/canned-phrases", "phrase_id", {"shortcut": "hi", "title": "Hello", "text": "Hello!"})
        made("/links", "link_id", {"title": "Shop", "url": PAGE})
        made("/customers", "customer_id", {"name": "Li", "phone": "13800000000", "email": "li@example.com"})
        made("/blocks", "block_id", {"kind": "ip", "value": "203.0.113.9", "effect": "hide", "reason": "Spam"})
        made("/webhooks", "webhook_id", {"url": "https://tea.example/hooks", "events": ["message.created"]})
        made("/notices", "notice_id", {"title": "Hours", "text": "We close at six."})
        made("/downloads", "download_id", {"client_id": "the-first-of-all", "wanted": {"kind": "left_messages"}, "format": "csv"})
        schedule = {"name": "Week", "reports": ["funnel"], "cadence": "daily", "agent_ids": [admin.agent_id]}
        made("/report-schedules", "schedule_id", schedule)
        group = {"name": "Warehouse", "agent_ids": [self.agent.agent_id]}
        internal = admin.call("POST", "/internal-groups", group)
        assert internal.status == 200, internal.text
        things["internal_id"] = internal.json["conversation_id"]
        other = admin.call("POST", "/customers", {"name": "Wang"}).json["customer_id"]
        made("/erasures", "erasure_id", {"customer_id": other, "confirm": "Wang"})
        key = admin.call("POST", "/api-keys", {"name": "Shop", "scopes": ["people.read"]}).json
        things["key_id"], self.api_key = key["key"]["key_id"], key["secret"]
        left = {"client_id": self.api.ulid(), "email": "li@example.com", "text": "Do you ship?"} | visitor
        things["left_message_id"] = self.api.call("POST", "/widget/left-messages", left).json["left_message_id"]
        things["session_id"] = admin.get(f"/agents/{self.agent.agent_id}/access")["sessions"][0]["session_id"]
        things["file_id"] = self._file()
        parked = Parked(tenant=self.tenant, parked_id=self.api.ulid(), kind="timer", at=self.api.clock.now)
        self.office.parked.put(parked, "{}", "a message")
        things["parked_id"] = parked.parked_id

    def _file(self) -> str:
        """A picture in the conversation, as it is when it was uploaded."""
        file = {"name": "tea.png", "type": "image/png", "size": 5_000, "conversation_id": self.things["conversation_id"]}
        reply = self.api.call("POST", "/widget/files", file | {"visitor_token": self.visit["visitor_token"]})
        assert reply.status == 200, reply.text
        self.office.files.mark_ready(FileId(reply.json["file_id"]))
        return str(reply.json["file_id"])


def _found(pushed: list[tuple[str, dict[str, Any]]], name: str) -> str:
    """The first value of this name in what was pushed."""

    def look(value: Any) -> str | None:
        if isinstance(value, dict):
            if isinstance(value.get(name), str):
                return str(value[name])
            value = list(value.values())
        if isinstance(value, list):
            return next((found for each in value if (found := look(each))), None)
        return None

    found = look([frame for _, frame in pushed])
    assert found, (name, pushed)
    return found
