"""The rows of one person, for the functions that count, give out and erase them."""

from collections.abc import Callable

from parlor.domain.directory import Company
from parlor.domain.ids import TenantId
from parlor.runtime.settings import Settings
from parlor.storage.person_rows import PersonRowStore, Tables


def person_rows(settings: Settings, tenant: TenantId, company: Callable[[], Company], now_ms: Callable[[], int]) -> PersonRowStore:
    """`company` says over how many shards the visits are spread."""
    tables = Tables(settings.chat_table, settings.presence_table, settings.directory_table, settings.metrics_table)
    return PersonRowStore(tenant, tables, lambda: company().shards, now_ms)
