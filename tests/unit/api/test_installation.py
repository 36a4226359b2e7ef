"""What an administrator is told of where the snippet stands."""

from typing import Any

from parlor.domain.ids import StyleId, TenantId
from parlor.domain.installation import Spot, noted
from tests.fakes.api import Person, restyle


def style_of(person: Person) -> str:
    found: str = person.get("/styles")["styles"][0]["style_id"]
    return found


def seen(person: Person, url: Spot) -> None:
    store = person.api.house.office(TenantId(person.tenant)).installations
    style = StyleId(style_of(person))
    assert store.keep(style, noted(store.of(style), url, person.api.clock.now))


def check(person: Person, url: str, style: str = "") -> Any:
    return person.call("GET", f"/styles/{style or style_of(person)}/installation?url={url}")


def test_the_answer_goes_from_never_to_the_site_to_the_page(admin: Person) -> None:
    nothing = check(admin, "").json
    assert (nothing["sites"], nothing["addresses"]["site"]) == ([], "https://parlor.example")
    assert "finding" not in nothing
    never = check(admin, "tea.example/contact").json
    assert (never["host"], never["path"], never["finding"]) == ("tea.example", "/contact", "never")
    seen(admin, Spot("tea.example", "/"))
    site = check(admin, "tea.example/contact").json
    assert (site["finding"], site["seen_at"]) == ("site", admin.api.clock.now)
    seen(admin, Spot("tea.example", "/contact"))
    page = check(admin, "https://tea.example/contact").json
    assert page["finding"] == "page"
    assert [each["path"] for each in page["sites"][0]["pages"]] == ["/contact", "/"]


def test_a_page_from_which_the_style_keeps_its_icon_is_named(admin: Person) -> None:
    restyle(admin, launcher={"hide_on": ["/checkout*"]})
    assert check(admin, "tea.example/checkout/pay").json["not_shown"]
    assert "not_shown" not in check(admin, "tea.example/cart").json


def test_what_is_no_address_is_refused_and_another_company_s_style_is_not_there(admin: Person, stranger: Person) -> None:
    wrong = check(admin, "javascript:alert(1)")
    assert (wrong.status, wrong.json["field"]) == (400, "url")
    seen(admin, Spot("tea.example", "/"))
    assert check(stranger, "tea.example", style_of(admin)).status == 404
    assert check(stranger, "tea.example").json["finding"] == "never"
