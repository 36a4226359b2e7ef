"""Canned phrases, links and the service document through the deployed API."""

import pytest

from scripts.rest import Refused
from tests.company import Company, Staff


@pytest.fixture(scope="module")
def lin(company: Company) -> Staff:
    return company.add_agent("Lin")


@pytest.mark.feature("D-05")
def test_phrases_of_the_company_and_of_ones_own_with_the_ranking_by_use(company: Company, lin: Staff) -> None:
    common = company.admin.rest.post("/canned-phrases", shortcut="ship", title="Shipping", text="Today.", folder="Orders")
    own = lin.rest.post("/canned-phrases", scope="personal", shortcut="ship", title="Mine", text="At once.")
    for _ in range(2):
        lin.rest.post(f"/canned-phrases/{common['phrase_id']}/use")
    found = {phrase["phrase_id"]: phrase for phrase in lin.rest.get("/canned-phrases")["phrases"]}
    assert found.keys() == {common["phrase_id"], own["phrase_id"]}
    assert (found[common["phrase_id"]]["uses"], found[own["phrase_id"]].get("uses", 0)) == (2, 0)
    assert own["phrase_id"] not in {phrase["phrase_id"] for phrase in company.admin.rest.get("/canned-phrases")["phrases"]}
    changed = lin.rest.patch(f"/canned-phrases/{own['phrase_id']}", version=1, text="In an hour.")
    assert (changed["text"], changed["version"]) == ("In an hour.", 2)
    with pytest.raises(Refused, match="conflict"):
        lin.rest.patch(f"/canned-phrases/{own['phrase_id']}", version=1, text="Never.")
    with pytest.raises(Refused, match="forbidden"):
        lin.rest.patch(f"/canned-phrases/{common['phrase_id']}", version=1, text="Never.")
    lin.rest.call("DELETE", f"/canned-phrases/{own['phrase_id']}")
    lin.rest.post("/canned-phrases", scope="personal", shortcut="ship", title="Again", text="Again.")


@pytest.mark.feature("D-05")
def test_a_table_comes_in_whole_or_not_at_all(company: Company, lin: Staff) -> None:
    admin = company.admin.rest
    before = len(admin.get("/canned-phrases")["phrases"])
    names = "文件夹,快捷码,标题,内容\n"
    broken = names + "物流,a1,发货,今天发货。\n物流,a1,,再说。\n"
    answer = admin.post("/canned-phrase-imports", csv=broken)
    assert [(error["row"], error["field"], error["code"]) for error in answer["errors"]] == [
        (3, "title", "required"),
        (3, "shortcut", "repeated"),
    ]
    good = names + "".join(f"物流,a{n},发货 {n},今天发货。{'很快。' * 200}\n" for n in range(120))
    assert admin.post("/canned-phrase-imports", csv=good, dry_run=True) == {"rows": 120}
    assert len(admin.get("/canned-phrases")["phrases"]) == before
    assert admin.post("/canned-phrase-imports", csv=good) == {"rows": 120, "added": 120}
    assert len(lin.rest.get("/canned-phrases")["phrases"]) >= before + 120
    assert {error["code"] for error in admin.post("/canned-phrase-imports", csv=good)["errors"]} == {"exists"}
    with pytest.raises(Refused, match="forbidden"):
        lin.rest.post("/canned-phrase-imports", csv=good)
    assert lin.rest.post("/canned-phrase-imports", csv=names + ",own,T,t\n", scope="personal")["added"] == 1


@pytest.mark.feature("D-19")
def test_favourites_in_folders_beside_the_companys_links(company: Company, lin: Staff) -> None:
    common = company.admin.rest.post("/links", scope="company", title="Shop", url="https://tea.example/")
    own = lin.rest.post("/links", title="Longjing", url="https://tea.example/longjing", folder="Green")
    assert {link["link_id"]: link["scope"] for link in lin.rest.get("/links")["links"]} == {
        common["link_id"]: "company",
        own["link_id"]: "personal",
    }
    moved = lin.rest.patch(f"/links/{own['link_id']}", version=1, folder="Best")
    assert (moved["folder"], moved["version"]) == ("Best", 2)
    with pytest.raises(Refused, match="invalid"):
        lin.rest.post("/links", title="Trap", url="javascript:alert(1)")
    lin.rest.call("DELETE", f"/links/{own['link_id']}")
    assert [link["link_id"] for link in lin.rest.get("/links")["links"]] == [common["link_id"]]


@pytest.mark.feature("S-05", "S-07")
def test_the_service_document_reaches_the_widget(company: Company, lin: Staff) -> None:
    admin = company.admin.rest
    version = admin.get("/service")["version"]
    fields = [{"key": "name", "kind": "name", "label": "Name", "required": True}]
    topic = {"topic_id": "01JDEM00000000000000000001", "name": "Tea", "group": "Goods"}
    changed = admin.patch(
        "/service", version=version, topics=[topic], switches={"transcripts": False}, pre_chat={"enabled": True, "fields": fields}
    )
    try:
        assert (changed["version"], lin.rest.get("/service")["topics"]) == (version + 1, [topic])
        visit = company.start_visit()
        assert (visit["pre_chat"]["fields"], visit["switches"]["transcripts"]) == (fields, False)
        with pytest.raises(Refused, match="conflict"):
            admin.patch("/service", version=version, topics=[])
        with pytest.raises(Refused, match="forbidden"):
            lin.rest.patch("/service", version=version + 1, topics=[])
    finally:
        admin.patch("/service", version=version + 1, switches={}, pre_chat={"enabled": False})
    mine = lin.rest.patch("/me/settings", version=0, replies={"welcome": "Lin here."})
    assert lin.rest.get("/me/settings") == mine
