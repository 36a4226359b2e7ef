"""Notices to staff over real sockets: who is meant learns at once, reads once, and sees no more of what is withdrawn."""

import asyncio
from typing import Any

import pytest

from scripts.rest import Refused
from tests.company import Company
from tests.people import desk


@pytest.mark.feature("D-20")
def test_a_notice_reaches_whom_it_means_until_it_is_read_or_withdrawn(company: Company) -> None:
    sales, support = (each["department_id"] for each in company.departments())
    lin, wang = company.add_agent("Lin", [sales]), company.add_agent("Wang", [support])
    chief = company.add_agent("Chief", [sales], role="supervisor")

    async def publish() -> dict[str, Any]:
        async with desk(company, lin) as hers, desk(company, wang) as his:
            told = asyncio.ensure_future(hers.until(lambda frame: frame["type"] == "staff_notice"))
            notice = await asyncio.to_thread(
                chief.rest.post, "/notices", title="Stock", text="No Longjing today.", audience="departments", department_ids=[sales]
            )
            assert (await told)["notice"] == notice
            await his.ask("presence", "ping", answer="pong")
            assert not [frame for frame in his.frames if frame["type"] == "staff_notice"]
            (mine,) = (await asyncio.to_thread(lin.rest.get, "/me/notices"))["notices"]
            assert (mine["notice"]["title"], mine.get("read", False)) == ("Stock", False)
            await asyncio.to_thread(lin.rest.post, f"/me/notices/{notice['notice_id']}/read")
            assert (await asyncio.to_thread(lin.rest.get, "/me/notices"))["notices"][0]["read"]

            readers = await asyncio.to_thread(chief.rest.get, f"/notices/{notice['notice_id']}/readers")
            assert {each["name"]: "read_at" in each for each in readers["readers"]} == {"Ada Admin": False, "Lin": True}
            with pytest.raises(Refused, match="forbidden"):
                await asyncio.to_thread(lin.rest.post, f"/notices/{notice['notice_id']}/withdraw")
            gone = hers.coming(lambda frame: frame["type"] == "staff_notice" and "notice" not in frame)
            await asyncio.to_thread(chief.rest.post, f"/notices/{notice['notice_id']}/withdraw")
            assert (await asyncio.wait_for(gone, 30))["notice_id"] == notice["notice_id"]
            assert (await asyncio.to_thread(lin.rest.get, "/me/notices")) == {"notices": []}
            return notice

    notice = asyncio.run(publish())
    (kept,) = chief.rest.get("/notices")["notices"]
    assert (kept["notice_id"], kept["withdrawn_by"]) == (notice["notice_id"], "Chief")
