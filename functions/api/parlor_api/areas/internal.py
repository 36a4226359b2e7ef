"""Internal conversations: one's own, and in the records those of others."""

from parlor.domain.audit import Actor
from parlor.domain.errors import Invalid, NotFound
from parlor.domain.ids import AgentId, ConversationId, is_ulid
from parlor.domain.internal import InternalConversation
from parlor.domain.staff import Staff
from parlor.protocol import rest_internal
from parlor.protocol.present import internal_view
from parlor.protocol.views import InternalView
from parlor.runtime.office import Office
from parlor.usecases import internal_records, read_internal
from parlor.usecases.keep_internal import KeepInternal
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed
from parlor_api.numbers import number


def list_internal_conversations(asked: Asked, staff: Staff, office: Office) -> rest_internal.InternalList:
    mine = read_internal.list_internal(staff.agent_id, office.internal)
    return rest_internal.InternalList(conversations=[internal_view(each, read_seq) for each, read_seq in mine])


def open_internal_pair(asked: Asked, staff: Staff, office: Office) -> InternalView:
    return internal_view(_keep(staff, office).open_with(AgentId(asked.body.agent_id)))


def open_internal_group(asked: Asked, staff: Staff, office: Office) -> InternalView:
    body: rest_internal.OpenGroup = asked.body
    return internal_view(_keep(staff, office).open_group(body.name, _agents(body.agent_ids)))


def rename_internal_group(asked: Asked, staff: Staff, office: Office) -> InternalView:
    return internal_view(_keep(staff, office).rename(_id(asked), asked.body.name))


def add_internal_members(asked: Asked, staff: Staff, office: Office) -> InternalView:
    return internal_view(_keep(staff, office).add(_id(asked), _agents(asked.body.agent_ids)))


def remove_internal_member(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(staff, office).remove(_id(asked), AgentId(asked.path["agent_id"]))


def list_internal_records(asked: Asked, staff: Staff, office: Office) -> rest_internal.InternalRecordList:
    agent_id, first, last = asked.query["agent_id"], asked.query["from"], asked.query["to"]
    if not is_ulid(agent_id):
        raise NotFound("There is no such agent.", field="agent_id")
    listed, signing = ["internal-records", agent_id, first, last], office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = internal_records.list_internal_records(AgentId(agent_id), first, last, position, office.directory, office.internal)
    return rest_internal.InternalRecordList(
        conversations=[internal_view(each) for each in found], cursor=sealed(signing, staff.tenant, listed, following)
    )


def get_internal_record(asked: Asked, staff: Staff, office: Office) -> rest_internal.InternalLog:
    """Who opens a record is noted; its further pages are not."""
    after, before = number(asked, "after", 0), number(asked, "before", 1)
    if after is not None and before is not None:
        raise Invalid("Either after or before.", field="before")
    conversation, entries = internal_records.read_internal_record(_id(asked), after or 0, before, office.internal, office.clock.now_ms())
    if not after and before is None:
        actor = Actor(staff.agent_id, staff.agent.name, asked.address)
        about = ("internal_conversation", conversation.conversation_id, _title(conversation))
        office.audit.done(actor, "get_internal_record", about=about)
    return rest_internal.InternalLog(conversation=internal_view(conversation), entries=entries, last_seq=conversation.seq)


def _keep(staff: Staff, office: Office) -> KeepInternal:
    return KeepInternal(staff.party, office.directory, office.internal, office.internal_pushes, office.clock)


def _id(asked: Asked) -> ConversationId:
    return ConversationId(asked.path["conversation_id"])


def _agents(agent_ids: list[str]) -> list[AgentId]:
    return [AgentId(each) for each in agent_ids]


def _title(conversation: InternalConversation) -> str:
    return conversation.name or " · ".join(conversation.members.values())


HANDLERS = {
    "list_internal_conversations": list_internal_conversations,
    "open_internal_pair": open_internal_pair,
    "open_internal_group": open_internal_group,
    "rename_internal_group": rename_internal_group,
    "add_internal_members": add_internal_members,
    "remove_internal_member": remove_internal_member,
    "list_internal_records": list_internal_records,
    "get_internal_record": get_internal_record,
}
