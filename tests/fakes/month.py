"""A month of a company: some of it through the real use cases, on tables in memory, some as events. With midnights and the end of summer
time in it, transfers, corrections, and everything that a figure counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bench.meter import Meter
from parlor.domain.care import rate, wrap_up
from parlor.domain.conversation import close
from parlor.domain.customers import Customer
from parlor.domain.events import Event
from parlor.domain.ids import CustomerId, InvitationId, LeftMessageId, TenantId
from parlor.domain.left_messages import LeftMessage
from parlor.domain.metrics import HOUR_MS, Period
from parlor.domain.origin import Device, Origin, Place, Source
from parlor.domain.presence import Invitation, Page, Visit
from parlor.domain.service import Topic
from parlor.domain.survey import SurveyAnswer
from parlor.protocol.frames import AnswerTransfer, OfferTransfer
from parlor.storage import customers, left_messages, rule_counts
from tests.fakes.stage import Stage
from tests.fakes.traffic import Traffic

BERLIN = ZoneInfo("Europe/Berlin")
DAY_MS = 24 * HOUR_MS
START = int(datetime(2026, 10, 1, tzinfo=BERLIN).timestamp() * 1000)
MONTH = Period(date(2026, 10, 1), date(2026, 10, 31), BERLIN)
"""Summer time ends within it."""
CLOCK_CHANGE = int(datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp() * 1000)
ORIGIN = Origin(Source("search", "Baidu", "龙井"), Device("phone", "iOS", "Safari"), Place("中国", "浙江", "杭州"))


def events_of_month(traffic: Traffic) -> list[Event]:
    """Something every day, just before and just behind midnight, and at the hours when the clocks change."""
    events: list[Event] = []
    for day in range(31):
        midnight = START + day * DAY_MS
        events += traffic.conversation(midnight + (1_000 if day % 2 else -1_000))
        if day % 2:
            events += traffic.visit(midnight - 20_000)
        if day % 3 == 0:
            events += traffic.shift(traffic.agents[day % 6], midnight + 22 * HOUR_MS, midnight + 26 * HOUR_MS)
        if day % 6 == 0:
            events += traffic.others(midnight + day * HOUR_MS // 2)
    for minute in (-61, -1, 1, 61):
        events += traffic.conversation(CLOCK_CHANGE + minute * 60_000)
    return events


class PlayedMonth:
    """What people did, through the use cases. `records` is what the streams of the tables told."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self.stage = Stage()
        self.stage.clock.now = START - 2 * DAY_MS
        customers.bind("Chat")
        rule_counts.bind("Chat")
        left_messages.bind("Chat")
        self.lin, self.su = self.stage.agent("lin", ceiling=50), self.stage.agent("su", ceiling=50)
        self.records: list[dict[str, Any]] = []
        self.opened: list[int] = []
        """When conversations opened."""
        self._take()

    @property
    def tenant(self) -> TenantId:
        return self.stage.tenant

    def play(self) -> None:
        for moment in (
            START - 5_000,
            START + 9 * DAY_MS - 1_000,
            CLOCK_CHANGE - 5_000,
            CLOCK_CHANGE + HOUR_MS - 5_000,
            START + 31 * DAY_MS,
        ):
            self.stage.clock.now = moment
            self._conversation()
            self._others()

    def _conversation(self) -> None:
        """Comes, asks, is handed on over midnight or the hour, is answered, ends, is rated and sorted twice."""
        stage, visitor = self.stage, self.stage.visitor()
        visit = Visit(visitor_id=visitor.subject, visit_id=stage.ulid(), started_at=stage.clock.now, origin=ORIGIN)  # type: ignore[arg-type]
        stage.presence.start_visit(visit, Page(stage.clock.now, "https://tea.example/green", "Green"), stage.ulid())
        self.opened.append(stage.clock.now)
        talk = stage.open(visitor, page_url="https://tea.example/green?a=1", page_title="Green").conversation_id
        self._pass(4_000)
        stage.accept(self.lin, talk)
        stage.say(visitor, talk, 1)
        self._pass(3_000)
        frame = OfferTransfer(action="transfer", conversation_id=talk, to_agent_id=self.su.subject)
        offered = stage.transfers.offer(frame, self.lin.party)
        assert offered is not None
        assert offered.after.offer is not None
        answer = AnswerTransfer(action="transfer", conversation_id=talk, transfer_id=offered.after.offer.transfer_id, accept=True)
        stage.transfers.answer(answer, self.su.party, self.su.connection)
        self._pass(5_000)
        stage.say(self.su, talk, 1)
        for topic, value in (("T1", "valid"), ("T2", "invalid")):
            found = stage.conversations.get(talk)
            stage.conversations.apply(wrap_up(found, self.su, Topic(topic_id=topic, name=topic), value, "", stage.clock.now))  # type: ignore[arg-type]
        self._pass(60_000)
        stage.conversations.apply(close(stage.conversations.get(talk), self.su.party, stage.clock.now))
        for stars in (2, 5):
            found = stage.conversations.get(talk)
            stage.conversations.apply(rate(found, visitor.party, [SurveyAnswer("q", "How?", stars)], [], stage.clock.now))
        self._take()

    def _others(self) -> None:
        stage, now = self.stage, self.stage.clock.now
        visitor = stage.visitor()
        for state in ("busy", "invisible", "away", "online"):
            self._pass(400_000)
            stage.presence.set_state(self.lin.subject, state)  # type: ignore[arg-type]
        customers.CustomerStore(stage.tenant).add(
            Customer(customer_id=CustomerId(stage.ulid()), name="Zhou", created_at=now, changed_at=now)
        )
        rule_counts.RuleCountStore(stage.tenant).count(stage.ulid(), shown=3, answer="accepted")
        invitation = Invitation(
            invitation_id=InvitationId(stage.ulid()),
            visitor_id=visitor.subject,  # type: ignore[arg-type]
            kind="invitation",
            agent_id=self.lin.subject,  # type: ignore[arg-type]
            agent_name="lin",
            text="Tea?",
            sent_at=now,
        )
        stage.presence.add_invitation(invitation)
        stage.presence.answer_invitation(visitor.subject, invitation.invitation_id, "accept")  # type: ignore[arg-type]
        message = LeftMessage(left_message_id=LeftMessageId(stage.ulid()), visitor_id=visitor.subject, email="a@b.cd", text="Hello", at=now)  # type: ignore[arg-type]
        left_messages.LeftMessageStore(stage.tenant).put(message)
        self._take()

    def _pass(self, milliseconds: int) -> None:
        self._take()
        self.stage.clock.pass_ms(milliseconds)

    def _take(self) -> None:
        """Records since the last time, with what the stream adds to them."""
        for record in self._meter.records:
            number = f"{len(self.records):09d}"
            told = record["dynamodb"] | {"ApproximateCreationDateTime": self.stage.clock.now / 1000, "SequenceNumber": number}
            self.records.append(record | {"dynamodb": told})
        self._meter.records.clear()


def moment_of(item: Event | dict[str, Any]) -> float:
    """Seconds since 1970: when the stream told it."""
    return item["dynamodb"]["ApproximateCreationDateTime"] if isinstance(item, dict) else item.at / 1000  # type: ignore[no-any-return]


def redelivered(items: list[Any], chance: Any) -> Iterator[list[Any]]:
    """Batches of a stream in disorder: what comes late, what comes twice, batches that come again whole, some of them cut in halves."""
    stream = [*items, *chance.sample(items, len(items) // 4)]
    late = sorted(range(len(stream)), key=lambda n: (moment_of(stream[n]) + chance.expovariate(1 / 20_000), n))
    stream = [stream[n] for n in late]
    again: list[list[Any]] = []
    while stream:
        size = chance.randint(20, 100)
        batch, stream = stream[:size], stream[size:]
        yield batch
        if chance.random() < 0.3:
            again += [batch, batch[: size // 2], batch[size // 2 :]]
        if again and chance.random() < 0.5:
            yield again.pop(0)
    yield from again
