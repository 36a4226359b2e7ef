"""What the roles of the functions allow: all that the functions were seen to do on the emulator, which holds them to the same policies,
and nothing of what they have no business with."""

import json
import re

import pytest

from parlor.domain.ids import TenantId
from parlor.storage import keys
from scripts.accesses import FILE, access
from scripts.emulator_keys import kind, partitions
from scripts.paths import ROOT
from tests.unit.isolation.policies import allowed, statements

TENANT = TenantId("01ARZ3NDEKTSV4RRFFQ69G5FAV")
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAX"
SEEN = [tuple(line.split("\t")) for line in FILE.read_text().splitlines()]
"""(function, action, table, kind of partition)."""
WHOLE = {"EndCompanies"}
"""Deletes all of a company, wherever it lies."""
IN_BATCHES = {"Erase", "Retain"}
"""Delete all of a person, or all that is kept no longer: many rows at a time."""
ACROSS = ("P#", "PENDING#", "DOMAIN#", "REPORTS#DUE", "LIMIT#", "SSO#", keys.PARKED_TENANTS, keys.RETENTIONS)
"""What lies beside the partitions of companies."""


def name(function: str) -> str:
    """As the template calls it."""
    return "".join(part.capitalize() for part in function.split("-"))


def example(kind: str) -> str:
    key = kind.replace("T", TENANT, 1) if kind == "T" or kind.startswith("T#") else kind
    return key + ULID if key.endswith("#") else key


@pytest.mark.parametrize("function", sorted({each[0] for each in SEEN}))
def test_a_function_may_do_what_it_does(function: str) -> None:
    for _, action, table, of in (each for each in SEEN if each[0] == function):
        assert allowed(name(function), action, table, example(of)), (action, table, of)


def test_every_function_with_tables_was_seen() -> None:
    assert {each for each, found in statements().items() if found} == {name(each[0]) for each in SEEN}


FOREIGN = [
    ("WsTrack", "GetItem", "Directory", keys.person("sub"), "who takes hostile addresses of pages does not read people"),
    ("WsTrack", "GetItem", "Chat", keys.customer(TENANT, ULID), "… nor cards of customers"),  # type: ignore[arg-type]
    ("WsTrack", "UpdateItem", "Chat", keys.downloads(TENANT), "… nor change downloads"),
    ("WsTrack", "Query", "Chat", keys.conversation(TENANT, ULID), "… nor read what was said"),  # type: ignore[arg-type]
    ("WsTrack", "PutItem", "Presence", keys.ticket(TENANT, ULID), "… nor burn tickets"),
    ("WsAuthorize", "Query", "Directory", keys.person("sub"), "tickets are checked without people"),
    ("WsAuthorize", "PutItem", "Presence", keys.agents(TENANT), "… and nobody becomes an agent by one"),
    ("WsChat", "GetItem", "Chat", keys.left_message(TENANT, ULID), "left messages are not conversations"),  # type: ignore[arg-type]
    ("WsChat", "GetItem", "Chat", keys.internal(TENANT, ULID), "… nor is what colleagues say to each other"),  # type: ignore[arg-type]
    ("WsChat", "UpdateItem", "Directory", keys.pending("a@example.com"), "sign-ups are none of a socket's"),
    ("WsInternal", "GetItem", "Chat", keys.conversation(TENANT, ULID), "among colleagues no visitors"),  # type: ignore[arg-type]
    ("Webhook", "PutItem", "Chat", keys.conversation(TENANT, ULID), "what goes out writes its own log only"),  # type: ignore[arg-type]
    ("Webhook", "GetItem", "Directory", keys.email_domain("tea.example"), "… and knows no domains"),
    ("Export", "Query", "Chat", keys.webhook_log(TENANT, ULID), "downloads do not hold what webhooks were told"),
    ("Export", "GetItem", "Directory", keys.person("sub"), "… nor sessions"),
    ("Erase", "DeleteItem", "Presence", keys.agents(TENANT), "who erases a visitor does not erase agents"),
    ("Erase", "DeleteItem", "Directory", keys.person("sub"), "… nor their sessions"),
    ("Export", "Query", "Presence", keys.agents(TENANT), "a person's data has no agents in it"),
    ("SendReports", "Query", "Directory", keys.person("sub"), "reports know agents, not people's sessions"),
    ("Mail", "GetItem", "Directory", keys.company(TENANT), "who sends mails asks whether a company is there, and no more"),
    ("Mail", "GetItem", "Chat", keys.conversation(TENANT, ULID), "… and reads no conversation"),  # type: ignore[arg-type]
    ("Park", "PutItem", "Directory", keys.company(TENANT), "who writes down what failed does not change a company"),
    ("Retain", "GetItem", "Directory", keys.person("sub"), "who lets old things go knows no people of the company's"),
    ("Replay", "UpdateItem", "Directory", keys.company(TENANT), "… nor does who has it done again"),
    ("StreamVisitors", "GetItem", "Directory", keys.person("sub"), "who tells desks of visitors knows no people"),
    ("StreamRollup", "GetItem", "Directory", keys.company(TENANT), "… who counts, no settings"),
    ("StreamRollup", "Query", "Chat", keys.audit(TENANT, 0), "figures are not made of the audit log"),
    ("Api", "PutItem", "Presence", keys.ticket(TENANT, ULID), "who makes tickets does not burn them"),
    ("Api", "UpdateItem", "Metrics", keys.metric(TENANT, "visits"), "who shows figures does not change them"),
]


@pytest.mark.parametrize(("function", "action", "table", "partition", "why"), FOREIGN, ids=lambda each: None)
def test_a_function_may_not_do_what_is_none_of_its_business(function: str, action: str, table: str, partition: str, why: str) -> None:
    assert not allowed(function, action, table, partition), why


def test_only_five_functions_reach_beyond_companies() -> None:
    may = {
        function
        for function, found in statements().items()
        for beyond in ACROSS
        for table in ("Directory", "Presence")
        for action in {action for each in found for action in each.actions}
        if allowed(function, action, table, example(beyond))
    }
    assert may - WHOLE == {"Api", "Timer", "SendReports", "Park", "Retain"}


def test_no_function_scans_or_touches_tables_as_a_whole() -> None:
    for function, found in statements().items():
        for each in found if function not in WHOLE else ():
            assert not {"Scan", "*", "PartiQLSelect", "DeleteTable"} & set(each.actions), function
            assert "BatchWriteItem" not in each.actions or function in IN_BATCHES, function


def test_a_batch_is_allowed_when_all_of_it_is() -> None:
    conversation = keys.conversation(TENANT, ULID)  # type: ignore[arg-type]
    assert allowed("WsChat", "BatchGetItem", "Chat", conversation, conversation)
    assert not allowed("WsChat", "BatchGetItem", "Chat", conversation, keys.downloads(TENANT))


# --- what the emulator makes of a request --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({"TableName": "Chat", "Key": {"pk": {"S": "a"}, "sk": {"S": "x"}}}, {("", "Chat"): ["a"]}),
        ({"TableName": "Chat", "Item": {"pk": {"S": "a"}}}, {("", "Chat"): ["a"]}),
        ({"RequestItems": {"Chat": {"Keys": [{"pk": {"S": "a"}}, {"pk": {"S": "b"}}]}}}, {("", "Chat"): ["a", "b"]}),
        (
            {
                "TransactItems": [
                    {"Put": {"TableName": "Chat", "Item": {"pk": {"S": "a"}}}},
                    {"Delete": {"TableName": "Directory", "Key": {"pk": {"S": "b"}}}},
                ]
            },
            {("PutItem", "Chat"): ["a"], ("DeleteItem", "Directory"): ["b"]},
        ),
        (
            {
                "TableName": "Chat",
                "IndexName": "gsi1",
                "KeyConditionExpression": "(#0 = :0 AND begins_with (#1, :1))",
                "ExpressionAttributeNames": {"#0": "gsi1pk", "#1": "gsi1sk"},
                "ExpressionAttributeValues": {":0": {"S": "a"}, ":1": {"S": "b"}},
            },
            {("", "Chat"): ["a"]},
        ),
    ],
)
def test_the_emulator_sees_the_partitions_of_a_request(request_: dict[str, object], found: dict[tuple[str, str], list[str]]) -> None:
    assert partitions(json.loads(json.dumps(request_))) == found


def test_kinds_of_partitions_have_nothing_particular() -> None:
    assert kind(TENANT) == "T"
    assert kind(keys.conversation(TENANT, ULID)) == "T#C#"  # type: ignore[arg-type]
    assert kind(keys.agents(TENANT)) == "T#AGENTS"
    assert kind(keys.live_staff_notices(TENANT)) == "T#NOTICES#LIVE"
    assert (kind(keys.parked(TENANT)), kind(keys.sent_mail("", ULID))) == ("T#PARKED", "-#MAIL#")
    assert (kind("P#sub-1"), kind(keys.REPORTS_DUE), kind(keys.limit("auth", "203.0.113.9"))) == ("P#", "REPORTS#DUE", "LIMIT#")
    role = "arn:aws:sts::000000000000:assumed-role/parlor-WsChatRole-1/parlor-ws-chat"
    assert access(f"{role}\tGetItem\tparlor-Data-1-ChatTable-F2/index/gsi1\tT#C#") == "ws-chat\tGetItem\tChat/index/gsi1\tT#C#"
    assert access("arn:aws:iam::000000000000:root\tGetItem\tparlor-Data-1-ChatTable-F2\tT#C#") is None


CHECKED = {
    file.stem: found[1]
    for file in sorted((ROOT / "functions").glob("*.py"))
    if (found := re.search(r'^@answers_checks\("(\w+)"\)', file.read_text(), re.MULTILINE))
}


@pytest.mark.parametrize("function", CHECKED)
def test_a_new_version_may_look_whether_it_works(function: str) -> None:
    assert allowed(name(function.replace("_", "-")), "Query", CHECKED[function].capitalize(), "CHECK")
