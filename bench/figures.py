"""What figures and the archive cost, measured in bytes and units: rows that the roll-up writes, lines that it keeps.

    python -m bench.figures     prints them as JSON; needs no emulator

A company of 10 million messages a year: 800,000 conversations, 91 an hour, 500 visits an hour, 13 agents at work.
"""

import json
import os
import sys
from collections import Counter
from contextlib import redirect_stdout
from math import ceil
from typing import Any, get_args

import msgspec

from bench import prices
from bench.conversation import MESSAGES
from bench.meter import Meter, metered
from parlor.domain.archive import archived
from parlor.domain.care import rate, wrap_up
from parlor.domain.compaction import Merging
from parlor.domain.conversation import close
from parlor.domain.counting import counted
from parlor.domain.events import ConversationEnded, Event
from parlor.domain.fact_lines import Told, lines_by_day
from parlor.domain.figures import Sheet
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.metrics import HOUR_MS, Counted
from parlor.domain.origin import Device, Origin, Place, Source
from parlor.domain.presence import Page, Visit
from parlor.domain.service import Topic
from parlor.domain.survey import SurveyAnswer
from parlor.gateways.segmenter import JiebaSegmenter
from parlor.storage import keys, metrics
from parlor.storage.metrics import MetricCounter
from parlor.storage.streams import event_of
from parlor.usecases.roll_up import with_facts
from tests.fakes.capacity import item_size
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage
from tests.fakes.traffic import Traffic

PAGE_BYTES = 1_048_576
"""Of items that one query reads at most."""
MESSAGES_A_CONVERSATION = 12.5
NINE = 1_790_046_000_000
"""The beginning of an hour of UTC."""
REPORTS: dict[str, tuple[Sheet, ...]] = {
    **{sheet: (sheet,) for sheet in get_args(Sheet)},
    "topics, with what lies where it was counted before": ("talk", "score"),
    "agents": ("agent", "score", "state"),
    "funnel, with the goals of the year before": ("goal", "goal", "visit"),
    "pages or words, with the year before": ("page", "page"),
}
LINES = {
    "zh": (
        "你好，这款礼盒送长辈，250 g 装里面是两罐吗？周五前下单能不能赶上周日的聚会？地址是杭州市临安区。",
        "是两罐，每罐 125 克，都是明前的。周五下午四点前下单当天发出，杭州市内周六能到，赶得上周日。",
    ),
    "en": (
        "Is the gift box of spring tea still there, and would it reach Hangzhou before Sunday if I order it today?",
        "It is, and what is ordered before four o'clock leaves the same day, so it would be with you on Saturday.",
    ),
}
ORIGIN = Origin(Source("search", "Baidu", "龙井礼盒"), Device("phone", "iOS 17", "Safari"), Place("中国", "浙江省", "杭州市"))
MILLION = 1_000_000


def year_pages(report: str) -> int:
    """Query pages of a report over a year, all of whose hours are busy ones. Rows are weighed as DynamoDB does."""
    tenant = TenantId(new_ulid(NINE))
    traffic = Traffic(tenant, agents=13)
    events: list[Event] = [event for n in range(91) for event in traffic.conversation(NINE + n * 39_000)]
    events += [event for n in range(500) for event in traffic.visit(NINE + n * 7_000)]
    events += [event for agent in traffic.agents for event in traffic.shift(agent, NINE, NINE + HOUR_MS)]
    sums = metrics._sums(each for event in events if (each := counted(event)) is not None)
    # A sheet that is named twice is read over two years at once.
    sheets = Counter(REPORTS[report])
    return sum(ceil(times * 8_760 * _row_bytes(sums, keys.sheet(tenant, sheet)) / PAGE_BYTES) for sheet, times in sheets.items())


def _row_bytes(sums: Any, partition: str) -> int:
    key = partition, keys.utc_hour(NINE)
    row = metrics._within(sums[key], list(sums[key]), set()) | {metrics.VERSION: 1_000}
    return item_size({"pk": {"S": key[0]}, "sk": {"S": key[1]}} | {name: {"N": str(number)} for name, number in row.items()})


def units_per_message() -> float:
    """Write units of the roll-up for a message, where a batch has what belongs to a hundred of them: eight conversations with all that
    those count, in the middle of a busy hour. Needs tables."""
    metrics.bind("Metrics")
    counter = MetricCounter(lambda: NINE, pause=lambda _: None)
    traffic = Traffic(TenantId(new_ulid(NINE)), agents=13)
    counter.count(_told([event for n in range(45) for event in traffic.conversation(NINE + n * 40_000)]))
    conversations = round(100 / MESSAGES_A_CONVERSATION)
    batch = _told([event for n in range(conversations) for event in traffic.conversation(NINE + 1_800_000 + n * 12_000)])
    # They are told when they happen: by the clock all of this falls into the time in which a hundred messages are sent.
    moment = NINE + 1_860_000
    with metered() as meter:
        counter.count([Counted(each.tenant, each.event, moment + n * 1_000, each.counts) for n, each in enumerate(batch)])
    return meter.counts["write_units"] / 100


def _told(events: list[Event]) -> list[Counted]:
    return [each for event in events if (each := counted(event)) is not None]


class _Talk:
    """A conversation from the first page to the rating, through the use cases. `line` is what records are searched by, `facts` what
    figures are counted from: lines under their days."""

    def __init__(self, meter: Meter, words: tuple[str, str]) -> None:
        stage = self._stage = Stage()
        agent, visitor = stage.agent("lin"), stage.visitor()
        visit = Visit(visitor_id=visitor.subject, visit_id=stage.ulid(), started_at=stage.clock.now, origin=ORIGIN)  # type: ignore[arg-type]
        url = "https://shop.example.com/green-tea/longjing-gift-box?from=home"
        stage.presence.start_visit(visit, Page(stage.clock.now, url, "Longjing gift box 250 g"), stage.ulid())
        talk = stage.open(visitor, page_url=url, page_title="Longjing gift box 250 g - Qingye Tea").conversation_id
        stage.accept(agent, talk)
        for n in range(MESSAGES):
            stage.clock.pass_ms(80_000)
            stage.say(agent if n % 2 else visitor, talk, n // 2 + 1, words[n % 2])
        store, now = stage.conversations, stage.clock.now
        store.apply(close(store.get(talk), agent.party, now))
        topic = Topic(topic_id=stage.ulid(), name="Price")
        store.apply(wrap_up(store.get(talk), agent, topic, "valid", "", now))  # type: ignore[arg-type]
        store.apply(rate(store.get(talk), visitor.party, [SurveyAnswer("q", "How?", 5)], [], now))
        log = list(store.whole_log(talk))
        self.line = len(msgspec.json.encode(archived(store.get(talk), log))) + 1
        self.facts = self._facts([event for record in meter.records if (event := event_of(record)) is not None], log)

    def _facts(self, events: list[Event], log: Any) -> list[bytes]:
        whole = [with_facts(event, log, JiebaSegmenter()) if isinstance(event, ConversationEnded) else event for event in events]
        told = [Told(event, each) for event in whole if (each := counted(event)) is not None]
        return [line for lines in lines_by_day(told).values() for line in lines]


def archive_bytes() -> dict[str, int]:
    """Of one conversation, by language. Needs tables."""
    found: dict[str, int] = {}
    for language, words in LINES.items():
        with metered() as meter:
            talk = _Talk(meter, words)
        merging = Merging("facts")
        merging.add(b"\n".join(talk.facts))
        found |= {f"record_bytes_{language}": talk.line, f"facts_bytes_{language}": len(merging.body())}
    return found


def archive_dollars(bytes_: dict[str, int]) -> dict[str, float]:
    """Of a million conversations in Chinese, each with its visit, in `us-east-1`."""
    records, facts = bytes_["record_bytes_zh"] * MILLION, bytes_["facts_bytes_zh"] * MILLION
    return {
        "keep_a_month": (records + facts) / 1e9 * prices.STORAGE_GB_MONTH,
        "search_all": records / 1e12 * prices.ATHENA_TB,
        "search_a_day_of_a_year": max(records / 365, prices.ATHENA_LEAST_BYTES) / 1e12 * prices.ATHENA_TB,
        "write_in_batches_of_8": MILLION / 8 * 2 * prices.STORAGE_PUT,
        # Each step alone: opened, accepted, ended, sorted, rated, the visit and its page; the record three times.
        "write_one_by_one": MILLION * 10 * prices.STORAGE_PUT,
    }


def measure() -> dict[str, Any]:
    with tables():
        units = units_per_message()
    with tables():
        sizes = archive_bytes()
    return {
        "year_pages": {report: year_pages(report) for report in REPORTS},
        "roll_up_units_per_message": round(units, 3),
        **sizes,
        "archive_usd_per_million": {name: round(amount, 6) for name, amount in archive_dollars(sizes).items()},
    }


def main() -> None:
    # Tables in memory: no request leaves this machine.
    os.environ |= {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
    with redirect_stdout(sys.stderr):
        found = measure()
    json.dump(found, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
