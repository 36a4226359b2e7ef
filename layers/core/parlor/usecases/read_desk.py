"""What the desk shows when it opens, and the visitors on the site. Sockets keep both current from then on."""

from collections.abc import Iterable, Sequence

from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.happenings import SHOWN_MAX, Happenings
from parlor.domain.ids import AgentId, DepartmentId, VisitorId
from parlor.domain.office_ports import OfficePresence
from parlor.domain.ports import Clock, Conversations
from parlor.domain.presence import AgentPresence, Visit
from parlor.domain.staff import Staff
from parlor.domain.visiting import Condition, check_conditions, fits
from parlor.protocol import rest
from parlor.protocol.present import conversation_view, happening_view, page_views, visitor_view
from parlor.protocol.present_office import colleague_view, department_answer
from parlor.protocol.views import VisitorView
from parlor.usecases.list_conversations import UNWRAPPED_MAX

_TOGETHER_MS = 10_000
"""What came with the first page of a visit may have been written before it."""
_QUEUE_MAX = 200
"""Waiting conversations that are listed of one department."""
_DESK_MAX = 100
"""Conversations that are listed of one agent; a ceiling is at most 50."""
_LEFT_LISTED_MS = 3_600_000
_VISIT_MAX_MS = 24 * 3_600_000


def read_desk(staff: Staff, directory: Directory, presence: OfficePresence, conversations: Conversations) -> rest.Desk:
    """Agents see the queues of their departments and the conversations of colleagues there; who leads sees all.

    One query for each department and each agent with work, one for what the agent has joined, one for what waits for its topic,
    one batch read for the conversations.
    """
    here = {agent.agent_id: agent for agent in presence.agents()}
    agents = [agent for agent in directory.agents() if not agent.disabled]
    departments = directory.departments()
    mine = {department.department_id for department in departments if staff.leads or department.department_id in staff.departments}
    open_now = _open_conversations(mine, here.values(), staff.agent_id, conversations)
    own = here.get(staff.agent_id)
    return rest.Desk(
        waiting=[conversation_view(each) for each in open_now if each.state == "waiting"],
        mine=[conversation_view(each) for each in open_now if each.state == "active" and each.has_agent(staff.agent_id)],
        colleagues=[
            conversation_view(each)
            for each in open_now
            if each.state == "active" and not each.has_agent(staff.agent_id) and _concerns(each, mine, staff.agent_id)
        ],
        agents=[
            colleague_view(agent, here.get(agent.agent_id), sees_hidden=staff.sees_hidden or agent.agent_id == staff.agent_id)
            for agent in agents
        ],
        departments=[department_answer(department) for department in departments],
        state=own.state if own else "offline",
        unwrapped=len(conversations.unwrapped_of(staff.agent_id, UNWRAPPED_MAX)),
    )


def list_visitors(
    presence: OfficePresence, clock: Clock, conditions: Sequence[Condition], position: str | None
) -> tuple[list[VisitorView], str | None]:
    """Those of a stretch of the site's visitors who fit all conditions, newest first, and where the next stretch begins.

    A stretch is bounded by what is read for it, so it may have few or none that fit and not be the last. Raises `Invalid`.
    """
    check_conditions(conditions)
    now = clock.now_ms()
    shard_said, _, after = (position or "0").partition(" ")
    shard = int(shard_said)
    visits, following = presence.some_visitors(shard, after or None)
    if following is not None:
        following = f"{shard} {following}"
    elif shard + 1 in presence.shards():
        following = str(shard + 1)
    found = sorted((each for each in visits if _is_listed(each, now) and fits(each, conditions)), key=lambda each: -each.started_at)
    return [visitor_view(each) for each in found], following


def _is_listed(visit: Visit, now: int) -> bool:
    """DynamoDB deletes late."""
    return now - (visit.left_at or now) <= _LEFT_LISTED_MS and now - visit.started_at <= _VISIT_MAX_MS


def read_track(visitor: VisitorId, presence: OfficePresence, happenings: Happenings) -> rest.Track:
    visit = presence.visit(visitor)
    if visit is None:
        return rest.Track(visitor=None, pages=[])
    told = happenings.since(visitor, visit.started_at - _TOGETHER_MS, SHOWN_MAX)
    return rest.Track(visitor=visitor_view(visit), pages=page_views(visit), happenings=[happening_view(each) for each in told])


def _open_conversations(
    departments: Iterable[DepartmentId], agents: Iterable[AgentPresence], me: AgentId | None, conversations: Conversations
) -> list[Conversation]:
    """Who waits in the departments and what agents have, longest waiting first."""
    wanted = []
    for department in departments:
        wanted += conversations.waiting_in(department, _QUEUE_MAX)
    for agent in agents:
        if agent.load > 0 or agent.agent_id == me:
            wanted += conversations.active_with(agent.agent_id, _DESK_MAX)
    if me is not None:
        wanted += conversations.joined_by(me, _DESK_MAX)
    found = conversations.get_many(dict.fromkeys(wanted))
    return sorted(
        (each for each in found if each.state != "closed"), key=lambda each: (each.waiting_since or each.opened_at, each.opened_at)
    )


def _concerns(conversation: Conversation, departments: set[DepartmentId], me: AgentId) -> bool:
    """A colleague's conversation is shown to those of its department, and to who is asked to take it over."""
    return conversation.department_id in departments or (conversation.offer is not None and conversation.offer.to_agent_id == me)
