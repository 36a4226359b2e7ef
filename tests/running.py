"""The application as the integration and e2e tests find it: addresses, names, clients, the mail box."""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from scripts import emulator, stack
from scripts.paths import ROOT, VENV


@dataclass(frozen=True)
class Running:
    """Addresses have no slash at the end; tables and queues are named as they are deployed."""

    api_url: str
    socket_url: str
    site_url: str
    directory_table: str
    presence_table: str
    chat_table: str
    metrics_table: str
    timer_queue_url: str
    parked_queue_url: str
    outputs: dict[str, str]

    def client(self, service: str) -> Any:
        """A boto3 client of the emulator with every right."""
        return stack.client(service)

    def mails(self, to: str) -> list[dict[str, Any]]:
        """Mails to this address, oldest first: `Subject`, `BodyText`, `BodyHtml`, `Source`."""
        return [mail for mail in emulator.mails() if to in mail["To"]]

    def wait_for_mail(self, to: str, wanted: Callable[[dict[str, Any]], Any] = bool, patience_s: float = 60) -> dict[str, Any]:
        """The newest mail to this address that `wanted` likes; waits for it."""
        found: dict[str, Any] = wait_until(
            lambda: next((mail for mail in reversed(self.mails(to)) if wanted(mail)), None), patience_s, f"a mail to {to}"
        )
        return found


def wait_until(ask: Callable[[], Any], patience_s: float = 60, what: str = "it", pause_s: float = 0.1) -> Any:
    """Asks until the answer is true, and gives it."""
    deadline = time.monotonic() + patience_s
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not come within {patience_s} s")
        time.sleep(pause_s)


def bring_up() -> Running:
    """`make up` without the packages, unless PARLOR_IS_UP says that it has just been done."""
    if not os.environ.get("PARLOR_IS_UP"):
        done = subprocess.run(
            [VENV / "bin" / "python", "-m", "scripts.local", "up"], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode:
            pytest.exit(f"The application did not come up.\n{done.stdout}\n{done.stderr}", returncode=3)
    outputs = stack.outputs()
    return Running(
        api_url=outputs["ApiUrl"],
        socket_url=outputs["SocketUrl"],
        site_url=outputs["SiteUrl"],
        directory_table=outputs["DirectoryTable"],
        presence_table=outputs["PresenceTable"],
        chat_table=outputs["ChatTable"],
        metrics_table=outputs["MetricsTable"],
        timer_queue_url=outputs["TimerQueueUrl"],
        parked_queue_url=outputs["ParkedQueueUrl"],
        outputs=outputs,
    )
