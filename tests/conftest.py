"""What all tests share. The emulator is touched by the fixture `stack` only, so the unit tests never need it."""

from typing import TYPE_CHECKING

import pytest

from tests.running import Running, bring_up

if TYPE_CHECKING:
    from tests.support.tenant import Tenant


@pytest.fixture(scope="session")
def stack() -> Running:
    """The application on the emulator, brought up if it is not."""
    return bring_up()


@pytest.fixture(scope="module")
def tenant(stack: Running) -> "Tenant":
    """A company of its own for each test module, just signed up, with its administrator."""
    from tests.support.tenant import sign_up

    return sign_up(stack.api_url)
