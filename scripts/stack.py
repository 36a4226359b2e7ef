"""Builds and deploys the application. The hash of what was deployed stands in the stack's own tags, so it can never
disagree with the data that the emulator has."""

import tomllib
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from scripts.paths import BUILD, DNS_PORT, ENDPOINT, HOST, LOCAL, REGION, ROOT, SAM, STACK, VENV, emulator_env
from scripts.steps import fingerprint, is_stamped, run, stamp

INPUTS = ("template.yaml", "infra", "functions", "layers/core", "samconfig.toml")
_TAG = "parlor-inputs"


def client(service: str) -> Any:
    """A client of the emulator."""
    return boto3.client(service, endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")


def inputs_mark(runtime: str) -> str:
    return fingerprint([ROOT / path for path in INPUTS], runtime, HOST)


def build(runtime: str) -> str | None:
    """`sam build` with wheels for this machine, since the emulator runs functions with the local interpreter."""
    mark = inputs_mark(runtime)
    if is_stamped("functions", mark) and (BUILD / "template.yaml").exists():
        return "unchanged"
    run(
        "sam-build",
        [SAM, "build", "--config-env", "local"],
        env=emulator_env() | {"PARLOR_PIP": f"{VENV / 'bin' / 'python'} -m pip", "PARLOR_PIP_PLATFORM": "", "PARLOR_RELEASE": mark},
        advice="mend what the lines above name",
    )
    stamp("functions", mark)
    return None


def deploy(runtime: str) -> str | None:
    """`sam deploy` to the emulator with the `local` section of samconfig.toml."""
    mark = inputs_mark(runtime)
    if _deployed_mark() == mark:
        return "unchanged"
    with (ROOT / "samconfig.toml").open("rb") as file:
        overrides = tomllib.load(file)["local"]["deploy"]["parameters"]["parameter_overrides"]
    overrides = [line for line in overrides if not line.startswith("EmulatorHost=")]
    command: list[str | Path] = [
        SAM,
        "deploy",
        "--config-env",
        "local",
        "--no-progressbar",
        "--tags",
        f"{_TAG}={mark}",
        "--parameter-overrides",
    ]
    run(
        "sam-deploy",
        [*command, *overrides, f"EmulatorHost={HOST}", f"DnsServers=127.0.0.1:{DNS_PORT}", f"PythonRuntime={runtime}"],
        env=emulator_env(),
        advice=f"mend what the lines above name; the emulator's own view is in {(LOCAL / 'log' / 'emulator.log').relative_to(ROOT)}. "
        "If its data does not fit the template any more: make reset up",
    )
    _switch_on_time_to_live()
    return None


def _stack() -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError:
        return None
    return found


def _deployed_mark() -> str | None:
    stack = _stack()
    if stack is None or not stack["StackStatus"].endswith("_COMPLETE") or "ROLLBACK" in stack["StackStatus"]:
        return None
    return next((tag["Value"] for tag in stack.get("Tags", []) if tag["Key"] == _TAG), None)


def outputs() -> dict[str, str]:
    """The stack's outputs by name; empty if there is no stack."""
    stack = _stack()
    return {entry["OutputKey"]: entry["OutputValue"] for entry in stack["Outputs"]} if stack and "Outputs" in stack else {}


def _switch_on_time_to_live() -> None:
    """The emulator leaves the template's TimeToLiveSpecification switched off."""
    tables, dynamodb = outputs(), client("dynamodb")
    for name in ("DirectoryTable", "PresenceTable", "ChatTable", "MetricsTable"):
        table = tables[name]
        if dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] != "ENABLED":
            dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})
