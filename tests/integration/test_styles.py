"""Styles on the deployed application: what is published is a file that a stranger fetches, and nothing else reaches visitors."""

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from scripts.paths import ROOT
from scripts.rest import Refused, Rest
from tests.company import Company
from tests.running import Running, wait_until

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9" fill="#0f6a60"/></svg>'


@pytest.fixture(scope="module")
def company(stack: Running) -> Iterator[Company]:
    with Company.sign_up(stack) as company:
        yield company


def fetched(company: Company, style_id: str) -> requests.Response:
    """As the page of another site fetches it."""
    url = f"{company.stack.site_url}/widget/styles/{company.tenant_id}/{style_id}.json"
    return requests.get(url, headers={"Origin": "https://shop.example", "Connection": "close"}, timeout=10)


def save(rest: Rest, style_id: str, **content: Any) -> dict[str, Any]:
    draft = rest.get(f"/styles/{style_id}")
    return rest.patch(f"/styles/{style_id}", version=draft["version"], content=draft["content"] | content)


def act(rest: Rest, style_id: str, verb: str, **more: Any) -> dict[str, Any]:
    return rest.post(f"/styles/{style_id}/{verb}", version=rest.get(f"/styles/{style_id}")["version"], **more)


@pytest.mark.feature("W-15")
def test_what_is_published_is_a_file_for_everybody_and_a_draft_is_not(company: Company) -> None:
    rest, style_id = company.admin.rest, company.style_id
    answer = fetched(company, style_id)
    assert (answer.status_code, answer.json()["v"]) == (200, 1), "a sign-up ends with a snippet that works"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    save(rest, style_id, color="#123456", texts={"en": {"welcome": "Tea?"}}, language="ja")
    assert fetched(company, style_id).json()["color"] == "#0f6a60"
    act(rest, style_id, "publish")
    seen = wait_until(lambda: (file := fetched(company, style_id).json())["v"] == 2 and file, 30, "the new file")
    assert (seen["color"], seen["texts"]) == ("#123456", {"en": {"welcome": "Tea?"}})
    assert company.start_visit(style_version=2)["language"] == "ja", "the visit is not older than the file"
    act(rest, style_id, "revert", to=1)
    act(rest, style_id, "publish")
    assert fetched(company, style_id).json()["color"] == "#0f6a60"
    history = rest.get(f"/styles/{style_id}/publications")["publications"]
    assert [(each["version"], each.get("name")) for each in history] == [(3, "Ada Admin"), (2, "Ada Admin"), (1, None)]


@pytest.mark.feature("W-15")
def test_several_styles_each_with_its_own_look_and_one_that_is_deleted(company: Company) -> None:
    rest = company.admin.rest
    added = rest.post("/styles", name="Forum", copy_of=company.style_id)["style_id"]
    assert fetched(company, added).status_code in (403, 404)
    save(rest, added, color="#7a1f3d", kind="text")
    act(rest, added, "publish")
    assert (fetched(company, added).json()["color"], fetched(company, company.style_id).json()["color"]) == ("#7a1f3d", "#0f6a60")
    stranger_rest = Rest(company.stack.api_url)
    assert stranger_rest.post("/widget/visit", tenant_id=company.tenant_id, style_id=added)["visitor_id"]
    rest.call("DELETE", f"/styles/{added}")
    assert fetched(company, added).json() == {"off": "deleted"}
    assert [each["name"] for each in rest.get("/styles")["styles"]] == ["Default"]


@pytest.mark.feature("W-15")
def test_nothing_hostile_gets_in_and_the_field_is_named(company: Company, stack: Running) -> None:
    rest, style_id = company.admin.rest, company.style_id
    for content, field in (
        ({"texts": {"en": {"welcome": "<script>alert(1)</script>"}}}, "content.texts.en.welcome"),
        ({"panel": {"tab": {"url": "javascript:alert(1)"}}}, "content.panel.tab.url"),
        ({"panel": {"logo": {"url": "https://evil.example/a.png", "width": 9, "height": 9}}}, "content.panel.logo.url"),
    ):
        with pytest.raises(Refused) as refused:
            save(rest, style_id, **content)
        assert (refused.value.status, refused.value.problem["field"]) == (400, field)
    for drawing in (SVG.replace("<circle", "<script>1</script><circle"), SVG.replace("<circle", '<circle onload="x"'), "GIF87a"):
        with pytest.raises(Refused) as refused:
            rest.post("/style-pictures", name="a.svg", data=b64encode(drawing.encode()).decode())
        assert refused.value.problem["field"] == "data"
    asset = rest.post("/style-pictures", name="logo.svg", data=b64encode(SVG.encode()).decode())
    picture = requests.get(asset["url"], timeout=10)
    assert (picture.text, picture.headers["Content-Type"], asset["width"]) == (SVG, "image/svg+xml", 24)
    save(rest, style_id, panel={"logo": asset})
    act(rest, style_id, "publish")
    assert fetched(company, style_id).json()["panel"]["logo"] == asset
    with Company.sign_up(stack, "Stranger") as stranger:
        for method, path, body in (("GET", "", None), ("POST", "/publish", {"version": 1}), ("DELETE", "", None)):
            with pytest.raises(Refused, match="not_found"):
                stranger.admin.rest.call(method, f"/styles/{style_id}{path}", body)
        with pytest.raises(Refused, match="invalid"):
            save(stranger.admin.rest, stranger.style_id, panel={"logo": asset})


@pytest.mark.feature("W-15")
def test_a_suspended_company_shows_nothing_and_comes_back(company: Company) -> None:
    def run(*more: str) -> None:
        subprocess.run([sys.executable, "-m", "scripts.suspend", company.tenant_id, *more], cwd=ROOT, check=True, timeout=120)

    run()
    try:
        assert fetched(company, company.style_id).json() == {"off": "suspended"}
        refused: Refused = wait_until(lambda: _refusal(company), 30, "the refusal")
        assert (refused.status, refused.code) == (403, "tenant_suspended")
        with pytest.raises(Refused, match="tenant_suspended"):
            company.socket_of(company.admin)
    finally:
        run("--resume")
    assert "off" not in fetched(company, company.style_id).json()
    wait_until(lambda: _refusal(company) is None, 30, "a visit")


def _refusal(company: Company) -> Refused | None:
    try:
        company.start_visit()
    except Refused as refusal:
        return refusal
    return None
