"""The live dashboard."""

from parlor.domain.staff import Staff
from parlor.protocol.rest_monitor import Monitor
from parlor.runtime.office import Office
from parlor.usecases.read_monitor import read_monitor
from parlor_api.asked import Asked


def get_monitor(asked: Asked, staff: Staff, office: Office) -> Monitor:
    return read_monitor(staff, office.directory, office.presence, office.conversations, office.figures, office.clock)


HANDLERS = {"get_monitor": get_monitor}
