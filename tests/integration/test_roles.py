"""Roles of a company's own over the deployed API and real sockets, and two administrators who demote each other at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scripts.rest import Refused
from scripts.seed import temporary_password_in, text_of
from tests.company import Company, Staff
from tests.people import Person, desk


def refused(call: Any, *args: Any, **more: Any) -> tuple[int, str, str | None]:
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value.status, refusal.value.code, refusal.value.problem.get("field")


def version_of(company: Company, staff: Staff) -> int:
    agents = company.admin.rest.get("/agents")["agents"]
    version: int = next(each["version"] for each in agents if each["agent_id"] == staff.agent_id)
    return version


@pytest.mark.feature("S-02")
def test_a_role_limited_to_a_department_counts_there_only_and_a_change_reaches_the_open_desk(company: Company) -> None:
    sales, support = (each["department_id"] for each in company.departments()[:2])
    admin = company.admin.rest
    role = admin.post("/roles", name="Team lead", copy_of="supervisor", department_ids=[support])
    address = f"/roles/{role['role_id']}"
    lead = company.add_agent("Lea", [sales], role=role["role_id"])
    me = lead.rest.get("/me")
    assert (me["role_name"], me["reach"]) == ("Team lead", [support])
    granted = {each["right"]: each for each in admin.get(f"/agents/{lead.agent_id}/rights")["grants"]}
    assert (granted["take_over"]["source"], granted["take_over"]["department_ids"]) == ("role", [support])

    async def talk() -> None:
        async with desk(company, company.admin) as agent:
            visitor, conversation_id = await Person(company).opened()
            await agent.say("chat", "accept", conversation_id=conversation_id)
            await agent.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "active")
            this = {"conversation_id": conversation_id}
            async with desk(company, lead) as before:
                for action, kind, fields in (
                    ("chat", "sync", this | {"watch": True}),
                    ("supervise", "take_over", this),
                    ("chat", "join", this),
                ):
                    refusal = await before.refused(action, kind, **fields)
                    assert (refusal["code"], refusal["field"]) == ("outside_role", "conversation_id"), kind
                assert before._reader is not None
                await asyncio.to_thread(admin.patch, address, version=1, department_ids=[sales])
                await asyncio.wait_for(asyncio.shield(before._reader), 60)
            async with desk(company, lead) as after:
                taken = agent.coming(lambda frame: frame["type"] == "entry" and frame["entry"].get("reason") == "taken_over")
                await after.say("supervise", "take_over", conversation_id=conversation_id)
                assert (await asyncio.wait_for(taken, 60))["entry"]["agent_name"] == "Lea"
                await after.say("chat", "end", conversation_id=conversation_id)
                await after.until(lambda frame: frame["type"] == "conversation" and frame["conversation"]["state"] == "closed")
            await visitor.close()

    asyncio.run(talk())
    days = {"from": "2020-01-01", "to": "2020-01-02", "grain": "day"}
    assert refused(lead.rest.get, "/reports/visits", **days)[:2] == (403, "outside_role")
    assert refused(admin.patch, address, version=1, name="Late") == (409, "conflict", "version")
    assert refused(admin.call, "DELETE", address)[1:] == ("role_in_use", "successor_id")
    admin.call("DELETE", address, None, successor_id="agent")
    assert lead.rest.get("/me")["role"] == "agent"
    assert refused(lead.rest.get, "/monitor")[:2] == (403, "forbidden")


@pytest.mark.feature("S-01")
def test_an_invitation_is_sent_again_and_the_new_mail_lets_in(company: Company) -> None:
    email = f"late-{company.mark}@parlor.example"
    department = company.departments()[0]["department_id"]
    agent = company.admin.rest.post("/agents", email=email, name="Late", number="L1", department_ids=[department])
    company.stack.wait_for_mail(email, lambda mail: temporary_password_in(text_of(mail)))
    assert agent["invited"]
    company.admin.rest.call("DELETE", f"/agents/{agent['agent_id']}")
    again = company.admin.rest.post("/agents", email=email, name="Late", number="L1", department_ids=[department])
    company.admin.rest.post(f"/agents/{again['agent_id']}/invitation")
    mail = company.stack.wait_for_mail(email, lambda mail: temporary_password_in(text_of(mail)))
    assert temporary_password_in(text_of(mail))


@pytest.mark.feature("S-02")
def test_two_administrators_who_demote_each_other_at_once_leave_one(company: Company) -> None:
    second = company.add_agent("Bea", role="admin")
    pairs = [(company.admin, second), (second, company.admin)]
    versions = {staff.agent_id: version_of(company, staff) for staff, _ in pairs}

    def demote(pair: tuple[Staff, Staff]) -> str:
        by, whom = pair
        try:
            by.rest.patch(f"/agents/{whom.agent_id}", version=versions[whom.agent_id], role="agent")
        except Refused as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(demote, pairs))
    assert outcomes[0] == "done" or outcomes[1] == "done", outcomes
    assert [each for each in outcomes if each != "done"] in (["last_admin"], ["forbidden"], ["conflict"]), outcomes
    left = company.admin if company.admin.rest.get("/me")["role"] == "admin" else second
    agents = left.rest.get("/agents")["agents"]
    assert sum("keep_people" in each["rights"] for each in agents) == 1
    assert refused(
        left.rest.patch,
        f"/agents/{left.agent_id}",
        version=next(each["version"] for each in agents if each["agent_id"] == left.agent_id),
        role="agent",
    ) == (409, "last_admin", "role")
