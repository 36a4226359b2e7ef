"""A new version is asked before anybody comes to it."""

import io
import json
import random
import re
import sys
import types
from typing import Any

import pytest
import yaml

import check_version
from parlor.runtime import snapshot
from parlor.runtime.checked import CHECK, answers_checks
from scripts.paths import ROOT


class Aws:
    """CodeDeploy and Lambda, as far as they are asked."""

    def __init__(self, said: str, fault: str = "") -> None:
        self.said, self.fault, self.status = said, fault, ""
        self.asked: list[tuple[str, Any]] = []

    def list_deployment_targets(self, **_asked: str) -> dict[str, Any]:
        return {"targetIds": ["parlor-ws-chat:live"]}

    def batch_get_deployment_targets(self, **_asked: Any) -> dict[str, Any]:
        info = {"functionName": "parlor-ws-chat", "functionAlias": "live", "currentVersion": "3", "targetVersion": "4"}
        return {"deploymentTargets": [{"deploymentTargetType": "LambdaTarget", "lambdaTarget": {"lambdaFunctionInfo": info}}]}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.asked.append((asked["FunctionName"], json.loads(asked["Payload"])))
        return {"Payload": io.BytesIO(self.said.encode())} | ({"FunctionError": self.fault} if self.fault else {})

    def put_lifecycle_event_hook_execution_status(self, **asked: str) -> None:
        self.status = asked["status"]


@pytest.mark.parametrize(
    ("said", "fault", "status"),
    [
        ('{"checked": "presence", "release": "1"}', "", "Succeeded"),
        ('{"errorMessage": "No module named x"}', "Unhandled", "Failed"),
        ('{"statusCode": 200}', "", "Failed"),
    ],
)
def test_only_a_version_that_works_gets_callers(monkeypatch: pytest.MonkeyPatch, said: str, fault: str, status: str) -> None:
    aws = Aws(said, fault)
    monkeypatch.setattr(check_version, "_client", lambda _service: aws)
    check_version.handler({"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "h-1"}, None)
    assert aws.asked == [("parlor-ws-chat:4", CHECK)]
    assert aws.status == status


def test_a_fault_of_the_check_itself_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    aws = Aws("")
    monkeypatch.setattr(aws, "list_deployment_targets", lambda **_asked: {})
    monkeypatch.setattr(check_version, "_client", lambda _service: aws)
    check_version.handler({"DeploymentId": "d-1", "LifecycleEventHookExecutionId": "h-1"}, None)
    assert aws.status == "Failed"


class Loader(yaml.SafeLoader):
    """`!Ref` and its like are what stands behind them."""


Loader.add_multi_constructor("!", lambda _loader, _suffix, node: node.value)
FUNCTIONS = {
    each["Properties"]["Handler"]: each["Properties"]
    for each in yaml.load((ROOT / "template.yaml").read_text(), Loader)["Resources"].values()  # a safe loader
    if each["Type"] == "AWS::Serverless::Function"
}


def decorator_of(handler: str) -> str:
    folder = "functions/api" if handler == "app.handler" else "functions"
    text = (ROOT / folder / f"{handler.split('.')[0]}.py").read_text()
    return text[: text.index("\ndef handler(")].splitlines()[-1]


def test_every_function_answers_the_check() -> None:
    marks = ("@answers_checks", "@websocket_handler", "@connection_handler")
    for handler in FUNCTIONS.keys() - {"check_version.handler"}:
        assert decorator_of(handler).startswith(marks), handler


def test_the_table_that_a_check_looks_into_may_be_queried() -> None:
    for handler, properties in FUNCTIONS.items():
        asked = re.fullmatch(r'@answers_checks\("(\w+)"\)', decorator_of(handler)) if handler != "check_version.handler" else None
        if asked:
            statements = [each for policy in properties["Policies"] if "Statement" in policy for each in policy["Statement"]]
            may = [str(each["Resource"]) for each in statements if "dynamodb:Query" in each["Action"]]
            assert any(f"{asked[1].capitalize()}TableArn" in resource for resource in may), handler


def test_what_is_no_check_goes_to_the_handler() -> None:
    seen: list[Any] = []
    handler = answers_checks("")(lambda event, _context: seen.append(event))
    handler({"Records": []}, None)
    handler({"body": json.dumps(CHECK), "requestContext": {}}, None)
    assert len(seen) == 2


def test_copies_of_a_snapshot_do_not_share_random_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks: list[Any] = []
    runtime = types.ModuleType("snapshot_restore_py")
    runtime.register_after_restore = hooks.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "snapshot_restore_py", runtime)
    snapshot.watch_restores()
    frozen = random.getstate()
    drawn = []
    for _copy in range(2):
        random.setstate(frozen)
        [hook() for hook in hooks]
        drawn.append(random.random())
    assert drawn[0] != drawn[1]


def test_functions_make_nothing_at_import_that_copies_must_not_share() -> None:
    """Clients, secrets and clocks are made at the first request, after the snapshot."""
    from parlor.runtime import handler

    source = (ROOT / "layers/core/parlor/runtime/handler.py").read_text()
    assert "@cache\ndef process()" in source
    assert not [name for name, value in vars(handler).items() if type(value).__module__.startswith(("botocore", "boto3"))]
