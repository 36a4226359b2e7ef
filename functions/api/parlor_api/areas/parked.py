"""Parked work: what was given up, replayed or dismissed."""

from typing import get_args

from parlor.domain.errors import Invalid
from parlor.domain.parked import ParkedKind
from parlor.domain.staff import Staff
from parlor.protocol.rest_parked import ParkedList, parked_answer
from parlor.runtime.office import Office
from parlor.usecases.keep_parked import KeepParked
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def list_parked(asked: Asked, staff: Staff, office: Office) -> ParkedList:
    kind = asked.query.get("kind") or ""
    if kind and kind not in get_args(ParkedKind):
        raise Invalid("There is no such kind.", field="kind")
    listed, signing = ["parked", kind], office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = office.parked.page(kind, position)
    return ParkedList(parked=[parked_answer(each) for each in found], cursor=sealed(signing, staff.tenant, listed, following))


def replay_parked(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).replay(asked.body)


def dismiss_parked(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).dismiss(asked.path["parked_id"])


def _keep(asked: Asked, staff: Staff, office: Office) -> KeepParked:
    return KeepParked(staff.tenant, office.parked, office.house.replays, office.trail(staff, asked.address), office.clock)


HANDLERS = {"list_parked": list_parked, "replay_parked": replay_parked, "dismiss_parked": dismiss_parked}
