"""An agent addresses a visitor who only looks around."""

from parlor.domain.caller import Caller
from parlor.domain.directory import Directory
from parlor.domain.errors import Conflict, Forbidden, Invalid
from parlor.domain.ids import AgentId, InvitationId, VisitorId, new_ulid
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import Invitation
from parlor.protocol.frames import (
    AnswerInvitation,
    InvitationAnsweredFrame,
    InvitationFrame,
    InvitationSentFrame,
    InviteVisitor,
)
from parlor.usecases.pushing import Pushes


def invite_visitor(
    frame: InviteVisitor,
    caller: Caller,
    directory: Directory,
    conversations: Conversations,
    presence: Presence,
    pushes: Pushes,
    clock: Clock,
) -> Invitation:
    """Shows the invitation in all tabs of the visitor.

    Raises `Forbidden` if the company has switched it off, `Conflict` (`in_conversation`, `visitor_gone`).
    """
    agent_id = caller.as_agent()
    visitor_id = VisitorId(frame.visitor_id)
    company = directory.company()
    if not (company.invitations if frame.kind == "invitation" else company.forced_conversations):
        raise Forbidden("The company has switched this off.", field="kind")
    if not frame.text.strip():
        raise Invalid("Write something.", field="text")
    if conversations.open_of(visitor_id):
        raise Conflict("The visitor is in a conversation.", code="in_conversation", field="visitor_id")
    now = clock.now_ms()
    invitation = Invitation(
        invitation_id=InvitationId(new_ulid(now)),
        visitor_id=visitor_id,
        kind=frame.kind,
        agent_id=AgentId(agent_id),
        agent_name=caller.name,
        text=frame.text,
        sent_at=now,
    )
    presence.add_invitation(invitation)
    reached = pushes.tabs(visitor_id, _invitation_frame(invitation))
    if not reached:
        raise Conflict("The visitor has left.", code="visitor_gone", field="visitor_id")
    presence.mark_invited(visitor_id, caller.name, now)
    pushes.answer(caller.connection, InvitationSentFrame(invitation_id=invitation.invitation_id, visitor_id=visitor_id, sockets=reached))
    return invitation


def answer_invitation(frame: AnswerInvitation, visitor: VisitorId, presence: Presence, pushes: Pushes) -> bool:
    """The first answer counts; other tabs' answers change nothing (False)."""
    first = presence.answer_invitation(visitor, InvitationId(frame.invitation_id), frame.answer)
    if first:
        pushes.desks(InvitationAnsweredFrame(invitation_id=frame.invitation_id, visitor_id=visitor, answer=frame.answer))
    return first


def _invitation_frame(invitation: Invitation) -> InvitationFrame:
    return InvitationFrame(
        invitation_id=invitation.invitation_id,
        kind=invitation.kind,
        agent_id=invitation.agent_id,
        agent_name=invitation.agent_name,
        text=invitation.text,
    )
