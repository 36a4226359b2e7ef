"""The quick slice of `make chaos`: the core verbs are cut at every call, the others at a few; the contract holds afterwards."""

import logging
import random
from collections.abc import Iterator

import pytest

from tests.chaos.faults import Mode
from tests.chaos.run import run
from tests.chaos.scenarios import SCENARIOS, Scenario
from tests.chaos.world import World, worlds

SEED = 32
CORE = [scenario for scenario in SCENARIOS if scenario.core]
OTHERS = random.Random(SEED).sample([scenario for scenario in SCENARIOS if not scenario.core and scenario.seconds < 900], 8)
EVERY_CALL: dict[str, tuple[Mode, ...]] = {
    "send, visitor": ("killed before", "killed after"),
    "accept": ("killed before", "killed after"),
    "transfer, accepted": ("killed after",),
    "open, assigned": ("killed after",),
    "end, by the agent": ("killed after",),
}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    with worlds() as world:
        yield world
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("scenario", [*CORE, *OTHERS], ids=lambda scenario: scenario.name)
def test_what_is_cut_in_the_middle_is_done_once_at_last(scenario: Scenario, world: World) -> None:
    result = run(scenario, world, random.Random(f"{SEED} {scenario.name}"), 1, every=EVERY_CALL.get(scenario.name, ()))
    assert result.breaches == []
    assert result.calls > 0
