"""Wiring of the function that erases people's data."""

from parlor.domain.ids import TenantId
from parlor.gateways.archive_objects import Objects
from parlor.gateways.blobs import Bucket
from parlor.gateways.clock import SystemClock
from parlor.gateways.closing import ApiGatewayCloser
from parlor.gateways.erasure_queue import SqsErasureQueue
from parlor.gateways.uploaded_files import UploadedContents
from parlor.runtime.person import person_rows
from parlor.runtime.settings import Settings
from parlor.storage import directory, erasures, tables
from parlor.storage.directory import DirectoryStore
from parlor.storage.erasures import ErasureStore
from parlor.storage.memory import Memory
from parlor.storage.presence import PresenceStore
from parlor.storage.word_figures import WordFigureStore
from parlor.usecases.erase_person import ErasePerson


class Eraser:
    """What lives as long as the function."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._memory = Memory(self._clock.now_ms)
        self._bucket = Bucket(settings.uploads_bucket, settings.uploads_endpoint, settings.uploads_addressing)
        self._queue = SqsErasureQueue(settings.erasure_queue_url)
        self._archive = Objects(settings.archive_bucket)
        self._closer = ApiGatewayCloser(settings.socket_endpoint)
        tables.bind(chat_table=settings.chat_table, presence_table=settings.presence_table)
        directory.bind(settings.directory_table)
        erasures.bind(settings.chat_table)

    def erase_person(self, tenant: TenantId) -> ErasePerson:
        settings, staff = self._settings, DirectoryStore(tenant, self._memory)
        now = self._clock.now_ms
        return ErasePerson(
            tenant,
            ErasureStore(tenant),
            person_rows(settings, tenant, staff.company, now),
            UploadedContents(tenant, self._bucket),
            self._archive,
            WordFigureStore(tenant, settings.chat_table, settings.metrics_table),
            PresenceStore(tenant, lambda: staff.company().shards, now_ms=now),
            self._closer,
            self._queue,
            self._clock,
        )
