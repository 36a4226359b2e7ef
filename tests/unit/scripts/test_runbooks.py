"""Whoever is woken by an alarm finds in its text what to read."""

from typing import Any

import pytest
import yaml

from scripts.paths import ROOT


class Loader(yaml.SafeLoader):
    """Leaves `!Ref` and its like aside."""


Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)
RESOURCES: dict[str, Any] = yaml.load((ROOT / "infra" / "alarms.yaml").read_text(), Loader)["Resources"]
ALARMS = {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == "AWS::CloudWatch::Alarm"}


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_names_a_runbook_that_is_about_it(name: str) -> None:
    path = ROOT / ALARMS[name]["AlarmDescription"].rpartition(" ")[2]
    text = path.read_text()
    assert text.startswith(f"# Alarm {name}\n")
    for part in ("**What it does to people.**", "## Look", "## Do"):
        assert part in text


def test_there_is_no_runbook_without_an_alarm() -> None:
    named = {ALARMS[name]["AlarmDescription"].rpartition("/")[2] for name in ALARMS}
    assert {path.name for path in (ROOT / "docs" / "runbooks").iterdir()} == named
