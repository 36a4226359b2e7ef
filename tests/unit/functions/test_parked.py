"""Work that was given up: written down, seen by its company alone, taken up again by who does it, let go."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

import park
from parlor.domain import measures
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.mails import Mail
from parlor.domain.outbox import MailDue, packed, unpacked
from parlor.domain.parked import AGAIN_MS, NOBODY, Parked, Replay, WorkerFailed
from parlor.domain.personal_data import Found
from parlor.domain.personal_data import Person as Asking
from parlor.gateways.replays import LambdaWorkers
from parlor.storage import parked as storage
from parlor.storage.parked import ParkedStore
from parlor.storage.person_rows import PersonRowStore, Tables
from parlor.usecases.park_work import GivenUp, describe, park_work
from parlor.usecases.replay_parked import ReplayParked
from scripts import parked as command
from tests.fakes.api import Api, Person, WaitingReplays, sign_up
from tests.fakes.dynamo import tables

T = "01M3250V00000000000000000T"
TALK = "01M3250V00000000000000000C"


def mail(tenant: str, subject: str = "s") -> MailDue:
    return MailDue(new_ulid(1), Mail(to="a@b.example", subject=subject, text="t", html="h", tenant=tenant, what="joined"))


def wrapped(consumer: str, record: Any, **said: Any) -> str:
    return json.dumps({"consumer": consumer, "reason": "no time", "record": record} | said)


RECORD = {"eventID": "e1", "dynamodb": {"ApproximateCreationDateTime": 1_790_000_000, "Keys": {"pk": {"S": f"{T}#C#{TALK}"}}}}


@pytest.mark.parametrize(
    ("body", "tenant", "kind", "what", "about", "error"),
    [
        (packed(mail(T)), T, "mail", "joined", "a@b.example", "failed"),
        (wrapped("mail", packed(mail(T)), error="mail_refused"), T, "mail", "joined", "a@b.example", "mail_refused"),
        (wrapped("roll_up", RECORD), T, "record", "roll_up", TALK, "unreadable"),
        (wrapped("roll_up", {"dynamodb": {"Keys": 7}}), NOBODY, "record", "roll_up", "", "unreadable"),
        (json.dumps({"kind": "idle_check", "tenant": T, "conversation_id": TALK}), T, "timer", "idle_check", TALK, "failed"),
        (json.dumps({"kind": "send_reports", "tenant": T}), T, "report", "send_reports", "", "failed"),
        (json.dumps({"kind": "download", "tenant": T, "download_id": TALK}), T, "download", "download", TALK, "failed"),
        (json.dumps({"kind": "idle_check", "tenant": "a company"}), NOBODY, "timer", "idle_check", "", "failed"),
        ("\x00 nonsense", NOBODY, "other", "", "", "unreadable"),
        ("[1]", NOBODY, "other", "", "", "unreadable"),
    ],
)
def test_each_sort_is_told_apart(body: str, tenant: str, kind: str, what: str, about: str, error: str) -> None:
    found = describe(GivenUp("m", 1_790_000_000_000, 3, body), 5)
    assert (found.tenant, found.kind, found.what, found.about, found.error) == (tenant, kind, what, about, error)
    again = describe(GivenUp("m", 1_790_000_000_000, 3, body), 9)
    assert again.parked_id == found.parked_id


class Hands:
    """The functions that are asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.answer: Any = {"batchItemFailures": []}

    def ask(self, function: str, event: dict[str, Any]) -> Any:
        self.asked.append((function, event))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Scene:
    def __init__(self) -> None:
        self.api = Api()
        self.admin = sign_up(self.api)
        self.tenant = TenantId(self.admin.tenant)
        self.hands = Hands()
        self.clock = self.api.clock
        storage.bind("Directory")
        self.gone: set[str] = set()
        self.replay = ReplayParked(
            self.of, lambda tenant, kind: self.of(tenant).waiting(kind), self.living, self.hands, self.api.replays, self.clock
        )

    def living(self, tenant: str) -> bool:
        return tenant not in self.gone

    def of(self, tenant: str) -> ParkedStore:
        return ParkedStore(TenantId(tenant), self.clock.now_ms)

    def park(self, body: str, message: str = "") -> Parked:
        parked = park_work(GivenUp(message or new_ulid(1), self.clock.now, 3, body), self.of, self.living, self.clock.now)
        assert parked is not None
        return parked

    def row(self, parked: Parked) -> Parked:
        return self.of(parked.tenant).get(parked.parked_id)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with tables():
        yield Scene()


@pytest.fixture(autouse=True)
def nothing_asked(scene: Scene) -> None:
    scene.hands.asked.clear()
    scene.hands.answer = {"batchItemFailures": []}
    scene.api.replays.asked.clear()


def test_a_message_that_comes_twice_is_one_row_and_a_second_failure_is_told(scene: Scene) -> None:
    body = packed(mail(scene.tenant))
    parked = scene.park(body, "first")
    scene.park(body, "first")
    assert (scene.row(parked).failed, scene.row(parked).state) == (0, "waiting")
    assert scene.of(scene.tenant).take_up(parked.parked_id, scene.clock.now)
    assert scene.of(scene.tenant).take_up(parked.parked_id, scene.clock.now) is None, "somebody has it"
    scene.park(body, "second")
    scene.park(body, "second")
    assert (scene.row(parked).failed, scene.row(parked).state) == (1, "waiting")


@pytest.mark.parametrize(
    ("answer", "outcome", "state"),
    [
        ({"batchItemFailures": []}, "done", "done"),
        (None, "done", "done"),
        ({"batchItemFailures": [{"itemIdentifier": "x"}]}, "failed", "waiting"),
        (WorkerFailed("mail failed"), "failed", "waiting"),
        ({"parked": 1, "batchItemFailures": []}, "parked again", "again"),
    ],
)
def test_what_became_of_a_replay_stands_in_the_row(scene: Scene, answer: Any, outcome: str, state: str) -> None:
    scene.hands.answer = answer
    body = packed(mail(scene.tenant))
    parked = scene.park(body)
    assert scene.replay(Replay(scene.tenant, parked.parked_id)) == outcome
    assert (scene.row(parked).state, scene.row(parked).failed) == (state, outcome == "failed")
    ((function, event),) = scene.hands.asked
    assert function == "mail"
    assert unpacked(event["Records"][0]["body"]).mail.to == "a@b.example"
    if state != "waiting":
        assert scene.replay(Replay(scene.tenant, parked.parked_id)) == "not taken up"


@pytest.mark.parametrize(
    ("body", "function"),
    [
        (lambda t: wrapped("archive", RECORD | {"dynamodb": {"Keys": {"pk": {"S": f"{t}#C#{TALK}"}}}}), "stream-rollup"),
        (lambda t: wrapped("notify", RECORD | {"dynamodb": {"Keys": {"pk": {"S": f"{t}#C#{TALK}"}}}}), "stream-notify"),
        (lambda t: wrapped("nobody", RECORD | {"dynamodb": {"Keys": {"pk": {"S": f"{t}#C#{TALK}"}}}}), ""),
        (lambda t: json.dumps({"kind": "idle_check", "tenant": t}), "timer"),
        (lambda t: json.dumps({"kind": "send_reports", "tenant": t}), "send-reports"),
        (lambda t: json.dumps({"kind": "download", "tenant": t, "download_id": new_ulid(1)}), "export"),
        (lambda _: "nonsense", ""),
    ],
)
def test_who_gave_it_up_is_asked(scene: Scene, body: Any, function: str) -> None:
    parked = scene.park(body(scene.tenant))
    assert scene.replay(Replay(parked.tenant, parked.parked_id)) == ("done" if function else "failed")
    assert [name for name, _ in scene.hands.asked] == ([function] if function else [])


def test_the_version_that_serves_is_asked() -> None:
    class Client:
        def invoke(self, **asked: Any) -> dict[str, Any]:
            self.asked = asked
            return {"Payload": io.BytesIO(b'{"parked":1}')}

    workers, client = LambdaWorkers("parlor-"), Client()
    workers.__dict__["_client"] = client
    assert workers.ask("mail", {"Records": []}) == {"parked": 1}
    assert client.asked["FunctionName"] == "parlor-mail:live"


def test_staff_see_it_replay_it_and_let_it_go(scene: Scene) -> None:
    admin: Person = sign_up(scene.api, email="boss@other.example")
    tenant = TenantId(admin.tenant)
    store = scene.of(tenant)
    assert admin.get("/parked") == {"parked": []}
    assert "parked" not in admin.get("/home")
    letter = scene.park(packed(mail(tenant)))
    job = scene.park(json.dumps({"kind": "idle_check", "tenant": tenant, "conversation_id": TALK}))
    assert admin.get("/home")["parked"] is True
    assert {each["parked_id"] for each in admin.get("/parked")["parked"]} == {letter.parked_id, job.parked_id}
    (only,) = admin.call("GET", "/parked?kind=timer").json["parked"]
    assert (only["about_kind"], only["about"], only["tries"]) == ("conversation", TALK, 3)
    assert admin.call("GET", "/parked?kind=odd").json["field"] == "kind"

    replay = "/parked/replay"
    assert admin.call("POST", replay, {"parked_id": letter.parked_id}).status == 204
    assert admin.call("POST", replay, {"kind": "mail"}).status == 204
    assert scene.api.replays.asked == [Replay(tenant, letter.parked_id), Replay(tenant, only="mail")]
    assert scene.replay(scene.api.replays.asked[1]) == "passed on"
    assert scene.api.replays.asked[2:] == [Replay(tenant, letter.parked_id)]

    store.take_up(letter.parked_id, scene.clock.now)
    for reply in (admin.call("POST", replay, {"parked_id": letter.parked_id}), admin.call("DELETE", f"/parked/{letter.parked_id}")):
        assert (reply.status, reply.code) == (409, "under_way")
    store.done(letter.parked_id, scene.clock.now)
    assert admin.call("POST", replay, {"parked_id": letter.parked_id}).code == "over"

    store.take_up(job.parked_id, scene.clock.now - AGAIN_MS - 1)
    for _ in range(2):
        gone = admin.call("DELETE", f"/parked/{job.parked_id}")
        assert gone.status in (204, 404)
    assert gone.status == 404
    assert "parked" not in admin.get("/home")
    log = scene.api.house.office(tenant).audit.page(0, scene.clock.now + 1, None, lambda entry: True)[0]
    assert sorted(entry.action for entry in log if "parked" in entry.action) == ["dismiss_parked", "replay_parked", "replay_parked"]
    assert scene.admin.call("DELETE", f"/parked/{letter.parked_id}").status == 404, "another company's"


def test_the_function_counts_and_what_cannot_be_written_comes_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lot:
        clock = scene.clock
        living = staticmethod(scene.living)

        def of(self, tenant: str) -> ParkedStore:
            if tenant == NOBODY:
                raise ConnectionError("no table")
            return scene.of(tenant)

    noted: list[str] = []
    monkeypatch.setattr(park, "lot", Lot)
    monkeypatch.setattr(measures, "note", lambda name, value=1: noted.append(name))
    records = [
        {"messageId": name, "body": body, "attributes": {"ApproximateReceiveCount": "11", "SentTimestamp": str(scene.clock.now)}}
        for name, body in (
            ("good", json.dumps({"kind": "queue_due", "tenant": scene.tenant})),
            ("bad", "nonsense"),
            ("late", json.dumps({"kind": "queue_due", "tenant": T})),
        )
    ]
    scene.gone.add(T)
    assert park.handler({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert noted == ["ParkedWork"]
    assert list(scene.of(T).waiting()) == [], "the company is gone"
    assert next(each.tries for each in scene.of(scene.tenant).waiting("timer") if each.what == "queue_due") == 10


def test_the_operator_sees_all_and_hands_on_what_waits(scene: Scene) -> None:
    scene.park("more nonsense")
    found = list(command.waiting())
    assert {each.tenant for each in found} >= {scene.tenant, NOBODY}
    assert all(each.state != "done" for each in found)
    assert NOBODY in command.line(next(each for each in found if each.tenant == NOBODY))
    asked = WaitingReplays()
    assert command.replay(asked, scene.tenant, "mail") == len(asked.asked) == len(list(command.waiting(scene.tenant, "mail"))) > 0


def test_nothing_is_done_for_a_company_that_is_gone(scene: Scene) -> None:
    tenant = TenantId(new_ulid(7))
    parked = scene.park(packed(mail(tenant)))
    scene.gone.add(tenant)
    for replay in (Replay(tenant, parked.parked_id), Replay(tenant)):
        assert scene.replay(replay) == "the company is gone"
    assert not scene.hands.asked
    assert not scene.api.replays.asked


def test_what_concerns_a_person_is_found_in_the_list_and_in_the_work(scene: Scene) -> None:
    tenant = TenantId(new_ulid(8))
    to_them, about_them = (
        mail(tenant),
        MailDue(new_ulid(2), Mail(to="lin@tea.example", subject="s", text="call 555-0170", html="", tenant=tenant)),
    )
    parked = [scene.park(packed(each)) for each in (to_them, about_them)]
    done = scene.park(packed(mail(tenant)))
    scene.of(tenant).take_up(done.parked_id, scene.clock.now)
    scene.of(tenant).done(done.parked_id, scene.clock.now)
    record = RECORD | {"dynamodb": {"Keys": {"pk": {"S": f"{tenant}#C#{TALK}"}}}}
    for name in ("theirs", "another's"):
        image = {"NewImage": {"body": {"S": json.dumps({"email": f"{name}@b.example"})}}}
        scene.park(wrapped("archive", record | {"eventID": name, "dynamodb": record["dynamodb"] | image}))
    store = PersonRowStore(tenant, Tables("Chat", "Presence", "Directory", "Metrics"), lambda: (1,), scene.clock.now_ms)
    rows = list(store.of("parked", Found(person=Asking(), since=0, marks=("a@b.example", "555-0170", "theirs@b.example"))))
    kinds = Counter(row.sk[0] for row in rows)
    assert kinds == {"I": 4, "P": 3}, "what has been done has no work any more"
    store.delete(rows)
    (left,) = scene.of(tenant).waiting()
    assert left.kind == "record"
    assert "another's" in scene.of(tenant).payload(left.parked_id)
    assert {each.parked_id for each in parked}.isdisjoint({left.parked_id})
