"""Staff with the right write notices to their colleagues; everybody reads their own."""

from msgspec.structs import replace

from parlor.domain.directory import Directory, check_departments
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.ids import AgentId, DepartmentId, new_ulid
from parlor.domain.ports import Clock
from parlor.domain.staff import Staff
from parlor.domain.staff_notices import DEFAULT_LIFE_MS, StaffNotice, StaffNotices, check_period, check_room, readers_of
from parlor.protocol.frames import StaffNoticeFrame
from parlor.protocol.present_office import staff_notice_view
from parlor.protocol.rest_notices import MyNotice, MyNotices, NoticeReader, NoticeReaders, PublishNotice
from parlor.usecases.checks import written
from parlor.usecases.pushing import Pushes


class KeepNotices:
    """One tenant's notices, for one member of its staff."""

    def __init__(self, staff: Staff, directory: Directory, notices: StaffNotices, pushes: Pushes, clock: Clock) -> None:
        self._staff = staff
        self._directory = directory
        self._notices = notices
        self._pushes = pushes
        self._clock = clock

    def publish(self, body: PublishNotice) -> StaffNotice:
        """The desks that are open learn of it at once, if it holds already.

        Raises `Invalid` naming the field, `NotFound` naming the department or agent, `Conflict` (`limit_reached`).
        """
        now = self._clock.now_ms()
        from_at = now if body.from_at is None else max(body.from_at, now)
        until = from_at + DEFAULT_LIFE_MS if body.until is None else body.until
        check_period(from_at, until, now)
        departments, agents = self._audience(body)
        notice = StaffNotice(
            notice_id=new_ulid(now),
            title=written(body.title, "title"),
            text=written(body.text, "text"),
            audience=body.audience,
            department_ids=departments,
            agent_ids=agents,
            from_at=from_at,
            until=until,
            published_at=now,
            by_agent_id=self._staff.agent_id,
            by_name=self._staff.agent.name,
        )
        check_room(len(self._notices.live(now)))
        self._notices.publish(notice)
        if notice.holds(now):
            self._tell(notice, StaffNoticeFrame(notice_id=notice.notice_id, notice=staff_notice_view(notice)))
        return notice

    def withdraw(self, notice_id: str) -> StaffNotice:
        """Nobody sees it from now on; the history keeps it. Raises `NotFound`, `Conflict` (`over`)."""
        now = self._clock.now_ms()
        before = self._notices.get(notice_id)
        if before.withdrawn_at is not None or before.until <= now:
            raise Conflict("The notice is over already.", code="over", field="notice_id")
        after = replace(before, withdrawn_at=now, withdrawn_by=self._staff.agent.name)
        self._notices.withdraw(after)
        self._tell(after, StaffNoticeFrame(notice_id=notice_id))
        return after

    def mine(self) -> MyNotices:
        """What holds now and means me."""
        now = self._clock.now_ms()
        me = self._staff.agent
        live = [notice for notice in self._notices.live(now) if notice.is_for(me.agent_id, me.department_ids)]
        held = sorted((notice for notice in live if notice.holds(now)), key=lambda each: (each.from_at, each.notice_id), reverse=True)
        of_others = [notice.notice_id for notice in held if notice.by_agent_id != me.agent_id]
        read = self._notices.read_by(me.agent_id, of_others)
        return MyNotices(
            notices=[
                MyNotice(notice=staff_notice_view(each), read=each.by_agent_id == me.agent_id or each.notice_id in read) for each in held
            ],
            next_at=min((notice.from_at for notice in live if notice.from_at > now), default=None),
        )

    def read(self, notice_id: str) -> None:
        """Raises `NotFound` also for a notice that means others or does not hold."""
        now = self._clock.now_ms()
        me = self._staff.agent
        notice = self._notices.get(notice_id)
        if not (notice.holds(now) and notice.is_for(me.agent_id, me.department_ids)):
            raise NotFound("There is no such notice.", field="notice_id")
        self._notices.mark_read(notice_id, me.agent_id, now)

    def readers(self, notice_id: str) -> NoticeReaders:
        """Raises `NotFound`."""
        notice = self._notices.get(notice_id)
        read_at = {reading.agent_id: reading.at for reading in self._notices.readings(notice_id)}
        agents = self._directory.agents()
        meant = {agent.agent_id for agent in readers_of(notice, agents)}
        readers = [
            NoticeReader(agent_id=agent.agent_id, name=agent.name, number=agent.number, read_at=read_at.get(agent.agent_id))
            for agent in agents
            if agent.agent_id in meant or agent.agent_id in read_at
        ]
        return NoticeReaders(readers=sorted(readers, key=lambda each: (each.read_at is not None, each.number)), read=len(read_at))

    def _audience(self, body: PublishNotice) -> tuple[tuple[DepartmentId, ...], tuple[AgentId, ...]]:
        if body.audience == "departments":
            if not body.department_ids:
                raise Invalid("Choose a department.", field="department_ids")
            wanted = tuple(DepartmentId(each) for each in body.department_ids)
            return check_departments(wanted, self._directory.departments()), ()
        if body.audience == "agents":
            if not body.agent_ids:
                raise Invalid("Choose somebody.", field="agent_ids")
            known = {agent.agent_id for agent in self._directory.agents()}
            for index, agent_id in enumerate(body.agent_ids):
                if agent_id not in known:
                    raise NotFound("There is no such agent.", field=f"agent_ids[{index}]")
            return (), tuple(dict.fromkeys(AgentId(each) for each in body.agent_ids))
        return (), ()

    def _tell(self, notice: StaffNotice, frame: StaffNoticeFrame) -> None:
        self._pushes.staff(lambda desk: notice.is_for(desk.agent_id, desk.departments), frame)
