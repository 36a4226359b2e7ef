"""Nothing reaches data without a tenant: stores and gateways are made with one, keys begin with one. What is not so is named here, with
the reason."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, get_type_hints

import msgspec
import pytest
from pynamodb.indexes import GlobalSecondaryIndex
from pynamodb.models import Model

import parlor.gateways
import parlor.storage
from parlor.domain.ids import TenantId
from parlor.storage import keys

ACROSS_COMPANIES = {
    "ClosingStore": "companies that are being closed: the operator's, of all of them",
    "CompanyStore": "finds out which companies a person belongs to, before there is one; makes a new company",
    "DueReportStore": "what is due, of all companies: whoever looks for it does not know them; each row names its tenant",
    "Living": "asked of a company's id whether there still is one",
    "LimitStore": "counts requests, also those before a sign-in",
    "Memory": "answers by tenant and question",
    "MetricCounter": "counts a batch of the stream, which is of many companies: the tenant is in each thing that is counted",
    "ConcernedStore": "asked of each mail in the queue whether its company and its visitor are there still: the mail names both",
    "PeopleStore": "sessions and memberships of a person, who may work for several companies",
    "RawRows": "what stores of a tenant's rows have in common: the tenant is theirs",
    "RetentionMarkStore": "companies that let things go, of all of them: whoever works on it does not know them",
    "SentMailStore": "which mails have gone out, also those before a sign-in: each names its tenant, or none",
    "SignOnStore": "whose domain an address is of, and who is at their provider: asked before there is a company",
}
"""Stores without a tenant of their own."""
WITHOUT_DATA = {
    "AccessTokens": "the user pool's keys",
    "ApiGatewayCloser": "connections, which the presence store of a tenant gives",
    "ApiGatewaySockets": "connections, which the presence store of a tenant gives",
    "AthenaQueries": "asks what domain/record_query.py wrote, with the tenant as partition",
    "Bucket": "an address; what is kept goes through TenantBlobs, DownloadFiles and TenantStyleFiles",
    "Cognito": "accounts of people, who may work for several companies",
    "CognitoSignOn": "a company's provider is named by its settings, which a tenant's store holds",
    "EitherPool": "keys of two user pools",
    "Ip2RegionPlaces": "a data base of places",
    "JiebaSegmenter": "words",
    "LambdaWorkers": "functions of ours; what is given to them names its tenant",
    "MailQueue": "mails on their way, each of which names its tenant",
    "Objects": "puts together small objects of the archive, of all companies; the tenant stands in each name",
    "PoolTokens": "the user pool's keys",
    "QueuedMailer": "mails, each of which names its tenant",
    "RotatingSecret": "a key of ours",
    "S3Archive": "a batch of the stream; the tenant is an argument and stands in each name",
    "SesMailer": "mails",
    "SiteFiles": "an address; what is kept goes through TenantStyleFiles",
    "SqsDeliveries": "jobs, each of which names its tenant",
    "SqsDownloadQueue": "jobs, each of which names its tenant",
    "SqsErasureQueue": "jobs, each of which names its tenant",
    "SqsParking": "records that could not be dealt with",
    "SqsReplays": "work to be done after all, which names its tenant",
    "SqsTimers": "jobs, each of which names its tenant",
    "SystemClock": "the time",
    "Tokens": "signs; the tenant is in what is signed",
    "TxtRecords": "name servers",
    "UaParserDevices": "names of browsers",
    "WebPush": "push services",
    "WebhookCaller": "addresses of companies, which a tenant's store gives",
}
"""Gateways without a tenant, and what they deal with."""
WITH_TENANT = {
    "AccountPool",
    "BucketSweep",
    "DownloadFiles",
    "FactFiles",
    "SignOnPool",
    "TenantBlobs",
    "TenantMailer",
    "TenantStyleFiles",
    "UploadedContents",
}
"""Gateways to what a company has."""
KEYS_ACROSS = {
    "person": "P#",
    "pending": "PENDING#",
    "email_domain": "DOMAIN#",
    "gone": "GONE#",
    "certificate": "CERTIFICATE#",
    "limit": "LIMIT#",
    "sign_on_under_way": "SSO#",
}
"""Keys of partitions that belong to no tenant."""
SORT_KEYS = {
    *("after_visitor", "agent_socket", "by_time", "customer_name", "guard", "history", "linked_visitor", "log_entry", "of", "page_view"),
    *("parked_item", "parked_payload"),
    *("page_views_end", "place", "publication", "publications", "push", "reached_goal", "sent_in", "state_change", "taken_number"),
    *("staff_session", "staff_sessions", "uploaded_in"),
}
"""Places inside a partition. Sessions of staff lie with their person and name the tenant."""
NO_KEYS = {
    "connection_of",
    "limited",
    "limited_in",
    "outlives",
    "live_shard",
    "subject_of",
    "time_of",
    "utc_day",
    "utc_day_start",
    "utc_hour",
    "utc_hour_start",
}
TENANT = TenantId("01ARZ3NDEKTSV4RRFFQ69G5FAV")


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def classes(package: ModuleType) -> dict[str, type]:
    """What is made to work with: no rows, values, protocols, errors."""
    found = {
        name: each
        for module in modules(package)
        for name, each in vars(module).items()
        if inspect.isclass(each) and each.__module__ == module.__name__ and not name.startswith("_")
    }
    passive = (Model, GlobalSecondaryIndex, msgspec.Struct, Exception)
    return {name: each for name, each in found.items() if not issubclass(each, passive) and not getattr(each, "_is_protocol", False)}


def wants_tenant(made: type) -> bool:
    """The first argument is a tenant, and there is no way without."""
    arguments = [*inspect.signature(made).parameters.values()]
    if not arguments or arguments[0].name != "tenant":
        return False
    hints = get_type_hints(made.__init__)  # type: ignore[misc]
    return hints["tenant"] is TenantId and arguments[0].default is inspect.Parameter.empty


def test_stores_cannot_be_made_without_a_tenant() -> None:
    without = {name for name, each in classes(parlor.storage).items() if not wants_tenant(each)}
    assert without == set(ACROSS_COMPANIES), (
        "a new store takes a tenant first; one that cannot is named in ACROSS_COMPANIES with its reason"
    )


def test_gateways_to_data_cannot_be_made_without_a_tenant() -> None:
    found = classes(parlor.gateways)
    assert {name for name, each in found.items() if not wants_tenant(each)} == set(WITHOUT_DATA)
    assert {name for name, each in found.items() if wants_tenant(each)} == WITH_TENANT


def makers() -> dict[str, Any]:
    return {name: each for name, each in vars(keys).items() if inspect.isfunction(each) and not name.startswith("_")}


def made(name: str, maker: Any) -> str:
    """The key with an argument of each type."""
    hints = get_type_hints(maker)
    values = {"tenant": TENANT, "at_ms": 1_790_000_000_000, "shard": 3, "shards": 4, "field": "phone"}
    arguments = {each: values.get(each, 5 if hints[each] is int else "01ARZ3NDEKTSV4RRFFQ69G5FAX") for each in hints if each != "return"}
    key: str = maker(**arguments)
    return key


@pytest.mark.parametrize("name", sorted(makers()))
def test_every_key_begins_with_the_tenant(name: str) -> None:
    maker = makers()[name]
    if name in NO_KEYS or name.startswith("is_"):
        return
    key = made(name, maker)
    if name in KEYS_ACROSS:
        assert key.startswith(KEYS_ACROSS[name])
    elif name not in SORT_KEYS:
        assert key == TENANT or key.startswith(f"{TENANT}#"), key


def test_the_exceptions_are_still_there() -> None:
    assert set(makers()) >= KEYS_ACROSS.keys() | SORT_KEYS | NO_KEYS
    assert not [name for name in SORT_KEYS if made(name, makers()[name]).startswith(TENANT)]


def test_ids_cannot_reach_into_another_partition() -> None:
    """`#` parts a key. What strangers choose is no part of one as it is."""
    for user in ("a", "x#V#y", f"{TENANT}#C#x"):
        assert keys.identity(TENANT, user).count("#") == 2
        assert keys.push(user).count("#") == 1
