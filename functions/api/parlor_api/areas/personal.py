"""What is kept of one person, and that it is erased."""

from parlor.domain.erasures import Erasure, ErasureId
from parlor.domain.staff import Staff
from parlor.protocol import rest_personal as rest
from parlor.protocol.present_personal import erasure_view
from parlor.runtime.office import Office
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def look_at_person(asked: Asked, staff: Staff, office: Office) -> rest.PersonalData:
    return office.keep_erasures.look(asked.body)


def erase_person(asked: Asked, staff: Staff, office: Office) -> rest.ErasureView:
    return _view(office.keep_erasures.erase(asked.body, staff, office.trail(staff, asked.address)), office)


def list_erasures(asked: Asked, staff: Staff, office: Office) -> rest.ErasureList:
    signing = office.house.tokens
    position = opened(signing, staff.tenant, ["erasures"], asked.query.get("cursor"))
    found, following = office.keep_erasures.list(position)
    return rest.ErasureList(erasures=[_view(each, office) for each in found], cursor=sealed(signing, staff.tenant, ["erasures"], following))


def get_erasure(asked: Asked, staff: Staff, office: Office) -> rest.ErasureView:
    return _view(office.keep_erasures.get(ErasureId(asked.path["erasure_id"])), office)


def continue_erasure(asked: Asked, staff: Staff, office: Office) -> rest.ErasureView:
    return _view(office.keep_erasures.go_on(ErasureId(asked.path["erasure_id"]), office.trail(staff, asked.address)), office)


def _view(erasure: Erasure, office: Office) -> rest.ErasureView:
    return erasure_view(erasure, office.clock.now_ms())


HANDLERS = {
    "look_at_person": look_at_person,
    "erase_person": erase_person,
    "list_erasures": list_erasures,
    "get_erasure": get_erasure,
    "continue_erasure": continue_erasure,
}
