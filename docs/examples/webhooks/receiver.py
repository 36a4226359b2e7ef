"""Receives Parlor's webhooks. Standard library only. Python 3.8 or newer.

python receiver.py PORT SECRET [SECRET ...]      prints each new event as a line of JSON

Behind a proxy that speaks HTTPS it is a receiver to start from. It answers before it works: put your work into a queue of your own.
"""

import hmac
import json
import sys
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_S = 300
"""An older signature may be somebody who plays a recorded request again."""
BODY_MAX = 1_000_000


def is_signed(secrets: list, header: str, body: bytes, now: float) -> bool:
    """`header` is that of Parlor-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not times[0].isdigit() or abs(now - int(times[0])) > TOLERANCE_S:
        return False
    signed = times[0].encode() + b"." + body
    wanted = [hmac.new(secret.encode(), signed, sha256).hexdigest() for secret in secrets]
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in wanted for other in given)


seen = set()
"""Ids of events that came: an event may come more than once. Keep yours in your database."""


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size <= BODY_MAX else b""
        if not is_signed(sys.argv[2:], self.headers.get("Parlor-Signature") or "", body, time.time()):
            self._answer(401)
            return
        event = json.loads(body)
        if event["id"] not in seen:
            seen.add(event["id"])
            print(json.dumps(event, ensure_ascii=False), flush=True)
        self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing but events is printed."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
