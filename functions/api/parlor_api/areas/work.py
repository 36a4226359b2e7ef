"""The desk, the visitors on the site, and their tracks."""

from parlor.domain.ids import VisitorId
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.runtime.office import Office
from parlor.usecases import read_desk
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed

_VISITORS = ["visitors"]


def get_desk(asked: Asked, staff: Staff, office: Office) -> rest.Desk:
    return read_desk.read_desk(staff, office.directory, office.presence, office.conversations)


def list_visitors(asked: Asked, staff: Staff, office: Office) -> rest.VisitorList:
    signing = office.house.tokens
    shard = int(opened(signing, staff.tenant, _VISITORS, asked.query.get("cursor")) or 0)
    visitors, following = read_desk.list_visitors(office.directory, office.presence, office.conversations, office.clock, shard)
    position = None if following is None else str(following)
    return rest.VisitorList(visitors=visitors, cursor=sealed(signing, staff.tenant, _VISITORS, position))


def get_track(asked: Asked, staff: Staff, office: Office) -> rest.Track:
    return read_desk.read_track(VisitorId(asked.path["visitor_id"]), office.presence)


HANDLERS = {"get_desk": get_desk, "list_visitors": list_visitors, "get_track": get_track}
