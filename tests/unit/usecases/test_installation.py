"""Where the widget has been seen: what a page view leaves, what it costs, and what an administrator reads of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from parlor.domain.caller import Caller
from parlor.domain.errors import Invalid
from parlor.domain.installation import (
    ASKED_EVERY_MS,
    EVERY_MS,
    HOSTS_MAX,
    PAGES_MAX,
    Installation,
    Lately,
    Spot,
    asked_spot,
    find,
    is_checking,
    noted,
    spot_of,
)
from parlor.storage import installations
from parlor.storage.installations import InstallationStore
from parlor.usecases.note_place import note_place
from tests.fakes.capacity import billed
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage

OURS = "https://parlor.example"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with tables():
        installations.bind("Chat")
        yield Stage()


class Function:
    """One function with its memory."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.lately, self.store = stage, Lately(), InstallationStore(stage.tenant)

    def sees(self, url: str, visitor: Caller) -> bool:
        return note_place(url, visitor, lambda: self.store, self.lately, self.stage.clock, OURS)

    @property
    def known(self) -> Installation:
        return self.store.of(self.stage.style.style_id)


@pytest.mark.parametrize(
    ("url", "spot"),
    [
        ("https://Shop.Example/", Spot("shop.example", "/")),
        ("https://shop.example:443/contact/?token=secret#top", Spot("shop.example", "/contact")),
        ("http://localhost:8000/a%20b", Spot("localhost:8000", "/a b")),
        ("https://shop.example/app#/orders/7", Spot("shop.example", "/app#/orders/7")),
        ("https://shop.example/" + "茶" * 200, Spot("shop.example", "/" + "茶" * 66)),
        ("https://shop.example/%3Cscript%3E%00", Spot("shop.example", "/<script>")),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://shop.example:99999/", None),
        ('https://a"b/', None),
        ("https://" + "a" * 101 + "/", None),
    ],
)
def test_what_is_kept_of_an_address(url: str, spot: Spot | None) -> None:
    assert spot_of(url) == spot


@pytest.mark.parametrize("url", ["", "hello", "ftp://shop.example", "https://shop example"])
def test_what_is_no_address_is_refused_by_its_field(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        asked_spot(url)
    assert refusal.value.field == "url"


def test_an_address_may_be_entered_as_people_say_it() -> None:
    assert asked_spot(" shop.example ") == (Spot("shop.example", "/"), False)
    assert asked_spot("shop.example/contact?from=ad") == (Spot("shop.example", "/contact"), True)


def test_a_site_is_written_down_once_an_hour_and_other_page_views_cost_nothing(stage: Stage) -> None:
    one, other, visitor = Function(stage), Function(stage), stage.visitor()
    with billed() as first:
        assert one.sees("https://tea.example/", visitor)
    assert (first.requests, first.write_units, first.read_units) == (["GetItem", "UpdateItem"], 1, 1)
    with billed() as later:
        assert not any(one.sees(f"https://tea.example/{page}", visitor) for page in range(100))
    assert later.requests == []
    with billed() as elsewhere:
        assert not any(other.sees("https://tea.example/green", visitor) for _ in range(3))
    assert elsewhere.requests == ["GetItem"], "another function asks once, and writes nothing"

    stage.clock.pass_ms(EVERY_MS)
    assert one.sees("https://tea.example/green", visitor)
    (host,) = one.known.hosts
    assert (host.times, [page.path for page in host.pages]) == (2, ["/green", "/"])


def test_who_is_checking_is_seen_at_once_but_not_with_every_page(stage: Stage) -> None:
    function, visitor = Function(stage), stage.visitor()
    function.sees("https://tea.example/", visitor)
    stage.clock.pass_ms(5)
    assert function.sees("https://tea.example/contact?a=b&parlor_check=1", visitor)
    with billed() as bill:
        assert not any(function.sees(f"https://tea.example/{page}?parlor_check=1", visitor) for page in range(50))
    assert bill.requests == []
    stage.clock.pass_ms(ASKED_EVERY_MS)
    assert function.sees("https://tea.example/contact?parlor_check=1", visitor)
    for address in ("https://tea.example/parlor_check", "https://[?parlor_check=1"):
        assert not is_checking(address)


def test_the_page_of_its_own_is_no_site_and_a_visitor_without_a_style_says_nothing(stage: Stage) -> None:
    function, visitor = Function(stage), stage.visitor()
    assert not function.sees(f"{OURS}/widget/chat.html?tenant=x", visitor)
    assert not function.sees("about:blank", visitor)
    assert function.known == Installation()


def test_strangers_who_claim_sites_push_out_each_other_and_not_the_real_one() -> None:
    now = 1_790_000_000_000
    real = Spot("tea.example", "/")
    known = Installation()
    for hour in range(3):
        known = noted(known, real, now + hour * EVERY_MS)
    for claimed in range(500):
        known = noted(known, Spot(f"{claimed}.claimed.example", "/" + "x" * 199), now + 3 * EVERY_MS + claimed)
    assert len(known.hosts) == HOSTS_MAX
    assert find(known, real, names_page=True).finding == "page"
    for page in range(50):
        known = noted(known, Spot("tea.example", f"/{page}"), now + 4 * EVERY_MS)
    assert len(known.hosts[0].pages) == PAGES_MAX


def test_two_functions_at_once_lose_neither_site(stage: Stage) -> None:
    one, other, visitor = Function(stage), Function(stage), stage.visitor()

    class Slow(InstallationStore):
        """Between its reading and its writing another function writes."""

        raced = False

        def keep(self, style: Any, after: Installation) -> bool:
            if not self.raced:
                self.raced = True
                assert other.sees("https://coffee.example/", visitor)
            return super().keep(style, after)

    one.store = Slow(stage.tenant)
    assert one.sees("https://tea.example/", visitor)
    assert {each.host for each in one.known.hosts} == {"tea.example", "coffee.example"}


@pytest.mark.parametrize(
    ("url", "finding"),
    [
        ("https://tea.example/contact", "page"),
        ("https://www.tea.example/contact/?x=1", "page"),
        ("tea.example", "page"),
        ("tea.example/", "page"),
        ("tea.example/about", "site"),
        ("shop.tea.example", "never"),
    ],
)
def test_what_is_answered(url: str, finding: str) -> None:
    known = noted(Installation(), Spot("tea.example", "/contact"), 7)
    found = find(known, *asked_spot(url))
    assert (found.finding, found.at) == (finding, None if finding == "never" else 7)
