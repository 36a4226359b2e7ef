"""Staff with the right keep the schedules of reports: add, change, pause, send now, delete; recipients stop their mails."""

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, Directory, check_version
from parlor.domain.errors import Invalid, NotFound
from parlor.domain.ids import AgentId, new_ulid
from parlor.domain.metrics import zone
from parlor.domain.ports import Clock
from parlor.domain.report_schedules import Due, Progress, ReportSchedule, ReportSchedules, Result, check_room, next_due, run_of, state_of
from parlor.domain.reports import right_for
from parlor.domain.staff import Staff
from parlor.protocol import rest_report_files as rest
from parlor.usecases.checks import written


class KeepReportSchedules:
    """One tenant's schedules, for one member of its staff."""

    def __init__(self, staff: Staff, directory: Directory, schedules: ReportSchedules, trail: Trail, clock: Clock) -> None:
        self._staff = staff
        self._directory = directory
        self._schedules = schedules
        self._trail = trail
        self._clock = clock

    def list(self) -> rest.ReportScheduleList:
        agents = {agent.agent_id: agent for agent in self._directory.agents()}
        return rest.ReportScheduleList(schedules=[self._view(schedule, progress, agents) for schedule, progress in self._schedules.all()])

    def add(self, body: rest.AddReportSchedule) -> rest.ReportScheduleView:
        """Raises `Invalid` naming the field, `MissingRight` for a report that I may not see, `Conflict` (`limit_reached`)."""
        check_room([schedule for schedule, _ in self._schedules.all()])
        now = self._clock.now_ms()
        schedule = replace(self._checked(body), schedule_id=new_ulid(now), made_by=self._staff.agent.name, made_at=now)
        self._schedules.add(schedule, self._due(schedule))
        self._trail.done("add_report_schedule", _about(schedule), None, schedule)
        return self._shown(schedule.schedule_id)

    def change(self, schedule_id: str, body: rest.ChangeReportSchedule) -> rest.ReportScheduleView:
        """Raises `NotFound`, `Conflict` for another version, and as `add`. Who is taken out and put in again gets mails again."""
        before = self._found(schedule_id)[0]
        check_version(body.version, before.version)
        wanted = self._checked(body)
        after = replace(
            wanted,
            schedule_id=schedule_id,
            unsubscribed=tuple(each for each in before.unsubscribed if each in wanted.agent_ids),
            made_by=before.made_by,
            made_at=before.made_at,
            version=before.version,
        )
        self._schedules.change(before, after, self._due(after))
        self._trail.done("change_report_schedule", _about(after), before, after)
        return self._shown(schedule_id)

    def send_now(self, schedule_id: str) -> Due:
        """A run besides the periods. Raises `NotFound`."""
        schedule = self._found(schedule_id)[0]
        for name in schedule.reports:
            self._staff.check(right_for(name))
        now = self._clock.now_ms()
        due = Due(now, self._staff.tenant, schedule_id, f"n{new_ulid(now)}")
        self._schedules.ask_for(due)
        self._trail.done("send_report_schedule", _about(schedule))
        return due

    def delete(self, schedule_id: str) -> None:
        """Raises `NotFound`."""
        schedule = self._found(schedule_id)[0]
        self._schedules.delete(schedule)
        self._trail.done("delete_report_schedule", _about(schedule), schedule)

    def _found(self, schedule_id: str) -> tuple[ReportSchedule, Progress]:
        found = self._schedules.find(schedule_id)
        if found is None:
            raise NotFound("There is no such scheduled report.", field="schedule_id")
        return found

    def _checked(self, body: rest.AddReportSchedule) -> ReportSchedule:
        """What people choose of a schedule; whose it is stays open."""
        for name in body.reports:
            self._staff.check(right_for(name))
        wanted = ReportSchedule(
            schedule_id="",
            name=written(body.name, "name"),
            reports=tuple(dict.fromkeys(body.reports)),
            cadence=body.cadence,
            weekday=body.weekday,
            day=body.day,
            hour=body.hour,
            grain=body.grain,
            language=body.language,
            attach=body.attach,
            agent_ids=tuple(dict.fromkeys(AgentId(each) for each in body.agent_ids)),
            paused=body.paused,
            made_by="",
            made_at=0,
        )
        self._check_recipients(wanted)
        return wanted

    def _check_recipients(self, wanted: ReportSchedule) -> None:
        """Colleagues who may have what they are to get. Raises `Invalid` naming the first who is none."""
        known = {agent.agent_id: agent for agent in self._directory.agents()}
        for index, agent_id in enumerate(wanted.agent_ids):
            state = state_of(wanted, known.get(agent_id), agent_id)
            if state == "gone":
                raise Invalid("There is no such colleague.", field=f"agent_ids[{index}]")
            if state == "no_right":
                missing = f"{known[agent_id].name} may not have these reports: a right is missing."
                raise Invalid(missing, code="no_right", field=f"agent_ids[{index}]")

    def _due(self, schedule: ReportSchedule) -> Due | None:
        if schedule.paused:
            return None
        in_zone = zone(self._directory.company().time_zone)
        at = next_due(schedule, self._clock.now_ms(), in_zone)
        return Due(at, self._staff.tenant, schedule.schedule_id, run_of(schedule, at, in_zone))

    def _shown(self, schedule_id: str) -> rest.ReportScheduleView:
        return self._view(*self._found(schedule_id), {agent.agent_id: agent for agent in self._directory.agents()})

    def _view(self, schedule: ReportSchedule, progress: Progress, agents: dict[AgentId, Agent]) -> rest.ReportScheduleView:
        return rest.ReportScheduleView(
            schedule_id=schedule.schedule_id,
            name=schedule.name,
            reports=list(schedule.reports),
            cadence=schedule.cadence,
            weekday=schedule.weekday,
            day=schedule.day,
            hour=schedule.hour,
            grain=schedule.grain,
            language=schedule.language,
            attach=schedule.attach,
            recipients=[_recipient(schedule, each, agents.get(each)) for each in schedule.agent_ids],
            paused=schedule.paused,
            made_by=schedule.made_by,
            next_at=progress.next_at,
            last=_run(progress.last) if progress.last else None,
            version=schedule.version,
        )


def _recipient(schedule: ReportSchedule, agent_id: AgentId, agent: Agent | None) -> rest.ReportRecipient:
    name, number = (agent.name, agent.number) if agent else ("", "")
    return rest.ReportRecipient(agent_id=agent_id, name=name, number=number, state=state_of(schedule, agent, agent_id))


def _run(last: Result) -> rest.ReportRun:
    return rest.ReportRun(at=last.at, outcome=last.outcome, sent=last.sent, names=list(last.names), asked_for=last.asked_for)


def _about(schedule: ReportSchedule) -> tuple[str, str, str]:
    return "report_schedule", schedule.schedule_id, schedule.name
