"""Wiring of the stream consumers."""

from functools import cache, cached_property

from parlor.domain.ids import TenantId
from parlor.domain.ports import Logs
from parlor.gateways.archive import S3Archive
from parlor.gateways.clock import SystemClock
from parlor.gateways.parking import SqsParking
from parlor.gateways.segmenter import JiebaSegmenter
from parlor.gateways.timers import SqsTimers
from parlor.gateways.webhook_queue import SqsDeliveries
from parlor.runtime.settings import Settings
from parlor.storage import directory, leaving, metrics, tables, webhooks
from parlor.storage.conversations import ConversationStore
from parlor.storage.directory import DirectoryStore
from parlor.storage.leaving import Living
from parlor.storage.memory import Memory
from parlor.storage.metrics import MetricCounter
from parlor.storage.record_facts import RecordFactsStore
from parlor.storage.webhooks import WebhookStore


class Consumer:
    """What a stream consumer has at hand. It reads records of all tenants; nothing is opened before it is used."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._memory = Memory(self._clock.now_ms, keep_ms=30_000)
        self.parking = SqsParking(settings.parked_queue_url)
        self.timers = SqsTimers(settings.timer_queue_url)
        self.segmenter = JiebaSegmenter()
        self.deliveries = SqsDeliveries(settings.webhook_queue_url)

    @cached_property
    def living(self) -> Living:
        leaving.bind(self._settings.directory_table)
        return Living(self._memory)

    @cached_property
    def counters(self) -> MetricCounter:
        metrics.bind(self._settings.metrics_table)
        return MetricCounter(self._clock.now_ms)

    @cached_property
    def archive(self) -> S3Archive:
        return S3Archive(self._settings.archive_bucket)

    def logs(self) -> Logs:
        """Of one batch: what one of its consumers has read of a conversation the next one need not read again."""
        tables.bind(chat_table=self._settings.chat_table, presence_table=self._settings.presence_table)
        return cache(lambda tenant, conversation_id: tuple(ConversationStore(tenant).whole_log(conversation_id)))

    def record_facts(self, tenant: TenantId) -> RecordFactsStore:
        tables.bind(chat_table=self._settings.chat_table, presence_table=self._settings.presence_table)
        return RecordFactsStore(tenant)

    def webhooks(self, tenant: TenantId) -> WebhookStore:
        webhooks.bind(self._settings.directory_table, self._settings.chat_table)
        return WebhookStore(tenant, self._memory)

    def directory(self, tenant: TenantId) -> DirectoryStore:
        directory.bind(self._settings.directory_table)
        return DirectoryStore(tenant, self._memory)
