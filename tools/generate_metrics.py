#!/usr/bin/env python3
"""Writes docs/metrics.md from `parlor/domain/figures.py`, by which figures are counted and read.

generate_metrics.py           write the page
generate_metrics.py --check   change nothing; fail if the page is out of date
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "core"))

from parlor.domain.counting import STATE_COUNTED_MS
from parlor.domain.figures import CODE_LENGTH, DIMENSIONS, FIGURES, OTHER, VALUE_LENGTH_MAX, Figure
from parlor.domain.metrics import HOUR_MS, HOURLY_MAX_DAYS, LONG_MAX_DAYS, PERIOD_MAX_DAYS

_PAGE = ROOT / "docs" / "metrics.md"
_UNITS = {"count": "number", "ms": "milliseconds"}
_INTRODUCTION = f"""# Figures

What every figure counts, and when. This page is written by `make metrics-doc` from `layers/core/parlor/domain/figures.py`; the roll-up
counts by the same table and reports read by it.

Everything about a conversation counts in the hour in which the conversation **opened**, whenever it happened: so accepted / opened,
or wrapped up / ended, are shares of the same conversations. A late event changes the figures of the day on which the conversation
opened. Each event counts once, however often a stream tells it; what is corrected (a rating, a topic) moves from the old value to the
new one.

Counters are kept by UTC hour and read as hours, days, weeks (from Monday), months and years of the company's time zone, also over the
changes of summer time. In a zone whose offset is not a whole number of hours a UTC hour belongs to the local hour and day in which it
begins. A report has at most {HOURLY_MAX_DAYS} days by hour, {PERIOD_MAX_DAYS} days by day or week or with a dimension, {LONG_MAX_DAYS} days by month or year.
"""
_DIMENSIONS = f"""
## Dimensions

What is not known is an empty value, so that the shares are shares of the whole; province, engine, referrer and keyword count only where
there is one. Values are cut at {VALUE_LENGTH_MAX} characters. What strangers can write is bounded: an hour keeps the first values, as many as
the table says, and adds later ones to "other" (`{OTHER}`). Of an id its last letters are stored: {CODE_LENGTH["agent"]} of an agent's, {CODE_LENGTH["topic"]} of others.

| dimension | | what | values an hour |
|---|---|---|---|
"""
_COUNTED_AGAIN = f"""
## Counted again from the archive

Each event that counts is also a line in the archive, written before it is counted. `recount` in `domain/counting.py` is a pure function from
events to all numbers, and what an ended conversation came to is a pure function of its log (`domain/conversation_facts.py`), which the
roll-up reads once. Of one stretch in a state at most {STATE_COUNTED_MS // HOUR_MS} hours count.

```sh
make rebuild-metrics TENANT=01… CHECK=1                              # what differs; exit code 1 if anything does
make rebuild-metrics TENANT=01… FROM=2026-11-01 TO=2026-11-30        # puts it right
make rebuild-metrics TENANT=01… ENV=prod                             # on AWS, all days since the archive is whole
```

The company can be at work meanwhile, and it can be interrupted and run again: each row is replaced by one write, on condition that
nothing has been counted in it since it was read ([decision 27](decisions/0027-what-counts-lies-in-the-archive.md)). A day is read in parts of
200 MB of lines, about a million events (40 s of one processor and 175 MB of memory), so memory does not grow with the company. A test counts a generated month both ways, with retries,
batches that come again, late ones, transfers, midnights and the end of summer time in it, and compares every number of every figure
above; a figure that the month has nothing of makes it fail (`tests/unit/usecases/test_rebuild_metrics.py`).
"""


def _row(figure: Figure) -> str:
    dimensions = ", ".join(DIMENSIONS[each].en for each in figure.dimensions) or "–"
    return f"| `{figure.name}` | {figure.en} · {figure.zh} | {figure.counts} | {figure.when} | {_UNITS[figure.unit]} | {dimensions} |"


def page() -> str:
    figures = "\n| figure | | counts | when | unit | by |\n|---|---|---|---|---|---|\n" + "\n".join(_row(each) for each in FIGURES) + "\n"
    dimensions = "\n".join(
        f"| `{name}` | {words.en} · {words.zh} | {words.is_} | {words.values_max or 'no bound'} |" for name, words in DIMENSIONS.items()
    )
    return f"{_INTRODUCTION}{figures}{_DIMENSIONS}{dimensions}\n{_COUNTED_AGAIN}"


def main() -> int:
    if "--check" not in sys.argv[1:]:
        _PAGE.write_text(page())
        return 0
    if not _PAGE.exists() or _PAGE.read_text() != page():
        print("docs/metrics.md is out of date: make metrics-doc")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
