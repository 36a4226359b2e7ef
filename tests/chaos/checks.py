"""What always holds, however a function was cut: the contract of a message, the state machine, nobody left behind, the figures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parlor.domain.counting import counted
from parlor.domain.events import ConversationEnded
from parlor.domain.ids import ConversationId, DepartmentId
from parlor.domain.log import Entry, Message
from parlor.protocol.frames import LogFrame
from parlor.storage import keys
from parlor.storage.streams import event_of
from parlor.usecases.roll_up import with_facts
from parlor.usecases.sync_log import read_log
from tests.chaos.world import Person, World
from tests.fakes.histories import told_by


class _Words:
    def words(self, text: str) -> list[str]:
        return []

    def __call__(self, text: str) -> list[str]:
        return []


def breaches(world: World) -> list[str]:
    """Everything that does not hold, in words. Reads as people do: each side syncs."""
    found: list[str] = []
    talks = _talks(world)
    logs = {talk.conversation_id: _log(world, talk) for talk in talks}
    talks = [world.conversation(talk.conversation_id) for talk in talks]
    for talk in talks:
        found += log_of(talk, logs[talk.conversation_id])
        found += _sides(world, talk)
    found += acknowledged(world.acknowledged, logs)
    found += loads(world.app, talks, (world.sales, world.support))
    found += locks(world.app, talks)
    found += _left_behind(world, talks)
    found += _figures(world)
    return found


def _talks(world: World) -> list[Any]:
    metas = [item for item in world.items("Chat") if item["sk"]["S"] == keys.META and keys.is_conversation(item["pk"]["S"])]
    return [world.conversation(ConversationId(item["pk"]["S"].rpartition("#")[2])) for item in metas]


def _log(world: World, talk: Any) -> list[Entry]:
    return read_log(talk, 0, 10_000, world.app.conversations, world.clock.now + 60_000)


def log_of(talk: Any, log: list[Entry]) -> list[str]:
    found = []
    if [entry.seq for entry in log] != list(range(1, talk.seq + 1)):
        found.append(f"order: a gap or a double in the log: {[entry.seq for entry in log]} of {talk.seq}")
    names = Counter((entry.client_id.producer, entry.client_id.n) for entry in log if isinstance(entry, Message))
    found += [f"doubled: {name} stands {times} times" for name, times in names.items() if times > 1]
    told = told_by(log)
    if told != (talk.state, talk.agent_id, [each.agent_id for each in talk.members], talk.visitor_present):
        found.append(f"state: the log tells {told}, the conversation is {talk.state} with {talk.agent_id}")
    return found


def _sides(world: World, talk: Any) -> list[str]:
    """Both sides sync from the beginning, each with a fresh socket, and see the same places in the same order."""
    sides = [Person("fresh-v", "visitor", talk.visitor_id, style=world.style)]
    if talk.state == "active" and talk.agent_id:
        sides.append(Person("fresh-a", "agent", talk.agent_id, staff_role="agent"))
    seen = []
    for person in sides:
        places: list[tuple[int, str]] = []
        while True:
            answers = world.frame(person, "chat", "sync", conversation_id=talk.conversation_id, after=len(places))
            pages = [each for each in answers if isinstance(each, LogFrame)]
            if not pages or not pages[-1].entries:
                break
            places += [(each.seq, each.text if isinstance(each, Message) else "") for each in pages[-1].entries]
        seen.append(places)
        world.app.conversations.detach(talk.conversation_id, person.said["role"], {person.connection})
    last = world.conversation(talk.conversation_id).seq
    found = [
        f"order: a side sees {[seq for seq, _ in places]} of {last}"
        for places in seen
        if [seq for seq, _ in places] != list(range(1, last + 1))
    ]
    if len(seen) == 2:
        notes = {seq for (seq, text), (_, other) in zip(seen[0], seen[1], strict=False) if text != other and text}
        found += [f"order: the sides differ at {sorted(notes)}"] if notes else []
    return found


def acknowledged(told: Mapping[tuple[str, int], set[int | None]], logs: Mapping[Any, Sequence[Entry]]) -> list[str]:
    """`told`: with which places each message was acknowledged, by producer and number."""
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for log in logs.values():
        for entry in log:
            if isinstance(entry, Message):
                places[entry.client_id.producer, entry.client_id.n].append(entry.seq)
    found = []
    for name, seqs in told.items():
        if seqs and name not in places:
            found.append(f"lost: {name} was acknowledged")
        elif seqs - {None} and seqs - {None} != set(places[name]):
            found.append(f"order: {name} was acknowledged with {seqs} and stands at {places[name]}")
    return found


def loads(app: Any, talks: list[Any], departments: Iterable[DepartmentId]) -> list[str]:
    """What stands at agents and in the indexes is what the conversations say."""
    found = []
    for agent in app.presence.agents():
        held = [talk.conversation_id for talk in talks if talk.state == "active" and talk.agent_id == agent.agent_id]
        if agent.load != len(held) or agent.load > agent.ceiling:
            found.append(f"state: {agent.name} has {len(held)} conversations and a load of {agent.load} of {agent.ceiling}")
        if sorted(app.conversations.active_with(agent.agent_id, 100)) != sorted(held):
            found.append(f"state: the index of {agent.name}'s conversations")
        joined = sorted(talk.conversation_id for talk in talks if talk.has_member(agent.agent_id))
        if sorted(app.conversations.joined_by(agent.agent_id, 100)) != joined:
            found.append(f"state: what {agent.name} has joined")
    for department in departments:
        waiting = sorted(talk.conversation_id for talk in talks if talk.state == "waiting" and talk.department_id == department)
        if sorted(app.conversations.waiting_in(department, 100)) != waiting:
            found.append("state: the index of who waits")
    return found


def locks(app: Any, talks: list[Any]) -> list[str]:
    found = []
    for visitor in {talk.visitor_id for talk in talks}:
        open_now = [talk.conversation_id for talk in talks if talk.visitor_id == visitor and talk.state != "closed"]
        if open_now != [each for each in [app.conversations.open_of(visitor)] if each]:
            found.append(f"state: {visitor} has open {open_now}, and the lock says otherwise")
    return found


def _left_behind(world: World, talks: list[Any]) -> list[str]:
    """Nobody waits where somebody has room and the department assigns; nobody talks with who has gone; no offer stays for ever."""
    found = []
    agents = {agent.agent_id: agent for agent in world.app.presence.agents()}
    for talk in talks:
        if talk.state == "waiting" and talk.department_id == world.support and talk.visitor_present:
            free = [agent.name for agent in agents.values() if agent.has_room and world.support in agent.departments]
            if free and free != [agents[talk.agent_id].name if talk.agent_id in agents else None]:
                found.append(f"left behind: a visitor waits although {free} have room")
        if talk.state == "active" and agents[talk.agent_id].state == "offline":
            found.append(f"left behind: a visitor talks with {agents[talk.agent_id].name}, who has gone")
        if talk.offer is not None and talk.offer.expires_at < world.clock.now:
            found.append("left behind: an offer that has expired stands for ever")
    return found


def _figures(world: World) -> list[str]:
    """The stored totals are those of the records, each counted once."""
    expected: Counter[tuple[str, str]] = Counter()
    seen = set()
    for record in world.records():
        event = event_of(record)
        if isinstance(event, ConversationEnded):
            log = list(world.app.conversations.whole_log(event.conversation_id))
            event = with_facts(event, log, _no_words)
        each = counted(event) if event is not None else None
        if each is None or each.event in seen:
            continue
        seen.add(each.event)
        for count in each.counts:
            if count.dimension is None and count.amount:
                expected[keys.metric(each.tenant, count.figure), f"{keys.utc_day(count.at)} h{count.at // 3_600_000 % 24:02d}"] += (
                    count.amount
                )
    stored: Counter[tuple[str, str]] = Counter()
    prefix = keys.metric(world.tenant, "")
    for item in world.items("Metrics"):
        if item["pk"]["S"].startswith(prefix):
            for name, value in item.items():
                if name.startswith("h") and int(value["N"]):
                    stored[item["pk"]["S"], f"{item['sk']['S']} {name}"] += int(value["N"])
    if stored != expected:
        return [f"figures: {dict(stored - expected)} too many, {dict(expected - stored)} missing"]
    return []


_no_words: Any = _Words()
