"""Where the widget has been seen."""

from parlor.domain.ids import StyleId
from parlor.domain.staff import Staff
from parlor.protocol.rest_installation import Addresses, InstallationCheck
from parlor.runtime.office import Office
from parlor.usecases import check_installation as checking
from parlor_api.asked import Asked


def check_installation(asked: Asked, staff: Staff, office: Office) -> InstallationCheck:
    style_id = StyleId(asked.path["style_id"])
    settings = office.settings
    addresses = Addresses(site=settings.site_url, api=settings.api_url, socket=settings.socket_url)
    return checking.check_installation(
        style_id, asked.query.get("url", ""), office.directory, office.styles, office.installations, addresses
    )


HANDLERS = {"check_installation": check_installation}
