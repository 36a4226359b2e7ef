"""One conversation from the first page to the last timer, played on the real functions with tables in memory, and counted.

    python -m bench.rehearsal    prints the counts by part as JSON

The functions get the events of API Gateway, DynamoDB's streams and SQS; only sockets, queue and clock are made by hand.
"""

import json
import os
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from itertools import count
from typing import Any

import msgspec

import stream_notify
import stream_rollup
import timer
import ws_authorize
import ws_chat
import ws_connect
import ws_disconnect
import ws_presence
import ws_track
from bench.conversation import AT_A_TIME, DESKS, MESSAGES, MINUTES, PAGES, PING_S, PREVIEWS, QUIET_S
from bench.meter import Meter, metered
from parlor.domain.archive import ArchivedConversation
from parlor.domain.counting import counted
from parlor.domain.events import ConversationEnded, MessageSaid
from parlor.domain.jobs import DesksWatched, Job
from parlor.gateways.tokens import Tokens
from parlor.runtime import handler
from parlor.storage.archive import ended_of
from parlor.storage.streams import event_of
from tests.fakes import api
from tests.fakes.dynamo import tables
from tests.fakes.world import RecordingSockets, WaitingTimers

LINES = (
    "Is the gift box of spring tea still there, and would it reach Hangzhou before Sunday if I order it today?",
    "It is, and what is ordered before four o'clock leaves the same day, so it would be with you on Saturday.",
)
PAGE = {
    "url": "https://shop.example.com/green-tea/longjing-gift-box?from=home",
    "title": "Longjing gift box 250 g - Qingye Tea",
    "referrer": "https://www.example.com/search?q=longjing+gift+box",
    "language": "zh-CN",
    "screen": "1440x900",
}
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
ROUNDS_MAX = 50
"""Of timers that set timers."""
_KEY = b"a key of the rehearsal"


class _CountedArchive:
    """Counts the objects that would be written, as gateways/archive.py writes them."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def keep(self, tenant: str, lines: list[ArchivedConversation]) -> None:
        self._meter.add(objects=len({line.day for line in lines}))

    def keep_facts(self, tenant: str, day: str, lines: list[bytes]) -> None:
        self._meter.add(objects=1)


def _is_message(record: dict[str, Any]) -> bool:
    return isinstance(event_of(record), MessageSaid)


def _counts_or_ends(record: dict[str, Any]) -> bool:
    event = event_of(record)
    return (event is not None and (isinstance(event, ConversationEnded) or counted(event) is not None)) or ended_of(record) is not None


@dataclass
class _Socket:
    connection: str
    context: dict[str, Any]


class _Play:
    """Frames go in through the functions' handlers, one invocation each, and all of it is counted."""

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.api = api.Api()
        self.clock = self.api.clock
        self.api.house.tokens = Tokens(lambda: _KEY, self.clock.now_ms)
        owner = api.sign_up(self.api)
        staff = [api.colleague(owner, f"agent{number}@example.com", f"10{number}", ceiling=50) for number in range(DESKS)]
        self.tenant = owner.tenant
        self.style = owner.get("/styles")["styles"][0]["style_id"]
        self.sockets, self.timers = RecordingSockets(), WaitingTimers()
        process: Any = handler.process()
        process.sockets, process.timers, process.clock = self.sockets, self.timers, self.clock
        process.tokens = Tokens(lambda: _KEY, self.clock.now_ms)
        notify: Any = stream_notify.consumer()
        notify.timers = self.timers
        rollup: Any = stream_rollup.consumer()
        rollup.archive = _CountedArchive(meter)
        self._numbers = count()
        self.desks = [self.connect(each.call("POST", "/socket-ticket").json["ticket"]) for each in staff]
        self.run_later()

    # --- the ways in -----------------------------------------------------------------------------------------------

    def connect(self, ticket: str) -> _Socket:
        connection = f"connection-{next(self._numbers)}="
        asked = {"methodArn": "arn", "queryStringParameters": {"ticket": ticket}, "requestContext": {"connectionId": connection}}
        context = ws_authorize.handler(asked, None)["context"]
        self.meter.add(invocations=1)
        socket = _Socket(connection, context)
        self._invoke(ws_connect.handler, socket, "$connect")
        return socket

    def disconnect(self, socket: _Socket) -> None:
        self.sockets.gone.add(socket.connection)
        self._invoke(ws_disconnect.handler, socket, "$disconnect")

    def say(self, socket: _Socket, action: str, kind: str, **fields: Any) -> None:
        function = {"chat": ws_chat, "track": ws_track, "presence": ws_presence}[action]
        self.meter.add(frames=1)
        self._invoke(function.handler, socket, action, json.dumps({"action": action, "type": kind, **fields}))

    def _invoke(self, function: Any, socket: _Socket, route: str, body: str = "") -> None:
        before = self.sockets.pushes
        identity = {"sourceIp": "203.0.113.7", "userAgent": BROWSER}
        context = {"routeKey": route, "connectionId": socket.connection, "authorizer": socket.context, "identity": identity}
        assert function({"requestContext": context, "body": body}, None) == handler.OK
        self.meter.add(invocations=1, pushes=self.sockets.pushes - before)

    def open_page(self, token: str | None) -> tuple[str, _Socket]:
        """What a page with the widget does; returns the visitor's token and socket."""
        body = {"tenant_id": self.tenant, "style_id": self.style} | ({"visitor_token": token} if token else {})
        visit = self.api.call("POST", "/widget/visit", body).json
        self.meter.add(rest=1, invocations=1)
        socket = self.connect(visit["socket"]["ticket"])
        self.say(socket, "track", "page", **PAGE)
        return visit["visitor_token"], socket

    def run_later(self) -> None:
        """The streams' consumers, then the timers that have been set: at worst one invocation for each event and job.

        Desks are watched whether somebody talks or not, by a chain of timers that never ends: it is no part of a conversation.
        """
        for _ in range(ROUNDS_MAX):
            self._read_streams()
            jobs, self.timers.jobs = [job for _, job in self.timers.jobs if not isinstance(job, DesksWatched)], []
            if not jobs:
                return
            for job in jobs:
                self._do(job)
        raise AssertionError(f"There are always jobs, at last {jobs}.")

    def _read_streams(self) -> None:
        for consumer, wanted in ((stream_notify.handler, _is_message), (stream_rollup.handler, _counts_or_ends)):
            for record in filter(wanted, self.meter.records):
                consumer({"Records": [record]}, None)
                self.meter.add(invocations=1)
        self.meter.records.clear()

    def _do(self, job: Job) -> None:
        before = self.sockets.pushes
        answer = timer.handler({"Records": [{"messageId": "1", "body": msgspec.json.encode(job).decode()}]}, None)
        assert answer == {"batchItemFailures": []}
        # Sent, received, deleted.
        self.meter.add(invocations=1, queue=3, pushes=self.sockets.pushes - before)

    # --- the play --------------------------------------------------------------------------------------------------

    def all(self) -> dict[str, dict[str, float]]:
        parts: dict[str, dict[str, float]] = {}
        self.meter.take()

        def done(part: str) -> None:
            taken = self.meter.take()
            parts[part] = {name: parts.get(part, {}).get(name, 0) + taken.get(name, 0) for name in {*parts.get(part, {}), *taken}}

        desk = self.desks[0]
        token, tab = self.open_page(None)
        done("pages")
        self.clock.now += 30_000
        self.say(tab, "chat", "open", page_url=PAGE["url"], page_title=PAGE["title"])
        conversation_id = self.sockets.frames[tab.connection][-1].conversation_id
        about = {"conversation_id": conversation_id}
        self.say(tab, "chat", "sync", after=0, **about)
        self.clock.now += 10_000
        self.say(desk, "chat", "accept", **about)
        self.say(desk, "chat", "sync", after=0, **about)
        done("opening and accepting")
        seq, sent = 2, {"visitor": 0, "agent": 0}
        for number in range(MESSAGES):
            side = "agent" if number % 2 else "visitor"
            socket, other = (desk, tab) if side == "agent" else (tab, desk)
            for _ in range(PREVIEWS // MESSAGES):
                self.say(socket, "chat", "typing", text="" if side == "agent" else LINES[0][:60], **about)
            done("typing previews")
            sent[side] += 1
            producer = {"producer": side.ljust(12, "0"), "n": sent[side]}
            self.say(socket, "chat", "send", client_id=producer, text=LINES[number % 2], **about)
            seq += 1
            done("messages")
            self.clock.now += 3_000
            self.say(other, "chat", "read", seq=seq, **about)
            done("read marks")
            self.clock.now += QUIET_S * 1000
            for each in (tab, desk):
                self.say(each, "chat", "sync", after=seq, **about)
            done("asking in the quiet")
            if (number + 1) % (MESSAGES // PAGES) == 0 and number + 1 < MESSAGES:
                self.disconnect(tab)
                token, tab = self.open_page(token)
                self.say(tab, "chat", "sync", after=0, **about)
                done("pages")
            self.clock.now += MINUTES * 60_000 // MESSAGES - 3_000 - QUIET_S * 1000
        for _ in range(MINUTES * 60 // PING_S // AT_A_TIME):
            self.say(desk, "presence", "ping")
        done("desk's pings")
        self.say(desk, "chat", "end", **about)
        self.disconnect(tab)
        done("ending")
        self.run_later()
        done("counters and timers")
        return parts


def main() -> None:
    os.environ |= {name.upper(): str(value) for name, value in msgspec.structs.asdict(api.settings()).items()}
    os.environ["TIMER_QUEUE_URL"] = os.environ["PARKED_QUEUE_URL"] = "https://queue.invalid"
    with tables(), metered() as meter, redirect_stdout(sys.stderr):
        play = _Play(meter)
        play.all()
        play.clock.now += 3_600_000
        parts = play.all()
    json.dump(parts, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
