"""What a company says of itself, and a person of themselves, where visitors read it; two administrators at once."""

import asyncio
import base64
import time
from typing import Any

import pytest
import requests

from parlor.domain.ids import new_ulid
from scripts.rest import Refused, Rest
from tests.company import PASSWORD, Company
from tests.people import Person, desk
from tests.running import Running
from tests.unit.domain.test_style_pictures import png

PICTURE = {"name": "logo.png", "data": base64.b64encode(png(40, 20)).decode()}


def saved(rest: Rest, path: str, **fields: Any) -> dict[str, Any]:
    return rest.patch(path, version=rest.get(path)["version"], **fields)


@pytest.mark.feature("S-06")
def test_the_companys_data_and_a_persons_own_reach_visitors(company: Company, stack: Running) -> None:
    admin = company.admin.rest
    lin = company.add_agent("Lin")
    saved(
        admin,
        "/company",
        short_name="Qingye",
        phone="0571-8888 0000",
        website="https://tea.example",
        logo=admin.post("/style-pictures", **PICTURE),
    )
    published = requests.get(f"{stack.site_url}/widget/styles/{company.tenant_id}/{company.style_id}.json", timeout=30).json()
    assert published["panel"]["logo"]["width"] == 40, "a style without a logo of its own shows the company's"

    other = Rest(stack.api_url)
    other.sign_in(company.admin.email, PASSWORD)
    version = other.get("/company")["version"]
    saved(admin, "/company", industry="Tea")
    with pytest.raises(Refused, match="conflict"):
        other.patch("/company", version=version, industry="Coffee")
    with pytest.raises(Refused) as wrong:
        saved(admin, "/company", website="tea")
    assert (wrong.value.problem["field"], admin.get("/company")["industry"]) == ("website", "Tea")

    photo = lin.rest.post("/me/picture", **PICTURE)["url"]
    profile = saved(lin.rest, "/me/profile", name="Lin Yi", title="Tea master", photo=photo)
    assert requests.get(photo, timeout=30).status_code == 200
    assert next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == lin.agent_id)["name"] == profile["name"] == "Lin Yi"
    saved(lin.rest, "/me/settings", signature="Lin Yi, ext. 12", language="en", twelve_hours=True)

    visitor = Person(company)

    async def talk() -> str:
        async with desk(company, lin):
            tab, conversation_id = await visitor.opened()
            async with tab:
                await tab.send(conversation_id, "Hello")
            return conversation_id

    assert visitor.start()["company"] == "Qingye"
    email = f"visitor-{company.mark}@parlor.example"
    body = {"visitor_token": visitor.token, "client_id": new_ulid(time.time_ns() // 1_000_000), "email": email, "text": "Is it in stock?"}
    left = Rest(stack.api_url).post("/widget/left-messages", **body)["left_message_id"]
    receipt = stack.wait_for_mail(email)
    assert "Qingye" in receipt["Subject"]
    lin.rest.post(f"/left-messages/{left}/answer", version=admin.get("/left-messages")["left_messages"][0]["version"], text="Yes.")
    answer = stack.wait_for_mail(email, lambda mail: "Yes." in (mail["BodyText"] or ""))
    for text in ("Lin Yi, ext. 12", f"{company.name} · 0571-8888 0000 · https://tea.example"):
        assert text in answer["BodyText"]
    conversation_id = asyncio.run(talk())
    asked = {"visitor_token": visitor.token, "conversation_id": conversation_id, "language": "en"}
    page = Rest(stack.api_url).post("/widget/transcript", **asked)["html"]
    assert "Conversation with Qingye" in page
    assert "0571-8888 0000" in page
