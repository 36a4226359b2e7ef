"""Roles: what they bring and where, who may give it, and what rows of an older table mean."""

from typing import get_args

import pytest

from parlor.domain.errors import Forbidden, NotFound
from parlor.domain.ids import DepartmentId, RoleId
from parlor.domain.rights import ALL_RIGHTS, BOUNDED, GENERATION, ROLE_RIGHTS, TABLE, Right, of_today
from parlor.domain.roles import NO_POWERS, Powers, Role, check_may_grant, grants, own_role, powers_of, role_of_today

SALES, SUPPORT = DepartmentId("sales"), DepartmentId("support")
LEAD = Role(role_id=RoleId("lead"), name="Lead", rights=("receive", "watch"), department_ids=(SALES,))


def test_the_table_has_every_right_once() -> None:
    assert [entry.right for entry in TABLE] == list(get_args(Right)) == list(ALL_RIGHTS)


def test_a_role_brings_its_rights_and_one_that_is_gone_none() -> None:
    assert powers_of("lead", LEAD) == Powers(frozenset(("receive", "watch")), frozenset((SALES,)))
    assert powers_of("supervisor", None) == Powers(ROLE_RIGHTS["supervisor"])
    assert powers_of("gone", None) == NO_POWERS
    assert own_role("admin", [LEAD]) is None
    with pytest.raises(NotFound):
        own_role("gone", [LEAD])


@pytest.mark.parametrize(
    ("giver", "reach", "has"),
    [
        (Powers(frozenset(("watch",))), None, True),
        (Powers(frozenset(("watch",)), frozenset((SALES, SUPPORT))), frozenset((SALES,)), True),
        (Powers(frozenset(("watch",)), frozenset((SALES,))), frozenset((SALES, SUPPORT)), False),
        (Powers(frozenset(("watch",)), frozenset((SALES,))), None, False),
        (Powers(frozenset(("receive",))), None, False),
    ],
)
def test_a_right_is_given_where_the_giver_has_it(giver: Powers, reach: frozenset[DepartmentId] | None, has: bool) -> None:
    after = Powers(frozenset(("watch",)), reach)
    if has:
        check_may_grant(giver, NO_POWERS, after, "rights")
        return
    with pytest.raises(Forbidden) as refusal:
        check_may_grant(giver, NO_POWERS, after, "rights")
    assert refusal.value.field == "rights"


def test_what_somebody_has_already_may_stay_and_shrink() -> None:
    wide = Powers(frozenset(("watch", "keep_settings")))
    check_may_grant(NO_POWERS, wide, wide, "rights")
    check_may_grant(NO_POWERS, wide, Powers(frozenset(("watch",)), frozenset((SALES,))), "rights")


def test_each_right_says_where_it_comes_from() -> None:
    found = {grant.right: grant for grant in grants(powers_of("lead", LEAD), ["join", "receive"], ["watch"])}
    assert {right: found[right].source for right in ("receive", "watch", "join", "invite")} == {  # type: ignore[index]
        "receive": "role",
        "watch": "removed",
        "join": "added",
        "invite": "none",
    }
    assert (found["join"].department_ids, found["receive"].department_ids) == ((SALES,), None)
    assert "join" in BOUNDED
    assert len(found) == len(ALL_RIGHTS)


def test_what_was_written_with_an_older_table_means_what_it_has_been_divided_into() -> None:
    assert of_today(["keep_people"], 1) == ("keep_people", "delete_agents", "keep_departments", "keep_roles")
    assert of_today(["keep_people"], GENERATION) == ("keep_people",)
    said = role_of_today({"rights": ["see_monitor", "a right that was given up"], "rights_as_of": 1})
    assert said["rights"] == ["see_monitor", "read_work"]
