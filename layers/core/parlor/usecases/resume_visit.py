"""The way back into a conversation from a mail or a push message: the same visitor, in whichever browser the link was opened."""

from parlor.domain.conversation import Conversation
from parlor.domain.credentials import ResumeClaims, VisitorClaims
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import StyleId, TenantId
from parlor.domain.ports import Clock, Conversations
from parlor.domain.signing import Signing
from parlor.protocol import rest

RESUME_LIFE_MS = 7 * 86_400_000
"""A link in a mail works for so long."""


def resume_link(tenant: TenantId, conversation: Conversation, signing: Signing, site_url: str, now: int) -> str:
    """Whoever has it is the visitor. The token stands behind `#`, which browsers send to no server."""
    claims = ResumeClaims(tenant, conversation.visitor_id, conversation.conversation_id, now + RESUME_LIFE_MS)
    return f"{site_url}/widget/chat.html#resume={signing.sign_resume(claims)}"


def resume_visit(claims: ResumeClaims, directory: Directory, conversations: Conversations, signing: Signing, clock: Clock) -> rest.Resumed:
    """Raises `NotFound` when the conversation, or every style of the widget, is gone."""
    conversation = conversations.get(claims.conversation)
    if conversation is None or conversation.visitor_id != claims.visitor:
        raise NotFound("There is no such conversation.", field="token")
    return rest.Resumed(
        tenant_id=claims.tenant,
        style_id=_style(conversation, directory),
        visitor_token=signing.sign_visitor(VisitorClaims(claims.tenant, claims.visitor, clock.now_ms())),
        page_url=conversation.page_url,
    )


def _style(conversation: Conversation, directory: Directory) -> StyleId:
    """The widget's style in which they talked; another one if that is gone."""
    styles = [style.style_id for style in directory.styles() if style.published_version]
    if conversation.style_id in styles:
        return conversation.style_id
    if not styles:
        raise NotFound("The company has no widget any more.", field="token")
    return styles[0]
