"""Rights: what a role brings, what is added and taken away, and how a missing one is refused."""

from typing import get_args

import pytest

from parlor.domain.errors import MissingRight
from parlor.domain.rights import ROLE_RIGHTS, Right, check_right, rights_of


def test_each_role_has_the_rights_of_the_one_below_and_the_administrator_has_all() -> None:
    assert ROLE_RIGHTS["agent"] < ROLE_RIGHTS["supervisor"] < ROLE_RIGHTS["admin"] == set(get_args(Right))


def test_single_rights_are_added_and_taken_away() -> None:
    rights = rights_of("agent", added=["watch"], removed=["receive"])

    assert "watch" in rights
    assert "receive" not in rights


def test_what_is_taken_away_is_gone_even_when_it_is_added_too() -> None:
    assert "watch" not in rights_of("agent", added=["watch"], removed=["watch"])


def test_a_missing_right_is_refused_by_name() -> None:
    with pytest.raises(MissingRight) as refusal:
        check_right(rights_of("agent"), "take_over")

    assert (refusal.value.code, refusal.value.right) == ("forbidden", "take_over")
