"""Runs MiniStack, inside its own environment, and keeps what the functions print.

MiniStack puts the output of functions that a queue, a stream or REST calls into its log groups but drops that of
functions behind a WebSocket route. Here every call's output goes to standard output, which `make logs` follows.
"""

import logging
from typing import Any

from ministack import app
from ministack.core import lambda_runtime

logger = logging.getLogger("functions")


def _with_output(invoke: Any) -> Any:
    def invoke_and_log(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = invoke(self, *args, **kwargs)
        if isinstance(answer, dict) and answer.get("log"):
            logger.info("%s\n%s", self.func_name, answer["log"])
        return answer

    return invoke_and_log


if __name__ == "__main__":
    lambda_runtime.Worker.invoke = _with_output(lambda_runtime.Worker.invoke)
    app.main()
