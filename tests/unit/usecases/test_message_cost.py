"""What a message costs, pinned: the price of the product hangs on it."""

from collections.abc import Iterator

import pytest

from parlor.domain.files import StoredFile
from parlor.domain.ids import FileId
from parlor.domain.log import ClientId, PageCard
from parlor.domain.rich_text import Paragraph, Span
from parlor.protocol.frames import MarkRead, SendMessage, SyncLog, Typing
from parlor.usecases.mark_read import mark_read
from parlor.usecases.show_typing import show_typing
from parlor.usecases.sync_log import sync_log
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

LINE = "你好，这款礼盒送长辈，250 g 装里面是两罐吗？周五前下单能不能赶上周日的聚会？地址是杭州市临安区。"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        yield Stage()


def test_a_message_costs_two_writes_no_read_and_one_push_per_open_socket(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    page = {"page_url": "https://tea.example/green/longjing-gift-box?from=home", "page_title": "明前龙井礼盒 250 g"}
    talk = stage.accept(lin, stage.open(visitor, **page).conversation_id)
    for n in range(1, 9):
        stage.say(visitor, talk.conversation_id, n, LINE)
        stage.say(lin, talk.conversation_id, n, LINE)
        stage.clock.pass_ms(2_000)
    stage.sockets.pushes = 0

    with billed() as bill:
        stage.say(visitor, talk.conversation_id, 9, LINE)

    assert bill.requests == ["UpdateItem", "PutItem"]
    assert bill.write_units <= 3
    assert stage.sockets.pushes == 2, "the agent's socket, and the acknowledgement"


def test_even_the_tenth_message_which_renews_the_rate_list_stays_within_three_writes_and_one_read(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    for n in range(1, 11):
        stage.say(visitor, talk.conversation_id, n, "short")
        stage.clock.pass_ms(2_000)

    with billed() as bill:
        stage.say(visitor, talk.conversation_id, 11, "short")

    assert bill.requests == ["UpdateItem", "GetItem", "UpdateItem", "PutItem"]


def test_words_with_a_quote_cost_the_same_and_touch_neither_directory_nor_files(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.directory, stage.files = Untouchable(), Untouchable()
    body = [Paragraph(spans=[Span(LINE, bold=True)])]
    for n, said in enumerate(({"text": LINE}, {"text": LINE, "quote": 1}, {"body": body}), 1):
        key = ClientId("tab000000000", n)
        frame = SendMessage(action="chat", conversation_id=talk.conversation_id, client_id=key, **said)  # type: ignore[arg-type]
        with billed() as bill:
            stage.send(visitor, frame)
        assert bill.requests == ["UpdateItem", "PutItem"]
        assert bill.write_units <= 3


class Untouchable:
    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a message of words asked for {name}")


def test_a_file_costs_two_reads_more_and_a_card_one(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    file = StoredFile(
        file_id=FileId(stage.ulid()),
        conversation_id=talk.conversation_id,
        by_side="visitor",
        by_id=visitor.subject,
        name="pot.png",
        type="image/png",
        size=9,
        state="ready",
        announced_at=stage.clock.now,
    )
    stage.files.put_pending(file)
    key = ClientId("tab000000000", 1)
    with billed() as with_file:
        stage.send(visitor, SendMessage(action="chat", conversation_id=talk.conversation_id, client_id=key, file_id=file.file_id))
    assert with_file.requests == ["GetItem", "GetItem", "UpdateItem", "PutItem"]
    with billed() as with_page:
        key, page = ClientId("lin000000000", 1), PageCard("https://tea.example/")
        stage.send(lin, SendMessage(action="chat", conversation_id=talk.conversation_id, client_id=key, page=page))
    assert with_page.requests == ["GetItem", "UpdateItem", "PutItem"]


def test_a_typing_preview_writes_nothing_even_to_a_socket_that_is_gone(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    frame = Typing(action="chat", conversation_id=talk.conversation_id, text="is it")
    stage.sockets.gone.add("lin")
    with billed() as bill:
        show_typing(frame, visitor.party, stage.directory, stage.conversations, stage.pushes)
    assert bill.requests == ["GetItem"]


def test_a_read_mark_is_one_write(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    stage.say(visitor, talk.conversation_id, 1)
    frame = MarkRead(action="chat", conversation_id=talk.conversation_id, seq=3)
    with billed() as bill:
        mark_read(frame, lin.party, "lin", stage.conversations, stage.pushes)
    assert bill.requests == ["UpdateItem"]


def test_asking_in_the_quiet_whether_something_was_missed_is_one_read(stage: Stage) -> None:
    lin, visitor = stage.agent("lin"), stage.visitor()
    talk = stage.accept(lin, stage.open(visitor).conversation_id)
    frame = SyncLog(action="chat", conversation_id=talk.conversation_id, after=2)
    with billed() as bill:
        answer = sync_log(frame, visitor, stage.conversations, stage.pushes, stage.clock, stage.watches.append)
    assert bill.requests == ["GetItem"]
    assert (answer.last_seq, answer.entries) == (2, [])
