"""Free queries over the records: first from the table, then from the archive that the stream writes, asked through Athena."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.rest import Refused
from tests.company import Company
from tests.people import Person, desk
from tests.running import Running, wait_until


def search(company: Company, **conditions: Any) -> list[str]:
    """The ids of all that is found, as a desk would page through it."""
    today = datetime.now(UTC).date()
    body = {"first": str(today - timedelta(days=1)), "last": str(today + timedelta(days=1)), "conditions": conditions}
    found: list[str] = []
    cursor = None
    for _ in range(200):
        page = company.admin.rest.post("/record-searches", **body, **({"cursor": cursor} if cursor else {}))
        found += [each["conversation_id"] for each in page["conversations"]]
        cursor = page.get("cursor")
        if cursor is None:
            return found
        if page.get("running"):
            time.sleep(0.2)
    raise AssertionError("The archive never answered.")


async def talk(company: Company, words: str) -> str:
    """A conversation that ends."""
    async with desk(company, company.admin) as agent:
        visitor, conversation_id = await Person(company).opened()
        await agent.say("chat", "accept", conversation_id=conversation_id)
        await visitor.send(conversation_id, words)
        await agent.send(conversation_id, "it's twelve euros")
        await agent.say("chat", "end", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "closed")
        await visitor.close()
        return conversation_id


@pytest.mark.feature("L-01")
def test_what_was_said_is_found_at_once_and_after_the_archive_has_it_once(stack: Running, company: Company) -> None:
    tea, coffee = asyncio.run(talk(company, "龙井多少钱")), asyncio.run(talk(company, "Espresso?"))
    began = time.monotonic()
    assert search(company, text="龙井 TWELVE") == [tea]
    assert search(company) == [coffee, tea]
    assert search(company, text="it's", messages_min=3) == []
    # While both go over the seam, neither is ever found twice; in the end the archive alone has them.
    while time.monotonic() - began < 8:
        found = search(company)
        assert len(found) == len(set(found))
    wait_until(lambda: search(company) == [coffee, tea], what="both from the archive")
    wait_until(lambda: search(company, text="龙井", agent_ids=[company.admin.agent_id]) == [tea], what="words in the archive")
    assert search(company, text="红茶") == search(company, text="%") == search(company, score_min=1) == []

    with Company.sign_up(stack, "Other") as other:
        assert search(other, text="龙井") == []
    with pytest.raises(Refused, match="must not be less"):
        search(company, messages_min=3, messages_max=2)
