"""Other versions of the functions behind their alias `live`, as a deployment brings them, and the way back; processes that are killed."""

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

from scripts import emulator
from scripts.paths import STACK
from tests.running import Running

ALIAS = "live"
MARK = "VERSION_OF_A_TEST"
"""A variable that only versions of this module have. By it they are found and taken away, even after a run that was killed."""


class Rollouts:
    """Functions are called by what follows the stack's name."""

    def __init__(self, stack: Running) -> None:
        self._lambda = stack.client("lambda")
        self._numbers = count(1)
        self.done = 0

    def names(self, prefix: str = "") -> list[str]:
        pages = self._lambda.get_paginator("list_functions").paginate()
        found = [each["FunctionName"].removeprefix(f"{STACK}-") for page in pages for each in page["Functions"]]
        return sorted(name for name in found if name.startswith(prefix))

    def roll_out(self, names: Iterable[str], variables: Mapping[str, str] | None = None) -> None:
        """A new version of each, one after another, whose environment has these variables besides."""
        for name in names:
            function, own = f"{STACK}-{name}", self._variables(name)
            self._set(function, own | dict(variables or {}) | {MARK: str(next(self._numbers))})
            version = self._lambda.publish_version(FunctionName=function)["Version"]
            self._lambda.update_alias(FunctionName=function, Name=ALIAS, FunctionVersion=version)
            self.done += 1

    def put_back(self) -> None:
        """Every function is what the deployment made it."""
        for name in self.names():
            function = name if name.startswith("CodeDeployHook") else f"{STACK}-{name}"
            versions = self._lambda.list_versions_by_function(FunctionName=function)["Versions"]
            ours = [each for each in versions if MARK in each.get("Environment", {}).get("Variables", {})]
            if not ours:
                continue
            deployed = max((each["Version"] for each in versions if each not in ours and each["Version"] != "$LATEST"), key=int)
            self._lambda.update_alias(FunctionName=function, Name=ALIAS, FunctionVersion=deployed)
            before = next(each for each in versions if each["Version"] == deployed)
            self._set(function, before["Environment"]["Variables"])
            for version in ours:
                if version["Version"] != "$LATEST":
                    self._lambda.delete_function(FunctionName=function, Qualifier=version["Version"])

    def _variables(self, name: str) -> dict[str, str]:
        found: dict[str, str] = self._lambda.get_function_configuration(FunctionName=f"{STACK}-{name}", Qualifier=ALIAS)["Environment"][
            "Variables"
        ]
        return found

    def _set(self, function: str, variables: Mapping[str, str]) -> None:
        self._lambda.update_function_configuration(FunctionName=function, Environment={"Variables": dict(variables)})
        self._lambda.get_waiter("function_updated_v2").wait(FunctionName=function, WaiterConfig={"Delay": 0.2, "MaxAttempts": 300})


@contextmanager
def rollouts(stack: Running) -> Iterator[Rollouts]:
    """What an earlier run left is put back first; what this one brings, at its end."""
    made = Rollouts(stack)
    made.put_back()
    try:
        yield made
    finally:
        made.put_back()


def processes_of(name: str) -> list[int]:
    """Of this folder's emulator: another one's functions are called the same."""
    owner = emulator.process_id()
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True).stdout
    rows: list[Any] = [line.split(None, 2) for line in listed.splitlines()]
    return [int(pid) for pid, parent, command in rows if int(parent) == owner and f"-{STACK}-{name}-" in command]


def kill(name: str) -> int:
    """Ends the processes of a function in the middle of what they do. Returns how many there were."""
    found = processes_of(name)
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    return len(found)
