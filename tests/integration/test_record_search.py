"""Free queries over the records: first from the table, then from the archive that the stream writes, asked through Athena."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scripts.rest import Refused
from tests.archived import compact_archive, objects_of
from tests.company import Company
from tests.people import Person, desk, seen
from tests.running import Running, wait_until

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/17.5 Safari/604.1"
NEWER = ("country", "source", "engine", "keyword", "browser", "system", "device", "ip", "page", "customer_id", "phone")
"""Columns that the first lines had not."""


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


async def talk(company: Company, words: str, page: dict[str, str] | None = None, browser: str | None = None) -> str:
    """A conversation that ends, of somebody who looked at a page before."""
    async with desk(company, company.admin) as agent:
        visitor = Person(company).tab(browser)
        await visitor.connect()
        if page:
            await visitor.say("track", "page", title="Tea", **page)
            await agent.until(lambda frame: bool(seen(frame)))
        frame = await visitor.ask("chat", "open", answer="conversation", page_url=(page or {}).get("url"))
        conversation_id: str = frame["conversation"]["conversation_id"]
        await agent.say("chat", "accept", conversation_id=conversation_id)
        await visitor.send(conversation_id, words)
        await agent.send(conversation_id, "it's twelve euros")
        await agent.say("chat", "end", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "closed")
        await visitor.close()
        return conversation_id


def as_written_by_an_earlier_version(stack: Running, company: Company, conversation_id: str) -> bool:
    """Takes from the archived lines of the conversation what lines had not yet when there was no place and no source. False: not there."""
    s3, bucket = stack.client("s3"), stack.outputs["ArchiveBucket"]
    done = False
    for key in objects_of(company, "conversations"):
        lines = [json.loads(line) for line in s3.get_object(Bucket=bucket, Key=key)["Body"].read().splitlines()]
        for line in lines:
            if line["conversation_id"] == conversation_id:
                done = True
                for column in NEWER:
                    line.pop(column, None)
        s3.put_object(Bucket=bucket, Key=key, Body="".join(json.dumps(line) + "\n" for line in lines).encode())
    return done


@pytest.mark.feature("L-01")
def test_what_was_said_is_found_at_once_and_after_the_archive_has_it_once(stack: Running, company: Company) -> None:
    page = {"url": "https://tea.example/green?a=1", "referrer": "https://www.baidu.com/s?wd=%E9%BE%99%E4%BA%95"}
    tea, coffee = asyncio.run(talk(company, "龙井多少钱", page, PHONE)), asyncio.run(talk(company, "Espresso?"))
    from_baidu = {"engines": ["Baidu"], "keywords": ["龙井"], "devices": ["phone"], "pages": ["tea.example/green"]}
    assert search(company, **from_baidu) == search(company, none_of={"text": "espresso"}) == [tea]
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

    # Where the visitor came from is in the archive, too; lines from before it was there are found by everything else.
    wait_until(lambda: as_written_by_an_earlier_version(stack, company, coffee), what="the line of the second")
    assert search(company, **from_baidu) == search(company, none_of={"countries": ["日本"], "sources": [""]}) == [tea]
    assert search(company, text="espresso", none_of={"engines": ["Baidu"]}) == [coffee]
    assert search(company, none_of={"agent_ids": [company.admin.agent_id]}) == []
    today = datetime.now(UTC).date()
    listed = company.admin.rest.get("/conversations", **{"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))})
    facts = listed["facts"][tea]
    assert facts["source"] == {"kind": "search", "name": "Baidu", "keyword": "龙井"}
    assert facts["device"]["kind"] == "phone"
    assert facts["ip"]

    # Small objects are put together; while both lie there and after the small ones have gone, everything is found once.
    small = len(objects_of(company, "conversations"))
    for objects in (small + (small > 1), 1):
        compact_archive(company)
        assert len(objects_of(company, "conversations")) == objects
        assert search(company) == [coffee, tea]
        assert search(company, text="龙井 twelve", **from_baidu) == [tea]

    with Company.sign_up(stack, "Other") as other:
        assert search(other, text="龙井") == []
    with pytest.raises(Refused, match="must not be less"):
        search(company, messages_min=3, messages_max=2)
