"""The line of each call: what stands in it, its metrics as CloudWatch wants them, and X-Ray where it is switched on."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from parlor.domain import correlation, measures
from parlor.domain.jobs import UnreadNotice
from parlor.domain.measures import MEASURES
from parlor.runtime.lines import Line, embedded, lost_push, of_batch, of_job, reason
from scripts.paths import ROOT
from tests.fakes.log import log_lines


@pytest.fixture
def written() -> Iterator[Any]:
    """Gives the lines since it was asked last."""
    measures.taken()
    with log_lines() as lines:
        yield lambda: [json.loads(lines.pop(0)) for _ in range(len(lines))]
    correlation.follow("")


def assert_embedded(line: dict[str, Any]) -> None:
    """The rules of CloudWatch's specification of the format."""
    about = line["_aws"]
    assert set(about) == {"Timestamp", "CloudWatchMetrics"}
    assert isinstance(about["Timestamp"], int)
    assert abs(about["Timestamp"] - time.time() * 1000) < 60_000
    for directive in about["CloudWatchMetrics"]:
        assert set(directive) == {"Namespace", "Dimensions", "Metrics"}
        assert 1 <= len(directive["Namespace"]) <= 255
        assert len(directive["Metrics"]) <= 100
        for dimensions in directive["Dimensions"]:
            assert 1 <= len(dimensions) <= 30
            assert all(isinstance(line[name], str) for name in dimensions)
        for metric in directive["Metrics"]:
            assert set(metric) == {"Name", "Unit"}
            assert metric["Unit"] in ("Count", "Milliseconds")
            values = line[metric["Name"]]
            values = values if isinstance(values, list) else [values]
            assert 1 <= len(values) <= 100
            assert all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def test_a_line_says_what_was_done_for_whom_how_long_and_what_it_follows_from(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "parlor-ws-chat")
    line = Line("chat.send", "abcdefghijkl.7")
    line.say(tenant="T", conversation="")
    line.done()
    (said,) = written()
    assert (said["function"], said["kind"], said["tenant"], said["outcome"]) == ("parlor-ws-chat", "chat.send", "T", "ok")
    assert said["correlation"] == "abcdefghijkl.7"
    assert said["ms"] >= 0
    assert isinstance(said["cold"], bool)
    assert "conversation" not in said, "what is not known is not said"
    assert "_aws" not in said, "nothing was measured"
    Line("chat.send").done()
    assert written()[0]["cold"] is False


def test_metrics_are_written_as_cloudwatch_reads_them_and_once(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "parlor-ws-chat")
    line = Line("chat.send")
    for name in MEASURES:
        measures.note(name, 3)
        measures.note(name, 4)
    line.done()
    Line("chat.send").done()
    first, second = written()
    assert_embedded(first)
    assert {metric["Name"] for metric in first["_aws"]["CloudWatchMetrics"][0]["Metrics"]} == set(MEASURES)
    assert first["GoneSockets"] == 7, "counts are added up"
    assert first["AckTime"] == [3, 4], "times are kept one by one"
    assert "_aws" not in second
    assert first["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["function"]], "a company is never a dimension"


def test_a_line_has_at_most_a_hundred_values_of_a_metric() -> None:
    measures.taken()
    for number in range(150):
        measures.note("TimerDelay", number)
    assert len(embedded(measures.taken())["TimerDelay"]) == 100


def test_a_job_goes_on_with_what_it_follows_from_and_tells_how_late_it_is(written: Any) -> None:
    line = Line("timer")
    due_at = time.time_ns() // 1_000_000 - 5_000
    of_job(line, UnreadNotice(tenant="T", conversation_id="C", reader="agent", seq=3, correlation="abcdefghijkl.7", due_at=due_at))
    line.done("sent")
    (said,) = written()
    assert (said["kind"], said["conversation"], said["correlation"], said["outcome"]) == ("unread_notice", "C", "abcdefghijkl.7", "sent")
    assert 5_000 <= said["TimerDelay"] < 65_000


def test_a_batch_names_all_that_it_carried_and_its_age(written: Any) -> None:
    line = Line("tell")
    of_batch(line, 2, ["abcdefghijkl.7", "C.1"], time.time_ns() // 1_000_000 - 1_000)
    line.done()
    (said,) = written()
    assert said["correlations"] == ["abcdefghijkl.7", "C.1"]
    assert said["StreamAge"] >= 1_000


def test_a_fault_names_its_kind_and_its_place_and_not_what_it_says(written: Any) -> None:
    line = Line("chat.send")
    try:
        int("Frau Lin, lin@example.com")
    except ValueError:
        line.failed("a frame failed")
    (said,) = written()
    assert (said["level"], said["outcome"], said["exception_name"]) == ("ERROR", "failed", "ValueError")
    assert "test_lines.py" in said["exception"]
    assert "Lin" not in json.dumps(said)


def test_what_aws_refuses_is_named_so_that_it_can_be_mended() -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not authorized to perform dynamodb:Scan"}}, "Scan")
    assert reason(denied) == "Scan AccessDeniedException: not authorized to perform dynamodb:Scan"
    wrong = ClientError({"Error": {"Code": "ValidationException", "Message": "the value lin@example.com"}}, "PutItem")
    assert reason(wrong) == "PutItem ValidationException"


def test_a_lost_push_is_counted_in_the_line_of_its_call(written: Any) -> None:
    line = Line("chat.send", "abcdefghijkl.7")
    lost_push(TimeoutError("connect to 10.0.0.1"))
    line.done()
    lost, done = written()
    assert (lost["reason"], lost["correlation"]) == ("TimeoutError", "abcdefghijkl.7")
    assert done["PushFailures"] == 1


OFF = """
import sys
import ws_chat
from parlor.runtime.lines import Line
with Line("chat.send").traced():
    pass
print([name for name in sys.modules if name.startswith(("aws_xray_sdk", "wrapt"))])
"""
ON = """
import json
import ws_chat
from parlor.runtime import tracing
from parlor.runtime.lines import Line

class Kept:
    def __init__(self): self.sent = []
    def send_entity(self, entity): self.sent.append(json.loads(entity.serialize()))

kept = Kept()
from aws_xray_sdk.core import xray_recorder
xray_recorder.configure(context_missing="RUNTIME_ERROR")
xray_recorder.emitter = kept
line = Line("chat.send", "abcdefghijkl.7")
line.say(tenant="T", conversation="C")
with line.traced():
    pass
(part,) = kept.sent
print(json.dumps([part["name"], part["annotations"]]))
"""


TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
"""As Lambda gives it to a function."""


def run(program: str, **env: str) -> str:
    paths = os.pathsep.join(str(ROOT / path) for path in ("layers/core", "functions", "functions/api"))
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TRACING", "AWS_XRAY", "POWERTOOLS"))}
    done = subprocess.run(
        [sys.executable, "-c", program], env=own | {"PYTHONPATH": paths} | env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_without_tracing_nothing_of_x_ray_is_imported() -> None:
    assert run(OFF, TRACING="Disabled") == "[]"


def test_with_tracing_a_use_case_is_a_part_of_the_trace_that_can_be_searched_for() -> None:
    name, annotations = json.loads(
        run(ON, TRACING="Active", AWS_DEFAULT_REGION="us-east-1", LAMBDA_TASK_ROOT="/var/task", _X_AMZN_TRACE_ID=TRACE)
    )
    assert name == "## chat.send"
    assert annotations == {"tenant": "T", "conversation": "C", "correlation": "abcdefghijkl.7"}
