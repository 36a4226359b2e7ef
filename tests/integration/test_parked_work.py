"""What was given up is a row of its company: seen, done after all, or let go."""

import json
from typing import Any

import pytest

from parlor.domain.ids import new_ulid
from parlor.domain.mails import Mail
from parlor.domain.outbox import MailDue, packed
from parlor.gateways.replays import SqsReplays
from parlor.storage import parked as storage
from scripts import parked as command
from scripts.deployed import deployed
from tests.company import Company
from tests.integration.test_office import around_today, leave_message, now_ms
from tests.running import Running, wait_until


def listed(company: Company, **filters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = company.admin.rest.get("/parked", **filters)["parked"]
    return found


def mail_to(company: Company, address: str, subject: str) -> str:
    mail = Mail(to=address, subject=subject, text=subject, html=f"<p>{subject}</p>", tenant=company.tenant_id, what="joined")
    return packed(MailDue(new_ulid(now_ms()), mail))


def record_of(company: Company, at: dict[str, str]) -> dict[str, Any]:
    key = {"pk": {"S": f"{company.tenant_id}#M#{new_ulid(now_ms())}"}, "sk": {"S": "META"}}
    image = {"ApproximateCreationDateTime": now_ms() / 1000, "Keys": key, "NewImage": key | {"at": at}}
    return {"eventID": new_ulid(now_ms()), "eventName": "INSERT", "dynamodb": image}


@pytest.mark.feature("P-08")
def test_what_was_given_up_is_seen_by_its_company_and_done_after_all(stack: Running, company: Company) -> None:
    sqs = stack.client("sqs")
    rest, address = company.admin.rest, f"given-up-{company.mark}@parlor.example"

    def put(queue: str, body: Any) -> None:
        sqs.send_message(QueueUrl=stack.outputs[queue], MessageBody=body if isinstance(body, str) else json.dumps(body))

    def one(kind: str, **wanted: Any) -> Any:
        fits = (each for each in listed(company, kind=kind) if all(each.get(name, 0) == value for name, value in wanted.items()))
        return next(fits, None)

    mended = {"consumer": "roll_up", "reason": "a fault that has been mended", "record": record_of(company, {"N": str(now_ms())})}
    for _ in range(2):
        put("ParkedQueueUrl", mended)
    put("FailedTimerQueueUrl", mail_to(company, address, "Late but there"))
    put("FailedTimerQueueUrl", {"kind": "no_such_job", "tenant": company.tenant_id})
    # A row that no program of ours writes: the stream brings it, and it holds up nothing.
    key = {"pk": {"S": f"{company.tenant_id}#M#{new_ulid(now_ms())}"}, "sk": {"S": "META"}}
    index = {"gsi2pk": {"S": f"{company.tenant_id}#M#000000"}, "gsi2sk": {"S": "0"}}
    stack.client("dynamodb").put_item(TableName=stack.chat_table, Item=key | index | {"at": {"S": "soon"}})
    leave_message(company)

    wait_until(lambda: len(listed(company)) == 4 and one("record", what="roll_up", error="unreadable"), 60, "what was given up")
    mail, timer = one("mail"), one("timer")
    assert (mail["about"], mail["what"], mail["state"]) == (address, "joined", "waiting")
    assert timer["what"] == "no_such_job"
    assert len(listed(company, kind="record")) == 2, "what is given up twice is one row"
    assert rest.get("/home")["parked"] is True

    rest.post("/parked/replay", kind="record")
    rest.post("/parked/replay", parked_id=mail["parked_id"])
    outputs = deployed().outputs
    storage.bind(outputs["DirectoryTable"])
    assert command.replay(SqsReplays(outputs["ReplayQueueUrl"]), company.tenant_id, "timer") == 1

    assert stack.wait_for_mail(address)["Subject"] == "Late but there"
    wait_until(lambda: one("mail", state="done"), 60, "the mail's row")
    wait_until(lambda: one("record", state="done"), 60, "the mended record")
    wait_until(lambda: one("record", state="waiting", failed=1), 60, "the poison, parked again")
    wait_until(lambda: one("timer", state="waiting", failed=1), 60, "the job that nobody knows")
    # The message that was left, and the record that was mended.
    wait_until(lambda: rest.get("/reports/consultations", grain="day", **around_today())["offline"] == 2, 60, "the count")

    rest.call("DELETE", f"/parked/{timer['parked_id']}")
    assert one("timer") is None
