"""Runs MiniStack, inside its own environment, and keeps what the functions print.

MiniStack puts the output of functions that a queue, a stream or REST calls into its log groups but drops that of
functions behind a WebSocket route. Here every call's output goes to standard output, which `make logs` follows.

Its mail box keeps subject and text of a mail and drops what is attached. Here attachments are kept, too, so that they can be looked at.
"""

import json
import logging
from typing import Any

from ministack import app
from ministack.core import lambda_runtime
from ministack.services import ses_v2

logger = logging.getLogger("functions")


def _with_output(invoke: Any) -> Any:
    def invoke_and_log(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = invoke(self, *args, **kwargs)
        if isinstance(answer, dict) and answer.get("log"):
            logger.info("%s\n%s", self.func_name, answer["log"])
        return answer

    return invoke_and_log


def _with_attachments(handle: Any) -> Any:
    async def handle_and_keep(method: str, path: str, headers: Any, body: Any, query: Any) -> Any:
        sent = ses_v2._sent_emails_list()
        before = len(sent)
        answer = await handle(method, path, headers, body, query)
        if len(sent) == before + 1 and body and b'"Attachments"' in body:
            sent[-1]["Attachments"] = json.loads(body)["Content"]["Simple"].get("Attachments", [])
        return answer

    return handle_and_keep


if __name__ == "__main__":
    ses_v2.handle_request = _with_attachments(ses_v2.handle_request)
    lambda_runtime.Worker.invoke = _with_output(lambda_runtime.Worker.invoke)
    app.main()
