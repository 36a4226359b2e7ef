"""What a conversation comes to, from its log."""

from parlor.domain.conversation_facts import facts_of
from parlor.domain.events import AgentPart
from parlor.domain.log import SYSTEM, Accepted, Author, ClientId, Closed, Entry, Message, Queued, Rated, Transferred

LIN, WANG, VISITOR = Author("agent", "LIN", "Lin"), Author("agent", "WANG", "Wang"), Author("visitor", "V")
S = 1_000


class Log:
    """Entries one after the other; times in seconds."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, kind: type, at: int, by: Author = SYSTEM, **more: object) -> "Log":
        self.entries.append(kind(seq=len(self.entries) + 1, at=at * S, by=by, **more))
        return self

    def queued(self, at: int, department: str = "sales", **more: object) -> "Log":
        return self.add(Queued, at, department_id=department, department_name=department, **more)

    def accepted(self, at: int, agent: Author = LIN) -> "Log":
        return self.add(Accepted, at, agent, agent_id=agent.id, agent_name=agent.name)

    def said(self, at: int, by: Author, **more: object) -> "Log":
        return self.add(Message, at, by, client_id=ClientId("a" * 12, 1), text="x", **more)

    def closed(self, at: int) -> "Log":
        return self.add(Closed, at, LIN, reason="agent")


def part(**values: object) -> AgentPart:
    return AgentPart(agent_id="LIN", **values)  # type: ignore[arg-type]


def test_a_plain_conversation() -> None:
    log = Log().queued(0).said(1, VISITOR).accepted(10).said(14, LIN).said(20, VISITOR).said(21, VISITOR).said(30, LIN).closed(60)
    facts = facts_of(log.entries)
    assert (facts.department_id, facts.answered) == ("sales", True)
    # The first words waited for the agent from 10 to 14, the next from 20 to 30.
    assert facts.agents == (part(ended=True, first_reply_ms=4 * S, replies=2, reply_ms=14 * S, length_ms=50 * S),)


def test_what_nobody_typed_and_notes_answer_nobody() -> None:
    log = Log().queued(0).said(1, VISITOR).accepted(5).said(5, LIN, automatic=True).said(6, LIN, note=True).closed(9)
    facts = facts_of(log.entries)
    assert not facts.answered
    assert facts.agents == (part(ended=True, length_ms=4 * S),)


def test_nobody_came() -> None:
    facts = facts_of(Log().queued(0).said(1, VISITOR).closed(90).entries)
    assert (facts.answered, facts.agents) == (False, ())


def test_a_conversation_that_went_back_and_was_handed_on() -> None:
    log = Log().queued(0).accepted(10).queued(40, reason="silent").accepted(50, WANG).said(52, WANG)
    log.add(Transferred, 70, SYSTEM, agent_id="LIN", agent_name="Lin").said(75, LIN).closed(100)
    lin, wang = facts_of(log.entries).agents
    assert lin == part(ended=True, returned=1, first_reply_ms=5 * S, length_ms=60 * S)
    assert wang == AgentPart(agent_id="WANG", first_reply_ms=2 * S, length_ms=20 * S)


def test_another_department_is_no_return() -> None:
    facts = facts_of(Log().queued(0).accepted(10).queued(40, "support").accepted(50, WANG).closed(60).entries)
    assert facts.department_id == "sales", "where it opened"
    assert [(each.agent_id, each.returned, each.ended) for each in facts.agents] == [("LIN", 0, False), ("WANG", 0, True)]


def test_a_colleague_who_joined_answers_the_visitor_but_has_no_numbers() -> None:
    facts = facts_of(Log().queued(0).accepted(5).said(6, VISITOR).said(7, WANG).said(20, LIN).closed(30).entries)
    assert facts.answered
    assert facts.agents == (part(ended=True, first_reply_ms=15 * S, length_ms=25 * S),)


def test_what_follows_the_end_says_nothing() -> None:
    log = Log().queued(0).accepted(5).said(6, LIN).closed(10)
    assert facts_of(log.add(Rated, 20, VISITOR, answers=[]).entries) == facts_of(log.entries[:4])
