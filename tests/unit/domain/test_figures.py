"""The table of figures can be stored and read back, and every figure is documented."""

import pytest

from parlor.domain.counting import tidy
from parlor.domain.figures import DIMENSIONS, FIGURES, OTHER, TOTALS, agent_code, attribute, meaning

PLACES = [(figure, dimension) for figure in FIGURES for dimension in figure.dimensions]


def test_letters_are_given_once() -> None:
    figures = [figure.code for figure in FIGURES if figure.sheets]
    assert all(len(code) == 1 and code.isupper() for code in figures), "small letters begin the keys of a row"
    assert len(set(figures)) == len(figures)
    assert len({words.code for words in DIMENSIONS.values()}) == len(DIMENSIONS)


def test_every_figure_has_a_place() -> None:
    assert {figure.name for figure in FIGURES} >= TOTALS
    assert all(figure.has_total or figure.sheets for figure in FIGURES)
    for figure in FIGURES:
        assert len(set(figure.dimensions)) == len(figure.dimensions)


@pytest.mark.parametrize(("figure", "dimension"), PLACES, ids=lambda each: getattr(each, "name", each))
def test_an_attribute_says_what_it_holds(figure, dimension) -> None:  # type: ignore[no-untyped-def]
    for value in ("浙江", "", OTHER, "tea.example/a.b#c[1]", "Chrome Mobile"):
        name = attribute(figure.name, dimension, tidy(value))
        assert meaning(name) == (figure.name, dimension, tidy(value))


@pytest.mark.parametrize("name", ["pk", "sk", "ttl", "h07", "", "C", "C?x", "?p"])
def test_other_attributes_hold_nothing_of_ours(name: str) -> None:
    assert meaning(name) is None


def test_agents_are_told_apart_by_what_is_random_in_their_ids() -> None:
    assert agent_code("01ARZ3NDEKTSV4RRFFQ69G5FAV") == "FFQ69G5FAV"[-10:]
