"""The queue of mails: each is handed to the provider, again after a pause while that is down, and parked when it is given up."""

from functools import cache
from typing import Any

from parlor.domain.outbox import pauses_of, unpacked
from parlor.gateways.mail import SesMailer
from parlor.gateways.mail_queue import MailQueue
from parlor.gateways.parking import SqsParking
from parlor.runtime.checked import answers_checks
from parlor.runtime.handler import process
from parlor.runtime.lines import Line
from parlor.storage import sent_mails
from parlor.storage.sent_mails import ConcernedStore, SentMailStore
from parlor.usecases.deliver_mail import DeliverMail, Tried


@cache
def deliver() -> DeliverMail:
    settings = process().settings
    sent_mails.bind(settings.presence_table)
    return DeliverMail(
        SesMailer(settings.mail_from),
        ConcernedStore(process().living),
        SentMailStore(process().clock.now_ms),
        SqsParking(settings.parked_queue_url),
        pauses_of(settings.mail_pauses),
    )


@cache
def queue() -> MailQueue:
    return MailQueue(process().settings.mail_queue_url)


@answers_checks("")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A message that is to come again is hidden for its pause and reported as failed. `parked`: how many were given up."""
    failed, parked = [], 0
    for record in event["Records"]:
        line = Line("mail")
        line.say(queued=record["messageId"])
        try:
            tried = one(record, line)
        except Exception:
            line.failed("a mail failed")
            failed.append(record)
            continue
        parked += tried.outcome == "parked"
        if tried.outcome == "again":
            queue().hide(record["receiptHandle"], tried.pause_s)
            failed.append(record)
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed], "parked": parked}


def one(record: dict[str, Any], line: Line) -> Tried:
    due = unpacked(record["body"])
    tries = int(record["attributes"]["ApproximateReceiveCount"])
    line.say(tenant=due.mail.tenant, conversation=due.mail.conversation_id, mail=due.mail_id, what=due.mail.what, tries=tries)
    with line.traced():
        tried = deliver()(due, tries)
    line.say(again_in_s=tried.pause_s)
    line.done(tried.outcome)
    return tried
