"""One person everywhere: what they left is given out whole, and after the erasure no table and no bucket holds a word of it."""

import asyncio
import io
import json
import secrets
import time
import zipfile
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from parlor.domain.mails import Mail
from parlor.domain.outbox import MailDue, packed
from scripts.rest import Refused, Rest
from tests.archived import body_of, objects_of
from tests.company import Company
from tests.integration.test_downloads import days, fetched
from tests.integration.test_files import announce, finish, post
from tests.people import Person, desk
from tests.running import Running, wait_until

MARK = secrets.token_hex(4)
WORD = "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in MARK)
"""Letters only, as a word that the figures count."""
MARKS = {
    "name": f"Nora{MARK}",
    "email": f"nora{MARK}@marks.example",
    "phone": f"+86139{int(MARK, 16):011d}"[:14],
    "said": WORD,
    "note": f"note-{MARK}",
    "file": f"content-{MARK}",
    "file name": f"file-{MARK}.txt",
    "page": f"page-{MARK}",
    "left": f"left-{MARK}",
    "address": f"street-{MARK}",
}


async def talk(company: Company, person: Person, name: str, email: str, words: str) -> str:
    """A conversation of this person, with a name, a file, a private note, and its end."""
    async with desk(company, company.admin) as agent:
        visitor = person.tab()
        await visitor.connect()
        await visitor.say("track", "page", url=f"https://tea.example/{MARKS['page'] if words == WORD else 'other'}", title="Tea")
        frame = await visitor.ask("chat", "open", answer="conversation")
        conversation_id: str = frame["conversation"]["conversation_id"]
        await visitor.say("chat", "contact", name=name, email=email, phone=MARKS["phone"] if words == WORD else "555-0199")
        await agent.say("chat", "accept", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "accepted")
        await visitor.send(conversation_id, f"green tea {words}")
        if words == WORD:
            body = MARKS["file"].encode()
            upload = await asyncio.to_thread(announce, person, conversation_id, name=MARKS["file name"], type="text/plain", size=len(body))
            assert (await asyncio.to_thread(post, upload["target"], body)).status_code in (200, 204)
            await asyncio.to_thread(finish, person, upload["file_id"])
            await visitor.send(conversation_id, file_id=upload["file_id"])
            await agent.send(conversation_id, MARKS["note"], note=True)
        await agent.send(conversation_id, "it's twelve euros")
        await agent.say("chat", "end", conversation_id=conversation_id)
        await visitor.until(lambda frame: frame["type"] == "entry" and frame["entry"]["kind"] == "closed")
        await visitor.close()
        return conversation_id


def give_up_mail(stack: Running, company: Company, address: str) -> None:
    """A mail that the provider has refused."""
    mail = Mail(to=address, subject="An answer", text=f"Hello {address}", html="", tenant=company.tenant_id, what="answer")
    said = {"consumer": "mail", "reason": "MessageRejected", "error": "mail_refused"}
    body = said | {"record": packed(MailDue(new_ulid(int(time.time() * 1000)), mail))}
    stack.client("sqs").send_message(QueueUrl=stack.outputs["ParkedQueueUrl"], MessageBody=json.dumps(body))


def everything(stack: Running) -> dict[str, bytes]:
    """Every row of every table and every object of every bucket, as they lie there."""
    found: dict[str, bytes] = {}
    tables = stack.client("dynamodb")
    for table in (stack.chat_table, stack.directory_table, stack.presence_table, stack.metrics_table):
        for page in tables.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                found[f"{table} {item['pk']['S']} {item['sk']['S']}"] = json.dumps(item, default=str, ensure_ascii=False).encode()
    s3 = stack.client("s3")
    for bucket in (stack.outputs["ArchiveBucket"], stack.outputs["UploadsBucket"]):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for each in page.get("Contents", []):
                found[f"{bucket} {each['Key']}"] = body_of(s3, bucket, each["Key"])
    return found


def places_of(found: dict[str, bytes], mark: str) -> list[str]:
    return [place for place, body in found.items() if mark.encode() in body or mark in place]


def is_archived(stack: Running, company: Company, mark: str) -> bool:
    s3, bucket = stack.client("s3"), stack.outputs["ArchiveBucket"]
    return any(mark.encode() in body_of(s3, bucket, key) for key in objects_of(company, "conversations"))


def is_counted(stack: Running, company: Company, word: str) -> bool:
    key = {":pk": {"S": f"{company.tenant_id}#H#page"}}
    rows = stack.client("dynamodb").query(TableName=stack.metrics_table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues=key)
    return word in json.dumps(rows["Items"])


def counts(company: Company, days: dict[str, str]) -> Any:
    return company.admin.rest.get("/reports/consultations", **{"from": days["first"], "to": days["last"], "grain": "day"})


@pytest.mark.feature("C-14")
def test_one_person_is_given_out_and_erased_everywhere_and_nobody_else(stack: Running, company: Company) -> None:
    rest = company.admin.rest
    rest.post("/webhooks", url="https://hooks.example/", events=["message.created", "customer.created"])
    nora, other = Person(company), Person(company)
    conversation_id = asyncio.run(talk(company, nora, MARKS["name"], MARKS["email"], WORD))
    kept = asyncio.run(talk(company, other, "Otto", "otto@marks.example", "earl grey"))
    left = {"name": MARKS["name"], "email": MARKS["email"], "text": MARKS["left"]}
    Rest(stack.api_url).post("/widget/left-messages", visitor_token=nora.token, client_id="01M8JGAMP1D61HN4Z7N68N55VR", **left)
    for address in (MARKS["email"], "otto@marks.example"):
        give_up_mail(stack, company, address)
    card = rest.post("/customers", name=MARKS["name"], email=MARKS["email"], address=MARKS["address"], visitor_id=nora.visitor_id)
    person = {"customer_id": card["customer_id"]}
    wait_until(lambda: is_archived(stack, company, WORD) and is_archived(stack, company, kept), what="the archive")
    wait_until(lambda: is_counted(stack, company, WORD), what="the counted word")
    wait_until(lambda: len(rest.get("/parked")["parked"]) == 2, what="the mails that were given up")
    bucket = stack.outputs["ArchiveBucket"]
    before = counts(company, days())

    # Given out: every mark is in the ZIP.
    asked = {"kind": "person"} | person
    begun = rest.post("/downloads", client_id=f"person-{MARK}", wanted=asked, format="zip", language="en")
    given = zipfile.ZipFile(io.BytesIO(fetched(rest, begun["download_id"]).content))
    whole = b"\n".join(given.read(name) for name in given.namelist()) + "\n".join(given.namelist()).encode()
    assert [what for what, mark in MARKS.items() if mark.encode() not in whole] == []
    assert b"Otto" not in whole
    page = given.read(f"conversations/{conversation_id}.html").decode()
    assert WORD in page
    assert MARKS["note"] in page

    # Erased: told before, confirmed by the name, refused for who has no right.
    told = rest.post("/personal-data", **person)
    assert (told["name"], told["conversations"], told["files"], told["visitors"]) == (MARKS["name"], 1, 1, 1)
    with pytest.raises(Refused, match="not the name"):
        rest.post("/erasures", **person, confirm="Otto")
    erasure = rest.post("/erasures", **person, confirm=MARKS["name"], reference="DSR-17")
    assert rest.post("/erasures", **person, confirm=MARKS["name"])["erasure_id"] == erasure["erasure_id"]
    receipt = wait_until(lambda: (seen := rest.get(f"/erasures/{erasure['erasure_id']}"))["state"] == "done" and seen, what="the receipt")
    erased = receipt["erased"]
    assert receipt["reference"] == "DSR-17"
    assert {name: erased[name] for name in ("conversations", "files", "left_messages", "archive")} == {
        "conversations": 1,
        "files": 1,
        "left_messages": 1,
        "archive": 1,
    }
    assert erased["words"] >= 1
    assert erased["parked"] == 2, "what is listed, and the mail"

    found = everything(stack)
    # Of the company's own sites the address of a page on which the widget was seen stays.
    found = {place: body for place, body in found.items() if "#SEEN " not in place}
    still = {what: places_of(found, mark) for what, mark in MARKS.items()} | {"visitor": elsewhere(found, nora.visitor_id)}
    assert {what: places for what, places in still.items() if places} == {}

    # Everybody else and the figures are as they were; the browser is somebody new.
    assert rest.get(f"/conversations/{kept}/log")["entries"]
    assert any(f"{bucket} conversations" in place for place in places_of(found, kept))
    assert [each["about"] for each in rest.get("/parked")["parked"]] == ["otto@marks.example"]
    assert counts(company, days()) == before
    assert company.start_visit(nora.token)["visitor_id"] != nora.visitor_id
    with pytest.raises(Refused):
        rest.get(f"/conversations/{conversation_id}/log")
    audit = rest.get("/audit", **{"from": days()["first"], "to": days()["last"]})["entries"]
    assert "erase_person" in {each["action"] for each in audit}
    assert MARKS["name"] not in json.dumps(audit)


def elsewhere(found: dict[str, bytes], visitor_id: str) -> list[str]:
    """Where the visitor's id still stands besides the mark that they were erased, the job until its second look, and what is counted."""
    return [
        place
        for place in places_of(found, visitor_id)
        if not any(known in place for known in ("PROFILE", "#ERASURES", " facts/", "#TICKET#", "LIMIT#", "#TOLD"))
    ]
