"""`make down` and `make up`: the data is there again, and what comes afterwards is counted.

Stands apart because it stops the emulator under whatever else runs; `make test` runs it last.
"""

import asyncio
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

from scripts.paths import ROOT, VENV
from tests.company import Company
from tests.people import Person
from tests.running import wait_until


def _views(company: Company) -> int:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    views: int = company.admin.rest.call("GET", "/reports/visits", None, **{"from": today, "to": today, "grain": "day"})["views"]
    return views


async def _look_at_pages(person: Person, pages: int) -> None:
    async with person.tab() as tab:
        for number in range(pages):
            await tab.say("track", "page", url=f"https://shop.example/{number}", title=f"Page {number}")
        # Answered behind the pages: one socket's frames go through one after the other here.
        await tab.ask("presence", "ping", answer="pong")


def test_after_a_restart_the_data_is_there_and_new_events_are_counted(company: Company) -> None:
    person = Person(company)
    asyncio.run(_look_at_pages(person, 3))
    wait_until(lambda: _views(company) == 3, 60, "the three views")

    for command in ("scripts.stop", "scripts.local up"):
        subprocess.run([VENV / "bin" / "python", "-m", *command.split()], cwd=ROOT, check=True, capture_output=True)

    assert company.admin.rest.get("/me")["tenant_id"] == company.tenant_id
    assert _views(company) == 3
    asyncio.run(_look_at_pages(person, 2))
    wait_until(lambda: _views(company) == 5, 60, "the two views after the restart")
