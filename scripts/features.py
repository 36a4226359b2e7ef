"""Writes docs/features.md: each capability of docs/features.yaml with the tests that prove it.

A proof is a test below tests/integration or tests/e2e that carries `@pytest.mark.feature("W-04", …)`: it goes through the
public surface. The marks are read from the source, so nothing has to run; `--check` says whether the file is up to date.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from scripts.paths import ROOT

_LIST = ROOT / "docs" / "features.yaml"
_PAGE = ROOT / "docs" / "features.md"
_PROOFS = ("tests/integration", "tests/e2e")


@dataclass(frozen=True)
class Proof:
    feature: str
    test: str


def proofs() -> Iterator[Proof]:
    for folder in _PROOFS:
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            name = path.relative_to(ROOT).as_posix()
            for test, ids in _marked(ast.parse(path.read_text())):
                yield from (Proof(each, f"{name}::{test}") for each in ids)


def _marked(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Test functions, also those in classes, with the ids of their own and their class's marks."""
    everywhere = [each for node in module.body if _is_pytestmark(node) for each in _ids(_values(node))]
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node.name, everywhere + _ids(node.decorator_list)
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            of_class = everywhere + _ids(node.decorator_list)
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and inner.name.startswith("test"):
                    yield f"{node.name}::{inner.name}", of_class + _ids(inner.decorator_list)


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "pytestmark" for to in node.targets)


def _values(node: ast.stmt) -> list[ast.expr]:
    value = node.value if isinstance(node, ast.Assign) else ast.List(elts=[])
    return list(value.elts) if isinstance(value, ast.List | ast.Tuple) else [value]


def _ids(marks: list[ast.expr]) -> list[str]:
    return [
        argument.value
        for mark in marks
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.feature"
        for argument in mark.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def page(features: dict[str, Any], found: list[Proof]) -> str:
    """The Markdown. Raises ValueError for a mark or a remark with an id that is not in the list."""
    areas, so_far = features["areas"], features["so_far"]
    known = {each for area in areas for each in area["features"]}
    strange = [f"{proof.feature} in {proof.test}" for proof in found if proof.feature not in known]
    strange += [f"{each} in so_far" for each in so_far if each not in known]
    if strange:
        raise ValueError(f"no such feature: {', '.join(strange)}")
    works = {proof.feature for proof in found}
    lines = [
        "# What Parlor does",
        "",
        "Made by `make features` from [features.yaml](features.yaml) and the tests' marks. *Works* means: the tests named beside",
        "it prove it through the public surface; where only a part of the capability is there, the part is named.",
        "",
        f"{len(works)} of {len(known)} work.",
    ]
    for area in areas:
        lines += ["", f"## {area['area']}", "", "| id | capability | proof | works / not yet |", "|---|---|---|---|"]
        for feature, capability in area["features"].items():
            tests = sorted({proof.test for proof in found if proof.feature == feature})
            state = f"works: {so_far[feature]}" if feature in so_far else "works"
            lines.append(f"| {feature} | {capability} | {'<br>'.join(f'`{test}`' for test in tests)} | {state if tests else 'not yet'} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    text = page(yaml.safe_load(_LIST.read_text()), list(proofs()))
    if "--check" in sys.argv[1:]:
        if not _PAGE.exists() or _PAGE.read_text() != text:
            print("docs/features.md is out of date: make features")
            return 1
        return 0
    _PAGE.write_text(text)
    print(text.split("\n")[5])
    return 0


if __name__ == "__main__":
    sys.exit(main())
