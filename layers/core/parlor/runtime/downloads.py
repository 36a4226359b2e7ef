"""Wiring of the function that makes downloads."""

import time
from collections.abc import Callable
from functools import partial

from parlor.domain.directory import Agent
from parlor.domain.downloads import ROWS_MAX, PersonWanted, Source
from parlor.domain.ids import AgentId, ConversationId, CustomerId, TenantId, VisitorId
from parlor.domain.record_files import Record, RecordFiles
from parlor.gateways.archive import AthenaQueries
from parlor.gateways.archive_objects import Objects
from parlor.gateways.blobs import Bucket
from parlor.gateways.clock import SystemClock
from parlor.gateways.download_files import DownloadFiles
from parlor.gateways.download_queue import SqsDownloadQueue
from parlor.gateways.uploaded_files import UploadedContents
from parlor.runtime.person import person_rows
from parlor.runtime.settings import Settings
from parlor.storage import api_keys, audit, directory, downloads, left_messages, sign_in_log, tables
from parlor.storage.api_keys import ApiKeyStore
from parlor.storage.audit import AuditStore
from parlor.storage.company_rows import CompanyRowStore
from parlor.storage.conversations import ConversationStore
from parlor.storage.directory import DirectoryStore
from parlor.storage.downloads import DownloadStore
from parlor.storage.left_messages import LeftMessageStore
from parlor.storage.memory import Memory
from parlor.storage.person_rows import Tables
from parlor.storage.record_facts import RecordFactsStore
from parlor.storage.sign_in_log import SignInLogStore
from parlor.usecases.download_company import CompanyFiles
from parlor.usecases.download_person import PersonFiles
from parlor.usecases.download_sources import CompanySource, DownloadSources, PersonSource
from parlor.usecases.make_download import MakeDownload
from parlor.usecases.search_records import SearchRecords


class Workshop:
    """What lives as long as the function."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._memory = Memory(self._clock.now_ms, keep_ms=30_000)
        self._bucket = Bucket(settings.uploads_bucket, settings.uploads_endpoint, settings.uploads_addressing)
        self._queue = SqsDownloadQueue(settings.download_queue_url)
        self._archive = AthenaQueries(settings.archive_database, settings.archive_workgroup)
        tables.bind(chat_table=settings.chat_table, presence_table=settings.presence_table)
        directory.bind(settings.directory_table)
        api_keys.bind(settings.directory_table)
        for each in (audit, downloads, left_messages, sign_in_log):
            each.bind(settings.chat_table)

    def make_download(self, tenant: TenantId) -> MakeDownload:
        staff = DirectoryStore(tenant, self._memory)
        records, facts = ConversationStore(tenant), RecordFactsStore(tenant)
        seam_s = int(self._settings.archive_seam_s or 0)
        search = SearchRecords(tenant, staff, records, facts, lambda: self._archive, self._clock, seam_s, most=ROWS_MAX + 1)
        log, sign_ins = AuditStore(tenant, self._clock.now_ms), SignInLogStore(tenant, self._clock.now_ms)
        left = LeftMessageStore(tenant).newest
        sources = DownloadSources(staff, records, facts, search, left, log, sign_ins, self._clock, *self._whole(tenant, staff))
        files = DownloadFiles(tenant, self._bucket)
        return MakeDownload(
            tenant, staff, DownloadStore(tenant), files, self._queue, sources.of, self._clock, time.sleep, partial(_program, tenant)
        )

    def _whole(self, tenant: TenantId, staff: DirectoryStore) -> tuple[PersonSource, CompanySource]:
        """Everything of one person, and everything of the company."""
        return partial(self._person, tenant, staff), partial(self._company, tenant, staff)

    def _company(self, tenant: TenantId, staff: DirectoryStore, made_at: int) -> Source:
        settings = self._settings
        tables = Tables(settings.chat_table, settings.presence_table, settings.directory_table, settings.metrics_table)
        rows = CompanyRowStore(tenant, tables, lambda: staff.company().created_at, lambda: [each.agent_id for each in staff.agents()])
        return CompanyFiles(tenant, staff.company(), rows, Objects(settings.archive_bucket), made_at)

    def _person(
        self,
        tenant: TenantId,
        staff: DirectoryStore,
        wanted: PersonWanted,
        record: Callable[[ConversationId], Record | None],
        pages: RecordFiles,
        made_at: int,
    ) -> Source:
        rows = person_rows(self._settings, tenant, staff.company, self._clock.now_ms)
        visitor = VisitorId(wanted.visitor_id) if wanted.visitor_id else None
        customer = CustomerId(wanted.customer_id) if wanted.customer_id else None
        contents, archive = UploadedContents(tenant, self._bucket), Objects(self._settings.archive_bucket)
        return PersonFiles(tenant, lambda: rows.person(visitor=visitor, customer=customer), rows, contents, archive, record, pages, made_at)


def _program(tenant: TenantId, agent_id: AgentId) -> Agent | None:
    """Who asks may be a program with a key."""
    key = ApiKeyStore(tenant).find(agent_id)
    return key.as_agent() if key else None
