"""Wiring of the function that lets go what companies keep no longer."""

from parlor.domain.ids import TenantId
from parlor.gateways.archive_objects import Objects
from parlor.gateways.blobs import Bucket
from parlor.gateways.clock import SystemClock
from parlor.gateways.uploaded_files import UploadedContents
from parlor.runtime.person import person_rows
from parlor.runtime.settings import Settings
from parlor.storage import directory, leaving, retention, tables
from parlor.storage.aged_rows import AgedRowStore
from parlor.storage.directory import DirectoryStore
from parlor.storage.leaving import Living
from parlor.storage.memory import Memory
from parlor.storage.retention import RetentionMarkStore, RetentionStore
from parlor.storage.word_figures import WordFigureStore
from parlor.usecases.let_expire import LetExpire


class Keeper:
    """What lives as long as the function."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.clock = SystemClock()
        self._memory = Memory(self.clock.now_ms)
        self._bucket = Bucket(settings.uploads_bucket, settings.uploads_endpoint, settings.uploads_addressing)
        self._archive = Objects(settings.archive_bucket)
        self.marks = RetentionMarkStore()
        self.living = Living(self._memory)
        tables.bind(chat_table=settings.chat_table, presence_table=settings.presence_table)
        for each in (directory, leaving, retention):
            each.bind(settings.directory_table)

    def let_expire(self, tenant: TenantId) -> LetExpire:
        settings, staff = self._settings, DirectoryStore(tenant, self._memory)
        return LetExpire(
            tenant,
            RetentionStore(tenant),
            AgedRowStore(tenant, settings.chat_table, lambda: staff.company().created_at),
            person_rows(settings, tenant, staff.company, self.clock.now_ms),
            UploadedContents(tenant, self._bucket),
            self._archive,
            WordFigureStore(tenant, settings.chat_table, settings.metrics_table),
            self.clock,
        )
