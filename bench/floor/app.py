"""The floor: one put, one push, one line in the log. No check, no order, no repetition, no acknowledgement."""

import json
import os
import time
from typing import Any

import boto3

dynamodb = boto3.client("dynamodb")
sockets = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["SOCKET_ENDPOINT"])
TABLE = os.environ["TABLE"]


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """`who` is answered with the connection's own id; anything else is stored and pushed to the connection `to`."""
    started = time.perf_counter()
    own = event["requestContext"]["connectionId"]
    frame = json.loads(event["body"])
    if frame["type"] == "who":
        sockets.post_to_connection(ConnectionId=own, Data=json.dumps({"type": "you", "connection": own}).encode())
    else:
        dynamodb.put_item(
            TableName=TABLE,
            Item={"pk": {"S": own}, "sk": {"S": frame["id"]}, "at": {"N": str(time.time_ns() // 1_000_000)}, "text": {"S": frame["text"]}},
        )
        message = {"type": "entry", "id": frame["id"], "text": frame["text"]}
        sockets.post_to_connection(ConnectionId=frame["to"], Data=json.dumps(message).encode())
    print(json.dumps({"message": "done", "connection": own, "ms": round((time.perf_counter() - started) * 1000, 1)}))
    return {"statusCode": 200}
