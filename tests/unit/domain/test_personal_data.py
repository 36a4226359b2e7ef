"""Every kind of key is sorted: it holds something of a person and is walked, or it does not, and it is said why."""

import inspect

from parlor.domain.erasures import ROWS
from parlor.domain.personal_data import FREE, HELD, PLACES
from parlor.storage import keys
from parlor.storage.person_rows import PersonRowStore, Tables

HELPERS = {
    "by_time",
    "time_of",
    "is_conversation",
    "is_internal",
    "is_left_message",
    "is_customer",
    "is_state_change",
    "is_rule_count",
    "is_invitation",
    "is_reached_goal",
    "live_shard",
    "page_views_end",
    "after_visitor",
    "subject_of",
    "connection_of",
    "outlives",
    "limited",
    "limited_in",
    "utc_hour",
    "utc_hour_start",
    "utc_day",
    "utc_day_start",
}
"""What reads keys, or makes parts and bounds of them."""
PARTS_OF_KEYS = {
    *("META", "OPEN", "PROFILE", "PUSH", "LEFT_ENTRY", "LOG_FIRST", "LOG_END", "MEMBERS", "LINKED_FIRST", "HISTORY_FIRST", "SLOTS"),
    *("UPLOADED_FIRST", "ERASURE_LOCK", "PACE", "CHANGES_FIRST", "AFTER_MEMBERSHIPS", "LIMIT", "UNDER_WAY"),
}
"""Behind a partition that one of the functions makes."""


def makers_of_keys() -> set[str]:
    found = inspect.getmembers(keys, inspect.isfunction)
    made = {name for name, made in found if made.__module__ == keys.__name__ and not name.startswith("_")}
    return made | {name for name, value in vars(keys).items() if name.isupper() and isinstance(value, str)}


def test_every_kind_of_key_is_walked_for_a_person_or_says_why_not() -> None:
    sorted_out = set(HELD) | set(FREE) | HELPERS | PARTS_OF_KEYS
    assert makers_of_keys() - sorted_out == set(), "say in domain/personal_data.py whether these hold something of a person"
    assert sorted_out - makers_of_keys() == set(), "these are no makers of keys any more"
    assert not set(HELD) & set(FREE)
    assert all(FREE.values())


def test_every_place_is_walked_and_erased() -> None:
    assert set(HELD.values()) | {"archive"} == set(PLACES)
    store = PersonRowStore("01M8JGAMP1D61HN4Z7N68N55VR", Tables("c", "p", "d", "m"), lambda: (1,), lambda: 0)  # type: ignore[arg-type]
    walked = set(store._of)
    assert walked | {"archive", "words"} == set(PLACES)
    assert set(ROWS) == walked
