"""A company on tables in memory whose functions are the real ones, called with events as API Gateway, SQS and the streams send them."""

import copy
import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import boto3
import msgspec
from moto.dynamodb.models import dynamodb_backends
from msgspec.structs import replace

import stream_notify
import stream_rollup
import timer
import webhook
import ws_chat
import ws_connect
import ws_disconnect
import ws_presence
import ws_supervise
import ws_track
import ws_transfer
from parlor.domain.directory import Agent, PendingCompany, new_company
from parlor.domain.ids import AgentId, DepartmentId, StyleId, TenantId, VisitorId, new_ulid
from parlor.domain.limits import Buckets
from parlor.domain.rights import StaffRole, rights_of
from parlor.domain.service import AutoReplies
from parlor.domain.survey import Question, Survey
from parlor.gateways import closing
from parlor.gateways.tokens import Tokens
from parlor.protocol.frames import Ack, ErrorFrame
from parlor.runtime import handler
from parlor.storage import directory
from parlor.storage.directory import CompanyStore, DirectoryStore
from parlor.storage.memory import Memory
from tests.chaos.faults import Fault, Faults, Killed, between_botocore_and_moto
from tests.fakes.dynamo import tables
from tests.fakes.world import FixedClock

ROUTES = {"chat": ws_chat, "presence": ws_presence, "supervise": ws_supervise, "track": ws_track, "transfer": ws_transfer}
HEART_BEAT_MS = 60_000
_SAME_MS = 30_000
NOW = 1_790_000_000_000


class Person:
    """Somebody with one socket, which has the name of the person."""

    def __init__(self, connection: str, role: str, subject: str, **said: str) -> None:
        self.connection = connection
        self.subject = subject
        self.said = {"role": role, "subject": subject, **said}
        self.sent = 0


class _Sockets:
    """What arrives at the sockets; pushes are calls that can fail."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.frames: list[tuple[str, Any]] = []
        self.gone: set[str] = set()

    def push(self, connections: Any, frame: Any) -> set[str]:
        targets = sorted(connections)
        if not targets:
            return set()

        def send() -> set[str]:
            self.frames += [(each, frame) for each in targets if each not in self.gone]
            return set(targets) & self.gone

        try:
            found: set[str] = self._faults.own("push", send)
        except Exception:  # noqa: BLE001  # as the gateway does: a push is a hint
            return set()
        return found

    def is_open(self, connection: str) -> bool:
        answer: bool = self._faults.own("is_open", lambda: connection not in self.gone)
        return answer


class _Timers:
    """The timers' queue. `waiting` are jobs by the moment when they are due.

    A job that is there already is not put a second time, since each comes twice anyway; else chains of them would grow without end.
    """

    def __init__(self, clock: FixedClock, faults: Faults) -> None:
        self._clock = clock
        self._faults = faults
        self.waiting: list[tuple[int, str]] = []

    def after(self, seconds: int, job: Any) -> None:
        body = msgspec.json.encode(job).decode()
        due = self._clock.now + min(max(seconds, 0), 900) * 1000
        self._faults.own("timer", lambda: self._put(due, body))

    def _put(self, due: int, body: str) -> None:
        if not any(known == body and abs(at - due) < _SAME_MS for at, known in self.waiting):
            self.waiting.append((due, body))


class _Mailer:
    """`down`: the provider takes nothing."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.sent: list[Any] = []
        self.down = False

    def send(self, mail: Any) -> None:
        if self.down:
            raise ConnectionError("the mail provider is down")
        self._faults.own("mail", lambda: self.sent.append(mail))


class World:
    """One company: Sales picks from its queue, Support assigns by itself."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOW)
        self.faults = Faults(self.clock)
        self.sockets = _Sockets(self.faults)
        self.timers = _Timers(self.clock, self.faults)
        self.mailer = _Mailer(self.faults)
        self.tenant = TenantId(self.ulid())
        self.sales, self.support = DepartmentId(self.ulid()), DepartmentId(self.ulid())
        self.style = StyleId(self.ulid())
        self.sales_style = self.style
        self.people: dict[str, Person] = {}
        self.acknowledged: dict[tuple[str, int], set[int | None]] = {}
        self.killed = 0

    # --- the company -----------------------------------------------------------------------------------------------

    def found(self) -> None:
        directory.bind("Directory")
        pending = PendingCompany(
            email="a@tea.example",
            subject="s",
            tenant_id=self.tenant,
            agent_id=AgentId(self.ulid()),
            department_ids=(self.sales, self.support),
            style_id=self.style,
            company="Tea",
            name="Boss",
            language="en",
            time_zone="Asia/Shanghai",
            created_at=self.clock.now,
        )
        CompanyStore(self.clock.now_ms).create(new_company(pending, self.clock.now))
        store = DirectoryStore(self.tenant, Memory(self.clock.now_ms))
        support = store.department(self.support)
        store.change_department(support, replace(support, assignment="automatic"))
        service = store.service()
        survey = Survey([Question(key="stars", kind="stars", label="How was it?")])
        replies = AutoReplies(welcome="Welcome, {visitor}.")
        store.change_service(service, replace(service, replies=replies, surveys={"default": survey}))

    def agent(self, name: str, *departments: DepartmentId, role: StaffRole = "agent", ceiling: int = 5) -> Person:
        """At a desk, on line."""
        agent_id = AgentId(self.ulid())
        ids = departments or (self.sales,)
        agent = Agent(agent_id=agent_id, subject=name, email="", number=name, name=name, role=role, department_ids=tuple(ids))
        DirectoryStore(self.tenant, Memory(self.clock.now_ms)).add_agent(agent)
        forget_processes()
        self.app.presence.register_agent(agent_id, number=name, name=name, staff_role=role, departments=frozenset(ids), ceiling=ceiling)
        person = Person(
            name, "agent", agent_id, name=name, departments=",".join(ids), staff_role=role, rights=",".join(sorted(rights_of(role)))
        )
        self.people[name] = person
        self.connect(person)
        return person

    def visitor(self, name: str = "visitor") -> Person:
        person = Person(name, "visitor", VisitorId(self.ulid()), style=self.style)
        self.people[name] = person
        self.connect(person)
        return person

    def ulid(self) -> str:
        return new_ulid(self.clock.now)

    @property
    def app(self) -> Any:
        return handler.process().app(self.tenant)

    # --- events of the world ---------------------------------------------------------------------------------------

    def event(self, person: Person, body: dict[str, Any] | None = None) -> dict[str, Any]:
        self.clock.pass_ms(3)
        said = {"tenant": self.tenant, **person.said}
        context = {"connectionId": person.connection, "authorizer": said, "routeKey": (body or {}).get("action", "")}
        return {"requestContext": context, "body": json.dumps(body) if body else ""}

    def connect(self, person: Person) -> Any:
        return ws_connect.handler(self.event(person), None)

    def disconnect(self, person: Person) -> Any:
        return ws_disconnect.handler(self.event(person), None)

    def frame(self, person: Person, action: str, kind: str, **fields: Any) -> list[Any]:
        """Sends a frame. Returns what is pushed to the sender's socket."""
        before = len(self.sockets.frames)
        body = {"action": action, "type": kind, **fields}
        ROUTES[action].handler(self.event(person, body), None)
        return [frame for connection, frame in self.sockets.frames[before:] if connection == person.connection]

    def ask(self, person: Person, action: str, kind: str, *, silent: bool = False, **fields: Any) -> Callable[[], bool]:
        """A step that sends the frame; it tells whether the client is content: answered, and not with a fault of ours.

        `silent`: a repetition of what has happened is not answered, so whoever gets no answer asks once more and leaves it at that.
        """
        unanswered: list[int] = []

        def step() -> bool:
            answers = self.frame(person, action, kind, **fields)
            unanswered.extend([self.clock.now] if not answers else [])
            refused = any(isinstance(each, ErrorFrame) and each.code in ("internal", "rate_limited") for each in answers)
            return bool(answers or (silent and len(unanswered) > 1)) and not refused

        return step

    def say(self, person: Person, talk: str, text: str = "", n: int | None = None, **more: Any) -> Callable[[], bool]:
        """A step that sends a message; the client is content when it is acknowledged, and remembers the place."""
        if n is None:
            person.sent += 1
            n = person.sent
        producer = person.connection.ljust(12, "0")[:12]

        def step() -> bool:
            key = {"producer": producer, "n": n}
            answers = self.frame(person, "chat", "send", conversation_id=talk, client_id=key, text=text or f"{producer} {n}", **more)
            acks = [each for each in answers if isinstance(each, Ack)]
            self.acknowledged.setdefault((producer, n), set()).update(each.seq for each in acks)
            return bool(acks)

        return step

    def open(self, visitor: Person, department: DepartmentId | None = None) -> str:
        self.frame(visitor, "chat", "open", **({"department_id": department} if department else {}))
        return self.talk_of(visitor)

    def talk_of(self, visitor: Person) -> str:
        found = self.app.conversations.open_of(visitor.subject)
        assert found is not None
        return str(found)

    def conversation(self, talk: str) -> Any:
        return self.app.conversations.get(talk)

    # --- what happens afterwards by itself ---------------------------------------------------------------------------

    def attempt(self, fault: Fault | None, step: Callable[[], Any]) -> Any:
        """One invocation. None when the function's process has ended in it."""
        with self.faults.armed(fault):
            try:
                return step()
            except Killed:
                self.killed += 1
                return None

    def heart_beats(self) -> None:
        for person in self.people.values():
            if person.said["role"] == "agent" and person.connection not in self.sockets.gone:
                self.frame(person, "presence", "ping")

    def pass_s(self, seconds: int, copies: int = 2) -> None:
        """Time passes; every job that is due comes `copies` times, and desks send heart-beats."""
        end = self.clock.now + seconds * 1000
        beat = self.clock.now + HEART_BEAT_MS
        while True:
            due = [each for each in self.timers.waiting if each[0] <= end]
            first = min(due, key=lambda each: each[0], default=None)
            if beat <= end and (first is None or beat < first[0]):
                self.clock.now = max(self.clock.now, beat)
                self.heart_beats()
                beat += HEART_BEAT_MS
                continue
            if first is None:
                break
            self.timers.waiting.remove(first)
            self.clock.now = max(self.clock.now, first[0])
            for _ in range(copies):
                self.ring(first[1])
        self.clock.now = end

    def ring(self, body: str) -> bool:
        answer = timer.handler({"Records": [{"body": body, "messageId": "m"}]}, None)
        return not answer["batchItemFailures"]

    def items(self, table: str) -> list[dict[str, Any]]:
        return [item.to_json()["Attributes"] for item in self._table(table).all_items()]

    def records(self) -> list[dict[str, Any]]:
        """What the Chat stream has told: every item once, as it stands now, in the order of its conversation."""
        return [{"eventName": "INSERT", "dynamodb": {"NewImage": item}} for item in self.items("Chat")]

    def tell_streams(self, chance: random.Random) -> None:
        """At least once: in order of each conversation, in batches that overlap and come again."""
        records = self.records()
        cut = chance.randint(0, len(records))
        for batch in (records[:cut], records[max(0, cut - 5) :]):
            self.roll_up(batch)
            self.notify(batch)

    def roll_up(self, batch: list[dict[str, Any]]) -> bool:
        stream_rollup.handler({"Records": copy.deepcopy(batch)}, None)
        return True

    def notify(self, batch: list[dict[str, Any]]) -> bool:
        """The function's filter (template.yaml)."""
        kinds = {"message", "queued", "accepted", "transferred", "left", "closed", "rated", "wrapped_up"}
        images = [(record, record["dynamodb"]["NewImage"]) for record in copy.deepcopy(batch)]
        wanted = [record for record, image in images if image.get("kind", {}).get("S") in kinds or image["sk"]["S"] == "META"]
        stream_notify.handler({"Records": wanted}, None)
        return True

    # --- to begin again ----------------------------------------------------------------------------------------------

    def _table(self, name: str) -> Any:
        return dynamodb_backends["123456789012"]["us-east-1"].tables[name]

    def remember(self) -> Any:
        kept = {name: {pk: dict(rows) for pk, rows in self._table(name).items.items()} for name in _TABLES}
        people = {name: (person, person.sent) for name, person in self.people.items()}
        mine = (self.clock.now, list(self.timers.waiting), list(self.sockets.frames), set(self.sockets.gone), dict(self.acknowledged))
        return copy.deepcopy(kept), people, mine

    def go_back(self, moment: Any) -> None:
        tables_then, people, mine = moment
        for name, rows in tables_then.items():
            items = self._table(name).items
            items.clear()
            items.update(copy.deepcopy(rows))
        self.people = {name: person for name, (person, _) in people.items()}
        for person, sent in people.values():
            person.sent = sent
        self.clock.now, timers, frames, gone, acknowledged = mine
        self.timers.waiting, self.sockets.frames = list(timers), list(frames)
        self.sockets.gone, self.acknowledged = set(gone), copy.deepcopy(acknowledged)
        self.mailer.sent = []
        forget_processes()


_TABLES = ("Directory", "Presence", "Chat", "Metrics")


def forget_processes() -> None:
    """What functions remember: of the directory, of how often somebody asked, of their consumers."""
    process = handler.process()
    process.__dict__.pop("memory", None)
    process.buckets = Buckets()
    for made in (stream_rollup.consumer, stream_notify.consumer, webhook.deliveries):
        made.cache_clear()


@contextmanager
def worlds() -> Iterator[World]:
    """A company on fresh tables, with its functions ready."""
    world = World()
    with ExitStack() as stack:
        stack.enter_context(tables())
        names = {
            "DIRECTORY_TABLE": "Directory",
            "PRESENCE_TABLE": "Presence",
            "CHAT_TABLE": "Chat",
            "METRICS_TABLE": "Metrics",
            "SOCKET_ENDPOINT": "http://sockets.invalid",
            "SITE_URL": "https://parlor.example",
            "API_URL": "https://parlor.example/api",
            "ARCHIVE_BUCKET": "archive",
        }
        sqs: Any = boto3.client("sqs", region_name="us-east-1")
        for name, queue in (("PARKED_QUEUE_URL", "parked"), ("TIMER_QUEUE_URL", "timers")):
            names[name] = sqs.create_queue(QueueName=queue)["QueueUrl"]
        names["WEBHOOK_QUEUE_URL"] = sqs.create_queue(QueueName="webhooks.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="archive")
        stack.enter_context(patch.dict(os.environ, names))
        stack.enter_context(patch.object(closing.ApiGatewayCloser, "close", lambda self, connections: None))
        stack.enter_context(patch("parlor.runtime.streams.SqsTimers", lambda url: world.timers))
        stack.enter_context(patch("parlor.runtime.streams.SystemClock", lambda: world.clock))
        handler.process.cache_clear()
        stack.callback(handler.process.cache_clear)
        forget_processes()
        stack.callback(forget_processes)
        process = handler.process()
        process.clock, process.sockets, process.timers = world.clock, world.sockets, world.timers  # type: ignore[assignment]
        process.mailer = world.mailer
        process.token_secret = lambda: b"secret of a test"
        process.tokens = Tokens(process.token_secret, world.clock.now_ms)
        stack.enter_context(between_botocore_and_moto(world.faults))
        world.found()
        yield world
