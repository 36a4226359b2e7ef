"""Styles: the draft that nobody sees, the file that everybody fetches, the history between them, and what may not stand in them."""

from base64 import b64encode
from typing import Any

import pytest

from parlor.domain.ids import StyleId, TenantId, new_ulid
from parlor.domain.launcher import ICON_PATHS
from parlor.domain.pages import NO_PAGE
from parlor.storage.connection import connection
from tests.fakes.api import Api, Person, Reply, colleague, sign_up

RULE = {"rule_id": new_ulid(7), "name": "Undecided", "texts": {"en": "May I help?"}, "when": {"page_s": 30, "pages": ["/tea*"]}}


def first(admin: Person) -> str:
    style: str = admin.get("/styles")["styles"][0]["style_id"]
    return style


def draft(admin: Person, style_id: str) -> dict[str, Any]:
    found: dict[str, Any] = admin.get(f"/styles/{style_id}")
    return found


def save(admin: Person, style_id: str, **content: Any) -> Reply:
    before = draft(admin, style_id)
    body = {"version": before["version"], "content": before["content"] | content}
    return admin.call("PATCH", f"/styles/{style_id}", body)


def act(admin: Person, style_id: str, verb: str, **more: Any) -> Reply:
    return admin.call("POST", f"/styles/{style_id}/{verb}", {"version": draft(admin, style_id)["version"]} | more)


def publish(admin: Person, style_id: str, **content: Any) -> dict[str, Any]:
    """Saves and publishes. Returns the file."""
    assert save(admin, style_id, **content).status == 200
    reply = act(admin, style_id, "publish")
    assert reply.status == 200, reply.text
    found: dict[str, Any] = admin.api.sites.style(admin.tenant, style_id)
    return found


def visit(admin: Person, style_id: str, **more: Any) -> Reply:
    return admin.api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style_id} | more)


# --- drafts and publications ---------------------------------------------------------------------------------------


def test_a_sign_up_ends_with_a_style_that_is_published(api: Api, admin: Person) -> None:
    style_id = first(admin)
    file = api.sites.style(admin.tenant, style_id)
    assert (file["v"], file["color"], file["kind"], file["launcher_words"]["en"]["label"]) == (1, "#0f6a60", "floating", "Chat with us")
    _, media_type, cache = api.sites.files[f"widget/styles/{admin.tenant}/{style_id}.json"]
    assert (media_type, cache) == ("application/json", "public, max-age=60")
    assert visit(admin, style_id).status == 200
    history = admin.get(f"/styles/{style_id}/publications")["publications"]
    assert [(each["version"], each.get("name")) for each in history] == [(1, None)]


def test_a_draft_is_seen_by_nobody_until_it_is_published(api: Api, admin: Person) -> None:
    style_id = first(admin)
    saved = save(admin, style_id, color="#112233", radius=4).json
    assert (saved["has_changes"], saved["published_version"], saved["content"]["color"]) == (True, 1, "#112233")
    assert api.sites.style(admin.tenant, style_id)["color"] == "#0f6a60"
    published = act(admin, style_id, "publish").json
    file = api.sites.style(admin.tenant, style_id)
    assert (file["v"], file["color"], file["radius"]) == (2, "#112233", 4)
    assert (published.get("has_changes"), published["published_version"]) == (None, 2)
    (line, _) = admin.get(f"/styles/{style_id}/publications")["publications"]
    assert (line["version"], line["number"], line["name"]) == (2, "1000", "Owner")


def test_history_reverts_and_discards(api: Api, admin: Person) -> None:
    style_id = first(admin)
    publish(admin, style_id, color="#111111")
    publish(admin, style_id, color="#222222")
    reverted = act(admin, style_id, "revert", to=2).json
    assert (reverted["content"]["color"], reverted["has_changes"]) == ("#111111", True)
    assert api.sites.style(admin.tenant, style_id)["color"] == "#222222", "visitors see it when it is published"
    discarded = act(admin, style_id, "discard").json
    assert (discarded["content"]["color"], discarded.get("has_changes")) == ("#222222", None)
    act(admin, style_id, "revert", to=1)
    act(admin, style_id, "publish")
    assert (api.sites.style(admin.tenant, style_id)["color"], api.sites.style(admin.tenant, style_id)["v"]) == ("#0f6a60", 4)
    missing = act(admin, style_id, "revert", to=9)
    assert (missing.status, missing.json["field"]) == (404, "to")


def test_the_last_fifty_publications_are_kept(admin: Person) -> None:
    style_id = first(admin)
    for number in range(51):
        publish(admin, style_id, radius=number % 20)
    history = [each["version"] for each in admin.get(f"/styles/{style_id}/publications")["publications"]]
    assert (len(history), history[0], history[-1]) == (50, 52, 3)
    assert act(admin, style_id, "revert", to=2).status == 404


def test_of_two_who_change_the_same_the_second_is_told(admin: Person) -> None:
    style_id = first(admin)
    read = draft(admin, style_id)["version"]
    assert admin.call("PATCH", f"/styles/{style_id}", {"version": read, "name": "Shop"}).status == 200
    for verb, more in (("publish", {}), ("discard", {}), ("revert", {"to": 1})):
        refused = admin.call("POST", f"/styles/{style_id}/{verb}", {"version": read} | more)
        assert (refused.status, refused.code, refused.json["field"]) == (409, "conflict", "version")
    assert admin.call("PATCH", f"/styles/{style_id}", {"version": read, "name": "Other"}).code == "conflict"


def test_publishing_twice_is_publishing_once(api: Api, admin: Person) -> None:
    style_id = first(admin)
    save(admin, style_id, color="#abcdef")
    one, two = act(admin, style_id, "publish"), act(admin, style_id, "publish")
    assert (one.status, one.json) == (two.status, two.json)
    assert len(admin.get(f"/styles/{style_id}/publications")["publications"]) == 2


def test_a_file_that_could_not_be_written_is_healed_by_publishing_again(api: Api, admin: Person) -> None:
    style_id = first(admin)
    save(admin, style_id, color="#abcdef")
    api.sites.broken = True
    assert act(admin, style_id, "publish").status == 500
    assert api.sites.style(admin.tenant, style_id)["color"] == "#0f6a60"
    assert draft(admin, style_id)["published_version"] == 2, "never a file without a record"
    api.sites.broken = False
    assert act(admin, style_id, "publish").json["published_version"] == 2
    assert api.sites.style(admin.tenant, style_id)["color"] == "#abcdef"


def test_somebody_who_publishes_meanwhile_has_the_last_word(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first file is written late: after the second publication. The newest stays."""
    style_id = first(admin)
    save(admin, style_id, color="#111111")
    put, late = api.sites.put, []

    def slow(key: str, body: bytes, media_type: str, cache: str) -> None:
        if not late:
            late.append(key)
            publish(admin, style_id, color="#222222")
        put(key, body, media_type, cache)

    monkeypatch.setattr(api.sites, "put", slow)
    act(admin, style_id, "publish")
    assert (api.sites.style(admin.tenant, style_id)["v"], api.sites.style(admin.tenant, style_id)["color"]) == (3, "#222222")


def test_styles_are_added_copied_and_deleted(api: Api, admin: Person) -> None:
    old = first(admin)
    publish(admin, old, color="#333333")
    copied = admin.call("POST", "/styles", {"name": "Forum", "copy_of": old}).json
    new = copied["style_id"]
    assert (copied["content"]["color"], copied["published_version"], copied["has_changes"]) == ("#333333", 0, True)
    assert api.sites.style(admin.tenant, new) is None
    assert visit(admin, new).status == 404, "nobody has published it"
    assert act(admin, new, "discard").code == "never_published"
    act(admin, new, "publish")
    assert visit(admin, new).status == 200
    assert admin.call("DELETE", f"/styles/{new}").status == 204
    assert api.sites.style(admin.tenant, new) == {"off": "deleted"}
    api.clock.now += 61_000
    assert (visit(admin, new).status, admin.call("GET", f"/styles/{new}").status) == (404, 404)
    last = admin.call("DELETE", f"/styles/{old}")
    assert (last.status, last.code) == (409, "last_style")


def test_a_deletion_that_was_cut_off_is_completed_by_the_next(api: Api, admin: Person) -> None:
    style_id = admin.call("POST", "/styles", {"name": "Forum"}).json["style_id"]
    act(admin, style_id, "publish")
    api.sites.broken = True
    assert admin.call("DELETE", f"/styles/{style_id}").status == 500
    api.sites.broken = False
    assert admin.call("DELETE", f"/styles/{style_id}").status == 204
    assert api.sites.style(admin.tenant, style_id) == {"off": "deleted"}


def test_changes_are_in_the_audit_log(admin: Person) -> None:
    style_id = first(admin)
    publish(admin, style_id, color="#444444")
    entries = admin.get("/audit?from=2026-09-01&to=2026-10-30")["entries"]
    found = {each["action"]: each for each in entries if each.get("about_kind") == "style"}
    assert found["publish_style"]["after"] == {"color": "#444444"}
    assert found["save_draft"]["before"] == {"color": "#0f6a60"}


def test_an_agent_may_read_and_not_change(api: Api, admin: Person) -> None:
    agent, style_id = colleague(admin, "agent@example.com", "7"), first(admin)
    assert agent.call("GET", f"/styles/{style_id}").status == 200
    assert save(agent, style_id, color="#000000").code == "forbidden"
    assert act(agent, style_id, "publish").code == "forbidden"


def test_another_company_finds_nothing(api: Api, admin: Person) -> None:
    stranger, style_id = sign_up(api, company="Other", email="stranger@example.com"), first(admin)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"version": 1, "name": "Mine"}),
        ("POST", "/publish", {"version": 1}),
        ("GET", "/publications", None),
        ("DELETE", "", None),
    ):
        assert stranger.call(method, f"/styles/{style_id}{path}", body).status == 404
    assert stranger.call("POST", "/styles", {"name": "Mine", "copy_of": style_id}).status == 404


# --- the file ------------------------------------------------------------------------------------------------------


def test_what_stands_in_the_file(admin: Person) -> None:
    style_id = first(admin)
    file = publish(
        admin,
        style_id,
        kind="fixed",
        consent="ask",
        launcher={"online": "headset", "busy": "clock", "offline": "mail", "x": 8, "when_offline": False, "hide_on": ["/pay*"]},
        texts={"en": {"launcher": "Ask us", "title": "Help"}},
        words={"en": {"header.close": "Shut"}},
        panel={"profile": {"en": "Tea since 1998."}, "payments": ["alipay", "visa"]},
        invitation_box={"place": "top", "delay_s": 3, "titles": {"en": "Hello"}},
        invitations={"quiet_minutes": 5, "rules": [RULE, RULE | {"rule_id": new_ulid(8), "on": False}]},
    )
    assert [file["icons"][state] for state in ("online", "busy", "offline")] == [ICON_PATHS[each] for each in ("headset", "clock", "mail")]
    assert (file["kind"], file["consent"], file["x"], file["pages_offline"]) == ("fixed", "ask", 8, NO_PAGE)
    assert "pay" in file["pages"]
    assert (file["launcher_words"]["en"]["label"], file["launcher_words"]["en"]["title"]) == ("Ask us", "Help")
    assert file["words"] == {"en": {"header.close": "Shut"}}
    assert file["panel"] == {"profile": {"en": "Tea since 1998."}, "agent_card": True, "payments": ["alipay", "visa"], "powered_by": True}
    assert file["invitation_box"] == {"place": "top", "delay_s": 3, "titles": {"en": "Hello"}}
    (rule,) = file["rules"]
    assert (rule["rule_id"], rule["when"], rule["texts"]) == (RULE["rule_id"], {"page_s": 30}, {"en": "May I help?"})
    assert "tea" in rule["pages"]
    assert "agent_id" not in rule, "in whose name is in the visit"
    assert file["quiet_minutes"] == 5


def test_a_page_view_reads_no_style(admin: Person) -> None:
    """Within a minute, in a function that has seen the style; a newer file is followed at once."""
    style_id = first(admin)
    visit(admin, style_id)
    visit(admin, style_id)
    admin.api.clock.now += 50_000
    with KeysRead() as asked:
        assert visit(admin, style_id).status == 200
    assert asked, "other things are read"
    assert not [key for key in asked if "STYLE" in key]
    with KeysRead() as asked:
        visit(admin, style_id, style_version=2)
    assert [key for key in asked if "STYLE#" in key]


class KeysRead:
    """The keys of what is read while this is open."""

    def __enter__(self) -> list[str]:
        self.keys: list[str] = []

        def before(params: dict[str, Any], model: Any, **_: Any) -> None:
            if model.name in ("GetItem", "Query", "BatchGetItem"):
                self.keys.append(params["body"].decode() if isinstance(params["body"], bytes) else params["body"])

        connection().client.meta.events.register("before-call.dynamodb", before, unique_id="keys")
        return self.keys

    def __exit__(self, *_: object) -> None:
        connection().client.meta.events.unregister("before-call.dynamodb", unique_id="keys")


def test_the_visit_is_the_published_styles(admin: Person) -> None:
    style_id = first(admin)
    departments = [each["department_id"] for each in admin.get("/departments")["departments"]]
    form = {"enabled": True, "fields": [{"key": "order", "kind": "text", "label": "Order"}]}
    save(admin, style_id, language="ja", department_id=None, pre_chat=form)
    before = visit(admin, style_id).json
    assert (before["language"], "pre_chat" in before, "departments" in before) == ("en", False, False)
    act(admin, style_id, "publish")
    after = visit(admin, style_id, style_version=2).json
    assert (after["language"], after["pre_chat"]["fields"][0]["label"]) == ("ja", "Order")
    assert [each["department_id"] for each in after["departments"]] == departments
    assert (after["company"], after["typing_preview"]) == ("Tea & Co", True)


def test_before_consent_nothing_is_kept_and_nobody_counted(admin: Person) -> None:
    style_id = first(admin)
    look = visit(admin, style_id, look=True, languages="zh-TW").json
    assert look == {"availability": "offline", "language": "zh-TW"}
    assert "widget_seen_at" not in admin.get("/home")
    visit(admin, style_id)
    assert admin.get("/styles")["styles"][0]["widget_seen_at"] == admin.get("/home")["widget_seen_at"]


def test_a_suspended_company_is_off(api: Api, admin: Person) -> None:
    style_id = first(admin)
    token = visit(admin, style_id).json["visitor_token"]
    office = api.house.office(TenantId(admin.tenant))
    office.directory.suspend(api.clock.now)
    assert office.put_style_file.all() == [style_id]
    assert api.sites.style(admin.tenant, style_id) == {"off": "suspended"}
    for refused in (
        visit(admin, style_id),
        visit(admin, style_id, look=True),
        admin.call("POST", "/socket-ticket"),
        api.call("POST", "/widget/left-messages", {"visitor_token": token, "client_id": new_ulid(1), "email": "a@b.cd", "text": "?"}),
    ):
        assert (refused.status, refused.code) == (403, "tenant_suspended")
    act(admin, style_id, "publish")
    assert api.sites.style(admin.tenant, style_id) == {"off": "suspended"}, "publishing does not open it"
    office.directory.suspend(None)
    office.put_style_file.all()
    assert api.sites.style(admin.tenant, style_id)["v"] == 1
    assert visit(admin, style_id).status == 200


def test_a_row_of_before_there_were_drafts(api: Api, admin: Person) -> None:
    """Its content is the draft, and the first publication."""
    style_id = old_row(admin)
    summary = admin.get("/styles")["styles"][0]
    assert (summary["published_version"], summary.get("has_changes")) == (1, None)
    found = draft(admin, style_id)
    assert (found["version"], found["content"]["color"], found["content"]["position"]) == (4, "#550000", "left")
    assert found["content"]["invitations"]["rules"][0]["texts"] == {"zh-CN": "您好"}
    assert visit(admin, style_id).json["language"] == "zh-CN"
    office = api.house.office(TenantId(admin.tenant))
    for _ in range(2):
        office.put_style_file.all()
        file = api.sites.style(admin.tenant, style_id)
        assert (file["v"], file["color"], file["texts"]) == (1, "#550000", {"en": {"title": "Hi"}})
    assert publish(admin, style_id, color="#006600")["v"] == 2
    assert act(admin, style_id, "revert", to=1).json["content"]["color"] == "#550000"
    assert office.directory.fresh().style(StyleId(style_id)).name == "Old"


def test_an_old_row_is_changed_before_anybody_has_moved_it(admin: Person) -> None:
    style_id = old_row(admin)
    publish(admin, style_id, color="#006600")
    assert [each["version"] for each in admin.get(f"/styles/{style_id}/publications")["publications"]] == [2, 1]


def old_row(admin: Person) -> str:
    """The company's only style, as it was stored before there were drafts."""
    style_id, client = first(admin), connection().client
    for sk in (f"STYLEDRAFT#{style_id}", f"STYLEPUB#{style_id}#{1:010d}"):
        client.delete_item(TableName="Directory", Key={"pk": {"S": admin.tenant}, "sk": {"S": sk}})
    texts = {"color": "#550000", "position": "left", "language": "zh-CN", "name": "Old", "style_id": style_id}
    documents = {
        "texts": '{"en": {"title": "Hi", "launcher": "", "welcome": "", "warning": "", "offline": ""}}',
        "launcher": '{"online": "mail"}',
        "invitations": f'{{"rules": [{{"rule_id": "{new_ulid(7)}", "name": "Old", "texts": {{"zh": "您好", "en": ""}}}}]}}',
    }
    item = {"pk": {"S": admin.tenant}, "sk": {"S": f"STYLE#{style_id}"}, "version": {"N": "4"}}
    client.put_item(TableName="Directory", Item=item | {name: {"S": value} for name, value in (texts | documents).items()})
    admin.api.house.memory.forget(TenantId(admin.tenant))
    return style_id


# --- hostile content -----------------------------------------------------------------------------------------------

OURS = "https://parlor.example/widget/files"
PIXELS = {"width": 10, "height": 10}


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        ({"texts": {"en": {"welcome": "Hi <script>alert(1)</script>"}}}, "markup", "texts.en.welcome"),
        ({"texts": {"en": {"title": "<b>Help</b>"}}}, "markup", "texts.en.title"),
        ({"texts": {"en": {"warning": "java\tscript:x JavaScript : alert(1)"}}}, "markup", "texts.en.warning"),
        ({"texts": {"en": {"offline": "x\u2028y"}}}, "invalid", "texts.en.offline"),
        ({"texts": {"fr": {}}}, "invalid", "texts.fr"),
        ({"words": {"en": {"header.close": "x" * 501}}}, "too_long", "words.en.header.close"),
        ({"texts": {"ja": {}, "en": {"slogan": "x"}}}, "unknown_field", "texts.en.slogan"),
        ({"texts": {"en": {"title": "x" * 41}}}, "too_long", "texts.en.title"),
        ({"words": {"en": {"header.close": "<img src=x onerror=alert(1)>"}}}, "markup", "words.en.header.close"),
        ({"words": {"en": {"header.nothing": "Hi"}}}, "unknown_field", "words.en.header.nothing"),
        ({"color": "red"}, "invalid", "color"),
        ({"color": "#fff;background:url(x)"}, "invalid", "color"),
        ({"kind": "popup"}, "invalid", "kind"),
        ({"surprise": 1}, "unknown_field", "surprise"),
        ({"panel": {"profile": {"en": "<iframe src=//evil>"}}}, "markup", "panel.profile.en"),
        ({"panel": {"tab": {"url": "javascript:alert(1)"}}}, "invalid", "panel.tab.url"),
        ({"panel": {"tab": {"url": "http://forum.example/"}}}, "invalid", "panel.tab.url"),
        ({"panel": {"tab": {"url": "https://user@forum.example/"}}}, "invalid", "panel.tab.url"),
        ({"panel": {"announcement": {"url": "data:text/html,x"}}}, "invalid", "panel.announcement.url"),
        ({"panel": {"logo": {"url": "https://evil.example/a.png"} | PIXELS}}, "invalid", "panel.logo.url"),
        ({"panel": {"logo": {"url": f"{OURS}/{new_ulid(1)}/{'a' * 64}.png"} | PIXELS}}, "invalid", "panel.logo.url"),
        ({"pictures": {"online": {"url": "https://evil.example/a.svg"} | PIXELS}}, "invalid", "pictures.online.url"),
        ({"department_id": new_ulid(1)}, "invalid", "department_id"),
        ({"launcher": {"show_on": ["/<script>"]}}, "markup", "launcher.show_on[0]"),
        ({"invitations": {"rules": [RULE | {"texts": {"ja": "<a href=x>"}}]}}, "markup", "invitations.rules[0].texts.ja"),
        ({"invitations": {"rules": [RULE | {"agent_id": new_ulid(1)}]}}, "invalid", "invitations.rules[0].agent_id"),
        ({"pre_chat": {"enabled": True}}, "invalid", "pre_chat.fields"),
        ({"pre_chat": {"intro": "<svg onload=x>"}}, "markup", "pre_chat.intro"),
    ],
)
def test_hostile_content_is_refused_and_named(admin: Person, content: dict[str, Any], code: str, field: str) -> None:
    style_id = first(admin)
    refused = save(admin, style_id, **content)
    assert (refused.status, refused.code, refused.json["field"]) == (400, code, f"content.{field}")
    assert draft(admin, style_id)["version"] == 1, "nothing has changed"


def test_harmless_text_stays_as_it_is(admin: Person) -> None:
    style_id = first(admin)
    texts = {"en": {"welcome": "Tea < 20 € & more > less <3\nAsk!", "title": 'Lin "Tea" & Co'}}
    assert publish(admin, style_id, texts=texts)["texts"] == texts


def test_very_much_of_it_is_refused(admin: Person) -> None:
    words = {language: {f"{'x' * 20}{n}": "茶" * 500 for n in range(30)} for language in ("zh-CN", "zh-TW", "en", "ja")}
    refused = save(admin, first(admin), words=words)
    assert (refused.status, refused.code, refused.json["field"]) == (400, "too_long", "content")


def test_what_a_draft_names_may_go_before_it_is_published(admin: Person) -> None:
    style_id = first(admin)
    added = admin.call("POST", "/departments", {"name": "VIP"}).json["department_id"]
    save(admin, style_id, department_id=added)
    assert admin.call("DELETE", f"/departments/{added}").status == 204
    refused = act(admin, style_id, "publish")
    assert (refused.status, refused.json["field"]) == (400, "content.department_id")


# --- pictures ------------------------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (64).to_bytes(4, "big") + (48).to_bytes(4, "big") + b"\x08\x06\x00\x00\x00"


def upload(admin: Person, body: bytes, name: str = "logo.png") -> Reply:
    return admin.call("POST", "/style-pictures", {"name": name, "content_type": "image/png", "data": b64encode(body).decode()})


def test_a_picture_gets_an_address_that_never_changes(api: Api, admin: Person) -> None:
    asset = upload(admin, PNG).json
    assert (asset["width"], asset["height"]) == (64, 48)
    assert asset["url"].startswith(f"{OURS}/{admin.tenant}/")
    assert asset == upload(admin, PNG).json
    body, media_type, cache = api.sites.files[asset["url"].removeprefix("https://parlor.example/")]
    assert (body, media_type, "immutable" in cache) == (PNG, "image/png", True)
    file = publish(admin, first(admin), panel={"logo": asset}, pictures={"offline": asset})
    assert (file["panel"]["logo"], file["pictures"]) == (asset, {"offline": asset})


def test_a_picture_of_another_company_is_not_ours(api: Api, admin: Person) -> None:
    stranger = sign_up(api, company="Other", email="stranger@example.com")
    refused = save(admin, first(admin), panel={"logo": upload(stranger, PNG).json})
    assert refused.json["field"] == "content.panel.logo.url"


def test_no_base64_and_too_many_bytes(admin: Person) -> None:
    assert admin.call("POST", "/style-pictures", {"name": "a.png", "data": "????"}).json["field"] == "data"
    large = upload(admin, PNG + bytes(256 * 1024))
    assert (large.status, large.code, large.json["field"]) == (400, "too_long", "data")
