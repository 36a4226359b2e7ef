"""Canned phrases and links: the company's and one's own, and phrases from a table."""

from typing import Any

import pytest

from parlor.domain.ids import AgentId, TenantId, new_ulid
from parlor.domain.library import CannedPhrase
from parlor.storage.library import CannedPhraseRow, LibraryStore
from parlor.storage.transactions import ITEMS_MAX, transact
from tests.fakes.api import Api, Person, colleague

PHRASE = {"shortcut": "hi", "title": "Hello", "text": "Hello, how can I help?", "folder": "Start"}
OWN = PHRASE | {"scope": "personal", "text": "Hello, I am Wang."}
LINK = {"title": "Shipping", "url": "https://tea.example/shipping", "folder": "Shop"}


@pytest.fixture
def agent(admin: Person) -> Person:
    return colleague(admin, "wang@example.com", "2")


def phrases(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get("/canned-phrases")["phrases"]
    return found


def brought_in(person: Person, csv: str, **more: Any) -> Any:
    reply = person.call("POST", "/canned-phrase-imports", {"csv": csv} | more)
    assert reply.status == 200, reply.text
    return reply.json


# --- phrases


def test_a_phrase_of_the_company_is_everybodys(admin: Person, agent: Person, stranger: Person) -> None:
    added = admin.call("POST", "/canned-phrases", PHRASE).json
    assert (added["scope"], added["version"], added.get("uses", 0)) == ("company", 1, 0)
    assert phrases(agent) == phrases(admin) == [added]
    assert phrases(stranger) == []


def test_a_phrase_of_ones_own_is_nobody_elses(admin: Person, agent: Person) -> None:
    """Given the company and two agents use the same shortcut, each agent sees the company's and their own."""
    company = admin.call("POST", "/canned-phrases", PHRASE).json
    own = agent.call("POST", "/canned-phrases", OWN).json
    assert own["scope"] == "personal"
    assert admin.call("POST", "/canned-phrases", OWN).status == 200
    assert sorted(phrase["phrase_id"] for phrase in phrases(agent)) == sorted([company["phrase_id"], own["phrase_id"]])
    address = f"/canned-phrases/{own['phrase_id']}"
    for method, path, body in (
        ("PATCH", address, {"version": 1, "title": "Mine"}),
        ("DELETE", address, None),
        ("POST", f"{address}/use", None),
    ):
        reply = admin.call(method, path, body)
        assert (reply.status, reply.code) == (404, "not_found")
    assert own in phrases(agent)


def test_only_who_leads_changes_what_is_the_companys(admin: Person, agent: Person) -> None:
    supervisor = colleague(admin, "zhao@example.com", "3", role="supervisor")
    added = supervisor.call("POST", "/canned-phrases", PHRASE).json
    address = f"/canned-phrases/{added['phrase_id']}"
    for method, path, body in (
        ("POST", "/canned-phrases", PHRASE | {"shortcut": "x"}),
        ("PATCH", address, {"version": 1, "title": "Changed"}),
        ("DELETE", address, None),
        ("POST", "/canned-phrase-imports", {"csv": "title,text\na,b"}),
    ):
        reply = agent.call(method, path, body)
        assert (reply.status, reply.code) == (403, "forbidden")
    assert phrases(agent) == [added]
    changed = supervisor.call("PATCH", address, {"version": 1, "title": " Changed ", "folder": " Other "}).json
    assert (changed["title"], changed["folder"], changed["version"], changed["text"]) == ("Changed", "Other", 2, PHRASE["text"])
    assert supervisor.call("DELETE", address).status == 204
    assert supervisor.call("DELETE", address).status == 404


def test_a_shortcut_belongs_to_one_phrase_until_it_is_given_up(agent: Person) -> None:
    first = agent.call("POST", "/canned-phrases", OWN).json
    again = agent.call("POST", "/canned-phrases", OWN)
    assert (again.status, again.code, again.json["field"]) == (409, "exists", "shortcut")
    second = agent.call("POST", "/canned-phrases", OWN | {"shortcut": "bye"}).json
    change = {"version": 1, "shortcut": "hi"}
    taken = agent.call("PATCH", f"/canned-phrases/{second['phrase_id']}", change)
    assert (taken.status, taken.code, taken.json["field"]) == (409, "exists", "shortcut")
    assert agent.call("PATCH", f"/canned-phrases/{first['phrase_id']}", {"version": 1, "shortcut": ""}).status == 200
    assert agent.call("PATCH", f"/canned-phrases/{second['phrase_id']}", change).json["shortcut"] == "hi"
    assert agent.call("DELETE", f"/canned-phrases/{second['phrase_id']}").status == 204
    assert agent.call("POST", "/canned-phrases", OWN).status == 200


def test_many_phrases_have_no_shortcut(agent: Person) -> None:
    for _ in range(3):
        assert agent.call("POST", "/canned-phrases", OWN | {"shortcut": ""}).status == 200
    assert len(phrases(agent)) == 3


def test_of_two_who_change_a_phrase_one_has_to_read_again(admin: Person) -> None:
    added = admin.call("POST", "/canned-phrases", PHRASE).json
    address = f"/canned-phrases/{added['phrase_id']}"
    assert admin.call("PATCH", address, {"version": 1, "text": "One"}).status == 200
    refused = admin.call("PATCH", address, {"version": 1, "text": "Two"})
    assert (refused.status, refused.code, refused.json["field"]) == (409, "conflict", "version")
    assert phrases(admin)[0]["text"] == "One"


def test_uses_are_counted_for_the_ranking(admin: Person, agent: Person) -> None:
    company, own = admin.call("POST", "/canned-phrases", PHRASE).json, agent.call("POST", "/canned-phrases", OWN).json
    for phrase, person in ((company, agent), (company, admin), (own, agent)):
        assert person.call("POST", f"/canned-phrases/{phrase['phrase_id']}/use").status == 204
    assert {phrase["phrase_id"]: phrase["uses"] for phrase in phrases(agent)} == {company["phrase_id"]: 2, own["phrase_id"]: 1}
    changed = admin.call("PATCH", f"/canned-phrases/{company['phrase_id']}", {"version": 1, "title": "A"})
    assert changed.status == 200, "using a phrase is no change of it"


def test_a_phrase_from_before_versions_and_owners_is_the_companys(admin: Person, agent: Person) -> None:
    phrase_id = new_ulid(1_790_000_000_000)
    row = CannedPhraseRow(admin.tenant, f"CANNED#{phrase_id}", phrase_id=phrase_id, title="Old", text="Old", folder="")
    row.save()
    row.update(actions=[CannedPhraseRow.version.remove()])
    assert [(phrase["scope"], phrase["version"]) for phrase in phrases(agent)] == [("company", 1)]
    assert admin.call("PATCH", f"/canned-phrases/{phrase_id}", {"version": 1, "shortcut": "old"}).json["version"] == 2


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"shortcut": "a b"}, "invalid", "shortcut"),
        ({"shortcut": "a/b"}, "invalid", "shortcut"),
        ({"shortcut": "x" * 21}, "too_long", "shortcut"),
        ({"title": "  "}, "invalid", "title"),
        ({"title": "x" * 201}, "too_long", "title"),
        ({"text": ""}, "invalid", "text"),
        ({"text": " \n"}, "invalid", "text"),
        ({"text": "x" * 4_001}, "too_long", "text"),
        ({"folder": "x" * 41}, "too_long", "folder"),
    ],
)
def test_a_phrase_that_cannot_be(admin: Person, change: dict[str, str], code: str, field: str) -> None:
    added = admin.call("POST", "/canned-phrases", PHRASE | {"shortcut": "first"}).json
    for reply in (
        admin.call("POST", "/canned-phrases", PHRASE | change),
        admin.call("PATCH", f"/canned-phrases/{added['phrase_id']}", {"version": 1} | change),
    ):
        assert (reply.status, reply.code, reply.json["field"]) == (400, code, field)
    assert phrases(admin) == [added]
    assert admin.call("POST", "/canned-phrases", PHRASE | {"scope": "team"}).json["field"] == "scope"


def test_there_is_a_limit_of_phrases(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parlor.usecases.keep_phrases.PHRASES_MAX", 2)
    for n in range(2):
        assert admin.call("POST", "/canned-phrases", PHRASE | {"shortcut": str(n)}).status == 200
    assert admin.call("POST", "/canned-phrases", PHRASE).code == "limit_reached"
    assert admin.call("POST", "/canned-phrase-imports", {"csv": "title,text\na,b"}).code == "limit_reached"
    assert admin.call("POST", "/canned-phrases", OWN).status == 200


# --- import


def test_a_table_from_a_spreadsheet_comes_in(admin: Person, agent: Person) -> None:
    table = '\ufeff文件夹;快捷码;标题;内容\r\n物流;fh;发货;"当天发货。\r\n一般 2 至 3 天; 偏远地区更久。"\r\n\r\n;;"说 ""好""";好的\r\n'
    assert brought_in(admin, table) == {"rows": 2, "added": 2}
    found = {phrase["title"]: phrase for phrase in phrases(agent)}
    assert (found["发货"]["text"], found["发货"]["folder"]) == ("当天发货。\n一般 2 至 3 天; 偏远地区更久。", "物流")
    assert (found['说 "好"']["shortcut"], found['说 "好"']["scope"]) == ("", "company")
    assert agent.call("POST", f"/canned-phrases/{found['发货']['phrase_id']}/use").status == 204


def test_a_table_of_ones_own_has_shortcuts_of_its_own(admin: Person, agent: Person) -> None:
    admin.call("POST", "/canned-phrases", PHRASE)
    assert brought_in(agent, "Title\tText\tShortcut\nHello\tHi\thi\n", scope="personal") == {"rows": 1, "added": 1}
    assert len(phrases(agent)) == 2
    assert len(phrases(admin)) == 1


def test_a_dry_run_changes_nothing(admin: Person) -> None:
    assert brought_in(admin, "title,text\nA,a\nB,b\n", dry_run=True) == {"rows": 2}
    assert phrases(admin) == []


def test_every_broken_row_is_named_and_none_comes_in(admin: Person) -> None:
    admin.call("POST", "/canned-phrases", PHRASE)
    rows = [
        "folder,shortcut,title,text",
        "Good,ok,Good,Good",
        ",x,,",
        f",a b,T,{'x' * 4001}",
        f"{'f' * 41},hi,T,t",
        ",ok,T,t",
        f",{'s' * 21},{'t' * 201},t",
    ]
    answer = brought_in(admin, "\n".join(rows))
    assert (answer["rows"], answer.get("added", 0)) == (6, 0)
    assert [(error["row"], error["field"], error["code"]) for error in answer["errors"]] == [
        (3, "title", "required"),
        (3, "text", "required"),
        (4, "text", "too_long"),
        (4, "shortcut", "invalid"),
        (5, "folder", "too_long"),
        (5, "shortcut", "exists"),
        (6, "shortcut", "repeated"),
        (7, "shortcut", "too_long"),
        (7, "title", "too_long"),
    ]
    assert len(phrases(admin)) == 1


@pytest.mark.parametrize(
    ("table", "row", "field", "code"),
    [
        ("text\nHello\n", 1, "title", "required"),
        ("名称,内容\n您好,您好\n", 1, "title", "required"),
        ("title,text,title\nA,a,b\n", 1, "title", "repeated"),
        ('title,text\nA,"a\n', 2, "csv", "invalid"),
        ('title,text\nA,"a"b\nB,b\n', 2, "csv", "invalid"),
        ("\n\n", 1, "title", "required"),
        ("title,text\nA," + "x" * 200_000, 2, "csv", "invalid"),
    ],
)
def test_what_is_no_table_is_told_by_line(admin: Person, table: str, row: int, field: str, code: str) -> None:
    error = brought_in(admin, table)["errors"][0]
    assert (error["row"], error["field"], error["code"]) == (row, field, code)
    assert phrases(admin) == []


def test_what_cannot_be_seen_does_not_come_in(admin: Person) -> None:
    brought_in(admin, "title,text,note\n\x01\tTea\x00,\x1b=1+1\x07,ignored\n")
    assert [(phrase["title"], phrase["text"]) for phrase in phrases(admin)] == [("Tea", "=1+1")]


def test_a_table_has_an_end(admin: Person) -> None:
    reply = admin.call("POST", "/canned-phrase-imports", {"csv": "title,text\n" + "A,a\n" * 501})
    assert (reply.status, reply.code, reply.json["field"]) == (400, "too_long", "csv")
    reply = admin.call("POST", "/canned-phrase-imports", {"csv": "x" * 524_289})
    assert (reply.status, reply.code, reply.json["field"]) == (400, "too_long", "csv")


def test_a_large_table_comes_in_whole(admin: Person) -> None:
    table = "title,text,shortcut\n" + "".join(f"标题 {n},{'内容' * 100},s{n}\n" for n in range(ITEMS_MAX + 5))
    assert brought_in(admin, table)["added"] == ITEMS_MAX + 5
    assert {phrase["shortcut"] for phrase in phrases(admin)} == {f"s{n}" for n in range(ITEMS_MAX + 5)}


def new_phrases(number: int) -> list[CannedPhrase]:
    return [CannedPhrase(phrase_id=new_ulid(1_790_000_000_000), shortcut=f"s{n}", title="T", text="t") for n in range(number)]


def test_an_import_that_was_cut_off_is_never_seen_and_leaves_nothing(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given the function died after the first transaction, the phrases stay hidden, and later their shortcuts are free again."""
    store = LibraryStore(TenantId(admin.tenant))
    waiting = new_phrases(60)
    with monkeypatch.context() as patched:
        lives = iter([None])
        patched.setattr("parlor.storage.library.transact", lambda steps: (next(lives), transact(steps)))
        with pytest.raises(StopIteration):
            store.add_phrases(api.ulid(), None, waiting, api.clock.now)
    assert phrases(admin) == []
    assert admin.call("PATCH", f"/canned-phrases/{waiting[0].phrase_id}", {"version": 1, "title": "Seen"}).status == 404
    again = {"csv": "title,text,shortcut\nA,a,s0\n"}
    assert admin.call("POST", "/canned-phrase-imports", again).code == "exists", "it may still be under way"
    api.clock.now += 61_000
    assert brought_in(admin, again["csv"])["added"] == 1
    assert [phrase["shortcut"] for phrase in phrases(admin)] == ["s0"]
    assert len(list(CannedPhraseRow.query(admin.tenant, CannedPhraseRow.sk.startswith("CANNED#")))) == 1


def test_a_shortcut_that_somebody_takes_meanwhile_takes_the_whole_import_back(api: Api, admin: Person) -> None:
    store = LibraryStore(TenantId(admin.tenant))
    new = new_phrases(120)
    admin.call("POST", "/canned-phrases", PHRASE | {"shortcut": "s110"})
    with pytest.raises(Exception, match="Another phrase"):
        store.add_phrases(api.ulid(), None, new, api.clock.now)
    assert [phrase["shortcut"] for phrase in phrases(admin)] == ["s110"]
    assert brought_in(admin, "title,text,shortcut\nA,a,s0\n")["added"] == 1
    again = admin.call("POST", "/canned-phrases", PHRASE | {"shortcut": "s110"})
    assert again.code == "exists", "the other phrase keeps it"
    assert store.phrases(AgentId(admin.agent_id)) == []


# --- links


def test_links_of_the_company_and_favourites(admin: Person, agent: Person, stranger: Person) -> None:
    common = admin.call("POST", "/links", LINK | {"scope": "company"}).json
    own = agent.call("POST", "/links", LINK | {"title": "Mine"}).json
    assert (common["scope"], own["scope"], own["version"]) == ("company", "personal", 1)
    assert agent.get("/links")["links"] == [own, common]
    assert admin.get("/links")["links"] == [common]
    assert stranger.get("/links")["links"] == []
    address = f"/links/{own['link_id']}"
    changed = agent.call("PATCH", address, {"version": 1, "url": "https://tea.example/new", "folder": " A "}).json
    assert (changed["url"], changed["folder"], changed["version"]) == ("https://tea.example/new", "A", 2)
    stale = agent.call("PATCH", address, {"version": 1, "title": "B"})
    assert (stale.status, stale.json["field"]) == (409, "version")
    assert admin.call("PATCH", address, {"version": 2}).status == 404
    assert admin.call("DELETE", address).status == 404
    assert agent.call("DELETE", address).status == 204
    assert agent.call("DELETE", address).status == 404


def test_an_agent_keeps_no_links_of_the_company(admin: Person, agent: Person) -> None:
    common = admin.call("POST", "/links", LINK | {"scope": "company"}).json
    address = f"/links/{common['link_id']}"
    for method, path, body in (
        ("POST", "/links", LINK | {"scope": "company"}),
        ("PATCH", address, {"version": 1, "title": "X"}),
        ("DELETE", address, None),
    ):
        reply = agent.call(method, path, body)
        assert (reply.status, reply.code) == (403, "forbidden")
    assert agent.get("/links")["links"] == [common]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "tea.example"}, "url"),
        ({"url": 'https://tea.example/"onclick='}, "url"),
        ({"url": "https://tea.example/" + "x" * 2_000}, "url"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"folder": "x" * 41}, "folder"),
    ],
)
def test_a_link_that_cannot_be(agent: Person, change: dict[str, str], field: str) -> None:
    own = agent.call("POST", "/links", LINK).json
    for reply in (agent.call("POST", "/links", LINK | change), agent.call("PATCH", f"/links/{own['link_id']}", {"version": 1} | change)):
        assert (reply.status, reply.json["field"]) == (400, field)
    assert agent.get("/links")["links"] == [own]


def test_there_is_a_limit_of_links(agent: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parlor.usecases.keep_links.LINKS_MAX", 1)
    assert agent.call("POST", "/links", LINK).status == 200
    assert agent.call("POST", "/links", LINK).code == "limit_reached"
