"""The end of a company: days of grace in which it is off, and then nothing of it anywhere; another company keeps everything."""

import asyncio
import secrets
import subprocess
import sys
import time
from typing import Any

import pytest
import requests

from parlor.domain.ids import new_ulid
from parlor.domain.leaving import PLACES
from scripts.paths import ROOT
from scripts.rest import Refused, Rest
from scripts.seed import code_in, text_of
from tests.archived import body_of
from tests.company import PASSWORD, Company
from tests.integration.test_files import PNG, announce, finish, post, talking
from tests.integration.test_single_sign_on import set_up
from tests.people import Person, desk
from tests.provider import provider
from tests.running import Running, wait_until

SECRET = f"marker{secrets.token_hex(6)}"
"""Stands in everything that the company writes."""


def command(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"scripts.{name}", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def fill(company: Company) -> Person:
    """Something of every kind that the public API makes."""
    admin = company.admin.rest
    admin.post("/customers", name=SECRET, phone="+86 139-1111-2222", email=f"{SECRET}@example.com")
    admin.post("/api-keys", name=SECRET, scopes=["customers.read"], days=30)
    admin.post("/customers", name=f"{SECRET} 2")
    company.restyle()

    async def talk() -> Person:
        async with desk(company, company.admin) as agent:
            visitor, tab, conversation_id = await talking(company, agent)
            async with tab:
                file = await asyncio.to_thread(announce, visitor, conversation_id, name=f"{SECRET}.png")
                await asyncio.to_thread(post, file["target"], PNG)
                await asyncio.to_thread(finish, visitor, file["file_id"])
                await tab.send(conversation_id, f"Hello {SECRET}")
            return visitor

    visitor = asyncio.run(talk())
    body = {"visitor_token": visitor.token, "client_id": new_ulid(time.time_ns() // 1_000_000)}
    Rest(company.stack.api_url).post("/widget/left-messages", **body, email=f"{SECRET}@parlor.example", text=SECRET)
    with provider() as theirs:
        set_up(company, theirs)
    return visitor


def everything(stack: Running) -> dict[str, list[str]]:
    """All rows, all objects with what is in them, all accounts and providers: what the emulator holds, as text."""
    tables, s3, cognito = stack.client("dynamodb"), stack.client("s3"), stack.client("cognito-idp")
    found: dict[str, list[str]] = {}
    for place in PLACES:
        name = stack.outputs[place.output]
        if place.kind == "table":
            pages = tables.get_paginator("scan").paginate(TableName=name)
            found[place.name] = [repr(row) for page in pages for row in page["Items"]]
        elif place.kind == "bucket":
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=name)
            found[place.name] = [whole(s3, name, each["Key"]) for page in pages for each in page.get("Contents", [])]
        else:
            users = cognito.get_paginator("list_users").paginate(UserPoolId=name)
            providers = cognito.list_identity_providers(UserPoolId=name, MaxResults=60)["Providers"]
            clients = cognito.list_user_pool_clients(UserPoolId=name, MaxResults=60)["UserPoolClients"]
            found[place.name] = [repr(each) for page in users for each in page["Users"]] + [repr(each) for each in providers + clients]
    return found


def whole(s3: Any, bucket: str, key: str) -> str:
    """The key and, of what companies write, the content."""
    is_written = key.startswith(("files/", "pending/", "downloads/", "conversations/", "facts/", "merged/", "widget/styles/"))
    return f"{key} {body_of(s3, bucket, key).decode(errors='replace')}" if is_written else key


def of(found: dict[str, list[str]], *marks: str) -> list[str]:
    """Where any of the marks stands."""
    return [f"{place}: {text[:200]}" for place, texts in found.items() for text in texts if any(mark in text for mark in marks)]


@pytest.mark.feature("P-06")
def test_a_company_is_off_then_gone_and_another_is_untouched(company: Company, stack: Running) -> None:
    with Company.sign_up(stack, f"Leaving {SECRET}") as leaving:
        shared = leaving.admin.email
        both = leaving.add_agent("Both")
        department = company.departments()[0]["department_id"]
        company.admin.rest.post("/agents", email=both.email, name="Both", number="77", role="agent", department_ids=[department])
        providers = set(everything(stack)["single_sign_on"])
        visitor = fill(leaving)
        admin = leaving.admin.rest

        for wrong, field in (({"company": "Other"}, "company"), ({"password": "not this one"}, "password")):
            with pytest.raises(Refused) as refusal:
                admin.post("/company/closing", **{"company": leaving.name, "password": PASSWORD} | wrong)
            assert refusal.value.problem["field"] == field
        ends_at = admin.post("/company/closing", company=leaving.name, password=PASSWORD)["ends_at"]
        assert ends_at > time.time() * 1000 + 29 * 86_400_000
        stack.wait_for_mail(shared, lambda mail: "closed on" in mail["Subject"])
        style = f"{stack.site_url}/widget/styles/{leaving.tenant_id}/{leaving.style_id}.json"
        assert requests.get(style, timeout=30).json() == {"off": "suspended"}
        with pytest.raises(Refused, match="tenant_closing"):
            wait_until(lambda: not leaving.start_visit(), what="no visit any more")
        with pytest.raises(Refused, match="tenant_closing"):
            admin.get("/agents")
        assert admin.get("/me")["closing_at"] == ends_at

        admin.call("DELETE", "/company/closing")
        wait_until(lambda: admin.get("/me").get("closing_at") is None, what="the company again")
        assert requests.get(style, timeout=30).json().get("off") is None

        marks = (leaving.tenant_id, SECRET, shared)
        before = everything(stack)
        others = of(before, company.tenant_id)
        providers = set(before["single_sign_on"]) - providers
        assert len(providers) == 2, "a provider and a client"
        where = {each.partition(":")[0] for each in of(before, *marks)}
        assert where >= {"accounts", "presence", "uploads", "sites", "chat", "directory"}
        done = command("close_company", leaving.tenant_id, "--now", "--yes")
        assert done.returncode == 0, done.stderr
        after = everything(stack)
        left = of(after, *marks)
        assert len(left) == 3, left
        assert all("GONE#" in each or "CERTIFICATE#" in each or "'CLOSINGS'" in each for each in left)
        assert not of(after, SECRET, shared), "nothing of a person stays"
        assert not providers & set(after["single_sign_on"])
        assert {each for each in others if "SOCKETS" not in each} <= set(of(after, company.tenant_id))

        proof = command("deletion_proof", leaving.tenant_id, "--look")
        assert proof.returncode == 0, proof.stdout
        assert "The signature is genuine." in proof.stdout
        mail = stack.wait_for_mail(shared, lambda mail: "is closed" in mail["Subject"])
        assert "certificate" in mail["BodyText"]
        assert requests.get(style, timeout=30).status_code in (403, 404), "pages find nothing, and say so once"
        with pytest.raises(Refused):
            visitor.start()
        assert Rest(stack.api_url).sign_in(both.email, PASSWORD)["memberships"][0]["tenant_id"] == company.tenant_id
        rest = Rest(stack.api_url)
        # The certificate's digest may hold what looks like a code.
        mailed = len(stack.mails(shared))
        rest.post("/auth/sign-up", company="Again", name="Ada", email=shared, password=PASSWORD, language="en", time_zone="Asia/Shanghai")
        wait_until(lambda: len(stack.mails(shared)) > mailed and code_in(text_of(stack.mails(shared)[-1])), what="another code")
        rest.post("/auth/confirm", email=shared, code=code_in(text_of(stack.mails(shared)[-1])))
        assert rest.sign_in(shared, PASSWORD)["memberships"][0]["tenant_id"] != leaving.tenant_id
