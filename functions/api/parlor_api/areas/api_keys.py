"""The keys of a company's own programs."""

from parlor.domain.api_keys import SCOPES
from parlor.domain.staff import Staff
from parlor.protocol import rest_api_keys
from parlor.protocol.present_office import api_key_answer
from parlor.runtime.office import Office
from parlor.usecases import keep_api_keys as keeping
from parlor_api.asked import Asked


def list_api_keys(asked: Asked, staff: Staff, office: Office) -> rest_api_keys.ApiKeyList:
    return rest_api_keys.ApiKeyList(keys=[api_key_answer(key) for key in office.api_keys.all()], scopes=list(SCOPES))


def add_api_key(asked: Asked, staff: Staff, office: Office) -> rest_api_keys.NewApiKey:
    trail = office.trail(staff, asked.address)
    key, secret = keeping.add_api_key(asked.body, office.tenant, staff, office.api_keys, trail, office.clock)
    return rest_api_keys.NewApiKey(key=api_key_answer(key), secret=secret)


def delete_api_key(asked: Asked, staff: Staff, office: Office) -> None:
    keeping.delete_api_key(asked.path["key_id"], office.api_keys, office.trail(staff, asked.address))


HANDLERS = {"list_api_keys": list_api_keys, "add_api_key": add_api_key, "delete_api_key": delete_api_key}
