"""Does a run of a schedule: reads its reports once, and mails them to each who may have them and has not had them yet."""

from collections.abc import Callable

from parlor.domain.credentials import ReportMailClaims
from parlor.domain.directory import Agent, Company, Directory
from parlor.domain.ids import TenantId
from parlor.domain.jobs import SendReports
from parlor.domain.mails import Attachment, Mailer
from parlor.domain.metrics import zone
from parlor.domain.ports import Clock
from parlor.domain.report_mail import report_mail
from parlor.domain.report_schedules import (
    TRIES,
    Due,
    ReportSchedule,
    ReportSchedules,
    Result,
    days_of,
    following,
    recipients,
    run_of,
)
from parlor.domain.report_words import ReportWords
from parlor.domain.reports import Report, ReportQuestion
from parlor.domain.signing import Signing
from parlor.domain.staff import Staff
from parlor.usecases.export_report import CONTENT_TYPES, SheetWriter, file_name, xlsx_of
from parlor.usecases.make_report import MakeReport

_AT_WORK_MS = 150_000
"""Longer than the function may take."""


class SendReportMails:
    """One tenant's. `note` is told of every mail that could not be handed over."""

    def __init__(
        self,
        tenant: TenantId,
        directory: Directory,
        schedules: ReportSchedules,
        make: MakeReport,
        writer: SheetWriter,
        mailer: Mailer,
        signing: Signing,
        clock: Clock,
        site_url: str,
        api_url: str,
        note: Callable[[Exception], None],
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._schedules = schedules
        self._make = make
        self._writer = writer
        self._mailer = mailer
        self._signing = signing
        self._clock = clock
        self._admin_url = f"{site_url}/admin/index.html"
        self._api_url = api_url
        self._note = note

    def __call__(self, job: SendReports) -> str:
        """Returns what happened: `sent`, `partly`, `failed`, `nobody`; `again` when it will be tried again; or why nothing was done.

        Raises when the figures cannot be read; the run stays due.
        """
        due = Due(job.at, self._tenant, job.schedule_id, job.run)
        found = self._schedules.find(job.schedule_id)
        if found is None or (not _asked_for(due) and found[1].next_at != due.at):
            self._schedules.finish(due, None, None)
            return "over"
        now = self._clock.now_ms()
        tries = self._schedules.begin(due, now, now + _AT_WORK_MS)
        if tries is None:
            return self._elsewhere(due, found[0])
        try:
            return self._run(due, found[0], tries)
        except Exception:
            self._schedules.leave(due)
            raise

    def _elsewhere(self, due: Due, schedule: ReportSchedule) -> str:
        """Somebody else does it, or it has been done: the hour was changed to a later one of the same day."""
        if not self._schedules.is_over(due):
            return "under way"
        self._schedules.finish(due, None, self._next(due, schedule))
        return "over"

    def _run(self, due: Due, schedule: ReportSchedule, tries: int) -> str:
        company = self._directory.company()
        those = recipients(schedule, self._directory.agents()) if not company.is_off else []
        failed = self._mail(due, schedule, company, those) if those else []
        if failed and tries < TRIES:
            self._schedules.leave(due)
            return "again"
        sent = len(those) - len(failed)
        result = Result(
            at=self._clock.now_ms(),
            outcome="nobody" if not those else "sent" if not failed else "partly" if sent else "failed",
            sent=sent,
            names=tuple(agent.name for agent in failed),
            asked_for=_asked_for(due),
        )
        self._schedules.finish(due, result, None if _asked_for(due) else self._next(due, schedule))
        return result.outcome

    def _next(self, due: Due, schedule: ReportSchedule) -> Due | None:
        if _asked_for(due) or schedule.paused:
            return None
        in_zone = zone(self._directory.company().time_zone)
        at = following(schedule, due.at, self._clock.now_ms(), in_zone)
        return Due(at, self._tenant, schedule.schedule_id, run_of(schedule, at, in_zone))

    def _mail(self, due: Due, schedule: ReportSchedule, company: Company, those: list[Agent]) -> list[Agent]:
        """Those whose mail could not be handed over."""
        words = ReportWords(schedule.language)
        reports = self._reports(due, schedule, company, those[0], words)
        attachment = self._attachment(schedule, company, reports, words)
        failed = []
        for agent in those:
            if not self._schedules.claim(due, agent.agent_id):
                continue
            token = self._signing.sign_report_mail(ReportMailClaims(self._tenant, schedule.schedule_id, agent.agent_id))
            mail = report_mail(
                to=agent.email,
                name=schedule.name,
                company=company.company,
                reports=reports,
                words=words,
                admin_url=self._admin_url,
                unsubscribe_url=f"{self._api_url}/report-mails/unsubscribe?token={token}",
                attachment=attachment,
            )
            try:
                self._mailer.send(mail)
            except Exception as error:  # noqa: BLE001  # the others shall get theirs
                self._schedules.give_back(due, agent.agent_id)
                self._note(error)
                failed.append(agent)
        return failed

    def _reports(self, due: Due, schedule: ReportSchedule, company: Company, reader: Agent, words: ReportWords) -> list[Report]:
        """Read with the rights of one of those who get them; the others have them, too."""
        first, last = days_of(schedule.cadence, due.at, zone(company.time_zone))
        staff = Staff(self._tenant, reader)
        return [self._make(staff, ReportQuestion(name, first, last, schedule.grain), words) for name in schedule.reports]

    def _attachment(self, schedule: ReportSchedule, company: Company, reports: list[Report], words: ReportWords) -> Attachment | None:
        if not schedule.attach:
            return None
        data = xlsx_of(reports, company.company, self._writer, self._clock, words)
        return Attachment(file_name(reports, "xlsx"), CONTENT_TYPES["xlsx"], data)


def _asked_for(due: Due) -> bool:
    return due.run.startswith("n")
