"""The live dashboard: agents, queues and the company's day, from counters and heads of queues only."""

from parlor.domain.directory import Directory
from parlor.domain.figures import Total
from parlor.domain.ids import DepartmentId
from parlor.domain.metrics import Figures, missed, service_level, today, total, zone
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence
from parlor.domain.staff import Staff
from parlor.protocol.present import agent_view
from parlor.protocol.rest_monitor import Monitor, MonitorToday, QueueLength

QUEUE_COUNTED = 200
"""A longer queue is "more than"."""


def read_monitor(
    staff: Staff, directory: Directory, presence: Presence, conversations: Conversations, figures: Figures, clock: Clock
) -> Monitor:
    """One query for the agents, one of keys for each department, one row for each figure: ½ to 1 RU each.

    Who does not see all gets the agents and queues of their departments; the day's figures are the company's, and not for those whose
    role is limited.
    """
    now = clock.now_ms()
    company = directory.company()
    mine = [each for each in directory.departments() if staff.leads or _shown(each.department_id, staff)]
    ids = {department.department_id for department in mine}
    agents = [agent for agent in presence.agents() if staff.leads or agent.departments & ids]
    queues = [_queue(department.department_id, conversations.queue(department.department_id, QUEUE_COUNTED + 1)) for department in mine]
    return Monitor(
        at=now,
        wait_limit_s=company.wait_limit_s,
        agents=[agent_view(agent, sees_hidden=True) for agent in sorted(agents, key=_by_number)],
        in_progress=sum(agent.load for agent in agents),
        queues=queues,
        today=_today(figures, now, company.time_zone, _waiting(directory, conversations, queues)) if staff.agent.reach is None else None,
    )


def _shown(department_id: DepartmentId, staff: Staff) -> bool:
    return department_id in staff.departments and staff.reaches(department_id)


def _by_number(agent: AgentPresence) -> tuple[int, str]:
    return len(agent.number), agent.number


def _queue(department_id: str, since: list[int]) -> QueueLength:
    waiting = min(len(since), QUEUE_COUNTED)
    return QueueLength(department_id=department_id, waiting=waiting, more=len(since) > waiting, since=since[0] if since else None)


def _waiting(directory: Directory, conversations: Conversations, known: list[QueueLength]) -> int:
    """Of the whole company, as the day's figures are."""
    counted = {queue.department_id for queue in known}
    others = (each.department_id for each in directory.departments() if each.department_id not in counted)
    return sum(queue.waiting for queue in known) + sum(len(conversations.queue(each, QUEUE_COUNTED)) for each in others)


def _today(figures: Figures, now: int, time_zone: str, waiting: int) -> MonitorToday:
    day = today(now, zone(time_zone))

    def of_today(metric: Total) -> int:
        return total(figures.hours(metric, day.start_ms, day.end_ms), day)

    opened, accepted, in_time = of_today("consultations_online"), of_today("accepted"), of_today("accepted_in_time")
    return MonitorToday(
        visits=of_today("visits"),
        consultations=opened,
        accepted=accepted,
        accepted_in_time=in_time,
        missed=missed(opened, accepted, waiting),
        left_messages=of_today("consultations_offline"),
        service_level=service_level(opened, in_time, waiting),
    )
