"""Gives parked stream records to their consumer and failed jobs to the timers once more, after the reason has been mended.

    python -m scripts.replay_parked              on the emulator
    python -m scripts.replay_parked --stack NAME --region REGION      on AWS, with the credentials of the environment
    … --look                                     only shows what is parked

A record that is still refused is parked again by the consumer. What was counted already counts once all the same. A job
looks again before it acts, so one whose time is long over changes nothing.
"""

import argparse
import json
import sys
from typing import Any

import boto3

from scripts import stack as local
from scripts.paths import STACK

FUNCTIONS = {"roll_up": "stream-rollup", "archive": "stream-rollup", "notify": "stream-notify", "webhooks": "stream-notify"}
"""The function of each consumer, as template.yaml names it behind the stack's name."""
_WAIT_S = 2
_HIDDEN_S = 120


def parked(sqs: Any, queue: str) -> list[dict[str, Any]]:
    """What lies on the queue now. A record that is parked again meanwhile is not among them."""
    waiting = int(
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"][
            "ApproximateNumberOfMessages"
        ]
    )
    found: dict[str, dict[str, Any]] = {}
    while len(found) < waiting:
        answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=_WAIT_S, VisibilityTimeout=_HIDDEN_S)
        messages = answer.get("Messages", [])
        if not messages:
            break
        found |= {message["MessageId"]: message for message in messages}
    return list(found.values())


def replay(sqs: Any, functions: Any, stack: str, queue: str, *, look: bool) -> int:
    """Returns how many records could not be given to their function."""
    failed = 0
    for message in parked(sqs, queue):
        body = json.loads(message["Body"])
        consumer = body.get("consumer")
        print(f"{consumer}: {body.get('reason')}: {json.dumps(body.get('record'), ensure_ascii=False)[:200]}")
        if look or consumer not in FUNCTIONS:
            failed += consumer not in FUNCTIONS
            sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
            continue
        payload = json.dumps({"Records": [body["record"]]})
        answer = functions.invoke(FunctionName=f"{stack}-{FUNCTIONS[consumer]}", Payload=payload)
        if answer.get("FunctionError"):
            print(f"  failed: {answer['Payload'].read().decode()[:500]}")
            failed += 1
            continue
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return failed


def put_back(sqs: Any, failed_queue: str, timer_queue: str, *, look: bool) -> int:
    """Puts failed jobs back into the timers' queue. Returns how many there were."""
    jobs = parked(sqs, failed_queue)
    for message in jobs:
        print(f"timer: {message['Body'][:200]}")
        if look:
            sqs.change_message_visibility(QueueUrl=failed_queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
            continue
        sqs.send_message(QueueUrl=timer_queue, MessageBody=message["Body"])
        sqs.delete_message(QueueUrl=failed_queue, ReceiptHandle=message["ReceiptHandle"])
    return len(jobs)


def main() -> int:
    parser = argparse.ArgumentParser(prog="replay_parked", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", help="the stack's name on AWS; without it the emulator")
    parser.add_argument("--region")
    parser.add_argument("--look", action="store_true", help="change nothing")
    asked = parser.parse_args()
    if asked.stack is None:
        name, outputs, client = STACK, local.outputs(), local.client
    else:
        session = boto3.Session(region_name=asked.region)
        name, client = asked.stack, session.client
        described = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in described}
    put_back(client("sqs"), outputs["FailedTimerQueueUrl"], outputs["TimerQueueUrl"], look=asked.look)
    return min(replay(client("sqs"), client("lambda"), name, outputs["ParkedQueueUrl"], look=asked.look), 1)


if __name__ == "__main__":
    sys.exit(main())
