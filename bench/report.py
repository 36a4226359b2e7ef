"""The results for people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bench import conversation, imports, prices, timing, weight
from bench.cost import PREVIEWS
from bench.opening import MESSAGES
from bench.scale import PARTITION_RU, PARTITION_WU
from bench.traffic import PATIENCE_S
from bench.visitors import CHANGES, VISITORS
from scripts.sizes import LIMITS

if TYPE_CHECKING:
    from bench.run import Results


def write_report(results: "Results", before: str) -> str:
    """`before` is the last report: its figures of time stay when there are no new ones."""
    return (
        "\n\n".join(
            (
                _head(results),
                _time(results.times.messages) if results.times else _kept_time(before),
                _units(results),
                _figures(results),
                _imports(results),
                _sizes(results),
                _weight(results),
                _money(results),
            )
        )
        + "\n"
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The first column is text, the others are numbers."""
    names = list(heads)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _head(results: "Results") -> str:
    flat = results.flat()
    aims = (
        ("latency of a message at one pair, Parlor / floor", "latency_ratio_1", "≤ 1.3"),
        ("messages a second at 50 pairs, Parlor / floor", "throughput_ratio_50", "≥ 0.7"),
        ("errors", "errors", "0"),
        ("write units a message", "write_units_per_message", "≤ 3"),
        ("read units a message", "read_units_per_message", "≤ 1"),
        ("write units of the roll-up a message, a hundred messages a batch", "roll_up_write_units_per_message", "≤ 0.2"),
        ("query pages of the longest report over a year of 10 million messages", "report_year_pages", "≤ 15"),
        ("bytes of a conversation in the archive", "archive_bytes_per_conversation", ""),
        ("write units of all typing previews", "preview_write_units", "0"),
        (f"script until a conversation of {MESSAGES:,} messages stands at the desk, ms", "opening_script_ms", "≤ 150"),
        (f"script for a second's {CHANGES} changes among {VISITORS:,} visitors, ms", "visitors_frame_script_ms", "≤ 16"),
        ("longest picture while that table is scrolled, ms", "visitors_longest_picture_ms", ""),
        (
            f"hottest partition of a million visitors, write units a second (`{results.scale['hottest_write_key']}`)",
            "scale_hottest_write_units",
            f"≤ {PARTITION_WU:,}",
        ),
        (
            f"… read units a second (`{results.scale['hottest_read_key']}`)",
            "scale_hottest_read_units",
            f"≤ {PARTITION_RU:,}",
        ),
        ("import of `ws_chat` / bare boto3 with one client, CPU", "import_ratio_chat", "≤ 1.25"),
        ("CPU of the function a message, ms", "function_cpu_ms_per_message", ""),
        ("loader, gzip bytes", "loader_gzip", f"≤ {LIMITS['loader_gzip']}"),
        ("panel with all it loads, gzip bytes", "panel_gzip", f"≤ {LIMITS['panel_gzip']}"),
        ("desk's first load, gzip bytes", "desk_gzip", f"≤ {LIMITS['desk_gzip']}"),
        ("1,000 conversations at list price, USD", "usd_per_1000_conversations", ""),
    )
    return f"""# What Parlor costs

Measured {results.date} on {results.machine}, by `make bench`. {_calm(results)}

{_table(("figure", "measured", "aim"), ((name, flat[key], aim) for name, key, aim in aims if key in flat))}"""


def _calm(results: "Results") -> str:
    if not results.times:
        return f"Figures of time are of {results.timed['timed']}: the machine had other work this time."
    return (
        f"In the minute before, {results.busy:.1f} programs wanted a processor on average"
        f"{': the machine was busy, so times are worse than they need be, and ratios less certain' if results.busy > 1 else ''}."
    )


def _kept_time(before: str) -> str:
    return before[before.index("## Time") : before.index("## Units")].strip()


def _time(times: timing.Timing) -> str:

    def rows(pairs: list[timing.Pair]) -> Iterable[Iterable[object]]:
        for pair in pairs:
            for name, side in (("Parlor", pair.ours), ("floor", pair.floor)):
                yield (
                    f"{pair.load.name}: {name}",
                    f"{side.latency_ms(0.5):.1f}",
                    f"{side.latency_ms(0.99):.1f}",
                    f"{side.per_second:.1f}" if not pair.load.pause_s else "",
                    side.messages,
                )
            yield (
                "… ratio",
                f"**{pair.latency_ratio:.2f}**",
                "",
                f"**{pair.throughput_ratio:.2f}**" if not pair.load.pause_s else "",
                "",
            )

    heads = ("load", "p50 ms", "p99 ms", "messages a second", "messages")
    busiest, quiet = times.whole[-1], times.alone[-1]
    floor_name = next((name for used in busiest.floor.cpu for name in used if name.startswith("parlor-bench-floor")), "")
    exchange = (busiest.floor.cpu_ms(floor_name) + busiest.floor.cpu_ms("emulator")) / 2
    return f"""## Time

From the moment a frame leaves the visitor's socket until the agent's socket has the message, on the local emulator. The *floor*
([bench/floor](floor)) is what any chat on these services does at the least: one put, one push, one line in the log; no order, no
repetition, no acknowledgement, no check. It is deployed beside Parlor for the run, and both are measured in turn,
{timing.ROUNDS} rounds; the ratio is the median of the rounds' ratios. {timing.PAIRS} conversations are open; so many messages are
under way at any time as there are pairs, drawn from the conversations in turn, so that no side reaches Parlor's limit of 10 messages
in 5 s (it held {times.held_back} back). A pair sends its next message when the last is acknowledged (Parlor) or has arrived (floor).
With a pause of {timing.PAUSE_S * 1000:.0f} ms after each, the way of a single message is seen; without, the emulator's 5 to 6 ms
after each invocation are in the figures of both.

{_table(heads, rows(times.whole))}

The same while the readers of the streams and of the timers' queue are paused. On AWS they run elsewhere; the emulator runs them
in the one process that also answers the functions, so that they compete with the message:

{_table(heads, rows(times.alone))}

Messages that did not come within {PATIENCE_S} s: {times.errors} of Parlor's, {times.floor_errors} of the floor's.

CPU by message at 50 pairs, in ms: Parlor's function {busiest.ours.cpu_ms(timing.FUNCTION):.1f}, the floor's
{busiest.floor.cpu_ms(floor_name):.1f}; the emulator {busiest.ours.cpu_ms("emulator"):.1f} with Parlor
({quiet.ours.cpu_ms("emulator"):.1f} while streams and timers wait) and {busiest.floor.cpu_ms("emulator"):.1f} with the floor.

What holds the ratios where they are: Parlor makes four exchanges for a message (the place in the log, the entry, the push, the
acknowledgement) where the floor makes two, three before the message is there where the floor needs two, and the contract of a message
([docs/life-of-a-message.md](../docs/life-of-a-message.md)) needs each of them. An exchange takes the floor's function and the emulator
{exchange:.1f} ms of CPU between them; they work in turn, so that exchanges add up. Behind the message, its stream record is read, a
timer is set and looked at, all in the emulator's one process. One function has one worker here, AWS starts as many as are needed:
messages a second are a measure of work, not of what Parlor can carry."""


def _units(results: "Results") -> str:
    parts = results.parts
    names = ("frames", "pushes", "invocations", "requests", "write_units", "read_units", "queue", "rest", "objects")
    sent = parts["messages"]["frames"]
    message = parts["messages"]
    return f"""## Units

Played on the real functions with tables in memory ([bench/rehearsal.py](rehearsal.py)); every item is weighed before and after each
write, as DynamoDB does ([bench/meter.py](meter.py)). A message takes {message["write_units"] / sent:.2f} write units,
{message.get("read_units", 0) / sent:.2f} read units, {message["requests"] / sent:.2f} requests and {message["pushes"] / sent:.2f}
pushes, the acknowledgement among them. By part of one conversation of {conversation.MESSAGES} messages in {conversation.MINUTES}
minutes, with {conversation.PAGES} pages, {conversation.PREVIEWS} typing previews and {conversation.DESKS} desks open:

{
        _table(
            ("part", "frames", "pushes", "invocations", "requests", "write units", "read units", "queue requests", "REST", "objects"),
            ((part, *(f"{counts.get(name, 0):g}" for name in names)) for part, counts in parts.items()),
        )
    }

Invocations of streams and timers are counted at worst, one for each event and job; with traffic they come in batches."""


def _figures(results: "Results") -> str:
    found = results.figures
    dollars = found["archive_usd_per_million"]
    return f"""## Figures and the archive

A company of 10 million messages a year, each hour of it as busy as any; rows are those that the roll-up writes, weighed as DynamoDB weighs
them ([bench/figures.py](figures.py)). The roll-up takes {
        found["roll_up_units_per_message"]:g} write units a message where a batch has what belongs to a
hundred.

{_table(("report over a year, by the sheets that it reads", "query pages of 1 MB"), found["year_pages"].items())}

A conversation of {conversation.MESSAGES} messages in the archive, with its visit, in bytes:

{
        _table(
            ("", "Chinese", "English"),
            (
                ("what records are searched by", found["record_bytes_zh"], found["record_bytes_en"]),
                ("what figures are counted from", found["facts_bytes_zh"], found["facts_bytes_en"]),
            ),
        )
    }

A million of the Chinese ones on paper, USD: to keep a month {dollars["keep_a_month"]:.3f}, to search all of them once {
        dollars["search_all"]:.3f}, one day of a year
of them {dollars["search_a_day_of_a_year"]:.5f}, to write them in batches {dollars["write_in_batches_of_8"]:.2f}, step by step
{dollars["write_one_by_one"]:.0f}."""


def _imports(results: "Results") -> str:
    bare = results.imports[imports.BARE]
    rows = ((name, f"{taken:.0f}", f"{taken / bare:.2f}") for name, taken in results.imports.items())
    return f"""## Cold start

CPU in a fresh process until a function can serve, DynamoDB client included, on the built layer; medians of {imports.ROUNDS}.
A cold start follows it. The layer is shipped compiled, and the garbage collector stays out of the loading.

{_table(("module", "ms", "ratio"), rows)}"""


def _sizes(results: "Results") -> str:
    rows = ((name.removesuffix("_gzip"), size, LIMITS[name]) for name, size in results.sizes.items())
    return f"""## Weight

Gzip bytes of what a browser loads, from the built sites.

{_table(("site", "bytes", "limit"), rows)}"""


def _weight(results: "Results") -> str:
    found = results.weight
    rows = (
        ("requests", f"{found['widget_requests']:g}"),
        ("gzip bytes of all of them, with their answers", f"{found['widget_gzip_bytes']:g}"),
        ("script, by a piece of work that never changes", f"{found['widget_script_to_reference']:g}"),
        ("memory of scripts, KB", f"{found['widget_heap_kb']:.0f}"),
        ("layout shift", f"{found['layout_shift']:g}"),
        (f"long tasks in {found['loads']:g} loads of the page alone", f"{found['long_tasks_page']:g}"),
        ("… with the widget", f"{found['long_tasks_with_widget']:g}"),
    )
    ours = results.sizes
    published = (
        ("Parlor (measured)", f"{ours['loader_gzip'] / 1024:.0f}", f"{ours['panel_gzip'] / 1024:.0f}"),
        *((name, always, more) for name, always, more in weight.PUBLISHED),
    )
    return f"""## On the page

What the widget adds to a page before anybody opens it ([bench/weight.py](weight.py)): the shop's page with the snippet and without, in
turn; medians. The piece of work takes about 10 ms on two idle processors.

{_table(("added", "measured"), rows)}

Beside what other projects publish of theirs, gzip KB; not measured by us. Rocket.Chat's second figure is its first piece only, Chatwoot's
are the limits of its own continuous integration.

{_table(("widget", "on every page", "more to open"), published)}"""


def _money(results: "Results") -> str:
    dollars, total = results.dollars, sum(results.dollars.values())
    rows = [
        *((part, f"{amount:.3f}") for part, amount in sorted(dollars.items(), key=lambda each: -each[1])),
        ("**sum**", f"**{total:.3f}**"),
    ]
    return f"""## Money

List prices of us-east-1 ([bench/prices.py](prices.py)), without free tiers, for 1,000 of the conversations above; USD.

{_table(("part", "USD"), rows)}

Without typing previews {total - dollars[PREVIEWS]:.3f}. In it are API Gateway's messages and minutes, Lambda's requests and time,
DynamoDB's units, SQS, objects of the archive and what is logged. Not in it: the sites' traffic, Cognito, mails, storage, and what
runs when nobody talks.
Lambda's time is the measured CPU at {prices.FUNCTION_GB * 1024:.0f} MB plus {prices.ANSWER_MS} ms for each answer waited for, which
is assumed. A client that has heard nothing for {conversation.QUIET_S} s asks once whether it has missed something, on both sides
after every message of this slow conversation; a desk measures its connection every {conversation.PING_S} s, here shared by
{conversation.AT_A_TIME} conversations."""
