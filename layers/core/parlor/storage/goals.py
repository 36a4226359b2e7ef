"""Goals: the company's document in the Directory table; what visits have reached in the Presence table, whose stream is counted."""

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist, PutError
from pynamodb.models import Model

from parlor.domain.errors import Conflict
from parlor.domain.goals import Goal, Goals, Reached
from parlor.domain.ids import TenantId
from parlor.domain.presence import VISIT_LIFE_MS
from parlor.storage import connection, keys
from parlor.storage.memory import Memory

_REFUSED = "ConditionalCheckFailedException"


class _Row(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class GoalsRow(_Row):
    """`T` / `GOALS`. `goals` is JSON."""

    class Meta:
        table_name = ""

    goals = UnicodeAttribute()
    version = NumberAttribute()


class ReachedRow(_Row):
    """`T#GOAL#<visitor>` / `<visit>#<goal>`. `reached` is JSON of what is counted."""

    class Meta:
        table_name = ""

    reached = UnicodeAttribute()
    ttl = NumberAttribute()


def bind(directory_table: str, presence_table: str) -> None:
    """Gives the models their tables."""
    connection.bind((GoalsRow,), directory_table)
    connection.bind((ReachedRow,), presence_table)


class GoalStore:
    """Those of one tenant."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._memory = memory

    def goals(self) -> Goals:
        """Every page view asks; ½ RU, kept for three seconds."""
        return self._memory.answer(self._tenant, keys.GOALS, lambda: self._read(consistent=False))

    def fresh(self) -> Goals:
        return self._read(consistent=True)

    def _read(self, *, consistent: bool) -> Goals:
        try:
            row = GoalsRow.get(keys.company(self._tenant), keys.GOALS, consistent_read=consistent)
        except DoesNotExist:
            return Goals()
        return Goals(version=int(row.version), goals=msgspec.json.decode(row.goals, type=list[Goal]))

    def change(self, before: Goals, after: Goals) -> Goals:
        """1 WU for 1 KB. Raises `Conflict`."""
        row = GoalsRow(keys.company(self._tenant), keys.GOALS, goals=msgspec.json.encode(after.goals).decode(), version=before.version + 1)
        try:
            row.save(condition=GoalsRow.version == before.version if before.version else GoalsRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            raise Conflict("Somebody else has changed the goals.") from None
        self._memory.forget_answer(self._tenant, keys.GOALS)
        return Goals(version=before.version + 1, goals=after.goals)

    def note(self, reached: Reached) -> None:
        """1 WU, also for one that was noted before."""
        row = ReachedRow(keys.reached_goals(self._tenant, reached.visitor_id), keys.reached_goal(reached.visit_id, reached.goal_id))
        row.reached = msgspec.json.encode(reached).decode()
        row.ttl = (reached.at + VISIT_LIFE_MS) // 1000
        try:
            row.save(condition=ReachedRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
