"""What the scripts need of the archive where the stack runs."""

from parlor.gateways.archive_objects import Objects, note_begun
from parlor.gateways.clock import SystemClock
from scripts.deployed import Deployed, deployed


def objects(where: Deployed) -> Objects:
    return Objects(where.outputs["ArchiveBucket"])


def note_archive(env: str | None = None) -> str | None:
    """After a deployment: from now on all that counts is in the archive, if it was not before."""
    noted = note_begun(objects(deployed(env)), SystemClock().now_ms())
    return None if noted else "unchanged"
