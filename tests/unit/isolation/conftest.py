"""Two companies in one warm function."""

from collections.abc import Iterator

import pytest

from tests.fakes.api import Api
from tests.fakes.archive import SqliteArchive
from tests.fakes.dynamo import tables
from tests.fakes.rows import remembered
from tests.fakes.tenants import Sockets, Tenant


class Two:
    """`theirs` is a company with one of everything, `ours` another one: what ours asks must not find theirs."""

    def __init__(self) -> None:
        self.api = Api()
        self.api.house.archive = SqliteArchive()
        self.sockets = Sockets(self.api)
        self.theirs = Tenant(self.api, self.sockets, "theirs")
        self.ours = Tenant(self.api, self.sockets, "ours")
        self.put_back = remembered()
        """Makes all tables what they were at first."""


@pytest.fixture(scope="session")
def stage() -> Iterator[Two]:
    """Made once: everything that a company has takes seconds."""
    with tables():
        yield Two()


@pytest.fixture(scope="module")
def two(stage: Two) -> Two:
    stage.put_back()
    stage.api.house.__dict__.pop("memory", None)
    stage.api.house.buckets._full_at.clear()
    return stage
