"""The dashboard and its documentation name what there is."""

import json
import re
from typing import Any, get_args

import pytest
import yaml

from parlor.domain.measures import MEASURES, Name
from scripts.paths import ROOT

AWS: dict[str, set[str]] = {
    "AWS/ApiGateway": {"ConnectCount", "MessageCount", "ClientError", "ExecutionError", "Count", "5XXError", "Latency"},
    "AWS/Lambda": {"Duration", "IteratorAge", "Errors", "Throttles", "Invocations"},
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible"},
    "AWS/DynamoDB": {"WriteThrottleEvents", "ReadThrottleEvents", "ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits"},
    "AWS/Logs": {"IncomingBytes"},
}


class Loader(yaml.SafeLoader):
    """Gives the text of `!Sub`."""


Loader.add_multi_constructor("!", lambda _loader, _suffix, node: node.value)
RESOURCES: dict[str, Any] = yaml.load((ROOT / "infra" / "alarms.yaml").read_text(), Loader)["Resources"]
TEMPLATE = (ROOT / "template.yaml").read_text()
FUNCTIONS = set(re.findall(r'FunctionName: !Sub "\$\{AWS::StackName\}-([a-z-]+)"', TEMPLATE))


def metrics() -> list[tuple[str, str, str]]:
    """Namespace, metric and what it is of; a `.` repeats the line above, `...` all but the last."""
    found, before = [], [""] * 4
    for widget in json.loads(RESOURCES["Dashboard"]["Properties"]["DashboardBody"])["widgets"]:
        for metric in widget["properties"]["metrics"]:
            said = [part for part in metric if isinstance(part, str)]
            if said[0] == "...":
                said = [*before[: 4 - len(said[1:])], *said[1:]]
            before = [old if part == "." else part for part, old in zip(said, before, strict=True)]
            found.append((before[0], before[1], before[3]))
    return found


def test_every_name_has_its_measure() -> None:
    assert tuple(MEASURES) == get_args(Name)


def test_every_metric_of_the_dashboard_is_emitted_by_the_function_or_one_of_awss() -> None:
    shown = metrics()
    assert {name for space, name, _ in shown if space == "Parlor"} == set(MEASURES)
    for space, name, about in shown:
        function = about.removeprefix("${AppName}-")
        if space == "Parlor":
            assert function in MEASURES[name].functions  # type: ignore[index]
        else:
            assert name in AWS[space]
        if space == "AWS/Lambda":
            assert function in FUNCTIONS, function


def test_widgets_do_not_overlap() -> None:
    widgets = json.loads(RESOURCES["Dashboard"]["Properties"]["DashboardBody"])["widgets"]
    assert len({(widget["x"], widget["y"]) for widget in widgets}) == len(widgets)
    assert all(widget["x"] + widget["width"] <= 24 for widget in widgets)


def test_alarms_on_our_own_metrics_watch_what_is_emitted() -> None:
    own = [each["Properties"] for each in RESOURCES.values() if each.get("Properties", {}).get("Namespace") == "Parlor"]
    assert own
    for alarm in own:
        if alarm["MetricName"] in MEASURES:
            assert alarm["Dimensions"][0]["Value"].removeprefix("${AppName}-") in MEASURES[alarm["MetricName"]].functions


def test_measures_are_of_functions_that_there_are() -> None:
    assert {function for measure in MEASURES.values() for function in measure.functions} <= FUNCTIONS


@pytest.mark.parametrize("name", MEASURES)
def test_the_documentation_lists_each_metric_as_the_code_does(name: str) -> None:
    measure = MEASURES[name]  # type: ignore[index]
    row = f"| `{name}` | {measure.unit} | {measure.means} | {', '.join(measure.functions)} |"
    assert row in (ROOT / "docs" / "observability.md").read_text()
