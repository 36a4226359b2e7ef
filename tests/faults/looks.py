"""What must hold after a fault: the contract of a message, the state machine, the figures. What is counted is what is shown."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from parlor.domain.ids import ConversationId, DepartmentId, TenantId
from parlor.storage import tables
from parlor.storage.conversations import ConversationStore
from parlor.storage.presence import PresenceStore
from scripts.deployed import deployed
from tests.chaos.checks import acknowledged, loads, locks, log_of
from tests.company import Company
from tests.faults.traffic import SENDERS, Talk, Traffic
from tests.integration.test_after_a_conversation import around_today
from tests.integration.test_reports import rebuild_metrics
from tests.running import wait_until
from tests.tab import contiguous, messages

SETTLED_S = 120
"""Timers that look whether all has followed a change of state ring within a minute."""


@dataclass
class Seen:
    """How both sides see the conversations that they sync anew."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"lost {self.lost}, doubled {self.doubled}, out of order {self.out_of_order}"


async def by_both_sides(traffic: Traffic) -> Seen:
    """Each side comes as after a long absence."""
    seen = Seen()
    for talk in traffic.talks:
        logs = []
        for tab in talk.sides.values():
            tab.log.pop(talk.conversation_id, None)
            await tab.reconnect()
            entries = await tab.sync(talk.conversation_id)
            if contiguous(tab.log[talk.conversation_id]) != len(entries):
                seen.out_of_order += 1
                seen.notes.append(f"places {[entry['seq'] for entry in entries]}")
            logs.append([(entry["seq"], entry["kind"], entry.get("text")) for entry in entries])
            _count(seen, traffic, talk, messages(entries))
        if logs[0] != logs[1]:
            seen.out_of_order += 1
            seen.notes.append(f"the sides differ: {sorted(set(logs[0]) ^ set(logs[1]))}")
    return seen


def _count(seen: Seen, traffic: Traffic, talk: Talk, texts: list[str]) -> None:
    for who in SENDERS:
        wanted = [traffic.text(talk, who, number) for number in range(traffic.each)]
        times = Counter(text for text in texts if text.startswith(who))
        said = list(dict.fromkeys(text for text in texts if text in times))
        seen.lost += len(set(wanted) - set(said))
        seen.doubled += sum(times.values()) - len(times)
        seen.out_of_order += said != [text for text in wanted if text in times]


class Inside:
    """The rows of one company, past its API."""

    def __init__(self, company: Company) -> None:
        outputs = deployed().outputs
        tables.bind(chat_table=outputs["ChatTable"], presence_table=outputs["PresenceTable"])
        self._departments = [DepartmentId(each["department_id"]) for each in company.departments()]
        self.conversations = ConversationStore(TenantId(company.tenant_id))
        self.presence = PresenceStore(TenantId(company.tenant_id))

    def breaches(self, every: list[Talk], traffic: Traffic) -> list[str]:
        """`every` conversation of the company; those of `traffic` for what was acknowledged."""
        talks: list[Any] = [self.conversations.get(ConversationId(each.conversation_id)) for each in every]
        logs = {talk.conversation_id: list(self.conversations.whole_log(talk.conversation_id)) for talk in talks}
        found = [text for talk in talks for text in log_of(talk, logs[talk.conversation_id])]
        found += acknowledged(traffic.acknowledged, logs)
        return [*found, *loads(self, talks, self._departments), *locks(self, talks)]

    def settle(self, every: list[Talk], traffic: Traffic) -> None:
        last: list[str] = []

        def holds() -> bool:
            last[:] = self.breaches(every, traffic)
            return not last

        try:
            wait_until(holds, SETTLED_S, "what follows", pause_s=2)
        finally:
            assert not last, last


def figures_are_those_of_the_records(company: Company, talks: list[Talk], each: int) -> None:
    """All have ended. The records, the totals, the agents' work and what is counted from the archive come to the same."""
    admin = company.admin.rest
    rows = admin.get("/conversations", **around_today())["conversations"]
    assert sorted(row["conversation_id"] for row in rows) == sorted(talk.conversation_id for talk in talks)
    assert {(row["state"], row["message_count"]) for row in rows} == {("closed", 2 * each)}

    def counted() -> dict[str, int]:
        report = admin.get("/reports/consultations", grain="hour", **around_today())
        work = admin.get("/reports/agents", **around_today())["agents"]
        totals = {name: report.get(name, 0) for name in ("total", "online", "accepted", "answered")}
        return totals | {name: sum(row.get(name, 0) for row in work) for name in ("taken", "ended")}

    expected = dict.fromkeys(counted(), len(talks))
    try:
        wait_until(lambda: counted() == expected, SETTLED_S, "the figures", pause_s=1)
    finally:
        assert counted() == expected
    said: list[str] = []

    def same() -> bool:
        code, text = rebuild_metrics(company, "--check")
        said[:] = [text]
        return code == 0

    try:
        wait_until(same, SETTLED_S, "figures as in the archive", pause_s=2)
    finally:
        assert same(), said
