"""Runs MiniStack, inside its own environment, and keeps what the functions print.

MiniStack puts the output of functions that a queue, a stream or REST calls into its log groups but drops that of
functions behind a WebSocket route. Here every call's output goes to standard output, which `make logs` follows.

A function behind an alias keeps its process when the alias is moved. Here a process whose version is another than the one asked for ends.

Its mail box keeps subject and text of a mail and drops what is attached. Here attachments are kept, too, so that they can be looked at.

Conditions on leading keys in policies hold here, too (emulator_keys.py).

It unpacks a function's archives for each process, a second of work that all others wait for, and reads a condition anew for each row
that it is held against. Here an archive is unpacked once and linked to, and a condition is read once.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from emulator_keys import with_leading_keys, with_partitions
from ministack import app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.core.responses import get_account_id
from ministack.services import dynamodb, lambda_svc, ses_v2

logger = logging.getLogger("functions")


def _with_output(invoke: Any) -> Any:
    def invoke_and_log(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = invoke(self, *args, **kwargs)
        if isinstance(answer, dict) and answer.get("log"):
            logger.info("%s\n%s", self.func_name, answer["log"])
        return answer

    return invoke_and_log


class _Versions:
    """What each function's processes were started with."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, str], str] = {}

    def acquiring(self, acquire: Any) -> Any:
        def acquire_current(name: str, config: dict[str, Any], *rest: Any, **more: Any) -> Any:
            asked = json.dumps(
                [config.get(part) for part in ("CodeSha256", "Handler", "Layers", "Environment", "MemorySize", "Timeout")], default=str
            )
            place = (str(config.get("FunctionArn", "")).split(":function:")[0], name)
            if self._running.setdefault(place, asked) != asked:
                self._running[place] = asked
                lambda_runtime.invalidate_worker(name)
            return acquire(name, config, *rest, **more)

        return acquire_current


class _Attachments:
    """What was attached to the mails that were sent, by the mail's id."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}

    def sending(self, send: Any) -> Any:
        async def send_and_keep(method: str, path: str, headers: Any, body: Any, query: Any) -> Any:
            answer = await send(method, path, headers, body, query)
            if answer[0] == 200 and b'"Attachments"' in (body or b""):
                self._kept[json.loads(answer[2])["MessageId"]] = json.loads(body)["Content"]["Simple"].get("Attachments")
            return answer

        return send_and_keep

    def listing(self, show: Any) -> Any:
        async def show_with_attachments(*asked: Any) -> Any:
            answer = await show(*asked)
            if answer is None or answer[0] != 200 or not self._kept:
                return answer
            shown = json.loads(answer[2])
            for mail in (mail for box in shown["messages"].values() for mail in box):
                mail["Attachments"] = self._kept.get(mail["MessageId"], [])
            return answer[0], answer[1], json.dumps(shown).encode()

        return show_with_attachments


def _role_of(access_key_id: str) -> str:
    principal = iam_evaluator.resolve_principal(access_key_id, get_account_id())
    return str(getattr(principal, "arn", "nobody"))


def _unpacking_once(unpack: Any) -> Any:
    def link(archive: zipfile.ZipFile, path: Any = None, members: Any = None, pwd: Any = None) -> None:
        if path is None or members is not None:
            unpack(archive, path, members, pwd)
            return
        contents = repr([(each.filename, each.CRC, each.file_size) for each in archive.infolist()])
        kept = Path(tempfile.gettempdir(), "unpacked", hashlib.sha256(contents.encode()).hexdigest())
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            fresh = tempfile.mkdtemp(dir=kept.parent)
            unpack(archive, fresh)
            try:
                Path(fresh).rename(kept)
            except OSError:  # Another thread was quicker.
                shutil.rmtree(fresh)
        shutil.copytree(kept, path, copy_function=os.link, dirs_exist_ok=True)

    return link


def _read_conditions_once() -> None:
    tokens = lru_cache(dynamodb._tokenize)
    dynamodb._tokenize = lambda text: list(tokens(text))
    dynamodb._condition_syntax_error = lru_cache(dynamodb._condition_syntax_error)


if __name__ == "__main__":
    iam_actions.dynamodb_service_context = with_partitions(iam_actions.dynamodb_service_context)
    iam_evaluator.enforce = with_leading_keys(iam_evaluator.enforce, _role_of)
    zipfile.ZipFile.extractall = _unpacking_once(zipfile.ZipFile.extractall)  # type: ignore[method-assign]
    _read_conditions_once()
    attachments = _Attachments()
    ses_v2.handle_request = attachments.sending(ses_v2.handle_request)
    app._handle_ses_messages_request = attachments.listing(app._handle_ses_messages_request)
    lambda_runtime.acquire_worker = lambda_svc.acquire_worker = _Versions().acquiring(lambda_runtime.acquire_worker)
    lambda_runtime.Worker.invoke = _with_output(lambda_runtime.Worker.invoke)
    app.main()
