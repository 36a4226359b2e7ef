"""Automatic invitations over real sockets: what a browser gets, what it may ask, and what becomes of an answer."""

import asyncio
import time
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from tests.company import Company
from tests.people import Person, desk
from tests.running import wait_until

MEMORY_S = 3.5
"""Functions answer from memory for three seconds."""
NOW = int(time.time() * 1000)


@pytest.mark.feature("R-07", "W-02")
def test_a_rule_is_told_with_its_speaker_and_becomes_a_conversation(company: Company) -> None:
    lin, su = company.add_agent("Lin"), company.add_agent("Su")
    rest = company.admin.rest
    rules = [
        {"rule_id": new_ulid(NOW), "name": "By name", "agent_id": su.agent_id, "when": {"visits_min": 1}, "texts": {"en": "I am Su."}},
        {"rule_id": new_ulid(NOW), "name": "Anybody", "texts": {"en": "May I help?"}},
    ]
    company.restyle(invitations={"rules": rules, "quiet_minutes": 5}, launcher={"online": "headset", "hide_on": ["/checkout"]})
    time.sleep(MEMORY_S)

    async def invite() -> None:
        person = Person(company)
        async with desk(company, lin) as hers:
            told = await asyncio.to_thread(wait_until, lambda: person.start().get("senders"))
            assert [each["name"] for each in rules if each["rule_id"] in told] == ["Anybody"]
            async with desk(company, su):
                told = await asyncio.to_thread(wait_until, lambda: len(person.start().get("senders", ())) == 2 and person.visit["senders"])
                assert told[rules[0]["rule_id"]]["agent_name"] == "Su"
                async with person.tab() as tab:
                    assert await tab.ask("track", "facts", answer="facts") == {"type": "facts"}
                    await tab.say("track", "page", url="https://tea.example/", title="Tea", referrer="https://www.baidu.com/s?wd=tea")
                    facts: dict[str, Any] = {}
                    while "visits" not in facts:
                        await asyncio.sleep(0.3)
                        facts = await tab.ask("track", "facts", answer="facts")
                    assert (facts["visits"], facts["source"]["kind"]) == (1, "search")
                    opening = {"rule_id": rules[0]["rule_id"], "rule_language": "en", "shown": {rules[0]["rule_id"]: 1}}
                    opened = await tab.ask("chat", "open", answer="conversation", **opening)
                    conversation_id = opened["conversation"]["conversation_id"]
                    log = await tab.sync(conversation_id)
                    assert [(entry["text"], entry["by"]["name"]) for entry in log if entry["kind"] == "message"] == [("I am Su.", "Su")]
                    seen = await hers.until(lambda frame: (frame.get("conversation") or {}).get("agent_id") == su.agent_id)
                    assert seen["conversation"]["rule"] == "By name"

                async with Person(company).tab() as other:
                    await other.say("invite", "rule", rule_id=rules[1]["rule_id"], answer="never", shown={rules[1]["rule_id"]: 2})

                def counted() -> dict[str, Any]:
                    counts = rest.get(f"/styles/{company.style_id}/rule-counts")["counts"]
                    return {each["rule_id"]: each for each in counts} if len(counts) == 2 else {}

                counts = await asyncio.to_thread(wait_until, counted)
                assert (counts[rules[0]["rule_id"]]["accepted"], counts[rules[0]["rule_id"]]["shown"]) == (1, 1)
                assert (counts[rules[1]["rule_id"]]["never"], counts[rules[1]["rule_id"]]["shown"]) == (1, 2)

    asyncio.run(invite())
