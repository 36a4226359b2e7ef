"""The registry of what a company has, and the certificate of its deletion."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import TenantId
from parlor.domain.leaving import PLACES, Certificate, Closing, Tally, check_may_take_back, check_name, is_genuine, sealed
from parlor.storage import keys
from scripts.paths import ROOT

TENANT = TenantId("01M3250V00000000000000000U")
KEY = b"key"


def resources(kind: str) -> set[str]:
    """Names in the templates of everything of this kind."""
    found: set[str] = set()
    for path in [ROOT / "template.yaml", *(ROOT / "infra").glob("*.yaml")]:
        found |= set(re.findall(rf"^  (\w+):\n    Type: {re.escape(kind)}\n", path.read_text(), re.MULTILINE))
    return found


def outputs(kind: str) -> set[str]:
    return {place.output for place in PLACES if place.kind == kind}


def test_every_table_bucket_and_pool_is_a_place() -> None:
    assert resources("AWS::DynamoDB::Table") == outputs("table")
    assert resources("AWS::S3::Bucket") == outputs("bucket")
    assert {f"{name}Id" for name in resources("AWS::Cognito::UserPool")} == outputs("pool")


def folders(path: Path) -> set[str]:
    """Beginnings of objects' keys in the source, up to the company."""
    return set(re.findall(r'f"([\w/]+/(?:tenant=)?)\{(?:self\._)?tenant\}/', path.read_text()))


def test_every_folder_of_the_gateways_is_covered() -> None:
    sources = [*(ROOT / "layers/core/parlor/gateways").glob("*.py"), ROOT / "layers/core/parlor/domain/archive.py"]
    written = {folder for path in sources for folder in folders(path)}
    covered = {key.removesuffix("T/") for place in PLACES for key in place.keys}
    assert written, "the gateways name folders"
    assert written <= covered


def test_every_key_begins_with_the_tenant_or_is_one_of_those_that_the_sweep_knows() -> None:
    """A new key that does not name the tenant is entered here and in `_OURS` of storage/leaving.py, or its rows would outlive a company."""
    texts = re.findall(r'return f"([^"]+)"', Path(str(keys.__file__)).read_text())
    partitions = {text for text in texts if text.startswith("{tenant}#")}
    others = {text for text in texts if not text.startswith("{tenant}")}
    assert len(partitions) > 30
    assert others == {
        # Sort keys, below a partition of the tenant.
        "L#{seq:010d}",
        "{at_ms:013d}#{conversation_id}",
        "P#{producer}",
        "{name}#{customer_id}",
        "V#{visitor_id}",
        "H#{conversation_id}",
        "I#{parked_id}",
        "P#{parked_id}",
        # The tenant, or `-` for mails of no company yet: found by `contains(pk, :t)`.
        "{tenant or '-'}#MAIL#{mail_id}",
        "{agent}#{at_ms:013d}",
        "C#{conversation_id}",
        "{agent}#{connection}",
        "{visitor_id}#P#{ulid}",
        "{visitor_id}#P$",
        "{visitor_id}#Q",
        "{visit_id}#{goal_id}",
        "STYLEPUB#{style_id}#",
        "STYLEPUB#{style_id}#{version:010d}",
        "NUMBER#{number.upper()}",
        "{kind}#{bucket_s:010d}",
        "OWN#{owner}#{kind}",
        # Below a person: the tenant stands in the sort key.
        "S#{tenant}#",
        "S#{tenant}#{origin}",
        # Partitions without it: a person (tenant in the sort key), a sign-up and a domain (`tenant_id`), limits (hash of the subject),
        # sign-ins under way (in the body).
        "P#{subject}",
        "PENDING#{email}",
        "DOMAIN#{domain}",
        "{LIMIT}{scope}#{limited(subject)}",
        "{UNDER_WAY}{sha256(state.encode()).hexdigest()}",
    }


def certificate() -> Certificate:
    return sealed(
        Certificate(tenant_id=TENANT, asked_at=1, begun_at=2, ended_at=3, tallies=(Tally(place="chat", found=7, deleted=7),)), KEY
    )


def test_a_certificate_is_genuine_as_it_was_signed_only() -> None:
    made = certificate()
    assert made.whole
    assert is_genuine(made, KEY)
    assert not is_genuine(made, b"another")
    assert not is_genuine(replace(made, tallies=(Tally(place="chat", found=7, deleted=6),)), KEY)
    assert not is_genuine(replace(made, ended_at=4), KEY)
    assert not is_genuine(sealed(made, b"another"), KEY)


def test_a_name_is_typed_as_it_is() -> None:
    check_name(" Qingye  Tea ", "Qingye Tea")
    with pytest.raises(Invalid):
        check_name("qingye tea", "Qingye Tea")


def test_nothing_is_taken_back_once_the_deletion_has_begun() -> None:
    closing = Closing(tenant_id=TENANT, asked_at=1, ends_at=2)
    assert check_may_take_back(closing) is closing
    for late in (None, replace(closing, begun_at=2)):
        with pytest.raises(Conflict):
            check_may_take_back(late)
