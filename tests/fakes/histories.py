"""What the log of a conversation says that the conversation is."""

from collections.abc import Iterable

from parlor.domain.log import Accepted, Closed, Entry, Joined, Left, Queued, Transferred, VisitorLeft, VisitorReturned


def told_by(log: Iterable[Entry]) -> tuple[str, str | None, list[str], bool]:
    """State, agent (the last one, when it is closed), members, and whether the visitor is there."""
    state, agent, present = "waiting", None, True
    members: list[str] = []
    for entry in log:
        match entry:
            case Queued():
                state, agent, members = "waiting", None, []
            case Accepted() | Transferred():
                state, agent = "active", entry.agent_id
                members = [each for each in members if each != agent]
            case Joined():
                members.append(entry.agent_id)
            case Left():
                members.remove(entry.agent_id)
            case Closed():
                state, members = "closed", []
            case VisitorLeft():
                present = False
            case VisitorReturned():
                present = True
    return state, agent, members, present
