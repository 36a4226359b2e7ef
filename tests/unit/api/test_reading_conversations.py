"""Staff read conversations: upwards, what was said about something, what was recalled, and what waits for its topic."""

from typing import Any

import pytest

from parlor.domain.conversation import Party, close
from parlor.domain.ids import ConversationId, TenantId
from parlor.domain.log import Attachment, Author, ClientId, Entry, Message, Void
from parlor.domain.rich_text import Paragraph, Span
from parlor.storage.conversations import ConversationStore
from parlor.storage.tables import ConversationRow, LogRow
from tests.fakes.api import Api, Person, colleague
from tests.unit.api.test_records_and_reports import talk

VISITOR = Author("visitor", "01M3250V00000000000000000U", "Lili")


@pytest.fixture
def agent(admin: Person) -> Person:
    return colleague(admin, "wang@example.com", "2")


def said(person: Person, conversation: ConversationId, *texts: str, **more: Any) -> list[Message]:
    """Messages of the visitor at the log's end, as they are stored."""
    store = ConversationStore(TenantId(person.tenant))
    first = store.get(conversation).seq + 1  # type: ignore[union-attr]
    messages = [
        Message(seq=seq, at=person.api.clock.now, by=VISITOR, client_id=ClientId("a" * 12, seq), text=text, **more)
        for seq, text in enumerate(texts, first)
    ]
    for message in messages:
        store.put_entry(conversation, message)
    _grow_to(person, conversation, first + len(texts) - 1)
    return messages


def recall(person: Person, conversation: ConversationId, message: Message) -> None:
    key = f"{person.tenant}#C#{conversation}"
    LogRow(key, f"L#{message.seq:010d}").update(actions=[LogRow.recalled.set(True)])


def _grow_to(person: Person, conversation: ConversationId, seq: int) -> None:
    ConversationRow(f"{person.tenant}#C#{conversation}", "META").update(actions=[ConversationRow.seq.set(seq)])


def seqs(person: Person, conversation: ConversationId, query: str) -> list[int]:
    return [entry["seq"] for entry in person.get(f"/conversations/{conversation}/log?{query}")["entries"]]


def search(person: Person, conversation: ConversationId, query: str) -> Any:
    return person.get(f"/conversations/{conversation}/search?{query}")


def test_a_log_is_read_upwards_from_anywhere(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, *(f"message {n}" for n in range(3, 206)))
    assert seqs(agent, conversation, "before=206") == list(range(106, 206))
    assert seqs(agent, conversation, "before=106") == list(range(6, 106))
    assert seqs(agent, conversation, "before=6") == [1, 2, 3, 4, 5]
    assert seqs(agent, conversation, "before=1") == []
    assert seqs(agent, conversation, "before=9999") == list(range(106, 206))
    assert seqs(agent, conversation, "after=200") == list(range(201, 206))


@pytest.mark.parametrize(
    ("query", "field"), [("before=0", "before"), ("before=-1", "before"), ("before=x", "before"), ("before=3&after=1", "before")]
)
def test_a_place_to_read_from_that_cannot_be(api: Api, agent: Person, query: str, field: str) -> None:
    conversation = talk(agent, api.clock.now)
    reply = agent.call("GET", f"/conversations/{conversation}/log?{query}")
    assert (reply.status, reply.json["field"]) == (400, field)


def test_what_was_recalled_is_kept_for_who_leads(api: Api, admin: Person, agent: Person) -> None:
    supervisor = colleague(admin, "zhao@example.com", "3", role="supervisor")
    conversation = talk(agent, api.clock.now, closes=False)
    secret, _ = said(agent, conversation, "my password is tea", "sorry", body=[Paragraph([Span("my password is tea", bold=True)])])
    recall(agent, conversation, secret)

    def shown(person: Person, query: str) -> dict[str, Any]:
        entries = person.get(f"/conversations/{conversation}/log?{query}")["entries"]
        found: dict[str, Any] = next(entry for entry in entries if entry["seq"] == secret.seq)
        return found

    for query in ("", "after=1", f"before={secret.seq + 1}"):
        entry = shown(agent, query)
        assert (entry["text"], entry["recalled"], "body" in entry) == ("", True, False)
        assert "password" not in str(entry)
        for boss in (admin, supervisor):
            assert (shown(boss, query)["text"], shown(boss, query)["recalled"]) == ("my password is tea", True)
    assert search(agent, conversation, "q=password") == {"found": []}
    assert len(search(supervisor, conversation, "q=password")["found"]) == 1


def test_words_are_found_whatever_their_capitals_newest_first(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, "Do you have GREEN tea?", "Oolong", "green\ntea is what I want", "绿茶 多少钱")
    found = search(agent, conversation, "q=%20Green%20")["found"]
    assert [(hit["seq"], hit["by"], hit["excerpt"]) for hit in found] == [
        (5, "visitor", "green tea is what I want"),
        (3, "visitor", "Do you have GREEN tea?"),
    ]
    assert [hit["seq"] for hit in search(agent, conversation, "q=%E7%BB%BF%E8%8C%B6")["found"]] == [6]
    assert search(agent, conversation, "q=coffee") == {"found": []}
    assert [hit["seq"] for hit in search(agent, conversation, "q=green&before=5")["found"]] == [3]


def test_an_excerpt_is_what_stands_around_the_words(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, "a" * 500 + " needle " + "b" * 500, "needle" + "c" * 500, "d" * 500 + "needle")
    excerpts = [hit["excerpt"] for hit in search(agent, conversation, "q=needle")["found"]]
    assert all(len(excerpt) == 120 and "needle" in excerpt for excerpt in excerpts)


def test_files_are_found_by_their_name(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, "", file=Attachment("01M3250V00000000000000000U", "Invoice 2026.pdf", "application/pdf", 10))
    assert search(agent, conversation, "q=invoice")["found"][0]["excerpt"] == "Invoice 2026.pdf"


def test_a_long_conversation_is_searched_in_parts(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, "needle", *("hay" for _ in range(1_100)), "needle")
    first = search(agent, conversation, "q=needle")
    assert ([hit["seq"] for hit in first["found"]], first["before"]) == ([1_104], 105)
    assert search(agent, conversation, f"q=needle&before={first['before']}")["found"][0]["seq"] == 3


def test_a_search_shows_fifty_and_goes_on(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, *("tea" for _ in range(60)))
    first = search(agent, conversation, "q=tea")
    second = search(agent, conversation, f"q=tea&before={first['before']}")
    assert [hit["seq"] for page in (first, second) for hit in page["found"]] == list(range(62, 2, -1))
    assert "before" not in second


def test_holes_in_a_log_do_not_matter(api: Api, agent: Person) -> None:
    conversation = talk(agent, api.clock.now, closes=False)
    said(agent, conversation, "tea")
    _grow_to(agent, conversation, 5)
    entry: Entry = Void(seq=5, at=api.clock.now, by=Author("system"))
    ConversationStore(TenantId(agent.tenant)).put_entry(conversation, entry)
    assert [hit["seq"] for hit in search(agent, conversation, "q=tea")["found"]] == [3]


@pytest.mark.parametrize(
    ("query", "code", "field"), [("q=%20", "invalid", "q"), ("q=" + "x" * 101, "too_long", "q"), ("q=a&before=0", "invalid", "before")]
)
def test_a_search_that_cannot_be(api: Api, agent: Person, query: str, code: str, field: str) -> None:
    reply = agent.call("GET", f"/conversations/{talk(agent, api.clock.now)}/search?{query}")
    assert (reply.status, reply.code, reply.json["field"]) == (400, code, field)


def test_conversations_of_another_company_are_not_searched(api: Api, agent: Person, stranger: Person) -> None:
    theirs = talk(stranger, api.clock.now)
    for path in (f"/conversations/{theirs}/search?q=tea", f"/conversations/{theirs}/log?before=3"):
        assert agent.call("GET", path).status == 404


def test_what_waits_for_its_topic_is_listed_and_counted(api: Api, admin: Person, agent: Person) -> None:
    store = ConversationStore(TenantId(agent.tenant))
    ended = []
    for ago in (3, 2, 1):
        conversation = store.get(talk(agent, api.clock.now - ago * 60_000, closes=False))
        assert conversation is not None
        store.apply(close(conversation, Party("agent", agent.agent_id), api.clock.now - ago * 1_000, wrap_up=True))
        ended.append(conversation.conversation_id)
    talk(agent, api.clock.now)
    listed = agent.get("/unwrapped-conversations")["conversations"]
    assert [each["conversation_id"] for each in listed] == ended[::-1]
    assert agent.get("/desk")["unwrapped"] == 3
    assert admin.get("/unwrapped-conversations") == {"conversations": []}
    assert admin.get("/desk").get("unwrapped", 0) == 0
