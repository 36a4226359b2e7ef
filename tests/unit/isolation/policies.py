"""The policies of the functions as template.yaml writes them, and what they allow: enough of IAM for them (allow, actions, resources,
`dynamodb:LeadingKeys` under `ForAllValues:StringLike`). What it does not know makes it fail."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import yaml
from msgspec import Struct

from scripts.paths import ROOT

_TABLE = re.compile(r"(Directory|Presence|Chat|Metrics)TableArn(?:\}(/index/\S+))?")


class Statement(Struct, frozen=True):
    """Of DynamoDB. `resources` are `Chat`, `Chat/index/gsi1`; `partitions` None: all."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    partitions: tuple[str, ...] | None

    def allows(self, action: str, resource: str, partitions: Sequence[str]) -> bool:
        fits = any(_like(resource, each) for each in self.resources)
        bound = self.partitions is None or all(any(_like(key, each) for each in self.partitions) for key in partitions)
        return fits and bound and action in self.actions


def allowed(function: str, action: str, resource: str, *partitions: str) -> bool:
    """`function` is the template's name, `action` without its service."""
    return any(each.allows(action, resource, partitions) for each in statements()[function])


@cache
def statements() -> dict[str, list[Statement]]:
    """By function."""
    template = _template()
    functions = {name: each for name, each in template["Resources"].items() if each["Type"] == "AWS::Serverless::Function"}
    return {
        name: [
            _statement(each, template["Mappings"])
            for policy in function["Properties"]["Policies"]
            for each in policy["Statement"]
            if _of_tables(each)
        ]
        for name, function in functions.items()
    }


def _of_tables(statement: dict[str, Any]) -> bool:
    return str(statement["Action"]).count("dynamodb:") > 0


def _statement(said: dict[str, Any], mappings: dict[str, Any]) -> Statement:
    assert set(said) <= {"Effect", "Action", "Resource", "Condition"}, said
    assert said["Effect"] == "Allow", said
    resources = said["Resource"] if isinstance(said["Resource"], list) else [said["Resource"]]
    found = [_TABLE.search(each["of"]) for each in resources]
    names = tuple(f"{each[1]}{each[2] or ''}" for each in found if each)
    assert len(names) == len(resources), said
    return Statement(tuple(each.partition(":")[2] for each in said["Action"]), names, _partitions(said.get("Condition"), mappings))


def _partitions(condition: Any, mappings: dict[str, Any]) -> tuple[str, ...] | None:
    if condition is None:
        return None
    ((operator, keys),) = condition.items()
    ((key, values),) = keys.items()
    assert (operator, key) == ("ForAllValues:StringLike", "dynamodb:LeadingKeys"), condition
    name, first, second = values["of"]
    return tuple(mappings[name][first][second])


def _like(text: str, pattern: str) -> bool:
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """`*` and `?`, as in policies."""
    return re.compile("".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern), re.DOTALL)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    pass


def _tagged(loader: Any, _tag: str, node: Any) -> dict[str, Any]:
    if isinstance(node, yaml.SequenceNode):
        return {"of": loader.construct_sequence(node, deep=True)}
    return {"of": loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else node.value}


_Loader.add_multi_constructor("!", _tagged)


@cache
def _template() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), _Loader)  # a safe loader that knows tags
    return found
