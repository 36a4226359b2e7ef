"""The API in memory, with a company."""

from collections.abc import Iterator

import pytest

from tests.fakes.api import Api, Person, sign_up
from tests.fakes.dynamo import tables


@pytest.fixture
def api() -> Iterator[Api]:
    with tables():
        yield Api()


@pytest.fixture
def admin(api: Api) -> Person:
    return sign_up(api)


@pytest.fixture
def stranger(api: Api) -> Person:
    """The administrator of another company."""
    return sign_up(api, company="Other", email="stranger@example.com")
