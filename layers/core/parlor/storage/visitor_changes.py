"""Changes of visitors that wait until the desks may be told again, and whose turn it is to tell them; in the Presence table.

Several batches of the stream are read at the same time. One of them a second gets the turn and tells the desks; the others leave here
what they have.
"""

import zlib

import msgspec
from pynamodb.exceptions import UpdateError

from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.visiting import VisitChange
from parlor.storage import keys
from parlor.storage.tables import ChangesRow, PaceRow

EVERY_MS = 1_000
"""So often a desk is told at most."""
_LIFE_S = 60
"""What waits longer than this is of no use: desks have asked anew."""
_ROW_MAX = 350_000
"""Bytes; DynamoDB's limit is 400 KB."""


class VisitorChangesStore:
    def __init__(self, tenant: TenantId) -> None:
        self._pk = keys.visitor_changes(tenant)

    def take_turn(self, now: int) -> bool:
        """True for one caller a second. 1 WU."""
        free = PaceRow.next_at.does_not_exist() | (PaceRow.next_at <= now)
        return self._change([PaceRow.next_at.set(now + EVERY_MS), PaceRow.ttl.set(now // 1000 + 3600)], free)

    def keep(self, changes: list[VisitChange], now: int) -> bool:
        """Leaves changes for the next turn. True for one caller a second: it has to see to it that there is a next turn.

        1 WU for each KB of compressed changes, some eight visitors; and 1 WU.
        """
        body = zlib.compress(msgspec.json.encode(changes), 1)
        if len(body) > _ROW_MAX:
            half = len(changes) // 2
            return any([self.keep(changes[:half], now), self.keep(changes[half:], now)])
        ChangesRow(self._pk, f"{keys.CHANGES_FIRST}{new_ulid(now)}", body=body, ttl=now // 1000 + _LIFE_S).save()
        late = PaceRow.flush_at.does_not_exist() | (PaceRow.flush_at <= now)
        return self._change([PaceRow.flush_at.set(now + EVERY_MS), PaceRow.ttl.set(now // 1000 + 3600)], late)

    def kept(self) -> tuple[list[VisitChange], list[str]]:
        """What waits, the oldest first, and the names under which to forget it. One query."""
        rows = list(ChangesRow.query(self._pk, ChangesRow.sk.startswith(keys.CHANGES_FIRST), consistent_read=True))
        return [change for row in rows for change in _DECODER.decode(zlib.decompress(row.body))], [row.sk for row in rows]

    def forget(self, kept: list[str]) -> None:
        for sk in kept:
            ChangesRow(self._pk, sk).delete()

    def _change(self, actions: list[object], condition: object) -> bool:
        try:
            PaceRow(self._pk, keys.PACE).update(actions=actions, condition=condition)  # type: ignore[arg-type]
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


_DECODER = msgspec.json.Decoder(list[VisitChange])
