"""Free queries over the records: the newest from the table, what is older from the archive, and the seam between."""

from typing import Any

import pytest

from parlor.domain.caller import Caller
from parlor.domain.care import wrap_up
from parlor.domain.ids import ConnectionId, ConversationId, TenantId, VisitorId, new_ulid
from parlor.domain.origin import Arrival, Device, Origin, Place, Source
from parlor.domain.service import Topic
from parlor.storage import keys
from parlor.storage.archive import ended_of
from parlor.storage.connection import connection
from parlor.storage.conversations import ConversationStore
from parlor.storage.record_facts import RecordFactsStore
from parlor.usecases.archive_conversations import archive_conversations
from tests.fakes.api import Api, Person
from tests.fakes.archive import SqliteArchive
from tests.unit.api.test_reading_conversations import said
from tests.unit.api.test_records_and_reports import talk

SEAM_S = 180
ENDS_AFTER_MS = 2_000
"""Of `talk`, after its opening."""
DAYS = {"first": "2026-09-01", "last": "2026-09-30"}


@pytest.fixture
def archive(api: Api) -> SqliteArchive:
    archive = SqliteArchive()
    api.house.archive = archive
    api.house.settings = api.house.settings.__class__.from_env(
        {name.upper(): value for name, value in _fields(api.house.settings).items()} | {"ARCHIVE_SEAM_S": str(SEAM_S)}
    )
    return archive


def _fields(settings: Any) -> dict[str, str]:
    return {name: getattr(settings, name) for name in settings.__struct_fields__}


class Parked:
    def __init__(self) -> None:
        self.reasons: list[str] = []

    def park(self, consumer: str, reason: str, record: Any) -> None:
        self.reasons.append(reason)


def record_of(tenant: str, conversation: ConversationId, old: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the stream tells of the conversation as it stands."""
    key = {"pk": {"S": keys.conversation(TenantId(tenant), conversation)}, "sk": {"S": "META"}}
    image = connection().client.get_item(TableName="Chat", Key=key, ConsistentRead=True)["Item"]
    return {"eventName": "MODIFY", "dynamodb": {"Keys": key, "NewImage": image, "OldImage": old or {}}}


def put_away(archive: SqliteArchive, records: list[dict[str, Any]]) -> int:
    parked = Parked()
    written = archive_conversations(
        records, ended_of, lambda tenant, talk: ConversationStore(tenant).whole_log(talk), RecordFactsStore, archive, parked
    )
    assert parked.reasons == []
    return written


def ids(person: Person, cursor: str | None = None, **conditions: Any) -> tuple[list[str], str | None, bool]:
    body = DAYS | {"conditions": conditions} | ({"cursor": cursor} if cursor else {})
    reply = person.call("POST", "/record-searches", body)
    assert reply.status == 200, reply.text
    return [each["conversation_id"] for each in reply.json["conversations"]], reply.json.get("cursor"), reply.json.get("running", False)


def all_ids(person: Person, **conditions: Any) -> list[str]:
    found, cursor, _ = ids(person, **conditions)
    while cursor:
        more, cursor, running = ids(person, cursor, **conditions)
        assert not running
        found += more
    return found


def test_over_the_seam_nothing_is_missing_and_nothing_twice(api: Api, admin: Person, archive: SqliteArchive) -> None:
    """Ends every minute from eight minutes ago until now, all archived, some of them not in time: each is found once."""
    now = api.clock.now
    talks = [talk(admin, now - minute * 60_000 - 5_000, name=f"Guest {minute}") for minute in range(8, -1, -1)]
    late = set(talks[-2:])
    put_away(archive, [record_of(admin.tenant, each) for each in talks if each not in late])
    # The batch came twice.
    put_away(archive, [record_of(admin.tenant, each) for each in talks if each not in late])
    assert all_ids(admin) == talks[::-1]
    assert all_ids(admin, visitor="guest 7") == [talks[1]]
    assert all_ids(admin, visitor="guest 1") == [talks[7]]
    assert all_ids(admin, score_min=1) == []


@pytest.mark.parametrize("ago_ms", [SEAM_S * 1000 - 1, SEAM_S * 1000, SEAM_S * 1000 + 1, 1])
def test_at_the_seam_to_the_millisecond_each_is_found_once(api: Api, admin: Person, archive: SqliteArchive, ago_ms: int) -> None:
    """Also when the archive has it twice, as while objects are put together, or an older line beside a newer one."""
    one, before = talk(admin, api.clock.now - ago_ms - ENDS_AFTER_MS), talk(admin, api.clock.now - SEAM_S * 2_000)
    put_away(archive, [record_of(admin.tenant, each) for each in (one, before)] * 2)
    assert all_ids(admin) == [one, before]
    found: list[str] = []
    cursor: str | None = None
    for _ in range(9):
        page, cursor, _ = ids(admin, cursor)
        found += page
        # It goes over the seam while somebody turns the pages.
        api.clock.now += 1_000
        put_away(archive, [record_of(admin.tenant, one)])
        if cursor is None:
            break
    assert found == [one, before]


def test_words_are_found_on_both_sides_but_no_notes(api: Api, admin: Person, archive: SqliteArchive) -> None:
    old, new, other = (talk(admin, api.clock.now - ago) for ago in (3_600_000, 60_000, 50_000))
    for conversation_id in (old, new):
        said(admin, conversation_id, "龙井 fresh", "from Hangzhou")
        said(admin, conversation_id, "difficult", note=True)
    put_away(archive, [record_of(admin.tenant, each) for each in (old, new, other)])
    assert all_ids(admin, text="hangzhou 龙井") == [new, old]
    assert all_ids(admin, text="difficult") == []
    assert all_ids(admin, agent_ids=[admin.agent_id]) == [other, new, old]
    assert all_ids(admin, agent_ids=[new_ulid(1)]) == []


def test_a_rating_after_the_end_is_a_newer_line(api: Api, admin: Person, archive: SqliteArchive) -> None:
    conversation_id = talk(admin, api.clock.now - 3_600_000)
    record = record_of(admin.tenant, conversation_id)
    assert put_away(archive, [record]) == 1
    # Marks of reading change the row and not the log.
    assert put_away(archive, [record_of(admin.tenant, conversation_id, old=record["dynamodb"]["NewImage"])]) == 0
    store, topic = ConversationStore(TenantId(admin.tenant)), Topic(topic_id=new_ulid(api.clock.now), name="Price")
    agent = Caller(tenant=TenantId(admin.tenant), role="agent", subject=admin.agent_id, connection=ConnectionId("desk"))
    ended = store.get(conversation_id)
    assert ended is not None
    summed_up = wrap_up(ended, agent, topic, "valid", "", api.clock.now)
    assert summed_up is not None
    store.apply(summed_up)
    assert all_ids(admin, value="open") == [conversation_id]
    put_away(archive, [record_of(admin.tenant, conversation_id, old=record["dynamodb"]["NewImage"])])
    assert all_ids(admin, value="open") == []
    assert all_ids(admin, topic_ids=[topic.topic_id]) == [conversation_id]


def test_a_search_waits_for_the_archive(api: Api, admin: Person, archive: SqliteArchive) -> None:
    talks = [talk(admin, api.clock.now - hour * 3_600_000) for hour in range(5, 0, -1)]
    put_away(archive, [record_of(admin.tenant, each) for each in talks])
    archive.ready = False
    found, cursor, running = ids(admin)
    assert (found, running) == ([], False)
    assert ids(admin, cursor)[0::2] == ([], True)
    archive.ready = True
    pages: list[str] = []
    while cursor:
        found, cursor, _ = ids(admin, cursor)
        pages += found
    assert pages == talks[::-1]
    assert len(archive.asked) == 1


def test_where_a_visitor_came_from_is_shown_and_searched(api: Api, admin: Person, archive: SqliteArchive) -> None:
    origin = Origin(
        Source("search", "Baidu", "龙井"), Device("phone", system="Android 14", browser="Chrome 131"), Place("中国", "浙江省", "杭州市")
    )
    arrival = Arrival(origin, "203.0.113.7", "https://www.baidu.com/s?wd=1")
    old = talk(admin, api.clock.now - 3_600_000, arrival=arrival, visitor=(visitor := new_ulid(1)))
    new = talk(admin, api.clock.now - 60_000, arrival=arrival, visitor=visitor)
    plain = talk(admin, api.clock.now - 50_000)
    ConversationStore(TenantId(admin.tenant)).change_profile(VisitorId(visitor), phone="138 0000 0000", email="li@example.cn")
    put_away(archive, [record_of(admin.tenant, each) for each in (old, new, plain)])
    for condition in (
        {"provinces": ["浙江省"], "cities": ["杭州市"]},
        {"engines": ["Baidu"], "keywords": ["龙井"]},
        {"browsers": ["Chrome"], "devices": ["phone"]},
        {"ip": "203.0.113"},
        {"visitor": "138 0000"},
        {"none_of": {"countries": [""]}},
        {"visitor_ids": [visitor]},
    ):
        assert all_ids(admin, **condition) == [new, old], condition
    assert all_ids(admin, none_of={"sources": ["search"]}) == [plain]
    facts = {
        "source": {"kind": "search", "name": "Baidu", "keyword": "龙井"},
        "device": {"kind": "phone", "system": "Android 14", "browser": "Chrome 131"},
        "place": {"country": "中国", "province": "浙江省", "city": "杭州市"},
        "ip": "203.0.113.7",
        "referrer": "https://www.baidu.com/s?wd=1",
        "phone": "138 0000 0000",
        "email": "li@example.cn",
    }
    listed = admin.get("/conversations?from=2026-09-01&to=2026-09-30")
    assert listed["facts"] == {old: facts, new: facts}
    found = admin.call("POST", "/record-searches", DAYS | {"conditions": {"cities": ["杭州市"]}}).json
    assert found["facts"] == {new: facts}


def test_searches_and_columns_are_kept_for_oneself(admin: Person) -> None:
    kept = {"name": "手机访客", "conditions": {"devices": ["phone"], "none_of": {"text": "谢谢"}}}
    change = {"version": 0, "record_filters": [kept], "record_columns": ["visitor", "place"]}
    reply = admin.call("PATCH", "/me/settings", change)
    assert reply.status == 200, reply.text
    again = admin.get("/me/settings")
    assert [each["name"] for each in again["record_filters"]] == ["手机访客"]
    assert again["record_filters"][0]["conditions"]["devices"] == ["phone"]
    assert again["record_columns"] == ["visitor", "place"]
    for wrong, field in (
        ({"record_filters": [kept, kept]}, "record_filters[1].name"),
        ({"record_filters": [kept | {"name": " "}]}, "record_filters[0].name"),
        ({"record_filters": [{"name": "x", "conditions": {"score_min": 5, "score_max": 1}}]}, "record_filters[0].conditions.score_max"),
        ({"record_columns": ["<b>"]}, "record_columns[0]"),
    ):
        refused = admin.call("PATCH", "/me/settings", {"version": again["version"]} | wrong)
        assert (refused.status, refused.json["field"]) == (400, field)
    assert admin.get("/me/settings") == again


def test_one_company_never_finds_anothers(api: Api, admin: Person, stranger: Person, archive: SqliteArchive) -> None:
    theirs = talk(stranger, api.clock.now - 3_600_000)
    put_away(archive, [record_of(stranger.tenant, theirs)])
    assert all_ids(admin) == []
    _, cursor, _ = ids(stranger)
    reply = admin.call("POST", "/record-searches", DAYS | {"cursor": cursor})
    assert (reply.status, reply.json["field"]) == (400, "cursor")
    assert all_ids(stranger) == [theirs]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"first": "2026-09-30", "last": "2026-09-01"}, "last"),
        ({"conditions": {"score_min": 5, "score_max": 1}}, "conditions.score_max"),
        ({"conditions": {"score_min": 9}}, "conditions.score_min"),
        ({"conditions": {"agent_ids": ["'; DROP TABLE"]}}, "conditions.agent_ids[0]"),
        ({"conditions": {"colour": "red"}}, "conditions"),
        ({"conditions": {"sources": ["elsewhere"]}}, "conditions.sources[0]"),
        ({"conditions": {"devices": "phone"}}, "conditions.devices"),
        ({"conditions": {"label_ids": ["VIP"]}}, "conditions.label_ids[0]"),
        ({"conditions": {"countries": ["x" * 301]}}, "conditions.countries[0]"),
        ({"conditions": {"countries": ["x"] * 51}}, "conditions.countries"),
        ({"conditions": {"none_of": {"none_of": {}}}}, "conditions.none_of"),
        ({"conditions": {"none_of": {"agent_ids": ["me"]}}}, "conditions.none_of.agent_ids[0]"),
        ({"conditions": {"messages_max": -1}}, "conditions.messages_max"),
        ({"conditions": {"length_min_s": 61, "length_max_s": 60}}, "conditions.length_max_s"),
        ({"conditions": {"accepted": "yes"}}, "conditions.accepted"),
        ({"conditions": {"ip": "1" * 46}}, "conditions.ip"),
        ({"conditions": []}, "conditions"),
        ({"first": "2026-02-30"}, "first"),
        ({"last": "tomorrow"}, "last"),
        ({"first": "1999-01-01", "last": "2026-09-01"}, "first"),
        ({"conditions": {"text": "x" * 101}}, "conditions.text"),
        ({"cursor": "forged"}, "cursor"),
    ],
)
def test_a_search_that_cannot_be(admin: Person, archive: SqliteArchive, body: dict[str, Any], field: str) -> None:
    reply = admin.call("POST", "/record-searches", DAYS | body)
    assert reply.status == 400, reply.text
    assert reply.json["field"].startswith(field)
    assert archive.asked == []
