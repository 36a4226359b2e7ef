"""The black list in the Directory table, in the tenant's partition. It is read as a whole, from memory for a few seconds."""

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, UpdateError
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from parlor.domain.blocking import Block
from parlor.domain.errors import NotFound
from parlor.domain.ids import TenantId
from parlor.storage import connection, keys
from parlor.storage.memory import Memory
from parlor.storage.transactions import stale


class BlockRow(Model):
    """`BLOCK#<id>`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    block_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    value = UnicodeAttribute()
    effect = UnicodeAttribute()
    reason = UnicodeAttribute()
    from_at = NumberAttribute()
    until = NumberAttribute(null=True)
    by_agent_id = UnicodeAttribute()
    by_name = UnicodeAttribute()
    hits = NumberAttribute()
    last_hit_at = NumberAttribute(null=True)
    version = NumberAttribute()


def bind(directory_table: str) -> None:
    """Gives the model its table."""
    connection.bind((BlockRow,), directory_table)


class BlockStore:
    """One tenant's black list."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)
        self._memory = memory

    def all(self) -> list[Block]:
        """One query when memory is too old: 0.5 RU for 4 KB, that is for some 15 entries."""
        return self._memory.answer(self._tenant, keys.BLOCK, lambda: self._rows(consistent=False))

    def fresh(self) -> list[Block]:
        return self._rows(consistent=True)

    def get(self, block_id: str) -> Block:
        try:
            return _block(BlockRow.get(self._pk, keys.BLOCK + block_id, consistent_read=True))
        except DoesNotExist:
            raise NotFound("There is no such entry.", field="block_id") from None

    def add(self, block: Block) -> Block:
        BlockRow(self._pk, keys.BLOCK + block.block_id, **msgspec.structs.asdict(block)).save()
        self._memory.forget(self._tenant)
        return block

    def change(self, before: Block, after: Block) -> Block:
        """1 WU. Hits that are counted meanwhile are not lost."""
        row = BlockRow(self._pk, keys.BLOCK + before.block_id)
        actions: list[Action] = [
            BlockRow.effect.set(after.effect),
            BlockRow.reason.set(after.reason),
            BlockRow.from_at.set(after.from_at),
            BlockRow.until.remove() if after.until is None else BlockRow.until.set(after.until),
            BlockRow.version.set(before.version + 1),
        ]
        try:
            row.update(actions=actions, condition=BlockRow.version == before.version)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise stale() from None
        self._memory.forget(self._tenant)
        return _block(row)

    def delete(self, block_id: str) -> None:
        BlockRow(self._pk, keys.BLOCK + block_id).delete()
        self._memory.forget(self._tenant)

    def count_hit(self, block_id: str, now: int) -> None:
        """1 WU."""
        row = BlockRow(self._pk, keys.BLOCK + block_id)
        try:
            row.update(actions=[BlockRow.hits.add(1), BlockRow.last_hit_at.set(now)], condition=BlockRow.pk.exists())
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def _rows(self, *, consistent: bool) -> list[Block]:
        return [_block(row) for row in BlockRow.query(self._pk, BlockRow.sk.startswith(keys.BLOCK), consistent_read=consistent)]


def _block(row: BlockRow) -> Block:
    return msgspec.convert(row.attribute_values, Block)
