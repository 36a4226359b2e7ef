"""Another company at the deployed product's doors: every operation that is published, and every frame. The same with one of everything,
answer by answer, in memory: tests/unit/isolation."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any, get_args

import msgspec
import pytest
import requests

from parlor.protocol.frame_rights import VISITORS
from parlor.protocol.frames import ClientFrame, Unwatch
from parlor.protocol.operations import OPERATIONS, Operation
from scripts.paths import ROOT
from tests.company import Company
from tests.people import Person, desk
from tests.tab import Tab
from tests.unit.api.test_every_operation import url, valid_body
from tests.unit.functions.test_frame_rights import body_of

OPENAPI = json.loads((ROOT / "docs/api/openapi.json").read_text())
PUBLISHED = {
    said["operationId"] for methods in OPENAPI["paths"].values() for said in methods.values() if {"access": []} in said.get("security", [])
}


class Admin:
    """As much of an administrator as bodies are made of."""

    def __init__(self, company: Company) -> None:
        self.api = self
        self.tenant, self.agent_id, self.get = company.tenant_id, company.admin.agent_id, company.admin.rest.get
        self.json = {"visitor_token": "x"}

    def call(self, *_: Any) -> "Admin":
        return self


@pytest.fixture(scope="module")
def neighbours(company: Company) -> Iterator[Company]:
    with Company.sign_up(company.stack, "The neighbours") as neighbours:
        yield neighbours


@pytest.mark.feature("P-07")
def test_no_operation_of_staff_opens_to_nobody_or_to_another_company(company: Company, neighbours: Company) -> None:
    """One of the two for each operation, in turn; both in memory: tests/unit/api/test_every_operation.py."""
    staffs = [each for each in OPERATIONS if each.auth == "staff"]
    assert {each.id for each in staffs} == PUBLISHED
    admin: Any = Admin(company)
    foreign = {"Authorization": f"Bearer {neighbours.admin.rest.token}", "X-Parlor-Tenant": company.tenant_id}
    doors: list[tuple[dict[str, str], tuple[int, str]]] = [({}, (401, "unauthorized")), (foreign, (403, "forbidden"))]

    def knock(operation: Operation, headers: dict[str, str], wanted: tuple[int, str]) -> str | None:
        body = valid_body(operation, admin) if operation.body is not None else None
        address = company.stack.api_url + url(operation)
        reply = requests.request(operation.method, address, json=body, headers=headers, timeout=60)
        found = (reply.status_code, reply.json()["code"])
        return None if found == wanted else f"{operation.id}: {found} {reply.text[:200]}"

    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(knock, operation, *door) for operation, door in zip(staffs, cycle(doors), strict=False)]
        assert [found for each in asked if (found := each.result())] == []


@pytest.mark.feature("P-07")
def test_another_companys_people_and_other_visitors_find_nothing(company: Company, neighbours: Company) -> None:
    async def talk() -> None:
        async with (
            desk(company, company.admin) as own,
            desk(neighbours, neighbours.admin) as foreign_desk,
            Person(neighbours).tab() as foreign_visitor,
            Person(company).tab() as stranger,
        ):
            person = Person(company)
            visitor, conversation_id = await person.opened()
            await visitor.send(conversation_id, "a secret")
            before = await visitor.sync(conversation_id)
            known = {"conversation_id": conversation_id, "visitor_id": person.visitor_id, "agent_id": company.admin.agent_id}
            own.frames.clear()
            await asyncio.gather(*(_finds_nothing(intruder, known) for intruder in (foreign_desk, foreign_visitor, stranger)))
            seen = [frame["type"] for frame in foreign_desk.frames]
            assert "visitor" not in seen
            assert "conversation" not in seen
            assert not [frame for frame in foreign_visitor.frames + stranger.frames if frame["type"] in ("entry", "log", "conversation")]
            visitor.log.clear()
            assert await visitor.sync(conversation_id) == before
            assert [frame for frame in own.frames if frame["type"] in ("typing", "signed_out", "read")] == []
            await visitor.close()

    asyncio.run(talk())


async def _finds_nothing(intruder: Tab, known: dict[str, str]) -> None:
    """Every frame that names a conversation, a visitor or an agent is refused: not there, or not for this side."""

    async def refused(frame: type[msgspec.Struct]) -> None:
        said = body_of(frame)
        said |= {name: known[name] for name in known.keys() & said.keys()}
        said |= {"text": "x"} if said["type"] == "send" else {}
        action, kind = said.pop("action"), said.pop("type")
        about = {"action": action, "type": kind}
        answer = intruder.coming(lambda got: got["type"] == "error" and about.items() <= (got.get("request") or {}).items())
        await intruder.say(action, kind, **said)
        error = await asyncio.wait_for(answer, 60)
        allowed = ("not_found", "forbidden") if frame in VISITORS or "visitor_id" not in said else ("visitor_gone", "forbidden")
        assert error["code"] in allowed, (action, kind, error)

    # Who looks away gets no answer, whether there was something or not.
    frames = [each for each in get_args(ClientFrame) if each is not Unwatch and known.keys() & body_of(each).keys()]
    await asyncio.gather(*(refused(each) for each in frames))
