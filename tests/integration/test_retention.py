"""What a company keeps no longer goes from every table and bucket; what is younger, and the figures, stay."""

import asyncio
import json
import secrets
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from scripts.paths import STACK
from scripts.rest import Refused
from tests.company import Company
from tests.integration.test_downloads import days
from tests.integration.test_files import announce, finish, post
from tests.integration.test_personal_data import counts, everything, is_archived, is_counted, places_of
from tests.people import Person, desk
from tests.running import Running, wait_until

MARK = secrets.token_hex(4)
OLD, YOUNG = (prefix + "".join(chr(ord("a") + int(digit, 16)) for digit in MARK) for prefix in ("zo", "zy"))
"""Letters only, as words that the figures count."""
LONG_AGO_MS = int(time.time() * 1000) - 240 * 86_400_000


async def talk(company: Company, word: str) -> tuple[str, Person]:
    """A conversation with a file and a note, and its end."""
    person = Person(company)
    async with desk(company, company.admin) as agent:
        visitor = person.tab()
        await visitor.connect()
        frame = await visitor.ask("chat", "open", answer="conversation")
        conversation_id: str = frame["conversation"]["conversation_id"]
        await agent.say("chat", "accept", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "accepted")
        await visitor.send(conversation_id, f"tea {word}")
        body = f"content {word}".encode()
        upload = await asyncio.to_thread(announce, person, conversation_id, name=f"{word}.txt", type="text/plain", size=len(body))
        assert (await asyncio.to_thread(post, upload["target"], body)).status_code in (200, 204)
        await asyncio.to_thread(finish, person, upload["file_id"])
        await visitor.send(conversation_id, file_id=upload["file_id"])
        await agent.send(conversation_id, f"note {word}", note=True)
        await agent.say("chat", "end", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "closed")
        await visitor.close()
        return conversation_id, person


def make_old(stack: Running, company: Company, conversation_id: str) -> None:
    """As if the company and the conversation's end were eight months ago: in the table, and in the archive."""
    tables, s3, bucket = stack.client("dynamodb"), stack.client("s3"), stack.outputs["ArchiveBucket"]
    when = datetime.fromtimestamp(LONG_AGO_MS / 1000, UTC)
    tables.update_item(
        TableName=stack.directory_table,
        Key={"pk": {"S": company.tenant_id}, "sk": {"S": "COMPANY"}},
        UpdateExpression="SET created_at = :at",
        ExpressionAttributeValues={":at": {"N": str(LONG_AGO_MS - 1)}},
    )
    tables.update_item(
        TableName=stack.chat_table,
        Key={"pk": {"S": f"{company.tenant_id}#C#{conversation_id}"}, "sk": {"S": "META"}},
        UpdateExpression="SET c = :at, gsi2pk = :pk, gsi2sk = :sk",
        ExpressionAttributeValues={
            ":at": {"N": str(LONG_AGO_MS)},
            ":pk": {"S": f"{company.tenant_id}#C#{when:%Y%m}"},
            ":sk": {"S": f"{LONG_AGO_MS:013d}#{conversation_id}"},
        },
    )
    folder = f"conversations/tenant={company.tenant_id}/day="
    for each in s3.list_objects_v2(Bucket=bucket, Prefix=folder)["Contents"]:
        body = s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
        old = [line for line in body.splitlines() if conversation_id.encode() in line]
        if old:
            s3.delete_object(Bucket=bucket, Key=each["Key"])
            young = [line for line in body.splitlines() if line not in old]
            for key, lines in ((f"{folder}{when:%Y-%m-%d}/{each['ETag'][1:9]}.jsonl", old), (each["Key"], young)):
                if lines:
                    s3.put_object(Bucket=bucket, Key=key, Body=b"\n".join(lines) + b"\n")


def let_the_notice_pass(stack: Running, company: Company) -> None:
    """As if the change had been made a day ago."""
    tables, key = stack.client("dynamodb"), {"pk": {"S": company.tenant_id}, "sk": {"S": "RETENTION"}}
    body = json.loads(tables.get_item(TableName=stack.directory_table, Key=key)["Item"]["body"]["S"])
    body["following_at"] = int(time.time() * 1000) - 1
    tables.update_item(
        TableName=stack.directory_table,
        Key=key,
        UpdateExpression="SET body = :b",
        ExpressionAttributeValues={":b": {"S": json.dumps(body)}},
    )


def retain(stack: Running, company: Company) -> Any:
    answer = stack.client("lambda").invoke(FunctionName=f"{STACK}-retain", Payload=json.dumps({"tenant": company.tenant_id}).encode())
    said = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, said
    return said


@pytest.mark.feature("C-14")
def test_what_is_kept_no_longer_goes_everywhere_and_nothing_else(stack: Running, company: Company) -> None:
    rest = company.admin.rest
    old, _ = asyncio.run(talk(company, OLD))
    young, person = asyncio.run(talk(company, YOUNG))
    wait_until(lambda: is_archived(stack, company, OLD) and is_archived(stack, company, YOUNG), what="the archive")
    wait_until(lambda: is_counted(stack, company, OLD) and is_counted(stack, company, YOUNG), what="the counted words")
    make_old(stack, company, old)
    before = counts(company, days())

    wanted = {"conversations": 6}
    told = wait_until(lambda: (seen := rest.post("/retention/preview", periods=wanted))["goes"][0].get("found") and seen, what="what goes")
    assert [(each["kind"], each["found"], each["since"]) for each in told["goes"]] == [("conversations", 1, LONG_AGO_MS)]
    with pytest.raises(Refused, match="company's name"):
        rest.patch("/retention", version=0, periods=wanted)
    saved = rest.patch("/retention", version=0, periods=wanted, confirm=told["company"])
    assert saved["following"]["conversations"] == 6
    retain(stack, company)
    assert rest.get(f"/conversations/{old}/log")["entries"], "it begins a day later"
    let_the_notice_pass(stack, company)
    assert retain(stack, company) == {"companies": 1, "left": 0}

    found = everything(stack)
    assert places_of(found, OLD) == []
    assert [place for place in places_of(found, old) if " facts/" not in place] == [], "besides what is counted"
    with pytest.raises(Refused):
        rest.get(f"/conversations/{old}/log")
    assert rest.get(f"/conversations/{young}/log")["entries"]
    assert len(places_of(found, YOUNG)) >= 5, "messages, file, archive and figures"
    assert any("conversations/" in place for place in places_of(found, YOUNG))
    assert counts(company, days()) == before
    assert company.start_visit(person.token)["visitor_id"] == person.visitor_id
    gone = rest.get("/retention")["gone"]
    assert (gone["conversations"], gone["files"]) == (1, 1)
    assert gone["words"] >= 1
    audit = rest.get("/audit", **{"from": days()["first"], "to": days()["last"]})["entries"]
    assert {"conversations": 6} in [each["after"] for each in audit if each["action"] == "change_retention"]
