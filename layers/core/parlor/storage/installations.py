"""Where the widget has been seen, in the Chat table: `T#SEEN` / `<style>`, one small document a style."""

from collections.abc import Iterable

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.models import Model

from parlor.domain.ids import StyleId, TenantId
from parlor.domain.installation import Installation, SeenHost
from parlor.storage import connection, keys


class SeenRow(Model):
    """`body` is the document as JSON."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()
    version = NumberAttribute()


def bind(chat_table: str) -> None:
    """Gives the model its table."""
    connection.bind((SeenRow,), chat_table)


class InstallationStore:
    """One tenant's."""

    def __init__(self, tenant: TenantId) -> None:
        self._pk = keys.seen(tenant)

    def of(self, style: StyleId) -> Installation:
        """½ RU for 4 KB, which most have not."""
        try:
            return _installation(SeenRow.get(self._pk, style))
        except DoesNotExist:
            return Installation()

    def of_all(self, styles: Iterable[StyleId]) -> dict[StyleId, Installation]:
        """½ RU each. Only of those that have been seen."""
        wanted = [(self._pk, style) for style in styles]
        rows = SeenRow.batch_get(wanted) if wanted else ()
        return {StyleId(row.sk): _installation(row) for row in rows}

    def keep(self, style: StyleId, after: Installation) -> bool:
        """1 WU for 1 KB."""
        unchanged = SeenRow.version == after.version - 1 if after.version > 1 else SeenRow.pk.does_not_exist()
        body = msgspec.json.encode(after.hosts).decode()
        try:
            SeenRow(self._pk, style).update(
                actions=[SeenRow.body.set(body), SeenRow.version.set(after.version)],
                condition=unchanged,
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _installation(row: SeenRow) -> Installation:
    return Installation(hosts=msgspec.json.decode(row.body, type=tuple[SeenHost, ...]), version=int(row.version))
