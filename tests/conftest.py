"""What all tests share. The emulator is touched by the fixture `stack` only, so the unit tests never need it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.running import Running, bring_up

if TYPE_CHECKING:
    from tests.company import Company


@pytest.fixture(scope="session")
def stack() -> Running:
    """The application on the emulator, brought up if it is not."""
    return bring_up()


@pytest.fixture(scope="module")
def company(stack: Running) -> "Iterator[Company]":
    """A company of its own for each test module, just signed up, with its administrator."""
    from tests.company import Company

    with Company.sign_up(stack) as company:
        yield company
