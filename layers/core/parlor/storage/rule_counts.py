"""How automatic invitations did, in the Chat table: `T#RULES` / `<rule>`."""

from collections.abc import Iterable
from typing import Literal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from parlor.domain.ids import TenantId
from parlor.domain.invitation_rules import RuleCount
from parlor.storage import connection, keys


class RuleRow(Model):
    """One rule's sums."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    shown = NumberAttribute(default=0)
    accepted = NumberAttribute(default=0)
    later = NumberAttribute(default=0)
    never = NumberAttribute(default=0)


def bind(chat_table: str) -> None:
    """Gives the model its table."""
    connection.bind((RuleRow,), chat_table)


class RuleCountStore:
    """One tenant's sums."""

    def __init__(self, tenant: TenantId) -> None:
        self._pk = keys.rule_counts(tenant)

    def count(self, rule_id: str, *, shown: int = 0, answer: Literal["accepted", "later", "never"] | None = None) -> None:
        """1 WU."""
        actions: list[Action] = [RuleRow.shown.add(shown)] if shown else []
        if answer is not None:
            actions.append(getattr(RuleRow, answer).add(1))
        if actions:
            RuleRow(self._pk, rule_id).update(actions=actions)

    def of(self, rule_ids: Iterable[str]) -> list[RuleCount]:
        """½ RU each."""
        wanted = [(self._pk, rule_id) for rule_id in rule_ids]
        rows = RuleRow.batch_get(wanted) if wanted else ()
        return [
            RuleCount(rule_id=row.sk, shown=int(row.shown), accepted=int(row.accepted), later=int(row.later), never=int(row.never))
            for row in rows
        ]
