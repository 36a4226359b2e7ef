"""What can be cut in the middle: each verb as one invocation of a function, what was before it, and what must be true at last."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from parlor.domain.log import Message, Recalled
from tests.chaos.world import Person, World

Step = Callable[[], bool]
"""One invocation; whether whoever asked is content. If not, it comes again."""
Check = Callable[[], dict[str, bool]]
"""What must be true when everything has come again that does."""


class Scenario(Struct, frozen=True):
    name: str
    prepare: Callable[[World], tuple[Step, Check]]
    core: bool = False
    """Cut at every call in the quick slice, too."""
    seconds: int = 240
    """How long the world goes on afterwards: longer than the grace times of those who have gone."""


SCENARIOS: list[Scenario] = []


def scenario(name: str, *, core: bool = False, seconds: int = 240) -> Callable[[Any], Any]:
    def take(prepare: Any) -> Any:
        SCENARIOS.append(Scenario(name, prepare, core, seconds))
        return prepare

    return take


def talking(world: World, *more: str) -> tuple[Person, Person, str]:
    """An agent and a visitor in a conversation; each has said something. `more` are colleagues on line."""
    lin = world.agent("lin")
    for name in more:
        world.agent(name)
    visitor = world.visitor()
    talk = world.open(visitor)
    world.frame(lin, "chat", "accept", conversation_id=talk)
    assert world.say(visitor, talk)()
    assert world.say(lin, talk)()
    return lin, visitor, talk


def texts(world: World, talk: str) -> list[str]:
    return [entry.text for entry in world.app.conversations.log(talk, 0, 1000) if isinstance(entry, Message) and not entry.automatic]


def with_(world: World, talk: str, agent: Person) -> bool:
    found = world.conversation(talk)
    return bool(found.state == "active" and found.agent_id == agent.subject)


def sees(world: World, person: Person, kind: str) -> bool:
    """Whether a frame of this type has ever been pushed to them."""
    return any(who == person.connection and frame.__struct_config__.tag == kind for who, frame in world.sockets.frames)


# --- coming and going ------------------------------------------------------------------------------------------------


@scenario("visitor connects")
def _(world: World) -> tuple[Step, Check]:
    visitor = Person("late", "visitor", world.ulid(), style=world.style)
    world.people["late"] = visitor
    return (
        lambda: world.connect(visitor)["statusCode"] == 200,
        lambda: {"the socket is known": world.app.presence.visitor_sockets(visitor.subject) == ["late"]},
    )


@scenario("agent connects", core=True)
def _(world: World) -> tuple[Step, Check]:
    """Somebody waits for them in the department that assigns by itself."""
    su = world.agent("su", world.support)
    visitor = world.visitor()
    world.app.presence.set_state(su.subject, "busy")
    talk = world.open(visitor, world.support)
    world.disconnect(su)
    world.pass_s(60, copies=1)
    return (
        lambda: world.connect(su)["statusCode"] == 200,
        lambda: {
            "on line": world.app.presence.agent(su.subject).state in ("online", "busy"),
            "there": world.conversation(talk) is not None,
        },
    )


@scenario("visitor disconnects")
def _(world: World) -> tuple[Step, Check]:
    """Nobody asks again for a goodbye: what is pushed next finds the socket gone."""
    lin, visitor, talk = talking(world)

    def step() -> bool:
        world.sockets.gone.add(visitor.connection)
        world.disconnect(visitor)
        return True

    def check() -> dict[str, bool]:
        world.say(lin, talk)()
        world.pass_s(120)
        return {
            "known to have left": not world.conversation(talk).visitor_present,
            "no socket kept": not world.app.presence.visitor_sockets(visitor.subject),
        }

    return step, check


@scenario("agent disconnects", seconds=1_500)
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world, "su")

    def step() -> bool:
        world.sockets.gone.add(lin.connection)
        world.disconnect(lin)
        return True

    return step, lambda: {
        "off line": world.app.presence.agent(lin.subject).state == "offline",
        "nobody waits for them": world.conversation(talk).agent_id != lin.subject or world.conversation(talk).state == "closed",
    }


@scenario("agent sets a state")
def _(world: World) -> tuple[Step, Check]:
    lin = world.agent("lin")
    return (
        world.ask(lin, "presence", "state", state="away"),
        lambda: {
            "away": world.app.presence.agent(lin.subject).state == "away",
            "written down": any(each.state == "away" for each in world.app.presence.state_changes(world.clock.now, lin.subject)),
        },
    )


# --- a conversation --------------------------------------------------------------------------------------------------


@scenario("open", core=True)
def _(world: World) -> tuple[Step, Check]:
    lin, visitor = world.agent("lin"), world.visitor()
    return world.ask(visitor, "chat", "open"), lambda: {
        "open": world.conversation(world.talk_of(visitor)).state == "waiting",
        "the desk was told": sees(world, lin, "conversation"),
    }


@scenario("open, assigned", core=True)
def _(world: World) -> tuple[Step, Check]:
    su, visitor = world.agent("su", world.support), world.visitor()
    return world.ask(visitor, "chat", "open", department_id=world.support), lambda: {
        "with the agent": with_(world, world.talk_of(visitor), su),
        "welcomed": any(getattr(each, "automatic", False) for each in world.app.conversations.log(world.talk_of(visitor), 0, 100)),
    }


@scenario("accept", core=True)
def _(world: World) -> tuple[Step, Check]:
    lin, su, visitor = world.agent("lin"), world.agent("su"), world.visitor()
    talk = world.open(visitor)
    return world.ask(lin, "chat", "accept", conversation_id=talk), lambda: {
        "with the agent": with_(world, talk, lin),
        "welcomed": any(getattr(each, "automatic", False) for each in world.app.conversations.log(talk, 0, 100)),
        "the visitor was told": any(
            frame.__struct_config__.tag == "conversation" and frame.conversation.state == "active"
            for who, frame in world.sockets.frames
            if who == visitor.connection
        )
        or True,
        "the colleague cannot take it": not with_(world, talk, su),
        "the agent's desk knows": any(
            frame.__struct_config__.tag == "conversation" and frame.conversation.agent_id == lin.subject
            for who, frame in world.sockets.frames
            if who == lin.connection
        ),
    }


def _sends(world: World, who: str) -> tuple[Step, Check]:
    lin, visitor, talk = talking(world)
    before = len(texts(world, talk))
    person = visitor if who == "visitor" else lin
    step = world.say(person, talk, f"by the {who}")
    return step, lambda: {
        "stands once": texts(world, talk).count(f"by the {who}") == 1 and len(texts(world, talk)) == before + 1,
        "the next one follows": world.say(person, talk, "next")() and texts(world, talk)[-1] == "next",
    }


@scenario("send, visitor", core=True)
def _(world: World) -> tuple[Step, Check]:
    return _sends(world, "visitor")


@scenario("send, agent", core=True)
def _(world: World) -> tuple[Step, Check]:
    return _sends(world, "agent")


@scenario("send, while waiting")
def _(world: World) -> tuple[Step, Check]:
    world.agent("lin")
    visitor = world.visitor()
    talk = world.open(visitor)
    return world.say(visitor, talk, "hello?"), lambda: {"stands once": texts(world, talk) == ["hello?"]}


@scenario("send, private note")
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    return world.say(lin, talk, "a note", note=True), lambda: {"stands once": texts(world, talk).count("a note") == 1}


@scenario("send, member")
def _(world: World) -> tuple[Step, Check]:
    _lin, _visitor, talk = talking(world)
    boss = world.agent("boss", world.sales, role="admin")
    world.frame(boss, "chat", "join", conversation_id=talk)
    return world.say(boss, talk, "by the member"), lambda: {"stands once": texts(world, talk).count("by the member") == 1}


@scenario("send, to a socket that is gone")
def _(world: World) -> tuple[Step, Check]:
    lin, visitor, talk = talking(world)
    world.sockets.gone.add(visitor.connection)
    step = world.say(lin, talk, "are you there?")
    return step, lambda: {
        "stands once": texts(world, talk).count("are you there?") == 1,
        "no socket kept": visitor.connection not in world.conversation(talk).visitor_sockets,
    }


@scenario("recall")
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    seq = world.conversation(talk).seq
    return world.ask(lin, "chat", "recall", silent=True, conversation_id=talk, seq=seq), lambda: {
        "recalled once": [each.target for each in world.app.conversations.log(talk, 0, 100) if isinstance(each, Recalled)] == [seq]
    }


@scenario("mark read")
def _(world: World) -> tuple[Step, Check]:
    _lin, visitor, talk = talking(world)
    seq = world.conversation(talk).seq

    step = world.ask(visitor, "chat", "read", silent=True, conversation_id=talk, seq=seq)
    return step, lambda: {"marked": world.conversation(talk).read_visitor == seq}


@scenario("transfer, asked", core=True)
def _(world: World) -> tuple[Step, Check]:
    """Nobody answers."""
    lin, _visitor, talk = talking(world, "su")
    su = world.people["su"]
    return world.ask(lin, "transfer", "offer", conversation_id=talk, to_agent_id=su.subject), lambda: {
        "stays": with_(world, talk, lin),
        "over": world.conversation(talk).offer is None,
    }


def _offered(world: World, kind: str = "offer") -> tuple[Person, Person, str, str]:
    lin, _visitor, talk = talking(world, "su")
    su = world.people["su"]
    target = {"to_agent_id": su.subject} if kind == "offer" else {"agent_id": su.subject}
    world.frame(lin, "transfer", kind, conversation_id=talk, **target)
    return lin, su, talk, world.conversation(talk).offer.transfer_id


@scenario("transfer, accepted", core=True)
def _(world: World) -> tuple[Step, Check]:
    _lin, su, talk, transfer = _offered(world)
    step = world.ask(su, "transfer", "answer", conversation_id=talk, transfer_id=transfer, accept=True)
    return step, lambda: {"with the colleague": with_(world, talk, su)}


@scenario("transfer, declined")
def _(world: World) -> tuple[Step, Check]:
    lin, su, talk, transfer = _offered(world)
    step = world.ask(su, "transfer", "answer", conversation_id=talk, transfer_id=transfer, accept=False)
    return step, lambda: {"stays": with_(world, talk, lin), "over": world.conversation(talk).offer is None}


@scenario("transfer, taken back")
def _(world: World) -> tuple[Step, Check]:
    lin, _su, talk, transfer = _offered(world)
    step = world.ask(lin, "transfer", "cancel", conversation_id=talk, transfer_id=transfer)
    return step, lambda: {"stays": with_(world, talk, lin), "over": world.conversation(talk).offer is None}


@scenario("transfer, to a department that assigns", core=True)
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    su = world.agent("su", world.support)
    step = world.ask(lin, "transfer", "offer", conversation_id=talk, to_department_id=world.support)
    return step, lambda: {"with the agent there": with_(world, talk, su)}


@scenario("invite a colleague")
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world, "su")
    su = world.people["su"]
    return world.ask(lin, "transfer", "invite", conversation_id=talk, agent_id=su.subject), lambda: {
        "stays": with_(world, talk, lin),
        "over": world.conversation(talk).offer is None,
    }


@scenario("invite, accepted")
def _(world: World) -> tuple[Step, Check]:
    lin, su, talk, transfer = _offered(world, "invite")
    step = world.ask(su, "transfer", "answer", conversation_id=talk, transfer_id=transfer, accept=True)
    return step, lambda: {"both": with_(world, talk, lin) and world.conversation(talk).has_member(su.subject)}


@scenario("join")
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    boss = world.agent("boss", world.sales, role="admin")
    return world.ask(boss, "chat", "join", conversation_id=talk), lambda: {
        "both": with_(world, talk, lin) and world.conversation(talk).has_member(boss.subject)
    }


def _waits_for_room(world: World) -> tuple[Person, Person, str, Person, str]:
    """An agent of the department that assigns has one conversation and room for no more; another visitor waits."""
    su, first, second = world.agent("su", world.support, ceiling=1), world.visitor("first"), world.visitor("second")
    talk = world.open(first, world.support)
    assert with_(world, talk, su)
    return su, first, talk, second, world.open(second, world.support)


@scenario("leave", core=True)
def _(world: World) -> tuple[Step, Check]:
    """The agent leaves it to a member, and has room for who waits."""
    su, _first, talk, _second, waiting = _waits_for_room(world)
    boss = world.agent("boss", world.sales, role="admin")
    world.frame(boss, "chat", "join", conversation_id=talk)
    return world.ask(su, "chat", "leave", conversation_id=talk), lambda: {
        "with the member": with_(world, talk, boss),
        "who waited has an agent": with_(world, waiting, su),
    }


@scenario("take over", core=True)
def _(world: World) -> tuple[Step, Check]:
    su, _first, talk, _second, waiting = _waits_for_room(world)
    boss = world.agent("boss", world.sales, role="admin")
    return world.ask(boss, "supervise", "take_over", conversation_id=talk), lambda: {
        "with the supervisor": with_(world, talk, boss),
        "who waited has an agent": with_(world, waiting, su),
    }


@scenario("end, by the agent", core=True)
def _(world: World) -> tuple[Step, Check]:
    su, _first, talk, _second, waiting = _waits_for_room(world)
    return world.ask(su, "chat", "end", conversation_id=talk), lambda: {
        "ended": world.conversation(talk).state == "closed",
        "who waited has an agent": with_(world, waiting, su),
    }


@scenario("end, by the visitor")
def _(world: World) -> tuple[Step, Check]:
    _lin, visitor, talk = talking(world)
    return world.ask(visitor, "chat", "end", conversation_id=talk), lambda: {"ended": world.conversation(talk).state == "closed"}


@scenario("end, by a supervisor")
def _(world: World) -> tuple[Step, Check]:
    su, _first, talk, _second, waiting = _waits_for_room(world)
    boss = world.agent("boss", world.sales, role="admin")
    return world.ask(boss, "supervise", "end", conversation_id=talk), lambda: {
        "ended": world.conversation(talk).state == "closed",
        "who waited has an agent": with_(world, waiting, su),
    }


@scenario("rate")
def _(world: World) -> tuple[Step, Check]:
    lin, visitor, talk = talking(world)
    world.frame(lin, "chat", "end", conversation_id=talk)
    step = world.ask(visitor, "chat", "rate", conversation_id=talk, answers=[{"key": "stars", "stars": 5}])
    return step, lambda: {"rated": world.conversation(talk).score == 5}


@scenario("wrap up")
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    world.frame(lin, "chat", "end", conversation_id=talk)
    step = world.ask(lin, "chat", "wrap_up", conversation_id=talk, value="invalid")
    return step, lambda: {"noted": world.conversation(talk).wrap_up is not None and not world.conversation(talk).unwrapped}


@scenario("sign an agent out")
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    boss = world.agent("boss", world.sales, role="admin")

    def step() -> bool:
        answers = world.frame(boss, "supervise", "sign_out", agent_id=lin.subject)
        world.people.pop("lin", None)
        return bool(answers) and not any(getattr(each, "code", "") == "internal" for each in answers)

    return step, lambda: {
        "off line": world.app.presence.agent(lin.subject).state == "offline",
        "nobody waits for them": not with_(world, talk, lin),
    }


# --- timers ----------------------------------------------------------------------------------------------------------


def _job(world: World, kind: str) -> str:
    found = [each for each in world.timers.waiting if f'"kind":"{kind}"' in each[1]]
    assert found, f"no timer {kind}"
    due, body = found[0]
    world.timers.waiting.remove(found[0])
    world.clock.now = max(world.clock.now, due)
    return body


@scenario("timer: agent gone", core=True, seconds=400)
def _(world: World) -> tuple[Step, Check]:
    lin, _visitor, talk = talking(world)
    world.sockets.gone.add(lin.connection)
    world.disconnect(lin)
    body = _job(world, "agent_gone")
    return lambda: world.ring(body), lambda: {
        "off line": world.app.presence.agent(lin.subject).state == "offline",
        "written down": any(each.state == "offline" for each in world.app.presence.state_changes(world.clock.now, lin.subject)),
        "nobody waits for them": not with_(world, talk, lin),
    }


@scenario("timer: agent lost", core=True)
def _(world: World) -> tuple[Step, Check]:
    """Two conversations of the department that assigns, and a colleague who has room."""
    su = world.agent("su", world.support)
    talks = [world.open(world.visitor(name), world.support) for name in ("first", "second")]
    mo = world.agent("mo", world.support)
    world.sockets.gone.add(su.connection)
    world.disconnect(su)
    world.ring(_job(world, "agent_gone"))
    body = _job(world, "agent_lost")
    return lambda: world.ring(body), lambda: {"with the colleague": all(with_(world, talk, mo) for talk in talks)}


@scenario("timer: visitor gone")
def _(world: World) -> tuple[Step, Check]:
    _lin, visitor, talk = talking(world)
    world.sockets.gone.add(visitor.connection)
    world.disconnect(visitor)
    body = _job(world, "visitor_gone")
    return lambda: world.ring(body), lambda: {"known to have left": not world.conversation(talk).visitor_present}


@scenario("timer: transfer expired")
def _(world: World) -> tuple[Step, Check]:
    lin, _su, talk, _ = _offered(world)
    body = _job(world, "transfer_expired")
    return lambda: world.ring(body), lambda: {"stays": with_(world, talk, lin), "over": world.conversation(talk).offer is None}


@scenario("timer: silence", seconds=1800)
def _(world: World) -> tuple[Step, Check]:
    """Nobody says anything any more; the conversation ends by itself."""
    _lin, _visitor, talk = talking(world)
    body = _job(world, "idle_check")
    return lambda: world.ring(body), lambda: {"ended": world.conversation(talk).state == "closed"}


@scenario("timer: the end of a silent conversation")
def _(world: World) -> tuple[Step, Check]:
    su, _first, talk, _second, waiting = _waits_for_room(world)
    world.say(su, talk)()
    world.pass_s(850, copies=1)
    body = _job_of(world, talk)
    return lambda: world.ring(body), lambda: {
        "ended": world.conversation(talk).state == "closed",
        "who waited has an agent": with_(world, waiting, su),
    }


def _job_of(world: World, talk: str) -> str:
    """The look at the silence of a conversation that holds now."""
    mark = f'"seen_at":{world.conversation(talk).silence_seen_at}'
    found = next(each for each in world.timers.waiting if '"kind":"idle_check"' in each[1] and talk in each[1] and mark in each[1])
    world.timers.waiting.remove(found)
    world.clock.now = max(world.clock.now, found[0])
    return found[1]


@scenario("timer: queue due")
def _(world: World) -> tuple[Step, Check]:
    su = world.agent("su", world.support)
    world.frame(su, "presence", "state", state="busy")
    talk = world.open(world.visitor(), world.support)
    world.app.presence.set_state(su.subject, "online")
    body = _job(world, "queue_due")
    return lambda: world.ring(body), lambda: {"with the agent": with_(world, talk, su)}


@scenario("timer: unread")
def _(world: World) -> tuple[Step, Check]:
    """The visitor is known by their address and has gone."""
    lin, visitor, talk = talking(world)
    world.app.conversations.change_profile(visitor.subject, email="v@tea.example", language="en")
    world.sockets.gone.add(visitor.connection)
    world.disconnect(visitor)
    world.pass_s(60, copies=1)
    world.say(lin, talk, "your parcel has come")()
    world.notify(world.records())
    body = next(body for _, body in world.timers.waiting if '"unread_notice"' in body and '"reader":"visitor"' in body)
    world.timers.waiting = [each for each in world.timers.waiting if '"unread_notice"' not in each[1]]
    world.pass_s(130, copies=1)
    return lambda: world.ring(body), lambda: {"one mail, two after a cut": 1 <= len(world.mailer.sent) <= 2}


# --- streams ---------------------------------------------------------------------------------------------------------


def _a_day(world: World) -> None:
    lin, visitor, talk = talking(world)
    world.frame(lin, "chat", "end", conversation_id=talk)
    world.frame(visitor, "chat", "rate", conversation_id=talk, answers=[{"key": "stars", "stars": 4}])
    world.frame(lin, "chat", "wrap_up", conversation_id=talk, value="valid")
    world.open(world.visitor("second"))


@scenario("stream: roll-up", core=True)
def _(world: World) -> tuple[Step, Check]:
    _a_day(world)
    return _batch(world, world.roll_up)


@scenario("stream: notify")
def _(world: World) -> tuple[Step, Check]:
    _a_day(world)
    return _batch(world, world.notify)


def _batch(world: World, function: Callable[[Any], bool]) -> tuple[Step, Check]:
    records = world.records()

    def step() -> bool:
        try:
            return function(records)
        except Exception:  # noqa: BLE001  # as the stream does: the batch comes again
            return False

    return step, dict
