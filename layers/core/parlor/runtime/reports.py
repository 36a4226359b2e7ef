"""Wiring of the mails with reports."""

from typing import Any

from parlor.domain.ids import TenantId
from parlor.gateways import sheet_files
from parlor.gateways.timers import SqsTimers
from parlor.runtime.app import Process
from parlor.runtime.settings import Settings
from parlor.storage import metrics, report_schedules
from parlor.storage.metrics import MetricStore
from parlor.storage.report_schedules import DueReportStore, ReportScheduleStore
from parlor.usecases.make_report import MakeReport
from parlor.usecases.send_reports import SendReportMails


class ReportProcess(Process):
    """What lives as long as the function. `note` is told of mails that could not be handed over."""

    def __init__(self, settings: Settings, note: Any) -> None:
        super().__init__(settings, note)
        self._note = note
        self.queue = SqsTimers(settings.report_queue_url)
        self.due = DueReportStore()
        report_schedules.bind(settings.directory_table)
        metrics.bind(settings.metrics_table)

    def mails(self, tenant: TenantId) -> SendReportMails:
        app = self.app(tenant)
        return SendReportMails(
            tenant,
            app.directory,
            ReportScheduleStore(tenant),
            MakeReport(app.directory, MetricStore(tenant), app.presence, lambda: app.goals.goals().goals, self.clock),
            sheet_files,
            app.mailer,
            self.tokens,
            self.clock,
            self.settings.site_url,
            self.settings.api_url,
            self._note,
        )
