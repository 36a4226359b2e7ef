"""A supervisor signs an agent out (关闭客服): the desks close, the conversations go back to the queues."""

from parlor.domain.caller import Caller
from parlor.domain.errors import NotFound
from parlor.domain.ids import AgentId, ConnectionId
from parlor.domain.office_ports import SocketCloser
from parlor.domain.ports import Conversations, Presence
from parlor.domain.presence import AgentPresence
from parlor.domain.supervision import check_may_sign_out
from parlor.protocol.frames import SignedOutFrame, SignOutAgent
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.release_agent import give_back_all


def sign_out_agent(
    frame: SignOutAgent,
    caller: Caller,
    conversations: Conversations,
    presence: Presence,
    pushes: Pushes,
    reception: Reception,
    closer: SocketCloser,
) -> AgentPresence:
    """Until the agent signs in anew no ticket opens a socket for them. May be repeated.

    Raises `NotFound`, and like `check_may_sign_out`. Returns the agent as they were.
    """
    agent_id = AgentId(frame.agent_id)
    before = presence.agent(agent_id)
    if before is None:
        raise NotFound("There is no such agent.", field="agent_id")
    check_may_sign_out(caller, agent_id, before.departments)
    after = presence.sign_out(agent_id)
    pushes.desk(agent_id, SignedOutFrame(by=caller.name))
    desks = presence.agent_sockets(agent_id)
    closer.close(desk.connection for desk in desks)
    for desk in desks:
        presence.remove_agent_socket(agent_id, ConnectionId(desk.connection))
    give_back_all(agent_id, conversations, reception)
    if after is not None:
        pushes.agent(presence.agent(agent_id) or after)
    return before
