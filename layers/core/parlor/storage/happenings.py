"""What sites tell of their visitors, in the Presence table: `T#DID#<visitor>` / `<ulid>`. No stream carries it on."""

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from parlor.domain.happenings import Happening
from parlor.domain.ids import TenantId, VisitorId, new_ulid, ulid_floor
from parlor.domain.presence import VISIT_LIFE_MS
from parlor.storage import connection, keys


class HappeningRow(Model):
    """One of them. `said` is JSON of what it says."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    said = UnicodeAttribute()
    ttl = NumberAttribute()


def bind(presence_table: str) -> None:
    """Gives the model its table."""
    connection.bind((HappeningRow,), presence_table)


class HappeningStore:
    """Those of one tenant's visitors."""

    def __init__(self, tenant: TenantId) -> None:
        self._tenant = tenant

    def add(self, visitor: VisitorId, happening: Happening) -> None:
        """1 WU, or more for an event with much to say: at most 5."""
        said = msgspec.json.encode(happening).decode()
        row = HappeningRow(keys.happenings(self._tenant, visitor), new_ulid(happening.at), said=said)
        row.ttl = (happening.at + VISIT_LIFE_MS) // 1000
        row.save()

    def since(self, visitor: VisitorId, since: int, most: int) -> list[Happening]:
        """½ RU for 4 KB of them."""
        rows = HappeningRow.query(
            keys.happenings(self._tenant, visitor), HappeningRow.sk >= ulid_floor(since), scan_index_forward=False, limit=most
        )
        return [msgspec.json.decode(row.said, type=Happening) for row in rows]
