"""The document of the REST API is whole: each operation says what it is for, shows what goes in and comes out, and how it is refused."""

import json
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from parlor.protocol.decode import decode
from parlor.protocol.operations import OPERATIONS, Operation, refusals_of
from parlor.protocol.rest import Problem
from scripts.paths import ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs/api/openapi.json").read_text())


def of(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return found


def examples_in(content: dict[str, Any]) -> list[Any]:
    return [content["example"]] if "example" in content else [each["value"] for each in content["examples"].values()]


def fits(schema: dict[str, Any], value: Any) -> bool:
    return bool(jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]}).is_valid(value))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_an_operation_is_described_with_examples_that_hold(operation: Operation) -> None:
    described = of(operation)
    assert described["summary"]
    assert len(described["description"]) > 10
    if operation.body is not None:
        content = described["requestBody"]["content"]["application/json"]
        for example in examples_in(content):
            assert fits(content["schema"], example)
            decode(operation.body, json.dumps(example))
    for kind in (operation.answer, operation.or_answer):
        if kind is not None:
            content = described["responses"]["200"]["content"]["application/json"]
            assert any(_converts(example, kind) for example in examples_in(content))
            assert all(fits(content["schema"], example) for example in examples_in(content))


def _converts(example: Any, kind: type) -> bool:
    try:
        msgspec.convert(example, kind)
    except msgspec.ValidationError:
        return False
    return True


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_an_operation_says_how_it_may_be_refused(operation: Operation) -> None:
    """tests/fakes/api.py holds every answer of every test against the same list."""
    refused = {int(status) for status in of(operation)["responses"] if int(status) >= 400}
    assert refused == set(refusals_of(operation))
    for status in refused:
        reference = of(operation)["responses"][str(status)]["$ref"].rsplit("/", 1)[1]
        content = DOCUMENT["components"]["responses"][reference]["content"]["application/problem+json"]
        assert msgspec.convert(content["example"], Problem).status == status


def test_examples_are_of_a_shop_and_not_of_nowhere() -> None:
    text = json.dumps(DOCUMENT, ensure_ascii=False)
    assert '"example": "string"' not in text
    assert text.count("longjing-tea.example") > 100
