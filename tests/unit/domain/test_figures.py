"""The table of figures can be stored and read back, and every figure is documented."""

import pytest

from parlor.domain import figures
from parlor.domain.counting import tidy
from parlor.domain.figures import CODE_LENGTH, DIMENSIONS, FIGURES, OTHER, TOTALS, agent_code, attribute, meaning, new_agent_id

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
        stored = tidy(value)[:5] if dimension in (*CODE_LENGTH, "score") else tidy(value)
        assert meaning(attribute(figure.name, dimension, stored)) == (figure.name, dimension, stored)


@pytest.mark.parametrize("name", ["pk", "sk", "ttl", "h07", "", "C", "C?x", "?p"])
def test_other_attributes_hold_nothing_of_ours(name: str) -> None:
    assert meaning(name) is None


def test_agents_are_told_apart_by_what_is_random_in_their_ids() -> None:
    assert agent_code("01ARZ3NDEKTSV4RRFFQ69G5FAV") == "G5FAV"


def test_a_new_agent_has_letters_that_no_colleague_has(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69H5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAW"])
    monkeypatch.setattr(figures, "new_ulid", lambda _: next(drawn))
    assert new_agent_id(["01BX5ZZKBKACTAV9WEVGEMG5FAV", "01BX5ZZKBKACTAV9WEVGEMH5FAV"], 0)[-5:] == "G5FAW"


@pytest.mark.parametrize(
    ("stored", "now"),
    [
        ("Ta69H5FAVQ01", ("taken", "agent", "AVQ01")),
        ("Sg469H5FAVQ01", ("rated", "score", "4AVQ01")),
        ("Cd01ARZ3NDEKTSV4RRFFQ69G5FAV", ("consultations_online", "department", "FFQ69G5FAV")),
    ],
)
def test_what_was_stored_with_longer_codes_is_read_with_todays(stored: str, now: tuple[str, str, str]) -> None:
    assert meaning(stored) == now
