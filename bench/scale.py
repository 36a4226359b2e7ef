"""A million visitors at once: what each partition of the tables has to bear, by the product's own keys.

The world of `docs/scale.md` is played for some seconds without a table: each thing that happens makes its keys with
`parlor/storage/keys.py`, and what DynamoDB would charge for it (pinned by unit tests) is added to its partition. What is hot shows.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from parlor.domain.ids import AgentId, ConversationId, DepartmentId, TenantId, VisitorId
from parlor.storage import keys

PARTITION_WU, PARTITION_RU = 1_000, 3_000
"""What DynamoDB serves of one partition key in a second:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"""


@dataclass(frozen=True)
class World:
    """Times in seconds."""

    visitors: int = 1_000_000
    tenants: int = 10_000
    largest: int = 100_000
    """Visitors of the largest tenant."""
    largest_shards: int = 16
    largest_agents: int = 400
    visit_s: int = 300
    page_s: int = 30
    """From one page of a visit to the next."""
    in_page_share: float = 0.5
    """Of page views within a one-page application: the socket stays."""
    talking_share: float = 0.02
    message_s: int = 20
    """From one message of a conversation to the next, of both sides."""
    conversation_s: int = 360
    agents_per_visitors: int = 250
    """On the other tenants, visitors for each agent with a desk open."""
    seconds: int = 20
    seed: int = 7


@dataclass
class Load:
    """Units by partition key, and requests by what they are."""

    writes: Counter[str] = field(default_factory=Counter)
    reads: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)

    def write(self, pk: str, units: float = 1) -> None:
        self.writes[pk] += units  # type: ignore[assignment]

    def read(self, pk: str, units: float = 1) -> None:
        self.reads[pk] += units  # type: ignore[assignment]


@dataclass
class Tenant:
    tenant_id: TenantId
    visitors: int
    agents: int
    shards: int
    departments: int = 4


class Play:
    """Plays what happens in the world. Ids are counted: they need to be different, not random."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.load = Load()
        self._chance = random.Random(world.seed)  # noqa: S311 - no secret
        self._next = count(1)
        others, small = divmod(world.visitors - world.largest, world.tenants - 1)
        self.tenants = [Tenant(TenantId(self._id()), world.largest, world.largest_agents, world.largest_shards)]
        for number in range(world.tenants - 1):
            visitors = others + (number < small)
            self.tenants.append(Tenant(TenantId(self._id()), visitors, max(1, round(visitors / world.agents_per_visitors)), 1))

    def __call__(self) -> Load:
        for tenant in self.tenants:
            for _ in range(self.world.seconds):
                self._second(tenant)
        return self.load

    def _id(self) -> str:
        return f"01SCALE{next(self._next):019d}"

    def _times(self, expected: float) -> range:
        """So many in this second, by chance, with the right mean."""
        whole = int(expected)
        return range(whole + (self._chance.random() < expected - whole))

    def _second(self, tenant: Tenant) -> None:
        world, pages = self.world, 0
        for _ in self._times(tenant.visitors / world.visit_s):
            self._comes(tenant)
            self._leaves(tenant)
            pages += 1
        going_on = tenant.visitors / world.page_s - tenant.visitors / world.visit_s
        for _ in self._times(going_on):
            self._looks(tenant, in_page=self._chance.random() < world.in_page_share)
            pages += 1
        conversations = tenant.visitors * world.talking_share
        for _ in self._times(conversations / world.message_s):
            self._says(tenant)
        for _ in self._times(conversations / world.conversation_s):
            self._begins_and_ends(tenant)
        self._behind(tenant, pages)

    def _visitor(self) -> VisitorId:
        return VisitorId(self._id())

    def _live(self, tenant: Tenant, visitor: VisitorId) -> str:
        return keys.live_visitors(tenant.tenant_id, keys.live_shard(visitor, tenant.shards))

    def _connects(self, tenant: Tenant, visitor: VisitorId) -> None:
        """The visit's REST request, the ticket, the socket, and its end."""
        load, tenant_id = self.load, tenant.tenant_id
        load.happened["connections"] += 1
        load.write(keys.limit("visit", visitor))
        load.write(keys.limit("visit-address", self._id()))
        load.read(keys.visitor(tenant_id, visitor), 2)
        load.write(keys.ticket(tenant_id, self._id()))
        load.write(keys.visitor_sockets(tenant_id, visitor), 2)
        load.read(keys.visitor_sockets(tenant_id, visitor))

    def _comes(self, tenant: Tenant) -> None:
        visitor = self._visitor()
        self._connects(tenant, visitor)
        live = self._live(tenant, visitor)
        self.load.happened["arrivals"] += 1
        self.load.happened["page_views"] += 1
        self.load.read(live, 2)
        self.load.write(live, 2)
        self.load.write(keys.online(tenant.tenant_id, keys.live_shard(visitor, tenant.shards)))
        self.load.write(keys.visitor(tenant.tenant_id, visitor))
        self.load.read(keys.visitor(tenant.tenant_id, visitor))

    def _leaves(self, tenant: Tenant) -> None:
        visitor = self._visitor()
        self.load.write(self._live(tenant, visitor))
        self.load.write(keys.online(tenant.tenant_id, keys.live_shard(visitor, tenant.shards)))
        self.load.read(keys.visitor(tenant.tenant_id, visitor))

    def _looks(self, tenant: Tenant, *, in_page: bool) -> None:
        visitor = self._visitor()
        if not in_page:
            self._connects(tenant, visitor)
        live = self._live(tenant, visitor)
        self.load.happened["page_views"] += 1
        self.load.read(live, 2)
        self.load.write(live)

    def _says(self, tenant: Tenant) -> None:
        self.load.happened["messages"] += 1
        self.load.write(keys.conversation(tenant.tenant_id, ConversationId(self._id())), 2)

    def _begins_and_ends(self, tenant: Tenant) -> None:
        """Queued, accepted, closed: three transitions of some six units, the queue's index, the agent's load, the row of the visitor."""
        load, tenant_id = self.load, tenant.tenant_id
        load.happened["conversations"] += 1
        department = DepartmentId(f"{tenant_id}{self._chance.randrange(tenant.departments)}")
        agent = AgentId(f"{tenant_id}{self._chance.randrange(tenant.agents)}")
        load.write(keys.conversation(tenant_id, ConversationId(self._id())), 12)
        load.write(keys.waiting_in(tenant_id, department), 2)
        load.write(keys.active_with(tenant_id, agent), 2)
        load.write(keys.closed_in(tenant_id, 1_790_000_000_000), 1)
        load.write(keys.agents(tenant_id), 4)
        load.write(keys.queues(tenant_id), 1)
        load.write(self._live(tenant, self._visitor()), 3)
        # Each transition is told to desks, and the queue's head learns its places.
        load.read(keys.agents(tenant_id), 3 * max(1, tenant.agents / 25))
        load.read(keys.agent_sockets(tenant_id), 6 * max(1, tenant.agents / 40))
        load.read(keys.waiting_in(tenant_id, department), 3)

    def _behind(self, tenant: Tenant, pages: int) -> None:
        """The streams: desks are told, figures are counted. As many batches a second as partitions that had something, one second each."""
        if not pages:
            return
        load, tenant_id = self.load, tenant.tenant_id
        batches = min(pages, tenant.shards)
        load.happened["folds"] += batches
        load.happened["frames"] += tenant.agents
        load.read(keys.agent_sockets(tenant_id), batches * max(1, tenant.agents / 40))
        told = keys.visitor_changes(tenant_id)
        kept = batches - 1
        # Some eight compressed changes are a KB.
        load.write(told, 1 + kept * 3 + (pages * kept / batches) / 8)
        load.read(told, 1 + (pages * kept / batches) / 32)
        for shard in range(tenant.shards):
            load.read(keys.online(tenant_id, shard), 0.5)
        counted = batches + pages // 100
        load.write(keys.guards(tenant_id), 2 * counted)
        load.write(keys.metric(tenant_id, "page_views"), 2 * counted)
        # An agent's desk looks at a list now and then, a fiftieth of them in a second.
        load.read(self._live(tenant, self._visitor()), min(tenant.visitors / 15, 67) * tenant.agents / 50)
        load.read(keys.company(tenant_id), 8)
        load.write(keys.agent_sockets(tenant_id), tenant.agents / 3_600)


def _kind(pk: str) -> str:
    """A partition key without what makes it one of many: that of `T#LIVE#3` is `T#LIVE#…`."""
    first, *others = pk.split("#")
    return "#".join(["T" if first.startswith("01SCALE") else first, *("…" if part[:1].isdigit() else part for part in others)])


def _hottest(units: Counter[str], tenants: set[str], seconds: int) -> dict[str, float]:
    """Of each kind of key, the busiest partition of the given tenants, in units a second."""
    found: dict[str, float] = {}
    for pk, amount in units.items():
        if pk.partition("#")[0] in tenants or pk.startswith("LIMIT"):
            kind = _kind(pk)
            found[kind] = max(found.get(kind, 0), amount / seconds)
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def simulate(world: World | None = None) -> dict[str, Any]:
    """Rates a second of the whole world, and the hottest partitions of the largest tenant."""
    world = world or World()
    play = Play(world)
    load = play()
    seconds = world.seconds
    writes = _hottest(load.writes, {play.tenants[0].tenant_id}, seconds)
    reads = _hottest(load.reads, {play.tenants[0].tenant_id}, seconds)
    (hot_write, hottest_wu), (hot_read, hottest_ru) = next(iter(writes.items())), next(iter(reads.items()))
    return {
        "rates": {name: round(number / seconds) for name, number in load.happened.items()},
        "write_units": round(sum(load.writes.values()) / seconds),
        "read_units": round(sum(load.reads.values()) / seconds),
        "hottest_write_key": hot_write,
        "hottest_wu": round(hottest_wu),
        "hottest_read_key": hot_read,
        "hottest_ru": round(hottest_ru),
        "writes": {kind: round(units, 1) for kind, units in list(writes.items())[:8]},
        "reads": {kind: round(units, 1) for kind, units in list(reads.items())[:8]},
    }


def main() -> int:
    """Prints the figures; fails if a partition is hotter than DynamoDB bears."""
    found = simulate()
    print(json.dumps(found, indent=2))
    return 0 if found["hottest_wu"] <= PARTITION_WU and found["hottest_ru"] <= PARTITION_RU else 1


if __name__ == "__main__":
    sys.exit(main())
