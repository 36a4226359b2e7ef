"""Past conversations."""

import msgspec

from parlor.domain.errors import Invalid, NotFound
from parlor.domain.ids import ConversationId, is_ulid
from parlor.domain.limits import SEARCH_BY_AGENT
from parlor.domain.staff import Staff
from parlor.protocol import rest, rest_records
from parlor.protocol.limits import NAME_MAX
from parlor.protocol.present import conversation_view
from parlor.protocol.present_records import facts_answer
from parlor.runtime.office import Office
from parlor.usecases import list_conversations as records
from parlor.usecases import read_record
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed
from parlor_api.numbers import number


def list_conversations(asked: Asked, staff: Staff, office: Office) -> rest_records.RecordList:
    asked_for = records.RecordQuery(
        asked.query["from"], asked.query["to"], asked.query.get("agent_id") or None, (asked.query.get("visitor") or "").strip() or None
    )
    if asked_for.agent_id and not is_ulid(asked_for.agent_id):
        raise NotFound("There is no such agent.", field="agent_id")
    if asked_for.visitor and len(asked_for.visitor) > NAME_MAX:
        raise Invalid(f"At most {NAME_MAX} characters.", code="too_long", field="visitor")
    listed = ["conversations", asked_for.first, asked_for.last, asked_for.agent_id or "", asked_for.visitor or ""]
    signing = office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = records.list_conversations(asked_for, position, staff, office.directory, office.conversations)
    return rest_records.RecordList(
        conversations=[conversation_view(each) for each in found],
        facts=facts_answer(office.record_facts.of(found)),
        cursor=sealed(signing, staff.tenant, listed, following),
    )


def search_records(asked: Asked, staff: Staff, office: Office) -> rest_records.RecordsFound:
    body: rest_records.SearchRecords = asked.body
    listed = ["search", body.first, body.last, msgspec.json.encode(body.conditions).decode()]
    signing = office.house.tokens
    position = opened(signing, staff.tenant, listed, body.cursor)
    if position is None:
        office.house.limits.take(SEARCH_BY_AGENT, staff.agent_id)
    found = office.search_records(body.first, body.last, body.conditions, position)
    shown = [each for each in found.conversations if records.may_list(each, staff)]
    return rest_records.RecordsFound(
        conversations=[conversation_view(each) for each in shown],
        facts=facts_answer(office.record_facts.of(shown)),
        cursor=sealed(signing, staff.tenant, listed, found.position),
        running=found.running,
    )


def get_conversation_log(asked: Asked, staff: Staff, office: Office) -> rest_records.RecordLog:
    after, before = number(asked, "after", 0), number(asked, "before", 1)
    if after is not None and before is not None:
        raise Invalid("Either after or before.", field="before")
    conversation, entries = read_record.read_record(
        ConversationId(asked.path["conversation_id"]), staff, after or 0, before, office.conversations, office.clock.now_ms()
    )
    first = not after and before is None
    facts = facts_answer(office.record_facts.of([conversation])) if first else {}
    return rest_records.RecordLog(
        conversation=conversation_view(conversation),
        facts=facts.get(conversation.conversation_id),
        entries=entries,
        last_seq=conversation.seq,
    )


def search_conversation(asked: Asked, staff: Staff, office: Office) -> rest.FoundMessages:
    hits, following = read_record.search_record(
        ConversationId(asked.path["conversation_id"]), staff, asked.query["q"], number(asked, "before", 1), office.conversations
    )
    found = [rest.FoundMessage(seq=hit.seq, at=hit.at, by=hit.by, excerpt=hit.excerpt) for hit in hits]
    return rest.FoundMessages(found=found, before=following)


def list_unwrapped(asked: Asked, staff: Staff, office: Office) -> rest.ConversationList:
    found = records.list_unwrapped(staff, office.conversations)
    return rest.ConversationList(conversations=[conversation_view(each) for each in found])


HANDLERS = {
    "list_conversations": list_conversations,
    "search_records": search_records,
    "get_conversation_log": get_conversation_log,
    "search_conversation": search_conversation,
    "list_unwrapped": list_unwrapped,
}
