"""A row that any released version wrote is still read, with everything that stands in it.

`tests/items/<version>.json` holds rows of every kind as the version's own stores wrote them (docs/releases.md). Each is read as today's
stores read it; then every value of the row must be found in what came of it, wherever it stands there.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from parlor.domain.api_keys import ApiKey
from parlor.domain.audit import AuditEntry
from parlor.domain.counted_facts import decoded
from parlor.domain.directory import Company, Department
from parlor.domain.downloads import Slot
from parlor.domain.goals import Goal, Reached
from parlor.domain.ids import TenantId
from parlor.domain.leaving import Certificate, Closing
from parlor.domain.left_messages import LeftEntry
from parlor.domain.retention import Kept, Retention
from parlor.domain.service import PersonalSettings, Service
from parlor.domain.sign_in import Account, SignInEntry, SignInRules, StaffSession
from parlor.domain.single_sign_on import SignOn
from parlor.domain.webhooks import Delivery, Webhook
from parlor.storage import (
    api_keys,
    audit,
    blocking,
    conversations,
    customers,
    directory,
    downloads,
    erasures,
    files,
    goals,
    identities,
    installations,
    internal,
    leaving,
    left_messages,
    library,
    people,
    presence,
    push,
    report_schedules,
    retention,
    roles,
    rule_counts,
    sign_in_log,
    sign_in_rules,
    single_sign_on,
    staff_notices,
    styles,
    tables,
    visits,
    webhooks,
)
from parlor.storage.log import entry_of
from parlor.storage.metric_rows import MetricRowStore
from parlor.storage.rows import thing
from scripts.paths import ROOT
from tools.item_capture import pattern

VERSIONS = sorted((ROOT / "tests" / "items").glob("*.json"))

Reader = tuple[type[Any], Callable[[Any], Any]]


def said(kind: Any, name: str = "body") -> Callable[[Any], Any]:
    return lambda row: (msgspec.json.decode(getattr(row, name), type=kind), row.attribute_values)


def made(kind: Any) -> Callable[[Any], Any]:
    return lambda row: thing(row, kind)


def plainly(row: Any) -> Any:
    """Where the store makes nothing of a row but its attributes."""
    return row.attribute_values


def also(read_as: Callable[[Any], Any], *names: str) -> Callable[[Any], Any]:
    """With attributes that are read somewhere else: by the stream, by an import that is taken back."""
    return lambda row: (read_as(row), [getattr(row, name) for name in names])


def entry(row: Any) -> Any:
    """With what the stream counts of it, and whose it is there."""
    told = entry_of(row, "internal_" if row.kind.startswith("internal_") else "")
    return told, row.kind, decoded(row.counted) if row.counted else None, row.released


def internal_item(row: Any) -> Any:
    return row.attribute_values, internal._places(row) if row.sk == "META" else None


def style(row: Any) -> Any:
    """What the server needs of it, and of a row from before there were drafts how it looked."""
    return styles.style_of(row), styles._content_of_before(row) if row.is_of_before else None


def live(row: Any) -> Any:
    return (visits._visit(row, 0, []) if row.type == "visit" else visits._page(row)), row.attribute_values


READERS: dict[tuple[str, str, str], Reader] = {
    ("Chat", "<id>#C#<id>", "META"): (tables.ConversationRow, conversations.conversation_of),
    ("Chat", "<id>#C#<id>", "L#<n>"): (tables.LogRow, entry),
    ("Chat", "<id>#C#<id>", "F#<id>"): (tables.UploadedRow, plainly),
    ("Chat", "<id>#I#<id>", "META"): (tables.InternalRow, internal_item),
    ("Chat", "<id>#I#<id>", "MEMBERS"): (tables.InternalRow, internal_item),
    ("Chat", "<id>#I#<id>", "L#<n>"): (tables.LogRow, entry),
    ("Chat", "<id>#I#<id>", "P#<x>"): (tables.PlaceRow, plainly),
    ("Chat", "<id>#G#<id>", "<id>"): (tables.MembershipRow, internal._membership),
    ("Chat", "<id>#J#<id>", "<id>"): (tables.MemberRow, plainly),
    ("Chat", "<id>#V#<id>", "OPEN"): (tables.VisitorLockRow, plainly),
    ("Chat", "<id>#V#<id>", "H#<id>"): (tables.HistoryRow, plainly),
    ("Chat", "<id>#V#<id>", "PROFILE"): (tables.ProfileRow, conversations.profile_of),
    ("Chat", "<id>#F#<id>", "META"): (tables.FileRow, files._file),
    ("Chat", "<id>#F#<id>", "C#<id>"): (tables.SentFileRow, plainly),
    ("Chat", "<id>#SHARED", "<id>"): (tables.SharedFileRow, files._shared),
    ("Chat", "<id>#M#<id>", "META"): (left_messages.LeftMessageRow, left_messages._left_message),
    ("Chat", "<id>#M#<id>", "E#<id>"): (left_messages.LeftEntryRow, lambda row: msgspec.convert(row.attribute_values, LeftEntry)),
    ("Chat", "<id>#K#<id>", "META"): (customers.CustomerRow, customers._customer),
    ("Chat", "<id>#K#<id>", "V#<id>"): (customers.LinkedRow, plainly),
    ("Chat", "<id>#KN", "<x>#<id>"): (customers.FoundByRow, plainly),
    ("Chat", "<id>#KP#<n>", "<id>"): (customers.FoundByRow, plainly),
    ("Chat", "<id>#KE#<x>", "<id>"): (customers.FoundByRow, plainly),
    ("Chat", "<id>#ID#<x>", "META"): (identities.IdentityRow, plainly),
    ("Chat", "<id>#AUDIT#<n>", "<n>#<id>"): (audit.AuditRow, said(AuditEntry)),
    ("Chat", "<id>#AUDIT#<n>", "<n>#<x>"): (audit.AuditRow, said(AuditEntry)),
    ("Chat", "<id>#SIGNINS#<n>", "<n>#<id>"): (sign_in_log.SignInRow, said(SignInEntry)),
    ("Chat", "<id>#SIGNINS#<n>", "<n>#<x>"): (sign_in_log.SignInRow, said(SignInEntry)),
    ("Chat", "<id>#STATES#<n>", "<id>#<n>"): (tables.StateChangeRow, presence._state_change),
    ("Chat", "<id>#NOTICES", "<id>"): (staff_notices.StaffNoticeRow, staff_notices._notice),
    ("Chat", "<id>#NOTICES#LIVE", "<n>#<id>"): (staff_notices.StaffNoticeRow, plainly),
    ("Chat", "<id>#NOTICE#<id>", "<id>"): (staff_notices.ReadingRow, plainly),
    ("Chat", "<id>#DOWNLOADS", "<id>"): (downloads.DownloadRow, lambda row: (downloads._download(row), row.attribute_values)),
    ("Chat", "<id>#DOWNLOADS", "SLOTS"): (downloads.SlotsRow, said(dict[str, Slot])),
    ("Chat", "<id>#DOWNLOADS#<id>", "<x>"): (downloads.RequestRow, plainly),
    ("Chat", "<id>#ERASURES", "<id>"): (erasures.ErasureRow, lambda row: (erasures._erasure(row), row.attribute_values)),
    ("Chat", "<id>#ERASURES", "<x>"): (erasures.ErasureLockRow, plainly),
    ("Chat", "<id>#DOWNLOADS#<id>", "<id>"): (downloads.RequestRow, plainly),
    ("Chat", "<id>#RULES", "<x>"): (rule_counts.RuleRow, plainly),
    ("Chat", "<id>#RULES", "<id>"): (rule_counts.RuleRow, plainly),
    ("Chat", "<id>#SENT#<x>", "<x>"): (webhooks.DeliveryRow, said(Delivery, "said")),
    ("Chat", "<id>#V#<id>", "PUSH#<x>"): (push.PushRow, plainly),
    ("Chat", "<id>#SEEN", "<id>"): (installations.SeenRow, installations._installation),
    ("Directory", "<id>", "COMPANY"): (directory.CompanyRow, also(made(Company), "visitor_shards_raised_at")),
    ("Directory", "<id>", "DEPT#<id>"): (directory.DepartmentRow, made(Department)),
    ("Directory", "<id>", "AGENT#<id>"): (directory.AgentRow, directory._agent),
    ("Directory", "<id>", "NUMBER#<n>"): (directory.TakenRow, plainly),
    ("Directory", "<id>", "NUMBER#<x>"): (directory.TakenRow, plainly),
    ("Directory", "<id>", "NUMBER#API"): (directory.TakenRow, plainly),
    ("Directory", "<id>", "OWN#<id>#CANNED#<id>"): (library.CannedPhraseRow, lambda row: (library._phrase(row, 0), row.attribute_values)),
    ("Directory", "<id>", "OWN#<id>#SHORTCUT#<x>"): (library.ShortcutRow, plainly),
    ("Directory", "<id>", "OWN#<id>#LINK#<id>"): (library.LinkRow, lambda row: (library._link(row), row.attribute_values)),
    ("Directory", "<id>", "OWN#<id>#USES#<id>"): (library.UsesRow, plainly),
    ("Directory", "<id>", "OWN#<id>#IMPORT#<id>"): (library.ImportRow, plainly),
    ("Directory", "<id>", "SHORTCUT#<n>"): (library.ShortcutRow, plainly),
    ("Directory", "<id>", "USES#<id>"): (library.UsesRow, plainly),
    ("Directory", "<id>", "IMPORT#<id>"): (library.ImportRow, plainly),
    ("Directory", "<id>", "STYLEDRAFT#<id>"): (styles.StyleDraftRow, lambda row: (styles._content(row.body), row.attribute_values)),
    ("Directory", "<id>", "STYLEPUB#<id>#<n>"): (styles.PublicationRow, lambda row: (styles._content(row.body), row.attribute_values)),
    ("Directory", "<id>", "STYLEGONE#<id>"): (styles.GoneRow, plainly),
    ("Directory", "<id>", "IDENTITY"): (identities.SecretRow, plainly),
    ("Directory", "<id>", "IDENTITY#REPORT"): (identities.ReportRow, plainly),
    ("Directory", "<id>#REPORTRUN", "<id>#<x>"): (report_schedules.RunRow, plainly),
    ("Directory", "REPORTS#DUE", "<n>#<id>#<id>#<x>"): (report_schedules.DueRow, plainly),
    ("Directory", "RETENTIONS", "<id>"): (retention.RetentionMarkRow, plainly),
    ("Directory", "DOMAIN#<x>", "META"): (single_sign_on.DomainRow, plainly),
    ("Directory", "P#<x>", "S#<id>#<n>"): (people._PersonRow, made(StaffSession)),
    ("Directory", "<id>", "SERVICE"): (directory.ServiceRow, said(Service)),
    ("Directory", "<id>", "PERSONAL#<id>"): (directory.PersonalRow, said(PersonalSettings)),
    ("Directory", "<id>", "STYLE#<id>"): (styles.StyleRow, style),
    ("Directory", "<id>", "ROLE#<id>"): (roles.RoleRow, roles._role),
    ("Directory", "<id>", "CANNED#<id>"): (library.CannedPhraseRow, also(lambda row: library._phrase(row, 0), "import_id")),
    ("Directory", "<id>", "SHORTCUT#<x>"): (library.ShortcutRow, plainly),
    ("Directory", "<id>", "LINK#<id>"): (library.LinkRow, library._link),
    ("Directory", "<id>", "BLOCK#<id>"): (blocking.BlockRow, blocking._block),
    ("Directory", "<id>", "WEBHOOK#<id>"): (webhooks.WebhookRow, made(Webhook)),
    ("Directory", "<id>", "KEY#<id>"): (api_keys.ApiKeyRow, made(ApiKey)),
    ("Directory", "<id>", "GOALS"): (goals.GoalsRow, said(list[Goal], "goals")),
    ("Directory", "<id>", "SIGNINRULES"): (sign_in_rules.SignInRulesRow, said(SignInRules)),
    ("Directory", "<id>", "SSO"): (single_sign_on.SignOnRow, said(SignOn)),
    ("Directory", "<id>", "RETENTION"): (retention.RetentionRow, said(Retention)),
    ("Directory", "<id>", "RETENTION#KEPT"): (retention.RetentionKeptRow, said(Kept)),
    ("Directory", "<id>", "REPORTS#<id>"): (report_schedules.ScheduleRow, report_schedules._schedule),
    ("Directory", "<id>", "REPORTSENT#<id>"): (report_schedules.ProgressRow, report_schedules._progress),
    ("Directory", "P#<x>", "<id>"): (directory.PersonRow, plainly),
    ("Directory", "P#<x>", "ACCOUNT"): (people._PersonRow, made(Account)),
    ("Directory", "P#<x>", "S#<id>#<x>"): (people._PersonRow, made(StaffSession)),
    ("Directory", "PENDING#<x>", "META"): (directory.PendingRow, plainly),
    ("Directory", "CLOSINGS", "<id>"): (leaving.ClosingRow, said(Closing)),
    ("Directory", "GONE#<id>", "META"): (leaving.GoneRow, plainly),
    ("Directory", "CERTIFICATE#<id>", "META"): (leaving.CertificateRow, said(Certificate)),
    ("Presence", "<id>#AGENTS", "<id>"): (tables.AgentRow, lambda row: (presence._agent(row), row.attribute_values)),
    ("Presence", "<id>#LIVE#<n>", "<id>"): (tables.LiveRow, live),
    ("Presence", "<id>#LIVE#<n>", "<id>#P#<id>"): (tables.LiveRow, live),
    ("Presence", "<id>#INVITED#<id>", "<id>"): (tables.InvitationRow, plainly),
    ("Presence", "<id>#GOAL#<id>", "<id>#<id>"): (goals.ReachedRow, said(Reached, "reached")),
}
"""By table and the pattern of the keys (tools/item_capture.py)."""

SUMS: dict[tuple[str, str, str], Callable[[Any, Any], Any]] = {
    ("Metrics", "<id>#N#<x>", "<n>"): MetricRowStore._total,
    ("Metrics", "<id>#H#<x>", "<n>"): MetricRowStore._hour,
}
"""Rows whose attributes have no names of their own: what this version does not know of them is not counted."""

SHORT = {
    "<id>#GUARD": "what was counted, for a week",
    "<id>#SOCKETS#A": "open connections, for hours",
    "<id>#SOCKETS#V#<id>": "open connections, for hours",
    "<id>#TICKET#<x>": "for minutes",
    "<id>#TOLD": "for a minute",
    "<id>#ONLINE#<n>": "a count",
    "<id>#QUEUE": "times",
    "<id>#ERASURES#RETENTION": "what was taken out of the figures, while it is",
    "<id>#DID#<id>": "for a day",
    "LIMIT#<x>#<x>": "for an hour",
    "SSO#<x>": "for minutes",
}
"""Partitions whose rows do not outlive a deployment by more than days, or hold a number that is counted again."""

LEFT_OUT = {"pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "ttl", "version", "conversation_id", "tenant", "uses", "_v"}
"""Keys and what only the store needs; of an entry what its place says, too."""


def leaves(value: Any) -> Iterator[str]:
    """Single values as text; documents of JSON by what they say."""
    match value:
        case msgspec.Struct():
            # What is left out as a default when it is written stands here, and of which kind it is.
            config = value.__struct_config__
            yield from leaves({config.tag_field: config.tag} if config.tag else {})
            yield from leaves(msgspec.structs.asdict(value))
        case dict():
            for name, inside in value.items():
                if inside or (inside == 0 and inside is not False):
                    yield str(name)
                yield from leaves(inside)
        case list() | tuple() | set() | frozenset():
            for inside in value:
                yield from leaves(inside)
        case bool() | None:
            return
        case int() | float():
            yield str(float(value))
        case str() if value[:1] in "[{":
            try:
                yield from leaves(json.loads(value))
            except ValueError:
                yield value
        case _:
            yield str(value)


def written(item: dict[str, Any]) -> Counter[str]:
    """What a row says, without the names of its attributes."""
    plain = {name: typed(value) for name, value in item.items() if name not in LEFT_OUT}
    return Counter(leaf for value in plain.values() for leaf in leaves(value) if leaf)


def typed(value: dict[str, Any]) -> Any:
    ((kind, held),) = value.items()
    match kind:
        case "N":
            return float(held)
        case "L":
            return [typed(each) for each in held]
        case "M":
            return {name: typed(each) for name, each in held.items()}
        case "BOOL" | "NULL":
            return None
        case _:
            return held


def key_of(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["table"], pattern(row["item"]["pk"]["S"]), pattern(row["item"]["sk"]["S"])


def read(row: dict[str, Any]) -> Any:
    item = row["item"]
    counts = SUMS.get(key_of(row))
    if counts is not None:
        return list(counts(MetricRowStore(TenantId(item["pk"]["S"][:26])), item).cells.values())
    model, made_of = READERS[key_of(row)]
    found = model()
    found.deserialize(item)
    return made_of(found)


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_what_a_version_wrote_is_read_with_all_that_stands_in_it(path: Any) -> None:
    rows = [row for row in json.loads(path.read_text()) if pattern(row["item"]["pk"]["S"]) not in SHORT]
    assert len(rows) >= 20
    assert sorted({key_of(row) for row in rows} - set(READERS) - set(SUMS)) == [], "say here how today's stores read these"
    lost = {}
    for row in rows:
        said_now = set(leaves(read(row)))
        missing = sorted(set(written(row["item"])) - said_now)
        if missing:
            lost[row["item"]["pk"]["S"], row["item"]["sk"]["S"]] = missing
    assert lost == {}


def test_there_are_rows_of_the_releases_that_the_changelog_names() -> None:
    named = [line.split()[1] for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ") and line[3:4].isdigit()]
    assert named
    assert {f"{version}.json" for version in named} <= {path.name for path in VERSIONS}
