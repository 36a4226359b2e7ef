"""Which of AWS's quotas breaks first when traffic grows: docs/quotas.md, written by `make quotas`.

Per conversation the counts of the rehearsal (bench/rehearsal.py), which run in memory with DynamoDB's rules of charging; the world is
`Traffic`. Nothing here was measured on AWS. Quotas are AWS's defaults of us-east-1, noted in November 2026; an account may differ.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from bench import prices
from bench.conversation import MESSAGES, MINUTES, PAGES
from bench.cost import Parts, bill, rehearse
from scripts.paths import ROOT

FACTORS = (1, 10, 100, 1_000)
CPU_MS_PER_EXCHANGE = 0.9
"""CPU of a function for a request to another service, as bench/results.md has it of this class of machine."""
NOTICE_SHARE, WEBHOOK_SHARE = 0.05, 0.3
"""Assumed: conversations that end in a mail; those of companies with one webhook, which is told of messages and four events."""
RECORDS_PER_SECOND_AND_SHARD = 1_000


@dataclass(frozen=True)
class Traffic:
    """A busy second of the base, 1x. Visitors who talk are two in a hundred of those who come."""

    conversations_per_s: float = 0.5
    largest_share: float = 0.1
    talking_share: float = 0.02


@dataclass(frozen=True)
class Quota:
    """`load` is what 1x needs of it; `page` names the page of AWS that says so."""

    name: str
    limit: float
    unit: str
    load: float
    page: str
    lever: str
    can_be_raised: bool


def quotas(parts: Parts, traffic: Traffic) -> list[Quota]:
    each: dict[str, float] = {}
    for counts in parts.values():
        for name, number in counts.items():
            each[name] = each.get(name, 0) + number
    talks = traffic.conversations_per_s
    lookers = talks / traffic.talking_share - talks
    looking = parts["pages"]

    def rate(name: str) -> float:
        return talks * each.get(name, 0) + lookers * looking.get(name, 0)

    sockets = (talks + lookers) * PAGES
    requests = rate("frames") + rate("pushes") + rate("rest") + 2 * sockets
    calls = rate("invocations")
    hot = traffic.largest_share
    events = MESSAGES + 4
    return [
        Quota(
            "new WebSocket connections",
            500,
            "a second, account and region",
            sockets,
            _SOCKETS,
            "raise; a one-page shop keeps its socket",
            True,
        ),
        Quota(
            "API Gateway requests",
            10_000,
            "a second, account and region",
            requests,
            _GATEWAY,
            "raise; several accounts or regions, each with some companies",
            True,
        ),
        Quota(
            "Lambda executions at once",
            1_000,
            "account and region",
            calls * 0.03,
            _LAMBDA,
            "raise; provisioned concurrency for ws-chat",
            True,
        ),
        Quota(
            "DynamoDB write units of a table",
            40_000,
            "a second",
            rate("write_units"),
            _DYNAMO,
            "raise; warm throughput before a known peak",
            True,
        ),
        Quota("DynamoDB read units of a table", 40_000, "a second", rate("read_units"), _DYNAMO, "raise", True),
        Quota(
            "write units of the hottest partition (largest company, 16 shards)",
            1_000,
            "a second",
            lookers * hot * looking.get("write_units", 0) / 16,
            _PARTITION,
            "more shards for the company (scripts/visitor_shards.py)",
            False,
        ),
        Quota(
            "deliveries of webhooks (FIFO queue, in batches)",
            3_000,
            "messages a second",
            talks * WEBHOOK_SHARE * events,
            _FIFO,
            "high-throughput mode of the queue",
            True,
        ),
        Quota(
            "mails",
            14,
            "a second, a usual first grant out of the sandbox",
            talks * NOTICE_SHARE,
            _SES,
            "raise with SES, warm the address",
            True,
        ),
        Quota(
            "Cognito sign-ins (UserAuthentication)",
            120,
            "a second",
            talks / 600,
            _COGNITO,
            "raise; an agent signs in once for hundreds of conversations",
            True,
        ),
        Quota(
            "Athena queries at once (DML)",
            200,
            "account and region",
            talks * 0.002,
            _ATHENA,
            "raise; searches of the last days need no query",
            True,
        ),
    ]


_SOCKETS = "API Gateway: quotas for configuring and running a WebSocket API"
_GATEWAY = "API Gateway quotas (account-level throttle)"
_LAMBDA = "Lambda quotas; scaling adds 1,000 every 10 s for each function"
_DYNAMO = "DynamoDB: quotas, throughput of an on-demand table"
_PARTITION = "DynamoDB: designing partition keys (1,000 written, 3,000 read)"
_FIFO = "SQS: message quotas, FIFO queues (300 calls, 3,000 with batches)"
_SES = "SES: service quotas (sending rate)"
_COGNITO = "Cognito: quotas, request rate quotas"
_ATHENA = "Athena: service quotas, active DML queries"


def first(found: list[Quota], factor: float) -> list[Quota]:
    """Those that the traffic is above, the worst first."""
    above = [quota for quota in found if quota.load * factor > quota.limit]
    return sorted(above, key=lambda quota: quota.limit / quota.load)


def cost_of_a_million(parts: Mapping[str, Mapping[str, float]]) -> float:
    """USD of a million messages with all that a conversation costs around them."""
    whole = sum(bill({name: dict(counts) for name, counts in parts.items()}, CPU_MS_PER_EXCHANGE).values())
    return whole / 1000 / MESSAGES * prices.MILLION


def page(parts: Parts, traffic: Traffic) -> str:
    found = quotas(parts, traffic)
    rows = [
        f"| {quota.name} | {quota.limit:,.0f} {quota.unit} | {'yes' if quota.can_be_raised else '**no**'} | "
        + " | ".join(_cell(quota, factor) for factor in FACTORS)
        + " |"
        for quota in sorted(found, key=lambda quota: quota.limit / quota.load)
    ]
    breaks = []
    for factor in FACTORS:
        above = first(found, factor)
        said = "; ".join(f"{quota.name} ({quota.load * factor / quota.limit:,.1f} times): {quota.lever}" for quota in above)
        breaks.append(f"- **{factor:,}×**: {said or 'none'}.")
    pages = sorted({quota.page for quota in found})
    return _TEXT.format(
        talks=traffic.conversations_per_s,
        visitors=traffic.conversations_per_s / traffic.talking_share,
        messages=traffic.conversations_per_s * MESSAGES,
        largest=traffic.largest_share * 100,
        per=f"{MESSAGES} messages in {MINUTES} minutes",
        rows="\n".join(rows),
        breaks="\n".join(breaks),
        million=cost_of_a_million(parts),
        pages="\n".join(f"- {name}" for name in pages),
    )


def _cell(quota: Quota, factor: float) -> str:
    share = quota.load * factor / quota.limit
    text = f"{share:.2%}" if share < 0.1 else f"{share:.0%}"
    return f"**{text}**" if share > 1 else text


_TEXT = """# Quotas: what breaks first

Written by `make quotas` ([bench/load/quotas.py](../bench/load/quotas.py)) from the counts of one conversation
({per}; see [results](../bench/results.md)) and AWS's default quotas. It is reckoned;
nothing of it was measured on AWS. All tables are counted as one, which is on the safe side. What one machine shows under load:
[load](../bench/load/report.md). The same for a million visitors, by partition: [scale](scale.md).

1× is a busy second with {talks} conversations that begin and {visitors:.0f} visitors who come; that is {messages} messages a second.
The largest company has {largest:.0f} % of it.

| quota | by default | can be raised | 1× | 10× | 100× | 1,000× |
|---|---|---|---:|---:|---:|---:|
{rows}

## Which breaks first, and what helps

{breaks}

Not reached by rate: a socket lives two hours and is cut after ten idle minutes (the client connects again and asks for what it
missed); a frame has at most 128 KB (ours 96 KB); two readers a stream shard are used of the two that AWS advises.

## What a million messages cost

**USD {million:,.0f}** at list price, with all that belongs to their conversations: pages, previews, marks, figures, timers.

## Where the quotas stand

AWS's pages, as of November 2026; Service Quotas shows those of an account. Those of WebSocket connections, Lambda and SQS were looked
up for this page; the others are from memory of these pages and want a look before they are relied on.

{pages}
"""


def main() -> int:
    (ROOT / "docs" / "quotas.md").write_text(page(rehearse(), Traffic()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
