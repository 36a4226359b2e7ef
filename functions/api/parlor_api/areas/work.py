"""The desk, the visitors on the site, and their tracks."""

from typing import Annotated

import msgspec

from parlor.domain.errors import Invalid
from parlor.domain.ids import VisitorId
from parlor.domain.staff import Staff
from parlor.domain.visiting import CONDITIONS_MAX, Condition
from parlor.protocol import rest
from parlor.runtime.office import Office
from parlor.usecases import read_desk
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed

_VISITORS = ["visitors"]
_CONDITIONS = Annotated[list[Condition], msgspec.Meta(max_length=CONDITIONS_MAX)]


def get_desk(asked: Asked, staff: Staff, office: Office) -> rest.Desk:
    return read_desk.read_desk(staff, office.directory, office.presence, office.conversations)


def list_visitors(asked: Asked, staff: Staff, office: Office) -> rest.VisitorList:
    signing = office.house.tokens
    said = asked.query.get("conditions") or "[]"
    try:
        conditions = msgspec.json.decode(said, type=_CONDITIONS)
    except msgspec.DecodeError as fault:
        raise Invalid(str(fault), field="conditions") from fault
    # A cursor belongs to its conditions.
    question = [*_VISITORS, said]
    position = opened(signing, staff.tenant, question, asked.query.get("cursor"))
    visitors, following = read_desk.list_visitors(office.presence, office.clock, conditions, position)
    online = office.presence.count_visitors() if position is None else None
    return rest.VisitorList(visitors=visitors, cursor=sealed(signing, staff.tenant, question, following), online=online)


def get_track(asked: Asked, staff: Staff, office: Office) -> rest.Track:
    return read_desk.read_track(VisitorId(asked.path["visitor_id"]), office.presence, office.happenings)


HANDLERS = {"get_desk": get_desk, "list_visitors": list_visitors, "get_track": get_track}
