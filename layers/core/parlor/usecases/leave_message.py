"""A visitor leaves a message because nobody is there."""

from parlor.domain.credentials import VisitorClaims
from parlor.domain.errors import Conflict
from parlor.domain.ids import LeftMessageId
from parlor.domain.jobs import LeftMessageReceipt
from parlor.domain.left_messages import LeftMessage, LeftMessages
from parlor.domain.ports import Clock, Conversations, Timers
from parlor.protocol import rest
from parlor.usecases.checks import written


def leave_message(
    body: rest.LeaveMessage,
    visitor: VisitorClaims,
    left_messages: LeftMessages,
    conversations: Conversations,
    timers: Timers,
    clock: Clock,
) -> LeftMessage:
    """The client's id is the message's id: sent again, it is the same message. Raises `Invalid`, `Conflict` for another's id."""
    message = LeftMessage(
        left_message_id=LeftMessageId(body.client_id),
        visitor_id=visitor.visitor,
        email=body.email,
        text=written(body.text, "text"),
        at=clock.now_ms(),
        name=body.name.strip(),
        phone=body.phone.strip(),
        page_url=body.page_url or None,
        language=body.language,
    )
    stored = left_messages.put(message)
    if stored.visitor_id != visitor.visitor:
        raise Conflict("This id is taken.", code="exists", field="client_id")
    conversations.change_profile(
        visitor.visitor, name=message.name or None, email=message.email, phone=message.phone or None, language=body.language
    )
    if stored.receipt_at is None:
        timers.after(0, LeftMessageReceipt(tenant=visitor.tenant, left_message_id=stored.left_message_id))
    return stored
