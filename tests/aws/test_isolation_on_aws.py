"""A stack on real AWS: do its roles allow what the functions need and nothing else, and is a company's door closed to the other.

    make test-aws ENV=dev    PARLOR_AWS_STACK names the stack; two companies that exist: PARLOR_AWS_ONE and PARLOR_AWS_OTHER,
                             each `<e-mail address of an administrator>:<password>`

Nothing is signed up and no data is changed, but for one conversation of a visitor with the first company.
"""

import asyncio
import os
import re
from typing import Any

import pytest
import requests

from parlor.domain.ids import TenantId, new_ulid
from parlor.storage import keys
from tests.tab import Tab
from tests.unit.isolation.test_policies import FOREIGN, SEEN, example, name

STACK = os.environ.get("PARLOR_AWS_STACK", "")
pytestmark = pytest.mark.skipif(not STACK, reason="no stack on AWS is named (PARLOR_AWS_STACK)")
TENANT = TenantId(new_ulid(1_790_000_000_000))


@pytest.fixture(scope="module")
def deployed() -> dict[str, str]:
    """The stack's outputs."""
    import boto3

    found = boto3.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]["Outputs"]
    return {each["OutputKey"]: each["OutputValue"] for each in found}


@pytest.fixture(scope="module")
def roles() -> dict[str, str]:
    """The role's ARN of each function, by the name in the template."""
    import boto3

    client = boto3.client("lambda")
    pages = client.get_paginator("list_functions").paginate()
    own = [each for page in pages for each in page["Functions"] if each["FunctionName"].startswith(f"{STACK}-")]
    return {name(each["FunctionName"].removeprefix(f"{STACK}-")): each["Role"] for each in own}


def decision(role: str, action: str, table: str, deployed: dict[str, str], partition: str) -> str:
    import boto3

    iam, account = boto3.client("iam"), role.split(":")[4]
    where, _, index = table.partition("/")
    region = boto3.session.Session().region_name
    arn = f"arn:aws:dynamodb:{region}:{account}:table/{deployed[f'{where}Table']}" + (f"/{index}" if index else "")
    context = [{"ContextKeyName": "dynamodb:LeadingKeys", "ContextKeyValues": [partition], "ContextKeyType": "stringList"}]
    answer = iam.simulate_principal_policy(
        PolicySourceArn=role, ActionNames=[f"dynamodb:{action}"], ResourceArns=[arn], ContextEntries=context
    )
    found: str = answer["EvaluationResults"][0]["EvalDecision"]
    return found


@pytest.mark.parametrize("function", sorted({each[0] for each in SEEN}))
def test_a_role_allows_what_its_function_does(function: str, roles: dict[str, str], deployed: dict[str, str]) -> None:
    for _, action, table, of in (each for each in SEEN if each[0] == function):
        assert decision(roles[name(function)], action, table, deployed, example(of)) == "allowed", (action, table, of)


@pytest.mark.parametrize(("function", "action", "table", "partition", "why"), FOREIGN)
def test_a_role_refuses_the_rest(
    function: str, action: str, table: str, partition: str, why: str, roles: dict[str, str], deployed: dict[str, str]
) -> None:
    assert decision(roles[function], action, table, deployed, partition) == "implicitDeny", why


def test_a_role_knows_its_tables_by_their_keys() -> None:
    assert re.fullmatch("0.{25}", keys.company(TENANT))


class Office:
    """An administrator who is signed in."""

    def __init__(self, api: str, account: str) -> None:
        email, _, password = account.partition(":")
        self.api = api
        session = requests.post(f"{api}/auth/sign-in", json={"email": email, "password": password}, timeout=30)
        assert session.status_code == 200, session.text
        self.headers = {"Authorization": f"Bearer {session.json()['access_token']}"}
        self.tenant = session.json()["memberships"][0]["tenant_id"]

    def get(self, path: str, tenant: str = "") -> requests.Response:
        return requests.get(self.api + path, headers=self.headers | {"X-Parlor-Tenant": tenant or self.tenant}, timeout=30)


@pytest.fixture(scope="module")
def offices(deployed: dict[str, str]) -> tuple[Office, Office]:
    accounts = [os.environ.get(each, "") for each in ("PARLOR_AWS_ONE", "PARLOR_AWS_OTHER")]
    if not all(accounts):
        pytest.skip("no two companies are named (PARLOR_AWS_ONE, PARLOR_AWS_OTHER)")
    one, other = (Office(deployed["ApiUrl"], each) for each in accounts)
    return one, other


def test_another_company_is_refused(offices: tuple[Office, Office]) -> None:
    one, other = offices
    for path in ("/me", "/agents", "/styles", "/desk"):
        assert one.get(path).status_code == 200
        assert other.get(path, one.tenant).status_code == 403
    style = one.get("/styles").json()["styles"][0]["style_id"]
    assert other.get(f"/styles/{style}").status_code == 404


def test_a_message_goes_there_and_back(offices: tuple[Office, Office]) -> None:
    one, _ = offices
    style = one.get("/styles").json()["styles"][0]["style_id"]

    async def dial() -> str:
        asked = {"tenant_id": one.tenant, "style_id": style}
        visit: dict[str, Any] = requests.post(f"{one.api}/widget/visit", json=asked, timeout=30).json()
        return f"{visit['socket']['url']}?ticket={visit['socket']['ticket']}"

    async def talk() -> None:
        async with Tab(dial) as tab:
            opened = await tab.ask("chat", "open", answer=("conversation", "error"))
            assert opened["type"] == "conversation", f"somebody must be on line: {opened}"
            conversation = opened["conversation"]["conversation_id"]
            acknowledged = await tab.send(conversation, "Is this on?")
            assert acknowledged["seq"] in [each["seq"] for each in await tab.sync(conversation)]
            await tab.say("chat", "end", conversation_id=conversation)

    asyncio.run(talk())
