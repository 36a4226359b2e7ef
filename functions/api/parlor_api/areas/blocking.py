"""The black list."""

from parlor.domain.ids import VisitorId
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present_office import block_answer
from parlor.runtime.office import Office
from parlor.usecases.keep_blocks import KeepBlocks
from parlor.usecases.put_out import PutOut
from parlor_api.asked import Asked


def list_blocks(asked: Asked, staff: Staff, office: Office) -> rest.BlockList:
    return rest.BlockList(blocks=[block_answer(block) for block in _keep(asked, staff, office).all()])


def add_block(asked: Asked, staff: Staff, office: Office) -> rest.Block:
    return block_answer(_keep(asked, staff, office).add(asked.body))


def change_block(asked: Asked, staff: Staff, office: Office) -> rest.Block:
    return block_answer(_keep(asked, staff, office).change(asked.path["block_id"], asked.body))


def delete_block(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(asked, staff, office).delete(asked.path["block_id"])


def block_visitor(asked: Asked, staff: Staff, office: Office) -> rest.Block:
    visitor = VisitorId(asked.path["visitor_id"])
    return block_answer(_keep(asked, staff, office).block_visitor(visitor, asked.body, office.conversations, office.presence))


def _keep(asked: Asked, staff: Staff, office: Office) -> KeepBlocks:
    put_out = PutOut(
        office.tenant,
        office.directory,
        office.conversations,
        office.presence,
        office.reception,
        office.pushes,
        office.house.closer,
        office.timers,
        office.clock,
    )
    return KeepBlocks(office.tenant, staff, office.blocks, put_out, office.trail(staff, asked.address), office.timers, office.clock)


HANDLERS = {
    "list_blocks": list_blocks,
    "add_block": add_block,
    "change_block": change_block,
    "delete_block": delete_block,
    "block_visitor": block_visitor,
}
