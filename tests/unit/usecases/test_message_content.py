"""What a message may say and carry: words, a quote, a file, a page, a form, a survey. What is refused changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import json
from msgspec.structs import replace

from parlor.domain.errors import Conflict, Forbidden, Invalid, NotFound, ParlorError
from parlor.domain.files import StoredFile
from parlor.domain.forms import Form, FormField
from parlor.domain.ids import ConversationId, FileId
from parlor.domain.log import Message, PageCard
from parlor.domain.rich_text import ListBlock, Paragraph, Span
from parlor.domain.service import Service, Switches
from parlor.domain.survey import Question, Survey
from parlor.protocol.decode import decode
from parlor.protocol.frames import Ack, ChatFrame, EntryFrame, SendMessage
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

UNKNOWN = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
BODY = [
    Paragraph(spans=[Span("Hot water, "), Span("80 °C", bold=True, color="red")]),
    ListBlock(items=[[Span("rinse")], [Span("our shop", link="https://tea.example/")]], ordered=True),
]


class Talk:
    """An accepted conversation between the visitor `tab` and the agent `lin`."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.lin, self.visitor = self.stage.agent("lin"), self.stage.visitor()
        self.id = self.stage.accept(self.lin, self.stage.open(self.visitor).conversation_id).conversation_id
        self._sent = {"lin": 0, "tab": 0}

    def service(self, **changed: Any) -> None:
        self.stage.directory.known_service = replace(self.stage.directory.known_service, **changed)

    def frame(self, caller: Any, **said: Any) -> SendMessage:
        self._sent[caller.connection] += 1
        key = {"producer": caller.connection.ljust(12, "0"), "n": self._sent[caller.connection]}
        raw = {"action": "chat", "type": "send", "conversation_id": self.id, "client_id": key} | said
        frame: SendMessage = decode(ChatFrame, json.encode(raw))
        return frame

    def say(self, caller: Any, **said: Any) -> Message:
        message = self.stage.send(caller, self.frame(caller, **said))
        assert message is not None
        return message

    def refused(self, caller: Any, kind: type[ParlorError], **said: Any) -> tuple[str, str | None]:
        """The refusal's code and field; the log and the conversation are as before."""
        before = self.stage.conversations.get(self.id), self.stage.conversations.log(self.id, 0, 100)
        with pytest.raises(kind) as refusal:
            self.say(caller, **said)
        self._sent[caller.connection] -= 1
        assert (self.stage.conversations.get(self.id), self.stage.conversations.log(self.id, 0, 100)) == before
        return refusal.value.code, refusal.value.field

    def file(self, caller: Any, *, conversation_id: str | None = None, ready: bool = True, **more: Any) -> str:
        file_id = FileId(self.stage.ulid())
        said = {"name": "pot.png", "type": "image/png", "size": 9, "announced_at": self.stage.clock.now} | more
        if "shared" not in said:
            said["conversation_id"] = ConversationId(conversation_id or self.id)
        side = caller.party.side
        self.stage.files.put_pending(StoredFile(file_id=file_id, by_side=side, by_id=caller.subject, **said))
        if ready:
            self.stage.files.mark_ready(file_id)
        return file_id

    @property
    def row(self) -> tuple[str, str]:
        found = self.stage.conversations.get(self.id)
        return found.last_kind, found.last_text


@pytest.fixture
def talk() -> Iterator[Talk]:
    with tables():
        yield Talk()


# --- words ---------------------------------------------------------------------------------------------------------


def test_formatted_text_is_stored_with_its_words(talk: Talk) -> None:
    said = talk.say(talk.lin, body=BODY, text="something else")

    (stored,) = [entry for entry in talk.stage.conversations.log(talk.id, 0, 10) if isinstance(entry, Message)]
    assert stored == said
    assert (stored.body, stored.text) == (BODY, "Hot water, 80 °C\n1. rinse\n2. our shop")
    assert talk.row == ("text", "Hot water, 80 °C\n1. rinse\n2. our shop")
    (ack,) = talk.stage.sockets.got("lin", Ack)
    assert ack.entry == said, "the server made the words"


def test_plain_text_is_acknowledged_without_a_copy(talk: Talk) -> None:
    talk.say(talk.lin, text="plain")
    (ack,) = talk.stage.sockets.got("lin", Ack)
    assert ack.entry is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([{"type": "paragraph", "spans": [{"text": "x", "link": "javascript:alert(1)"}]}], "body[0].spans[0].link"),
        ([{"type": "paragraph", "spans": [{"text": "x", "link": "JaVaScRiPt:alert(1)"}]}], "body[0].spans[0].link"),
        ([{"type": "paragraph", "spans": [{"text": "x", "link": " https://tea.example"}]}], "body[0].spans[0].link"),
        ([{"type": "paragraph", "spans": [{"text": "x", "link": "data:text/html,<script>"}]}], "body[0].spans[0].link"),
        ([{"type": "paragraph", "spans": [{"text": "x", "link": "https://a b"}]}], "body[0].spans[0].link"),
        ([{"type": "paragraph", "spans": [{"text": "x", "link": 'https://a"onclick="b'}]}], "body[0].spans[0].link"),
        ([{"type": "paragraph", "spans": [{"text": "x", "onclick": "alert(1)"}]}], "body[0].spans[0].onclick"),
        ([{"type": "paragraph", "spans": [{"text": "x", "color": "#ff0000"}]}], "body[0].spans[0].color"),
        ([{"type": "paragraph", "spans": [{"text": "x", "bold": "yes"}]}], "body[0].spans[0].bold"),
        ([{"type": "paragraph", "spans": [{"text": ""}]}], "body[0].spans[0].text"),
        ([{"type": "paragraph", "spans": [{"text": "x"}] * 10_000}], "body[0].spans"),
        ([{"type": "paragraph", "spans": []}] * 10_000, "body"),
        ([{"type": "list", "items": []}], "body[0].items"),
        ([{"type": "script", "spans": []}], "body[0].type"),
        ([], "body"),
        ("<b>x</b>", "body"),
        ([{"type": "paragraph", "spans": [{"text": " "}]}], "body"),
        ([{"type": "list", "items": [[], [{"text": "\n"}]]}], "body"),
        ([{"type": "paragraph", "spans": [{"text": "长" * 2_001}, {"text": "长" * 2_000}]}], "body"),
    ],
)
def test_a_hostile_body_is_refused_by_its_place(talk: Talk, body: Any, field: str) -> None:
    assert talk.refused(talk.visitor, Invalid, body=body)[1] == field


def test_the_longest_body_is_taken_and_one_more_is_too_long(talk: Talk) -> None:
    talk.say(talk.visitor, body=[Paragraph(spans=[Span("长" * 4_000)])])
    longer = [Paragraph(spans=[Span("长" * 4_000)]), Paragraph(spans=[Span("长")])]
    assert talk.refused(talk.visitor, Invalid, body=longer) == ("too_long", "body")


@pytest.mark.parametrize("said", [{}, {"text": ""}, {"text": " \n"}, {"quote": 1}, {"survey": False}])
def test_a_message_says_something(talk: Talk, said: dict[str, Any]) -> None:
    assert talk.refused(talk.lin, Invalid, **said) == ("invalid", "text")


def test_no_client_speaks_as_the_automatic_one(talk: Talk) -> None:
    key = {"producer": "auto00000000", "n": 1}
    assert talk.refused(talk.lin, Invalid, text="hello", client_id=key) == ("invalid", "client_id.producer")


# --- quotes --------------------------------------------------------------------------------------------------------


def test_a_quote_points_back(talk: Talk) -> None:
    asked = talk.say(talk.visitor, text="Is it green?")
    assert talk.say(talk.lin, text="Yes", quote=asked.seq).quote == asked.seq


@pytest.mark.parametrize(("quote", "field"), [(3, "quote"), (999, "quote"), (0, "quote"), (-1, "quote"), ("2", "quote")])
def test_a_quote_of_what_is_not_there_is_refused(talk: Talk, quote: Any, field: str) -> None:
    assert talk.refused(talk.visitor, Invalid, text="x", quote=quote) == ("invalid", field)


# --- cards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "field"),
    [({"page": {"url": "https://tea.example/"}}, "page"), ({"form_id": UNKNOWN}, "form_id"), ({"survey": True}, "survey")],
)
def test_visitors_send_no_cards(talk: Talk, card: dict[str, Any], field: str) -> None:
    talk.service(surveys={"default": Survey(questions=[Question("q", "stars", "How was it?")])})
    assert talk.refused(talk.visitor, Forbidden, text="x", **card) == ("forbidden", field)


def test_a_message_carries_one_thing(talk: Talk) -> None:
    page = {"url": "https://tea.example/"}
    assert talk.refused(talk.lin, Invalid, page=page, survey=True) == ("invalid", "survey")
    assert talk.refused(talk.lin, Invalid, file_id=talk.file(talk.lin), page=page) == ("invalid", "page")


@pytest.mark.parametrize("at_once", [True, False])
def test_the_company_decides_whether_a_page_opens_at_once(talk: Talk, at_once: bool) -> None:
    talk.service(switches=Switches(pushed_pages_at_once=at_once))
    said = talk.say(talk.lin, page={"url": "https://tea.example/", "title": "Tea", "at_once": not at_once})
    assert said.page == PageCard("https://tea.example/", "Tea", at_once)
    assert talk.stage.sockets.got("lin", Ack)[-1].entry == said
    assert talk.row == ("page", "")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "//tea.example", "", "https://a<b"])
def test_a_page_has_a_harmless_address(talk: Talk, url: str) -> None:
    assert talk.refused(talk.lin, Invalid, page={"url": url}) == ("invalid", "page.url")


def test_a_form_is_sent_as_it_is_now(talk: Talk) -> None:
    form = Form(form_id=UNKNOWN, title="Your address", fields=[FormField("city", "text", "City")])
    talk.service(forms=[form])
    assert talk.say(talk.lin, form_id=UNKNOWN).form == form
    assert talk.row == ("form", "")
    assert talk.refused(talk.lin, NotFound, form_id=UNKNOWN[:-1] + "W") == ("not_found", "form_id")


def test_a_survey_is_the_department_s_or_the_company_s(talk: Talk) -> None:
    assert talk.refused(talk.lin, NotFound, survey=True) == ("not_found", "survey")
    everybody = Survey(questions=[Question("all", "stars", "All in all?")])
    sales = Survey(questions=[Question("price", "stars", "And the price?")])
    talk.service(surveys={"default": everybody})
    assert talk.say(talk.lin, survey=True).survey == everybody
    talk.service(surveys={"default": everybody, talk.stage.sales.department_id: sales})
    assert talk.say(talk.lin, survey=True, text="One question").survey == sales
    assert talk.row == ("survey", "One question")


def test_a_repetition_is_acknowledged_although_the_form_is_gone_by_now(talk: Talk) -> None:
    talk.service(forms=[Form(form_id=UNKNOWN, title="Your address", fields=[FormField("city", "text", "City")])])
    frame = talk.frame(talk.lin, form_id=UNKNOWN)
    first = talk.stage.send(talk.lin, frame)
    talk.stage.directory.known_service = Service()
    assert talk.stage.send(talk.lin, frame) == first
    acks = talk.stage.sockets.got("lin", Ack)
    assert acks[0] == acks[1]


# --- files ---------------------------------------------------------------------------------------------------------


def test_a_file_goes_with_the_message_and_is_told_by_its_kind(talk: Talk) -> None:
    said = talk.say(talk.visitor, file_id=talk.file(talk.visitor, width=4, height=3))
    assert said.file is not None
    assert (said.file.name, said.file.width, said.text) == ("pot.png", 4, "")
    assert talk.row == ("image", "")
    talk.say(talk.visitor, file_id=talk.file(talk.visitor, name="list.pdf", type="application/pdf"), text="the list")
    assert talk.row == ("file", "the list")
    (to_agent,) = [frame.entry for frame in talk.stage.sockets.got("lin", EntryFrame) if frame.entry.seq == said.seq]
    assert to_agent == said


def test_a_file_of_somebody_else_does_not_exist(talk: Talk) -> None:
    other = talk.stage.visitor("other")
    elsewhere = talk.stage.open(other).conversation_id
    assert talk.refused(talk.visitor, NotFound, file_id=UNKNOWN) == ("not_found", "file_id")
    assert talk.refused(talk.visitor, NotFound, file_id=talk.file(talk.lin)) == ("not_found", "file_id")
    assert talk.refused(talk.visitor, NotFound, file_id=talk.file(other)) == ("not_found", "file_id")
    assert talk.refused(talk.visitor, NotFound, file_id=talk.file(talk.visitor, conversation_id=elsewhere)) == ("not_found", "file_id")


def test_a_file_that_has_not_arrived_is_not_sent(talk: Talk) -> None:
    assert talk.refused(talk.visitor, Conflict, file_id=talk.file(talk.visitor, ready=False)) == ("not_uploaded", "file_id")


def test_agents_send_common_files_and_visitors_do_not(talk: Talk) -> None:
    common = talk.file(talk.stage.agent("su"), shared=True)
    assert talk.refused(talk.visitor, NotFound, file_id=common) == ("not_found", "file_id")
    talk.say(talk.lin, file_id=common)
    assert talk.stage.files.sent_in([common], talk.id) == {common}, "from now on the visitor may see it"


def test_a_company_that_takes_no_files_still_sends_some(talk: Talk) -> None:
    talk.service(switches=Switches(visitor_files=False))
    assert talk.refused(talk.visitor, Forbidden, file_id=talk.file(talk.visitor)) == ("forbidden", "file_id")
    talk.say(talk.lin, file_id=talk.file(talk.lin))


# --- delivered -----------------------------------------------------------------------------------------------------


def test_an_acknowledgement_tells_whether_the_other_side_was_there(talk: Talk) -> None:
    talk.say(talk.visitor, text="one")
    assert talk.stage.sockets.got("tab", Ack)[-1].delivered is True
    talk.stage.sockets.gone.add("lin")
    talk.say(talk.visitor, text="two")
    assert talk.stage.sockets.got("tab", Ack)[-1].delivered is False
    talk.say(talk.visitor, text="three")
    assert talk.stage.sockets.got("tab", Ack)[-1].delivered is False
    found = talk.stage.conversations.get(talk.id)
    assert (found.seq, found.delivered_to("agent")) == (5, 3), "the first message had arrived"
