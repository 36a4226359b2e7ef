"""How a company's people come in, as one document in the Directory table."""

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from parlor.domain.ids import TenantId
from parlor.domain.sign_in import SignInRules
from parlor.storage import connection, keys
from parlor.storage.memory import Memory
from parlor.storage.rows import Row
from parlor.storage.transactions import Put, stale, transact


class SignInRulesRow(Row):
    """`SIGNINRULES`: `body` is the whole document as JSON."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


def bind(directory_table: str) -> None:
    """Gives the model its table."""
    connection.bind((SignInRulesRow,), directory_table)


class SignInRulesStore:
    """One tenant's."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._memory = memory

    def rules(self) -> SignInRules:
        return self._memory.answer(self._tenant, keys.SIGN_IN_RULES, self.fresh)

    def fresh(self) -> SignInRules:
        """½ to 1 RU."""
        try:
            row = SignInRulesRow.get(keys.company(self._tenant), keys.SIGN_IN_RULES, consistent_read=True)
        except SignInRulesRow.DoesNotExist:
            return SignInRules()
        return msgspec.convert({**msgspec.json.decode(row.body), "version": int(row.version)}, SignInRules)

    def change(self, before: SignInRules, after: SignInRules) -> SignInRules:
        changed = msgspec.structs.replace(after, version=before.version + 1)
        row = SignInRulesRow(
            keys.company(self._tenant), keys.SIGN_IN_RULES, body=msgspec.json.encode(changed).decode(), version=changed.version
        )
        unchanged = SignInRulesRow.version == before.version if before.version else SignInRulesRow.pk.does_not_exist()
        transact([Put(row, unchanged, stale())])
        self._memory.forget(self._tenant)
        return changed
