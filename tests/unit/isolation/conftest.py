"""Two companies in one warm function."""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.fakes.api import Api
from tests.fakes.archive import SqliteArchive
from tests.fakes.dynamo import tables
from tests.fakes.rows import Rows
from tests.fakes.tenants import Sockets, Tenant


class Two:
    """`theirs` is a company with one of everything, `ours` another one: what ours asks must not find theirs."""

    def __init__(self) -> None:
        self.api = Api()
        self.api.house.archive = SqliteArchive()
        self.sockets = Sockets(self.api)
        self.theirs = Tenant(self.api, self.sockets, "theirs")
        self.ours = Tenant(self.api, self.sockets, "ours")
        self.rows = Rows()


@cache
def stage() -> Two:
    """Made once in a process: everything that a company has takes seconds."""
    with tables():
        return Two()


@pytest.fixture(scope="module")
def two() -> Iterator[Two]:
    made = stage()
    with tables(), made.rows.hearing():
        made.rows.put_all()
        made.api.house.__dict__.pop("memory", None)
        made.api.house.buckets._full_at.clear()
        yield made
        made.rows.put_back()
        assert made.rows.astray() == [], "something was written that was not heard of"
