"""Traffic of a company as events: visits, conversations with all that belongs to them, agents who come and go. Always the same."""

import random
from collections.abc import Iterator

from parlor.domain.events import (
    AgentPart,
    AgentStateChanged,
    CardMade,
    ConversationAccepted,
    ConversationEnded,
    ConversationOpened,
    ConversationRated,
    ConversationWrappedUp,
    Event,
    GoalReached,
    InvitationAccepted,
    InvitationSent,
    MessageLeft,
    PageShown,
    RuleShown,
    Verdict,
    VisitStarted,
)
from parlor.domain.ids import ConversationId, LeftMessageId, TenantId, VisitorId, new_ulid
from parlor.domain.origin import Device, Origin, Place, Source

PROVINCES = ("浙江", "广东", "上海", "江苏", "北京", "四川", "湖北", "福建", "山东", "河南", "湖南", "安徽", "陕西", "重庆")
PAGES = tuple(f"https://www.tea.example/{kind}/{name}.html" for kind in ("green", "black", "gift") for name in ("a", "b", "c", "d", "e"))
WORDS = (*(f"{first}{second}" for first in "龙井发货价格退快递优" for second in "惠票订单地址包装礼"), "delivery", "price", "refund")
ORIGINS = (
    Source("direct"),
    Source("search", "Baidu"),
    Source("search", "Google"),
    Source("social", "WeChat"),
    Source("campaign", "spring", "龙井"),
)
DEVICES = (Device("phone", "iOS", "Safari"), Device("phone", "Android", "Chrome Mobile"), Device("computer", "Windows", "Chrome"))


class Traffic:
    """A company with `agents` agents. `seed` makes another course of things."""

    def __init__(self, tenant: TenantId, agents: int = 6, seed: int = 1) -> None:
        self.tenant = tenant
        self._chance = random.Random(seed)
        self.agents = [self._ulid(1_700_000_000_000) for _ in range(agents)]
        self.departments = [self._ulid(1_700_000_000_000) for _ in range(4)]
        self.style = self._ulid(1_700_000_000_000)
        self.goals = [self._ulid(1_700_000_000_000) for _ in range(3)]
        self.topics = [self._ulid(1_700_000_000_000) for _ in range(5)]

    def _ulid(self, at: int) -> str:
        """By this traffic's own chance."""
        return new_ulid(at)[:10] + "".join(self._chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=16))

    def origin(self) -> Origin:
        pick = self._chance.choice
        place = Place("中国", pick(PROVINCES)) if self._chance.random() < 0.9 else Place(pick(("日本", "美国", "德国")))
        return Origin(pick(ORIGINS), pick(DEVICES), place)

    def visit(self, at: int) -> Iterator[Event]:
        visitor, visit = VisitorId(self._ulid(at)), self._ulid(at)
        origin = self.origin()
        yield VisitStarted(self.tenant, visitor, visit, at, origin)
        if self._chance.random() < 0.2:
            yield GoalReached(self.tenant, visit, self._chance.choice(self.goals), at + 90_000, at, origin.source.kind)
        for n in range(self._chance.randint(1, 4)):
            yield PageShown(self.tenant, f"{visitor}#P#{self._ulid(at)}", at + n * 40_000)

    def conversation(self, at: int) -> Iterator[Event]:
        """From its opening to its topic; some are missed, given back, rated twice, wrapped up anew."""
        pick, chance = self._chance.choice, self._chance.random
        talk, agent, department = ConversationId(self._ulid(at)), pick(self.agents), pick(self.departments)
        yield ConversationOpened(self.tenant, talk, at, department, self.style, pick(PAGES), self.origin())
        if chance() < 0.08:
            yield ConversationEnded(self.tenant, talk, at + 300_000, department)
            return
        yield ConversationAccepted(self.tenant, talk, at + 9_000, in_time=chance() < 0.8)
        end = at + self._chance.randint(60_000, 3_000_000)
        parts = [AgentPart(agent_id=agent, ended=True, first_reply_ms=8_000, replies=5, reply_ms=90_000, length_ms=end - at)]
        if chance() < 0.1:
            yield ConversationAccepted(self.tenant, talk, at + 70_000, again=True)
            parts.append(AgentPart(agent_id=pick(self.agents[1:]), returned=1, length_ms=20_000))
        words = tuple(self._chance.sample(WORDS, self._chance.randint(2, 9)))
        yield ConversationEnded(self.tenant, talk, end, department, chance() < 0.9, tuple(parts), words)
        yield from self._afterwards(talk, agent, end)

    def _afterwards(self, talk: ConversationId, agent: str, end: int) -> Iterator[Event]:
        pick, chance = self._chance.choice, self._chance.random
        verdict = Verdict(pick(self.topics), "valid")
        yield ConversationWrappedUp(self.tenant, talk, 30, end + 20_000, agent, verdict)
        if chance() < 0.1:
            yield ConversationWrappedUp(self.tenant, talk, 31, end + 90_000, agent, Verdict(pick(self.topics), "invalid"), verdict)
        if chance() < 0.4:
            yield ConversationRated(self.tenant, talk, 32, end + 5_000, agent, 4)
            if chance() < 0.2:
                yield ConversationRated(self.tenant, talk, 33, end + 60_000, agent, 5, was=4)

    def shift(self, agent: str, start: int, end: int) -> Iterator[Event]:
        """A day's work with a break in the middle."""
        middle = (start + end) // 2
        yield AgentStateChanged(self.tenant, agent, start, "offline", start - 50_000_000)
        yield AgentStateChanged(self.tenant, agent, middle, "online", start)
        yield AgentStateChanged(self.tenant, agent, middle + 1_800_000, "away", middle)
        yield AgentStateChanged(self.tenant, agent, middle + 2_400_000, "busy", middle + 1_800_000)
        yield AgentStateChanged(self.tenant, agent, middle + 3_000_000, "invisible", middle + 2_400_000)
        yield AgentStateChanged(self.tenant, agent, end, "online", middle + 3_000_000)

    def others(self, at: int) -> Iterator[Event]:
        invitation = self._ulid(at)
        yield MessageLeft(self.tenant, LeftMessageId(self._ulid(at)), at)
        yield InvitationSent(self.tenant, invitation, at)
        yield InvitationAccepted(self.tenant, invitation, at)
        yield RuleShown(self.tenant, f"rule {self._ulid(at)}", at, 3, 1)
        yield CardMade(self.tenant, self._ulid(at), at)
