"""The company's data and a person's own: what is wrong is named, nobody is overwritten, and what changed stands in the audit log."""

import base64

from parlor.domain.ids import TenantId
from tests.fakes.api import Api, Person, Reply, colleague
from tests.unit.domain.test_style_pictures import png

DATA = {
    "short_name": " 青叶 ",
    "industry": "茶叶",
    "address": "杭州市西湖区龙井路 1 号",
    "phone": "0571-8888 0000",
    "email": "service@tea.example",
    "website": "https://tea.example/",
    "invoice_title": "杭州青叶茶叶有限公司",
    "tax_number": "91330106MA2XXXXX1A",
}


def change(admin: Person, **fields: object) -> Reply:
    return admin.call("PATCH", "/company", {"version": admin.get("/company")["version"]} | fields)


def entries(admin: Person, action: str) -> list[dict[str, object]]:
    log = admin.api.house.office(TenantId(admin.tenant)).audit
    found, _ = log.page(0, admin.api.clock.now + 1, None, lambda entry: entry.action == action)
    return [{"before": each.before, "after": each.after} for each in found]


def picture(person: Person, path: str) -> dict[str, object]:
    reply = person.call("POST", path, {"name": "a.png", "data": base64.b64encode(png(40, 20)).decode()})
    assert reply.status == 200, reply.text
    asset: dict[str, object] = reply.json
    return asset


def test_a_company_says_what_it_is(api: Api, admin: Person) -> None:
    fresh = admin.get("/company")
    assert (fresh["short_name"], fresh["logo"], fresh["tax_number"]) == ("", None, "")
    saved = change(admin, **DATA)
    assert saved.status == 200, saved.text
    kept = admin.get("/company")
    assert {name: kept[name] for name in DATA} == DATA | {"short_name": "青叶"}
    seen = colleague(admin, "lin@example.com", "7").get("/company")
    assert (seen["phone"], seen["tax_number"], seen["invoice_title"]) == (DATA["phone"], "", ""), "invoices are the administrators'"
    (entry,) = entries(admin, "change_company")
    assert entry["before"]["phone"] == "", "what is new stands beside what was there"  # type: ignore[index]
    assert entry["after"]["phone"] == DATA["phone"]  # type: ignore[index]
    for field, wrong in (
        ("email", "nobody"),
        ("website", "javascript:alert(1)"),
        ("website", "tea"),
        ("phone", "call me"),
        ("tax_number", "91 33"),
        ("short_name", "x" * 21),
        ("company", " "),
        ("logo", {"url": "https://elsewhere.example/x.png", "width": 1, "height": 1}),
    ):
        reply = change(admin, **{field: wrong})
        assert (reply.status, reply.json["field"].partition(".")[0]) == (400, field)
    assert admin.get("/company") == kept
    late = admin.call("PATCH", "/company", {"version": fresh["version"], "phone": "1"})
    assert (late.status, late.code) == (409, "conflict")


def test_the_logo_stands_in_styles_without_one_of_their_own(api: Api, admin: Person) -> None:
    style = admin.get("/styles")["styles"][0]["style_id"]
    logo = picture(admin, "/style-pictures")
    assert change(admin, logo=logo).status == 200
    assert api.sites.style(admin.tenant, style)["panel"]["logo"] == logo
    assert change(admin, logo=None).status == 200
    assert "logo" not in api.sites.style(admin.tenant, style).get("panel", {})


def test_a_person_changes_what_others_see_of_them_and_nothing_else(api: Api, admin: Person) -> None:
    lin = colleague(admin, "lin@example.com", "7")
    profile = lin.get("/me/profile")
    photo = picture(lin, "/me/picture")["url"]
    body = {"version": profile["version"], "name": " Lin Yi ", "title": "Tea master", "phone": "123", "photo": photo}
    changed = lin.call("PATCH", "/me/profile", body)
    assert (changed.status, changed.json["name"], changed.json["photo"]) == (200, "Lin Yi", photo)
    seen = next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == lin.agent_id)
    assert (seen["name"], seen["title"], seen["role"], seen["number"]) == ("Lin Yi", "Tea master", "agent", "7")
    late = lin.call("PATCH", "/me/profile", {"version": profile["version"], "name": "Old"})
    assert (late.status, late.code) == (409, "conflict")
    for field, wrong in (("name", " "), ("phone", "call me"), ("photo", "https://elsewhere.example/x.png"), ("role", "admin")):
        reply = lin.call("PATCH", "/me/profile", {"version": changed.json["version"], field: wrong})
        assert (reply.status, reply.json["field"]) == (400, field)
    (entry,) = entries(admin, "change_profile")
    assert entry["after"]["name"] == "Lin Yi"  # type: ignore[index]


def test_how_it_looks_is_the_persons_own(api: Api, admin: Person) -> None:
    settings = admin.get("/me/settings")
    assert (settings["language"], settings["theme"], settings["twelve_hours"], settings["signature"]) == (None, None, False, "")
    body = {"version": settings["version"], "language": "en", "theme": "dark", "twelve_hours": True, "signature": "Owner\nExt. 12"}
    assert admin.call("PATCH", "/me/settings", body).status == 200
    assert {name: admin.get("/me/settings")[name] for name in ("language", "theme")} == {"language": "en", "theme": "dark"}
    reset = admin.call("PATCH", "/me/settings", {"version": settings["version"] + 1, "theme": None})
    assert reset.json["theme"] is None
    wrong = admin.call("PATCH", "/me/settings", {"version": settings["version"] + 2, "theme": "pink"})
    assert (wrong.status, wrong.json["field"]) == (400, "theme")
