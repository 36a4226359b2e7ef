"""Which words are said by themselves in a conversation, and in whose name."""

from parlor.domain.conversation import Conversation
from parlor.domain.directory import Directory
from parlor.domain.errors import NotFound
from parlor.domain.ids import AgentId, visitor_number
from parlor.domain.log import SYSTEM, Author
from parlor.domain.ports import Clock, Conversations
from parlor.domain.service import AutoReplies, filled, replies_for
from parlor.usecases.pushing import Pushes
from parlor.usecases.say_automatically import say_automatically


def replies_of(conversation: Conversation, directory: Directory) -> AutoReplies:
    """Those of the conversation's agent, its department, the company."""
    personal = directory.personal(conversation.agent_id) if conversation.agent_id else None
    return replies_for(directory.service(), conversation.department_id, personal)


def say(
    text: str, conversation: Conversation, due_at: int, directory: Directory, conversations: Conversations, pushes: Pushes, clock: Clock
) -> bool:
    """Says the text once for the moment `due_at`, in the agent's name if there is one. False when nothing was said."""
    words = filled(text, _values(conversation, directory))
    said = say_automatically(conversation.conversation_id, words, _author(conversation), due_at, conversations, pushes, clock)
    return said is not None


def title_of(agent_id: AgentId, directory: Directory) -> str:
    """What the agent is, as visitors read it; empty for one who does not work here any more."""
    try:
        return directory.agent(agent_id).title
    except NotFound:
        return ""


def _author(conversation: Conversation) -> Author:
    if conversation.agent_id is None:
        return SYSTEM
    return Author("agent", conversation.agent_id, conversation.agent_name)


def _values(conversation: Conversation, directory: Directory) -> dict[str, str]:
    return {
        "visitor": conversation.visitor_name or visitor_number(conversation.visitor_id),
        "agent": conversation.agent_name or "",
        "company": directory.company().public_name,
        "number": _number_of(conversation.agent_id, directory) if conversation.agent_id else "",
    }


def _number_of(agent_id: AgentId, directory: Directory) -> str:
    try:
        return directory.agent(agent_id).number
    except NotFound:
        return ""
