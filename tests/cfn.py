"""Templates as the tests read them: what stands behind a function of CloudFormation (`!Sub`, `!If`) is taken as it is."""

from pathlib import Path
from typing import Any

import yaml

from scripts.paths import ROOT


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Keeps `!If [a, b, c]` as a list, other words as they are."""


def _plain(loader: Any, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else loader.construct_scalar(node)


_Loader.add_multi_constructor("!", _plain)


def resources_of(path: Path) -> dict[str, Any]:
    """The resources of a template, by their logical names."""
    found: dict[str, Any] = yaml.load(path.read_text(), _Loader)["Resources"]  # a safe loader
    return found


def edge() -> dict[str, Any]:
    return resources_of(ROOT / "infra" / "edge.yaml")
