"""The rules of assignment: the dry run. The rules themselves are a section of the service document (areas/service.py)."""

from parlor.domain.staff import Staff
from parlor.protocol import rest_routing
from parlor.runtime.office import Office
from parlor.usecases import try_routing as trial
from parlor_api.asked import Asked


def try_routing(asked: Asked, staff: Staff, office: Office) -> rest_routing.RoutingTrial:
    return trial.try_routing(asked.body, office.directory.fresh(), office.reception.admission.floor(), office.clock)


HANDLERS = {"try_routing": try_routing}
