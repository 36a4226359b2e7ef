"""What AWS makes of the template: versions, aliases, roll-outs, snapshots, and what keeps data."""

import json
import subprocess
from typing import Any

import pytest

from scripts.paths import ROOT, SAM_VENV
from tests.cfn import resources_of

WAYS = ("Rollout=AtOnce", "Rollout=Canary10Percent5Minutes")
Resources = dict[str, Any]
KEEPERS = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret")


@pytest.fixture(scope="module")
def ways() -> dict[str, Resources]:
    if not SAM_VENV.exists():
        pytest.skip("make install brings the SAM command line")
    command = [str(SAM_VENV / "bin" / "python"), "tools/transformed.py", *WAYS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return {way: json.loads(line)["Resources"] for way, line in zip(WAYS, lines, strict=True)}


def _of(resources: Resources, kind: str) -> Resources:
    return {name: each for name, each in resources.items() if each["Type"] == kind}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_calls_a_function_but_by_its_alias(ways: dict[str, Resources], way: str) -> None:
    resources = ways[way]
    functions, aliases = _of(resources, "AWS::Lambda::Function"), _of(resources, "AWS::Lambda::Alias")
    assert {each["Properties"]["FunctionName"]["Ref"] for each in aliases.values()} == set(functions)
    versions = _of(resources, "AWS::Lambda::Version")
    assert {each["Properties"]["FunctionName"]["Ref"] for each in versions.values()} == set(functions)
    for name, each in aliases.items():
        assert each["Properties"]["FunctionVersion"]["Fn::GetAtt"][0] in versions, name
    callers = [
        each["Properties"]
        for kind in ("AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGateway::Method", "AWS::Events::Rule")
        for each in _of(resources, kind).values()
    ]
    callers += [
        each["Properties"]["FunctionName"]
        for kind in ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission")
        for each in _of(resources, kind).values()
    ]
    assert len(callers) > 30
    for caller in callers:
        text = json.dumps(caller)
        assert any(json.dumps({"Ref": name}) in text for name in aliases), text
        assert not any(json.dumps({"Fn::GetAtt": [name, "Arn"]}) in text for name in functions), text


def test_a_canary_asks_each_version_and_watches_alarms(ways: dict[str, Resources]) -> None:
    resources = ways["Rollout=Canary10Percent5Minutes"]
    groups = _of(resources, "AWS::CodeDeploy::DeploymentGroup")
    checker = "CheckVersion"
    for name, alias in _of(resources, "AWS::Lambda::Alias").items():
        function = alias["Properties"]["FunctionName"]["Ref"]
        if function == checker:
            assert "UpdatePolicy" not in alias
            continue
        update = alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        assert update["BeforeAllowTrafficHook"] == {"Ref": checker}, name
        group = groups[update["DeploymentGroupName"]["Ref"]]["Properties"]
        assert "Canary10Percent5Minutes" in json.dumps(group["DeploymentConfigName"])
        watched = {each["Name"]["Fn::GetAtt"][1] for each in group["AlarmConfiguration"]["Alarms"]}
        assert watched == {"Outputs.ChatErrors", "Outputs.RestErrors", "Outputs.Failures"}
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
    # CodeDeploy's role may call functions of this name, and no others.
    assert json.dumps(resources[checker]["Properties"]["FunctionName"]).startswith('{"Fn::Sub": "CodeDeployHook_')


def test_at_once_needs_no_codedeploy(ways: dict[str, Resources]) -> None:
    resources = ways["Rollout=AtOnce"]
    assert not [name for name, each in resources.items() if each["Type"].startswith("AWS::CodeDeploy")]
    assert not [name for name, each in resources.items() if "UpdatePolicy" in each]


def test_functions_of_the_socket_and_no_others_may_start_from_a_snapshot(ways: dict[str, Resources]) -> None:
    functions = _of(ways["Rollout=AtOnce"], "AWS::Lambda::Function")
    snapped = {name: each["Properties"]["SnapStart"] for name, each in functions.items() if "SnapStart" in each["Properties"]}
    assert set(snapped) == {name for name in functions if name.startswith("Ws")}
    for each in snapped.values():
        assert each == {"ApplyOn": {"Fn::If": ["StartsFromSnapshot", "PublishedVersions", "None"]}}


def _nested() -> Resources:
    found: Resources = {}
    for path in sorted((ROOT / "infra").glob("*.yaml")):
        found |= {f"{path.stem}/{name}": each for name, each in resources_of(path).items()}
    return found


def test_what_keeps_data_outlives_the_stack_and_production_guards_it() -> None:
    keepers = {name: each for name, each in _nested().items() if each["Type"] in KEEPERS}
    assert len(keepers) >= 10
    for name, each in keepers.items():
        assert each.get("DeletionPolicy") == each.get("UpdateReplacePolicy") == "Retain", name
        if each["Type"] == "AWS::DynamoDB::Table":
            assert each["Properties"]["DeletionProtectionEnabled"] == ["IsProtected", True, False], name
        if each["Type"] == "AWS::Cognito::UserPool":
            assert each["Properties"]["DeletionProtection"] == ["IsProtected", "ACTIVE", "INACTIVE"], name


def test_a_domain_of_ones_own_has_certificates_and_records_where_a_zone_is_given() -> None:
    nested = _nested()
    socket = nested["socket_domain/Domain"]["Properties"]["DomainNameConfigurations"][0]
    assert socket == {"CertificateArn": "CertificateArn", "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    for address in ("socket_domain/Address", "edge/Address"):
        assert nested[address]["Condition"] == "HasHostedZone"
    viewer = nested["edge/Distribution"]["Properties"]["DistributionConfig"]["ViewerCertificate"]
    assert viewer[0] == "HasDomain"
    assert viewer[1]["AcmCertificateArn"] == "CertificateArn"
