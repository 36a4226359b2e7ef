"""Functions that start from a snapshot (SnapStart) are copies of one process, which was stopped after its imports.

Clients, secrets, memories and clocks are made at the first request (`runtime/handler.py`), so no two copies share one; ids and secrets come
from the system (`os.urandom`), which gives each copy its own. What is left is Python's own generator of random numbers, which is
seeded once at import: it spreads retries, and would make all copies retry in the same moment.
"""

import random


def reseed() -> None:
    random.seed()


def watch_restores() -> None:
    """Lambda's own runtimes that know snapshots bring the module; elsewhere nothing is ever restored."""
    try:
        from snapshot_restore_py import register_after_restore  # type: ignore[import-not-found]
    except ImportError:
        return
    register_after_restore(reseed)
