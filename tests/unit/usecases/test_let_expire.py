"""What a company keeps no longer goes from everywhere, and nothing else; wherever it is cut off, it comes to the same."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from parlor.domain.archive import archived, day_of
from parlor.domain.audit import Actor
from parlor.domain.events import ConversationEnded, VisitStarted
from parlor.domain.fact_lines import line_of
from parlor.domain.figures import attribute
from parlor.domain.files import StoredFile
from parlor.domain.ids import AgentId, ConversationId, FileId, LeftMessageId, VisitorId, new_ulid, ulid_time
from parlor.domain.left_messages import LeftEntry, LeftMessage
from parlor.domain.retention import KeptFor
from parlor.domain.visitor import Identified
from parlor.protocol.frames import EndConversation
from parlor.storage import audit, identities, keys, left_messages, retention
from parlor.storage.aged_rows import AgedRowStore
from parlor.storage.audit import AuditStore
from parlor.storage.identities import IdentityStore
from parlor.storage.left_messages import LeftMessageStore
from parlor.storage.person_rows import PersonRowStore, Tables
from parlor.storage.retention import RetentionMarkStore, RetentionStore
from parlor.storage.word_figures import WordFigureStore
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.let_expire import LetExpire
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage
from tests.unit.usecases.test_compact_archive import Broken, Bucket

DAY = 86_400_000
MONTH = 31 * DAY
NAMES = Tables("Chat", "Presence", "Directory", "Metrics")


class Contents:
    """Of files."""

    def __init__(self) -> None:
        self.there: set[str] = set()

    def delete_all(self, file_ids: Any) -> None:
        self.there -= set(file_ids)

    def delete_downloads(self, download_ids: Any) -> None:
        raise AssertionError("nothing of downloads")

    def read(self, file_id: str) -> Iterator[bytes]:
        raise AssertionError("nobody reads")


class World:
    def __init__(self, client: Any) -> None:
        self.client = client
        audit.bind("Chat")
        left_messages.bind("Chat")
        identities.bind("Chat", "Directory")
        retention.bind("Directory")
        self.stage = Stage()
        self.tenant = self.stage.tenant
        self.since = self.stage.clock.now
        self.lin = self.stage.agent("lin")
        self.bucket, self.contents = Bucket(), Contents()
        self.settings = RetentionStore(self.tenant)
        self.words = WordFigureStore(self.tenant, "Chat", "Metrics")

    @property
    def work(self) -> LetExpire:
        """As another process makes it."""
        clock = self.stage.clock
        rows = PersonRowStore(self.tenant, NAMES, lambda: (1,), clock.now_ms)
        aged = AgedRowStore(self.tenant, "Chat", lambda: self.since)
        return LetExpire(self.tenant, self.settings, aged, rows, self.contents, self.bucket, self.words, clock)

    def keep(self, **periods: int) -> None:
        before = self.settings.fresh()
        self.settings.change(before, replace(before, periods=KeptFor(**periods), following=None))

    def conversation(self, word: str, *, end: bool = True) -> ConversationId:
        """With a file that was sent, one that was not, its line in the archive and its words in the figures."""
        stage = self.stage
        visitor = stage.visitor(f"tab{word}")
        opened = stage.open(visitor)
        stage.accept(self.lin, opened.conversation_id)
        stage.say(visitor, opened.conversation_id, 1, f"{word} please")
        file_id = FileId(stage.ulid())
        stage.files.put_pending(
            StoredFile(
                file_id=file_id,
                conversation_id=opened.conversation_id,
                by_side="visitor",
                by_id=visitor.subject,
                name=f"{word}.txt",
                type="text/plain",
                size=1,
                announced_at=stage.clock.now,
            )
        )
        self.contents.there.add(file_id)
        stage.conversations.count_visit(visitor.subject, stage.clock.now)
        visit = VisitStarted(self.tenant, VisitorId(visitor.subject), stage.ulid(), stage.clock.now)
        self.bucket.keep("facts", self.tenant, day_of(stage.clock.now), [line_of(visit)])
        if end:
            frame = EndConversation(action="chat", conversation_id=opened.conversation_id)
            end_conversation(frame, self.lin.party, stage.directory, stage.conversations, stage.reception, stage.clock)
            self.tell(stage.conversations.get(opened.conversation_id), word)
        return opened.conversation_id

    def tell(self, conversation: Any, word: str) -> None:
        """What the roll-up does with it, twice over: a batch may come twice."""
        line = archived(conversation, self.stage.conversations.log(conversation.conversation_id, 0, 100))
        self.bucket.keep("conversations", self.tenant, line.day, [msgspec.json.encode(line)])
        self.bucket.objects[f"merged/conversations/tenant={self.tenant}/{line.day}-x.json"] = b"{}"
        ended = ConversationEnded(self.tenant, conversation.conversation_id, line.closed_at, words=(word, "please"))
        self.bucket.keep("facts", self.tenant, day_of(ulid_time(conversation.conversation_id)), [line_of(ended)])
        self.bucket.keep("facts", self.tenant, day_of(ulid_time(conversation.conversation_id)), [line_of(ended), line_of(ended)])
        self._count(conversation.conversation_id, word)

    def _count(self, conversation_id: str, word: str) -> None:
        names = {"#w": attribute("words", "word", word), "#p": attribute("words", "word", "please")}
        self.client.update_item(
            TableName="Metrics",
            Key=self.hour(conversation_id),
            UpdateExpression="ADD #w :one, #p :one",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    def hour(self, conversation_id: str) -> dict[str, Any]:
        return {"pk": {"S": keys.sheet(self.tenant, "page")}, "sk": {"S": keys.utc_hour(ulid_time(conversation_id))}}

    def everything(self) -> str:
        rows = [item for table in ("Chat", "Metrics") for item in self.client.scan(TableName=table)["Items"]]
        return repr(sorted(map(repr, rows))) + repr(sorted(self.bucket.objects.items())) + repr(sorted(self.contents.there))


@pytest.fixture
def world() -> Iterator[World]:
    with tables() as client:
        yield World(client)


def facts_without_words(world: World) -> list[str]:
    found = [key for key, body in world.bucket.objects.items() if key.startswith("facts/") and b'"ended"' in body]
    return [key for key in found if b'"words"' not in world.bucket.objects[key]]


def test_what_is_over_goes_from_everywhere_and_nothing_else(world: World) -> None:
    old, under_way = world.conversation("oolong"), world.conversation("pekoe", end=False)
    world.stage.clock.pass_ms(4 * MONTH)
    new = world.conversation("sencha")
    assert RetentionMarkStore().all() == []
    world.keep(conversations=3)
    assert RetentionMarkStore().all() == [world.tenant]
    before = world.everything()
    assert "oolong" in before
    assert world.work(lambda: True)
    after = world.everything()
    assert old not in after.replace(f'"conversation_id":"{old}"', ""), "besides what was counted"
    assert "oolong" not in after, "neither row, archive, file name nor figure"
    for stays in ("pekoe", "sencha", under_way, new):
        assert after.count(stays) == before.count(stays)
    assert len(facts_without_words(world)) == 2, "what was counted stays, without words"
    assert world.stage.conversations.get(under_way).state == "active"
    assert len(world.contents.there) == 2
    (row,) = world.client.query(
        TableName="Metrics",
        KeyConditionExpression="pk = :pk AND sk = :sk",
        ExpressionAttributeValues={":pk": world.hour(new)["pk"], ":sk": world.hour(new)["sk"]},
    )["Items"]
    assert row[attribute("words", "word", "please")] == {"N": "1"}
    kept = world.settings.kept()
    assert (kept.gone["conversations"], kept.gone["files"], kept.gone["words"]) == (1, 1, 2)
    # Again, and with a period that is longer: nothing more.
    assert world.work(lambda: True)
    world.keep(conversations=36)
    assert world.work(lambda: True)
    assert world.everything() == after
    world.keep()
    assert RetentionMarkStore().all() == []


def test_wherever_it_is_cut_off_it_comes_to_the_same(world: World) -> None:
    for number in range(3):
        world.conversation(f"word{number}x")
        world.stage.clock.pass_ms(DAY)
    world.stage.clock.pass_ms(4 * MONTH)
    rows, objects, contents = _copied(world)
    world.keep(conversations=3)
    assert world.work(lambda: True)
    whole = world.everything()
    for cut in (0, 5, 11, 17, 29, 43):
        _restored(world, rows, objects, contents)
        broken = 0
        with Failing(world, cut) as calls:
            for _ in range(40):
                try:
                    if world.work(lambda: True):
                        break
                except Broken:
                    broken += 1
                    calls.clear()
        assert broken, "it was cut off"
        assert world.everything() == whole


class Failing:
    """Every so many calls one fails, each time a little later, so that the work comes to its end."""

    def __init__(self, world: World, after: int) -> None:
        self.world, self.after, self.calls = world, after, [0]
        self.calls.clear()

    def __enter__(self) -> list[int]:
        self.world.client.meta.events.register("before-call.dynamodb", self._called)
        return self.calls

    def __exit__(self, *_: object) -> None:
        self.world.client.meta.events.unregister("before-call.dynamodb", self._called)

    def _called(self, **_: Any) -> None:
        self.calls.append(1)
        if len(self.calls) > self.after + 3:
            self.after += 7
            raise Broken


def _copied(world: World) -> tuple[dict[str, Any], dict[str, bytes], set[str]]:
    rows = {table: world.client.scan(TableName=table)["Items"] for table in ("Chat", "Metrics")}
    return rows, dict(world.bucket.objects), set(world.contents.there)


def _restored(world: World, rows: dict[str, Any], objects: dict[str, bytes], contents: set[str]) -> None:
    for table, items in rows.items():
        for item in world.client.scan(TableName=table)["Items"]:
            world.client.delete_item(TableName=table, Key={name: item[name] for name in ("pk", "sk")})
        for item in items:
            world.client.put_item(TableName=table, Item=item)
    world.bucket.objects = dict(objects)
    world.contents.there = set(contents)
    world.client.delete_item(TableName="Directory", Key={"pk": {"S": str(world.tenant)}, "sk": {"S": keys.RETENTION_KEPT}})


def test_it_stops_when_time_is_over_or_somebody_keeps_it_longer_after_all(world: World) -> None:
    ids = []
    for _ in range(3):
        ids.append(world.conversation("tea"))
        world.stage.clock.pass_ms(DAY)
    world.stage.clock.pass_ms(4 * MONTH)
    world.keep(conversations=3)
    assert not world.work(lambda: False)
    assert all(map(world.stage.conversations.get, ids))
    budget = iter([True] * 6 + [False])
    assert not world.work(lambda: next(budget))
    gone = [each for each in ids if world.stage.conversations.get(each) is None]
    assert gone == ids[: len(gone)]
    assert 0 < len(gone) < 3
    assert not world.work.worked_today

    asked = 0

    def longer() -> bool:
        nonlocal asked
        asked += 1
        if asked == 2:
            world.keep(conversations=12)
        return True

    assert not world.work(longer)
    assert world.stage.conversations.get(ids[-1]) is not None
    assert world.work(lambda: True)
    assert world.work.worked_today
    world.stage.clock.pass_ms(DAY)
    assert not world.work.worked_today


def test_profiles_go_from_the_last_visit_on_and_those_with_a_card_stay(world: World) -> None:
    stage, people = world.stage, IdentityStore(world.tenant)

    def came(visitor: VisitorId) -> None:
        stage.conversations.count_visit(visitor, stage.clock.now)
        visit = VisitStarted(world.tenant, visitor, stage.ulid(), stage.clock.now)
        world.bucket.keep("facts", world.tenant, day_of(stage.clock.now), [line_of(visit)])

    gone, carded, returned, talked = (VisitorId(new_ulid(stage.clock.now)) for _ in range(4))
    for visitor in (gone, carded, returned, talked):
        stage.conversations.change_profile(visitor, name="Nora", email="nora@tea.example")
        came(visitor)
    people.remember(gone, Identified(user_id="u-17", at=1, mark="m"))
    people.add("u-17", gone)
    world.client.update_item(
        TableName="Chat",
        Key={"pk": {"S": keys.visitor(world.tenant, carded)}, "sk": {"S": keys.PROFILE}},
        UpdateExpression="SET customer_id = :c",
        ExpressionAttributeValues={":c": {"S": stage.ulid()}},
    )
    people.add_to_history(talked, ConversationId(stage.ulid()))
    stage.clock.pass_ms(2 * MONTH)
    came(returned)
    stage.clock.pass_ms(2 * MONTH)
    world.keep(profiles=3)
    assert world.work(lambda: True)
    left = {each for each in (gone, carded, returned, talked) if stage.conversations.profile(each)}
    assert left == {carded, returned}
    assert stage.conversations.opened_of(talked, 0, 5), "what leads to conversations that are kept stays"
    assert "u-17" not in world.everything()
    assert world.settings.kept().gone["profiles"] == 2
    stage.clock.pass_ms(2 * MONTH)
    assert world.work(lambda: True)
    assert stage.conversations.profile(returned) is None


def test_left_messages_go_after_the_last_word_and_logs_entry_by_entry(world: World) -> None:
    stage, store = world.stage, LeftMessageStore(world.tenant)
    ids = [LeftMessageId(stage.ulid()) for _ in range(2)]
    for each in ids:
        store.put(
            LeftMessage(left_message_id=each, visitor_id=VisitorId(stage.ulid()), email="a@b.example", text="call", at=stage.clock.now)
        )
    log = AuditStore(world.tenant, stage.clock.now_ms)
    actor = Actor(AgentId(stage.ulid()), "Lin")
    log.done(actor, "change_company")
    stage.clock.pass_ms(4 * MONTH)
    message = store.get(ids[1])
    entry = LeftEntry(entry_id=stage.ulid(), place=1, kind="note", at=stage.clock.now, text="later", by_id="x", by_name="Lin")
    store.change(message, replace(message, said=1, last_at=stage.clock.now), entry)
    log.done(actor, "add_webhook")
    stage.clock.pass_ms(3 * MONTH)
    world.keep(left_messages=6, audit=6)
    assert world.work(lambda: True)
    assert [each.left_message_id for each in store.newest(lambda _: True, None, 0, stage.clock.now)[0]] == [ids[1]]
    assert [each.action for each in log.page(0, stage.clock.now, None)[0]] == ["add_webhook"]
    stage.clock.pass_ms(5 * MONTH)
    assert world.work(lambda: True)
    assert store.newest(lambda _: True, None, 0, stage.clock.now)[0] == []
    assert store.entries(ids[1]) == []
