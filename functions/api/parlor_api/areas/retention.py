"""How long a company keeps what."""

from parlor.domain.staff import Staff
from parlor.protocol import rest_retention as rest
from parlor.runtime.office import Office
from parlor_api.asked import Asked


def get_retention(asked: Asked, staff: Staff, office: Office) -> rest.RetentionView:
    return office.keep_retention.now()


def look_at_retention(asked: Asked, staff: Staff, office: Office) -> rest.RetentionPreview:
    return office.keep_retention.look(asked.body)


def change_retention(asked: Asked, staff: Staff, office: Office) -> rest.RetentionView:
    return office.keep_retention.change(asked.body, staff, office.trail(staff, asked.address))


HANDLERS = {"get_retention": get_retention, "look_at_retention": look_at_retention, "change_retention": change_retention}
