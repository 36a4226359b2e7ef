"""API keys in the Directory table: `KEY#<id>`, with the hash of the secret."""

from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError

from parlor.domain.api_keys import ApiKey
from parlor.domain.ids import TenantId
from parlor.storage import connection, keys
from parlor.storage.rows import Row, attributes, thing


class ApiKeyRow(Row):
    class Meta:
        table_name = ""

    key_id = UnicodeAttribute()
    name = UnicodeAttribute()
    digest = UnicodeAttribute()
    scopes: ListAttribute[Any] = ListAttribute()
    addresses: ListAttribute[Any] = ListAttribute(null=True)
    expires_at = NumberAttribute(null=True)
    created_at = NumberAttribute()
    created_by = UnicodeAttribute(null=True)
    last_used_at = NumberAttribute(null=True)


def bind(directory_table: str) -> None:
    """Gives the model its table."""
    connection.bind((ApiKeyRow,), directory_table)


class ApiKeyStore:
    """One tenant's keys."""

    def __init__(self, tenant: TenantId) -> None:
        self._pk = keys.company(tenant)

    def all(self) -> list[ApiKey]:
        """1 RU for 4 KB: a company has twenty at most."""
        rows = ApiKeyRow.query(self._pk, ApiKeyRow.sk.startswith(keys.API_KEY), consistent_read=True)
        return [thing(row, ApiKey) for row in rows]

    def find(self, key_id: str) -> ApiKey | None:
        """1 RU, with each request: a key that is deleted is good no more."""
        try:
            return thing(ApiKeyRow.get(self._pk, keys.API_KEY + key_id, consistent_read=True), ApiKey)
        except DoesNotExist:
            return None

    def add(self, key: ApiKey) -> None:
        """1 WU."""
        ApiKeyRow(self._pk, keys.API_KEY + key.key_id, **attributes(key)).save()

    def delete(self, key_id: str) -> None:
        """1 WU."""
        ApiKeyRow(self._pk, keys.API_KEY + key_id).delete()

    def note_used(self, key: ApiKey, now: int) -> None:
        """1 WU. Does not bring back one that was deleted meanwhile."""
        row = ApiKeyRow(self._pk, keys.API_KEY + key.key_id)
        try:
            row.update(actions=[ApiKeyRow.last_used_at.set(now)], condition=ApiKeyRow.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
