"""From what the product knows to what clients see."""

from typing import Literal

from msgspec.structs import replace

from parlor.domain.conversation import Conversation
from parlor.domain.happenings import Happening
from parlor.domain.ids import visitor_number
from parlor.domain.internal import InternalConversation
from parlor.domain.presence import AgentPresence, Visit, as_seen_by
from parlor.domain.visiting import VisitChange
from parlor.protocol.views import (
    AgentView,
    ConversationView,
    HappeningView,
    InternalMember,
    InternalView,
    MemberView,
    PageSeen,
    PageView,
    TransferView,
    VisitorChangeView,
    VisitorView,
    WrapUpView,
)


def conversation_view(conversation: Conversation, audience: Literal["visitor", "agent"] = "agent") -> ConversationView:
    """Visitors do not see transfers that are only offered, nor how staff sorts its work."""
    staff = audience == "agent"
    offer = conversation.offer if staff else None
    wrap_up = conversation.wrap_up if staff else None
    return ConversationView(
        conversation_id=conversation.conversation_id,
        state=conversation.state,
        seq=conversation.seq,
        visitor_id=conversation.visitor_id,
        visitor_number=visitor_number(conversation.visitor_id),
        visitor_name=conversation.visitor_name,
        visitor_present=conversation.visitor_present,
        department_id=conversation.department_id,
        agent_id=conversation.agent_id,
        agent_name=conversation.agent_name,
        opened_at=conversation.opened_at,
        waiting_since=conversation.waiting_since,
        accepted_at=conversation.accepted_at,
        closed_at=conversation.closed_at,
        last_at=conversation.last_at,
        last_by=conversation.last_by,
        last_text=conversation.last_text,
        message_count=conversation.message_count,
        last_kind=conversation.last_kind,
        delivered_to_visitor=conversation.delivered_to("visitor"),
        delivered_to_agent=conversation.delivered_to("agent"),
        agent_title=conversation.agent_title,
        score=conversation.score,
        labels=list(conversation.labels) if staff else [],
        priority=conversation.priority if staff else "normal",
        snoozed_until=conversation.snoozed_until if staff else None,
        snoozed_at=conversation.snoozed_at if staff else None,
        wrap_up=WrapUpView(wrap_up.topic, wrap_up.value, wrap_up.at, wrap_up.topic_id, wrap_up.note) if wrap_up else None,
        read_by_visitor=conversation.read_visitor,
        read_by_agent=conversation.read_agent,
        page_url=conversation.page_url,
        page_title=conversation.page_title,
        transfer=TransferView(
            transfer_id=offer.transfer_id,
            from_agent_id=offer.from_agent_id,
            from_agent_name=offer.from_agent_name,
            to_agent_id=offer.to_agent_id,
            to_agent_name=offer.to_agent_name,
            note=offer.note,
            expires_at=offer.expires_at,
            join=offer.join,
        )
        if offer
        else None,
        style_id=conversation.style_id,
        members=[MemberView(member.agent_id, member.name) for member in conversation.members],
        rule=conversation.rule if staff else None,
    )


def internal_view(conversation: InternalConversation, read_seq: int | None = None) -> InternalView:
    """`read_seq` belongs to one member: give it only where nobody else gets the view."""
    return InternalView(
        conversation_id=conversation.conversation_id,
        kind=conversation.kind,
        seq=conversation.seq,
        name=conversation.name,
        creator_id=conversation.creator_id,
        members=[InternalMember(agent_id=agent, name=name) for agent, name in conversation.members.items()],
        created_at=conversation.created_at,
        last_at=conversation.last_at,
        last_by_id=conversation.last_by_id or None,
        last_text=conversation.last_text,
        last_kind=conversation.last_kind,
        message_count=conversation.message_count,
        read_seq=read_seq,
    )


def visitor_view(visit: Visit) -> VisitorView:
    newest = visit.pages[0] if visit.pages else None
    return VisitorView(
        visitor_id=visit.visitor_id,
        visitor_number=visitor_number(visit.visitor_id),
        name=visit.name,
        visits=visit.visits,
        entered_at=visit.started_at,
        seen_at=newest.at if newest else visit.started_at,
        page_url=newest.url if newest else "",
        page_title=newest.title if newest else "",
        page_count=visit.page_count or len(visit.pages),
        referrer=visit.referrer,
        language=visit.language,
        screen=visit.screen,
        ip=visit.ip,
        user_agent=visit.user_agent,
        source=visit.origin.source if visit.origin else None,
        device=visit.origin.device if visit.origin else None,
        place=visit.origin.place if visit.origin else None,
        invited_by=visit.invited_by,
        left_at=visit.left_at,
        changed_at=visit.changed_at,
        conversation_id=visit.conversation_id,
        conversation_state=visit.conversation_state,
        waiting_since=visit.waiting_since,
        agent_id=visit.agent_id,
        agent_name=visit.agent_name,
    )


def visitor_change(change: VisitChange) -> VisitorChangeView:
    page = change.page
    visit = change.visit and replace(change.visit, pages=(page,) if page else (), page_count=change.page_count)
    return VisitorChangeView(
        visitor_id=change.visitor_id,
        visitor=visitor_view(visit) if visit else None,
        page=PageSeen(page.at, page.url, page.title, change.page_count) if page else None,
    )


def happening_view(happening: Happening) -> HappeningView:
    return HappeningView(happening.at, happening.kind, happening.name, happening.value, happening.fields)


def page_views(visit: Visit) -> list[PageView]:
    return [PageView(page.at, page.url, page.title, page.referrer) for page in visit.pages]


def agent_view(agent: AgentPresence, *, sees_hidden: bool) -> AgentView:
    agent = as_seen_by(agent, sees_hidden=sees_hidden)
    return AgentView(
        agent_id=agent.agent_id,
        number=agent.number,
        name=agent.name,
        department_ids=sorted(agent.departments),
        state=agent.state,
        load=agent.load,
        ceiling=agent.ceiling,
        reason=agent.reason,
        by_itself=agent.by_itself,
        state_since=agent.state_since,
    )
