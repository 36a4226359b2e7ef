"""Who has not read a message is told: once for each silence, never when it was read, never who wants no mail."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from msgspec.structs import replace

from parlor.domain.caller import Caller
from parlor.domain.conversation import Side
from parlor.domain.directory import Agent
from parlor.domain.errors import NotFound
from parlor.domain.ids import AgentId, ConversationId, VisitorId
from parlor.domain.jobs import UnreadNotice
from parlor.domain.push import Notice, Subscription
from parlor.gateways.tokens import Tokens
from parlor.storage import push
from parlor.storage.notices import NoticeStore
from parlor.storage.push import PushStore
from parlor.usecases.send_unread_notice import UnreadNotices
from tests.fakes.api import MailBox
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage


class Browsers:
    """Push services: what each endpoint answers, and what it was sent."""

    def __init__(self) -> None:
        self.answers: dict[str, Literal["sent", "gone", "failed"]] = {}
        self.sent: list[tuple[str, Notice]] = []

    def push(self, subscription: Subscription, notice: Notice) -> Literal["sent", "gone", "failed"]:
        self.sent.append((subscription.endpoint, notice))
        return self.answers[subscription.endpoint]


class Talk:
    """A visitor and Ada, who has accepted. The visitor's address is known."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.visitor = self.stage.visitor()
        self.ada = self.stage.agent("Ada")
        opened = self.stage.open(self.visitor, page_url="https://tea.example/green")
        self.conversation: ConversationId = self.stage.accept(self.ada, opened.conversation_id).conversation_id
        self.stage.conversations.change_profile(VisitorId(self.visitor.subject), email="li@example.com")
        self.mail = MailBox()
        self.browsers = Browsers()
        push.bind("Chat")
        self.subscriptions = PushStore(self.stage.tenant)
        self.tokens = Tokens(lambda: b"a key of the tests", self.stage.clock.now_ms)
        self.notices = NoticeStore(self.stage.tenant)
        self.person = Agent(agent_id=AgentId(self.ada.subject), subject="s", email="ada@example.com", number="1", name="Ada")
        self._n: dict[str, int] = {}

    def says(self, who: Caller, text: str = "Are you there?") -> int:
        """The message's place in the log."""
        self._n[who.subject] = self._n.get(who.subject, 0) + 1
        message = self.stage.say(who, self.conversation, self._n[who.subject], text)
        assert message is not None
        return message.seq

    def reads(self, who: Caller, seq: int) -> None:
        self.stage.conversations.mark_read(self.conversation, who.party, seq)

    def due(self, reader: Side, seq: int) -> str:
        """The grace period after the message at `seq` is over."""
        directory: Any = self.stage.directory

        def agent(agent_id: AgentId) -> Agent:
            if agent_id == self.person.agent_id:
                return self.person
            raise NotFound("There is no such agent.")

        directory.agent = agent
        work = UnreadNotices(
            self.stage.tenant,
            directory,
            self.stage.conversations,
            self.notices,
            self.subscriptions,
            self.browsers,
            self.mail,
            self.tokens,
            self.stage.clock,
            "https://parlor.example",
            "https://parlor.example/api",
        )
        return work.send(UnreadNotice(tenant=self.stage.tenant, conversation_id=self.conversation, reader=reader, seq=seq))

    def agrees(self, *answers: Literal["sent", "gone", "failed"]) -> None:
        """The visitor takes push messages in so many browsers."""
        for number, answer in enumerate(answers):
            endpoint = f"https://fcm.googleapis.com/{number}"
            self.browsers.answers[endpoint] = answer
            self.subscriptions.add(VisitorId(self.visitor.subject), Subscription(endpoint, "p", "a"), self.stage.clock.now)


@pytest.fixture
def talk() -> Iterator[Talk]:
    with tables():
        yield Talk()


def test_the_visitor_gets_one_mail_for_a_silence(talk: Talk) -> None:
    places = [talk.says(talk.ada, f"Message {n}") for n in range(3)]
    assert [talk.due("visitor", seq) for seq in places] == ["sent", "told before", "told before"]
    mail = talk.mail.mails[0]
    assert (mail.to, "Message 0" in mail.text) == ("li@example.com", True)
    token = mail.text.partition("https://parlor.example/widget/chat.html#resume=")[2].split()[0]
    claims = talk.tokens.verify_resume(token)
    assert (claims.visitor, claims.conversation) == (talk.visitor.subject, talk.conversation)
    assert mail.unsubscribe_url
    assert mail.unsubscribe_url.startswith("https://parlor.example/api/unsubscribe?token=v1.u.")


def test_the_one_mail_has_all_that_was_not_read_whichever_message_is_due_first(talk: Talk) -> None:
    talk.reads(talk.visitor, talk.says(talk.ada, "Read before"))
    talk.says(talk.visitor, "My own words")
    places = [talk.says(talk.ada, f"Message {n}") for n in range(3)]
    assert [talk.due("visitor", seq) for seq in reversed(places)] == ["sent", "told before", "told before"]
    (mail,) = talk.mail.mails
    assert [each in mail.text for each in ("Read before", "My own words", "Message 0", "Message 1", "Message 2")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_a_new_silence_is_told_again(talk: Talk) -> None:
    first = talk.says(talk.ada)
    assert talk.due("visitor", first) == "sent"
    talk.reads(talk.visitor, first)
    second = talk.says(talk.ada)
    assert talk.due("visitor", second) == "sent"
    assert talk.due("visitor", second) == "told before"


def test_what_was_read_is_not_mailed(talk: Talk) -> None:
    seq = talk.says(talk.ada)
    talk.reads(talk.visitor, seq)
    assert talk.due("visitor", seq) == "read"
    assert talk.mail.mails == []


def test_a_visitor_without_an_address_or_who_unsubscribed_gets_none(talk: Talk) -> None:
    seq = talk.says(talk.ada)
    talk.notices.unsubscribe(VisitorId(talk.visitor.subject), talk.stage.clock.now)
    assert talk.due("visitor", seq) == "nobody to tell"
    nobody = talk.stage.visitor("other")
    talk.visitor, talk.conversation = nobody, talk.stage.accept(talk.ada, talk.stage.open(nobody).conversation_id).conversation_id
    talk._n.clear()
    assert talk.due("visitor", talk.says(talk.ada)) == "nobody to tell"


def test_a_browser_that_takes_it_spares_the_mail(talk: Talk) -> None:
    talk.agrees("failed", "sent", "gone")
    seq = talk.says(talk.ada, "x" * 300)
    assert [talk.due("visitor", seq), talk.due("visitor", seq)] == ["pushed", "told before"]
    assert (len(talk.browsers.sent), talk.mail.mails) == (3, [])
    notice = talk.browsers.sent[0][1]
    assert (notice.company, notice.text) == ("Tea", "x" * 200)
    assert notice.url.startswith("https://parlor.example/widget/chat.html#resume=v1.r.")
    left = {each.endpoint[-1] for each in talk.subscriptions.of(VisitorId(talk.visitor.subject))}
    assert left == {"0", "1"}


def test_a_mail_goes_out_when_no_browser_takes_it(talk: Talk) -> None:
    talk.agrees("failed", "gone")
    assert talk.due("visitor", talk.says(talk.ada)) == "sent"
    assert len(talk.mail.mails) == 1


def test_who_has_only_a_browser_that_is_gone_is_told_by_the_next_one(talk: Talk) -> None:
    talk.notices.unsubscribe(VisitorId(talk.visitor.subject), talk.stage.clock.now)
    talk.agrees("gone")
    seq = talk.says(talk.ada)
    assert talk.due("visitor", seq) == "nobody to tell"
    talk.agrees("sent")
    assert talk.due("visitor", seq) == "pushed"
    assert talk.mail.mails == []


def test_the_agent_is_told_where_the_desk_is(talk: Talk) -> None:
    seq = talk.says(talk.visitor, "Hello <b>you</b>")
    assert talk.due("agent", seq) == "sent"
    mail = talk.mail.mails[0]
    assert (mail.to, "https://parlor.example/admin/index.html" in mail.text) == ("ada@example.com", True)
    assert "&lt;b&gt;you&lt;/b&gt;" in mail.html


def test_a_disabled_agent_and_a_queue_get_no_mail(talk: Talk) -> None:
    seq = talk.says(talk.visitor)
    talk.person = replace(talk.person, disabled=True)
    assert talk.due("agent", seq) == "nobody to tell"
    waiting = talk.stage.visitor("third")
    talk.conversation = talk.stage.open(waiting).conversation_id
    assert talk.due("agent", talk.says(waiting)) == "nobody to tell"


def test_a_mail_that_could_not_go_out_is_due_again(talk: Talk) -> None:
    seq = talk.says(talk.ada)
    talk.mail.broken = True
    with pytest.raises(ConnectionError):
        talk.due("visitor", seq)
    talk.mail.broken = False
    assert talk.due("visitor", seq) == "sent"


def test_a_job_for_what_is_not_there(talk: Talk) -> None:
    assert talk.due("visitor", 99) == "no message"
    talk.conversation = ConversationId(talk.stage.ulid())
    assert talk.due("visitor", 1) == "no conversation"
