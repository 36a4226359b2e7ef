"""Deploying to AWS: what is shown, what is refused, what is remembered, and that the same is the same."""

import re
from typing import Any

import boto3
import pytest
import yaml
from moto import mock_aws

from bench.cost import Parts
from scripts.changes import Change, changes_of, markdown, table
from scripts.cost_estimate import Use, by_use, fixed, text
from scripts.deploy import allow, parameters, release_mark
from scripts.paths import ROOT
from scripts.publish import FOREVER, Upload
from scripts.releases import Release, Releases, before, named
from scripts.steps import Trouble

TABLE = Change("Modify", "Data/ChatTable", "AWS::DynamoDB::Table", "True")
HARMLESS = Change("Modify", "WsChat", "AWS::Lambda::Function", "False")


class CloudFormation:
    """Answers with pages as CloudFormation does."""

    def __init__(self, **sets: list[dict[str, Any]]) -> None:
        self._sets = sets

    def describe_change_set(self, *, ChangeSetName: str, NextToken: str = "0") -> dict[str, Any]:  # noqa: N803
        at = int(NextToken)
        pages = self._sets[ChangeSetName]
        more = {"NextToken": str(at + 1)} if at + 1 < len(pages) else {}
        return {"Changes": [{"ResourceChange": each} for each in pages[at]["Changes"]]} | more


def _resource(name: str, kind: str, action: str = "Modify", **more: Any) -> dict[str, Any]:
    return {"LogicalResourceId": name, "ResourceType": kind, "Action": action} | more


def test_changes_of_nested_stacks_are_shown_and_a_lost_table_stands_first() -> None:
    cloudformation = CloudFormation(
        top=[
            {"Changes": [_resource("WsChat", "AWS::Lambda::Function", Replacement="False")]},
            {"Changes": [_resource("Data", "AWS::CloudFormation::Stack", ChangeSetId="data")]},
        ],
        data=[{"Changes": [_resource("ChatTable", "AWS::DynamoDB::Table", Replacement="True")]}],
    )
    changes = list(changes_of(cloudformation, "top"))
    assert [each.name for each in changes] == ["WsChat", "Data/ChatTable"]
    lines = table(changes).splitlines()
    assert lines[0].startswith("!! changed, replaced")
    assert "Data/ChatTable" in lines[0]
    assert "**takes data away**: changed, replaced | `Data/ChatTable`" in markdown(changes)


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        (_resource("T", "AWS::DynamoDB::Table", "Remove"), True),
        (_resource("T", "AWS::DynamoDB::Table", Replacement="False"), False),
        (_resource("T", "AWS::S3::Bucket", Replacement="Conditional"), False),
        (
            _resource(
                "T",
                "AWS::S3::Bucket",
                Replacement="Conditional",
                Details=[{"Evaluation": "Static", "Target": {"RequiresRecreation": "Conditionally"}}],
            ),
            True,
        ),
        (_resource("T", "AWS::Lambda::Version", "Remove"), False),
        (_resource("T", "AWS::CloudFormation::Stack", "Remove"), True),
    ],
)
def test_what_takes_data_away(found: dict[str, Any], lost: bool) -> None:
    assert [each.takes_data for each in changes_of(CloudFormation(top=[{"Changes": [found]}]), "top")] == [lost]


def test_nobody_asked_means_no_data_goes() -> None:
    with pytest.raises(Trouble, match="Data/ChatTable"):
        allow([HARMLESS, TABLE], yes=True, replace=False, env="prod")
    assert allow([HARMLESS, TABLE], yes=True, replace=True, env="prod")
    assert allow([HARMLESS], yes=True, replace=False, env="prod")


def test_who_is_asked_types_the_name_of_what_goes() -> None:
    answers = iter(["y", "Data/ChatTable", "y", "", "yes"])

    def say(_question: str) -> str:
        return next(answers)

    assert not allow([TABLE], yes=False, replace=False, env="prod", answer=say)
    assert allow([TABLE], yes=False, replace=False, env="prod", answer=say)
    assert not allow([HARMLESS], yes=False, replace=False, env="prod", answer=say)
    assert allow([HARMLESS], yes=False, replace=False, env="prod", answer=say)


def test_the_same_code_and_parameters_are_the_same_release() -> None:
    first, second = release_mark(parameters("prod")), release_mark(dict(reversed(parameters("prod").items())))
    assert first == second
    assert release_mark(parameters("prod", "Rollout=AtOnce")) != first


@pytest.fixture
def kept() -> Any:
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="artefacts")
        yield Releases(s3, "artefacts", "parlor")


def test_a_release_keeps_template_parameters_and_the_sites_pages(kept: Releases) -> None:
    page = Upload("admin/index.html", b"<html>", "text/html; charset=utf-8", "no-cache")
    script = Upload("widget/loader.js", b"1", "text/javascript; charset=utf-8", "public, max-age=300")
    hashed = Upload("admin/assets/a-123.js", b"2", "text/javascript", FOREVER)
    kept.keep_sites("one", [page, hashed, script])
    kept.note(Release("one", "abc", "20261129T070000Z", {"Environment": "prod"}))
    assert kept.sites("one") == [script, page]
    assert kept.all() == [Release("one", "abc", "20261129T070000Z", {"Environment": "prod"})]


def test_back_is_to_the_release_that_was_there_before() -> None:
    one, two, three = (Release(name, f"rev-{name}", f"2026112{at}T000000Z") for at, name in enumerate(("one", "two", "three")))
    assert before([one, two, two]) == one
    assert before([one, two, three]) == two
    # Back once, and back once more.
    assert before([one, two, three, two]) == one
    assert named([one, two, three], "rev-t") == three
    with pytest.raises(Trouble):
        before([one, one])
    with pytest.raises(Trouble):
        named([one], "four")


def test_a_month_is_reckoned_from_counts() -> None:
    parts: Parts = {"messages": {"frames": 10, "pushes": 10, "write_units": 20, "invocations": 10, "requests": 20}}
    thousand, ten_thousand = (by_use(Use(count, 0), parts, 1.0) for count in (1_000, 10_000))
    for small, large in zip(thousand, ten_thousand, strict=True):
        assert large.usd == pytest.approx(small.usd * 10)
    assert next(line.usd for line in thousand if line.service == "DynamoDB") == pytest.approx(20_000 * 0.625 / 1e6)
    assert "Lambda SnapStart" in text(Use(), [*thousand, *fixed({"SnapStart": "On"})])
    assert "SnapStart" not in text(Use(), fixed({}))


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_name_make_targets_that_exist_and_pin_what_they_use(path: Any) -> None:
    jobs = yaml.safe_load(path.read_text())["jobs"]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    steps = [step for job in jobs.values() for step in job["steps"]]
    for step in steps:
        assert ("run" in step) != ("uses" in step)
        if "uses" in step:
            assert re.fullmatch(r"[\w.-]+/[\w./-]+@v\d+", step["uses"])
        for target in re.findall(r"\bmake ([a-z-]+)", step.get("run", "")):
            assert target in targets
    for name, job in jobs.items():
        assert set(job.get("needs", []) if isinstance(job.get("needs", []), list) else [job["needs"]]) <= set(jobs), name
        assert "timeout-minutes" in job, name
