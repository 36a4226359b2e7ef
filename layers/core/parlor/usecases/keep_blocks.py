"""Staff keep the black list, and block whom they talk with. Who is here when an entry comes into force is put out."""

from typing import Any

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.blocking import (
    Block,
    BlockKind,
    Blocks,
    check_may_block,
    check_new,
    check_period,
    normal_value,
)
from parlor.domain.directory import check_version
from parlor.domain.errors import NotFound
from parlor.domain.ids import TenantId, VisitorId, new_ulid
from parlor.domain.jobs import BlockSettled
from parlor.domain.ports import Clock, Conversations, Presence, Timers
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.usecases.change_company import given
from parlor.usecases.checks import written
from parlor.usecases.create_ticket import TICKET_LIFE_S
from parlor.usecases.put_out import PutOut

SETTLE_S = 5
"""After so long every function has read the list anew (storage/directory.py): who slipped in meanwhile is put out then, and once more
when the last ticket that was given before has ended."""


class KeepBlocks:
    """One tenant's black list, for one member of its staff."""

    def __init__(self, tenant: TenantId, staff: Staff, blocks: Blocks, put_out: PutOut, trail: Trail, timers: Timers, clock: Clock) -> None:
        self._tenant = tenant
        self._staff = staff
        self._blocks = blocks
        self._put_out = put_out
        self._trail = trail
        self._timers = timers
        self._clock = clock

    def all(self) -> list[Block]:
        """The newest first."""
        return sorted(self._blocks.fresh(), key=lambda block: block.block_id, reverse=True)

    def add(self, body: rest.AddBlock) -> Block:
        """Raises `Invalid`, `Conflict` (`exists`, `limit_reached`)."""
        now = self._clock.now_ms()
        from_at = now if body.from_at is None else body.from_at
        check_period(from_at, body.until, now)
        return self._add("add_block", body.kind, body.value, body.effect, body.reason, from_at, body.until)

    def change(self, block_id: str, body: rest.ChangeBlock) -> Block:
        """What the body leaves out stays. Raises `NotFound`, `Invalid`, `Conflict`."""
        changes: dict[str, Any] = given(body)
        if "reason" in changes:
            changes["reason"] = written(changes["reason"], "reason")
        before = self._blocks.get(block_id)
        check_version(body.version, before.version)
        after = replace(before, **changes)
        if (after.from_at, after.until) != (before.from_at, before.until):
            check_period(after.from_at, after.until, self._clock.now_ms())
        changed = self._blocks.change(before, after)
        self._trail.done("change_block", _about(changed), before, changed)
        self._enforce(changed)
        return changed

    def delete(self, block_id: str) -> None:
        """Raises `NotFound`."""
        block = self._blocks.get(block_id)
        self._blocks.delete(block.block_id)
        self._trail.done("delete_block", _about(block), before=block)

    def block_visitor(self, visitor: VisitorId, body: rest.BlockVisitor, conversations: Conversations, presence: Presence) -> Block:
        """By the visitor's number, the address of the visit, or the telephone number that the visitor gave.

        Raises `NotFound` when there is no such visitor or nothing of the kind is known, `Forbidden` for an agent who wants
        more than 24 hours, `Conflict` (`exists`, `limit_reached`).
        """
        for_ms = None if body.minutes is None else body.minutes * 60_000
        check_may_block(self._staff, for_ms)
        profile, visit = conversations.profile(visitor), presence.visit(visitor)
        if profile is None and visit is None and conversations.open_of(visitor) is None:
            raise NotFound("There is no such visitor.", field="visitor_id")
        known = {"visitor": str(visitor), "ip": visit.ip if visit else None, "phone": profile.phone if profile else None}
        value = known[body.by]
        if not value:
            raise NotFound("That is not known of this visitor.", field="by")
        now = self._clock.now_ms()
        until = None if for_ms is None else now + for_ms
        return self._add("block_visitor", body.by, value, body.effect, body.reason, now, until)

    def _add(
        self, action: str, kind: BlockKind, value: str, effect: rest.BlockEffect, reason: str, from_at: int, until: int | None
    ) -> Block:
        now = self._clock.now_ms()
        value = normal_value(kind, value)
        check_new(self._blocks.fresh(), kind, value, now)
        block = Block(
            block_id=new_ulid(now),
            kind=kind,
            value=value,
            effect=effect,
            reason=written(reason, "reason"),
            from_at=from_at,
            until=until,
            by_agent_id=self._staff.agent_id,
            by_name=self._staff.agent.name,
        )
        self._blocks.add(block)
        self._trail.done(action, _about(block), after=block)
        self._enforce(block)
        return block

    def _enforce(self, block: Block) -> None:
        if not block.holds(self._clock.now_ms()):
            return
        self._put_out(block)
        for seconds in (SETTLE_S, SETTLE_S + TICKET_LIFE_S):
            self._timers.after(seconds, BlockSettled(tenant=self._tenant, block_id=block.block_id))


def _about(block: Block) -> tuple[str, str, str]:
    return "block", block.block_id, block.value
