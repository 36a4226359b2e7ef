"""Two companies in one warm function."""

from collections.abc import Iterator

import pytest

from tests.fakes.api import Api
from tests.fakes.archive import SqliteArchive
from tests.fakes.dynamo import tables
from tests.fakes.tenants import Sockets, Tenant


class Two:
    """`theirs` is a company with one of everything, `ours` another one: what ours asks must not find theirs."""

    def __init__(self) -> None:
        self.api = Api()
        self.api.house.archive = SqliteArchive()
        self.sockets = Sockets(self.api)
        self.theirs = Tenant(self.api, self.sockets, "theirs")
        self.ours = Tenant(self.api, self.sockets, "ours")


@pytest.fixture(scope="module")
def two() -> Iterator[Two]:
    with tables():
        yield Two()
