"""The administrator deletes an agent for good. What they said stays under their name; what they owned goes to somebody else."""

from contextlib import suppress

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, DirectoryEditor, check_admins_left
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import AgentId, ConnectionId
from parlor.domain.library import Library
from parlor.domain.office_ports import OfficePresence, SocketCloser
from parlor.domain.ports import Conversations
from parlor.domain.routing_rules import with_agent_instead
from parlor.domain.staff import Staff
from parlor.usecases.checks import last_admin_by
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.release_agent import give_back_all


class DeleteAgent:
    """The stores of one tenant, and who may be told.

    What is done in several steps begins with taking the access away and ends with the agent's row: whoever is cut off on the way
    finds a disabled agent, and deletes them again.
    """

    def __init__(
        self,
        directory: DirectoryEditor,
        library: Library,
        conversations: Conversations,
        presence: OfficePresence,
        pushes: Pushes,
        reception: Reception,
        closer: SocketCloser,
    ) -> None:
        self._directory = directory
        self._library = library
        self._conversations = conversations
        self._presence = presence
        self._pushes = pushes
        self._reception = reception
        self._closer = closer

    def __call__(self, agent_id: AgentId, heir_id: AgentId | None, staff: Staff, trail: Trail) -> None:
        """Conversations go back to their queues; the agent's own phrases and links, and the rules of assignment that name them, go
        to `heir_id`. Without an heir the phrases and links are deleted, and such rules name nobody.

        Raises `NotFound` for an agent or heir of nobody, `Invalid` for an heir who cannot work here, `Conflict` (`own_account`,
        `last_admin`).
        """
        rows = self._directory.fresh()
        before = rows.agent(agent_id)
        if agent_id == staff.agent_id:
            raise Conflict("You cannot delete yourself. Somebody else with the right can.", code="own_account", field="agent_id")
        heir = _heir(rows, agent_id, heir_id)
        gone = replace(before, disabled=True)
        check_admins_left(rows.agents(), [gone], "agent_id")
        if not before.disabled:
            with last_admin_by("agent_id"):
                gone = self._directory.change_agent(before, gone)
        self._put_out(agent_id)
        give_back_all(agent_id, self._conversations, self._reception)
        self._change_rules(agent_id, heir)
        self._hand_over(agent_id, heir)
        self._directory.delete_agent(gone)
        self._presence.forget_agent(agent_id)
        trail.done("delete_agent", ("agent", agent_id, before.name), before=before)

    def _put_out(self, agent_id: AgentId) -> None:
        state = self._presence.set_state(agent_id, "offline", cause="staff")
        if state is not None:
            self._pushes.agent(state)
        desks = self._presence.agent_sockets(agent_id)
        self._closer.close(desk.connection for desk in desks)
        for desk in desks:
            self._presence.remove_agent_socket(agent_id, ConnectionId(desk.connection))

    def _change_rules(self, agent_id: AgentId, heir: Agent | None) -> None:
        service = self._directory.fresh().service()
        routing = with_agent_instead(service.routing, agent_id, heir.agent_id if heir else None)
        if routing != service.routing:
            self._directory.change_service(service, replace(service, routing=routing))

    def _hand_over(self, agent_id: AgentId, heir: Agent | None) -> None:
        """A thing is written for the heir under its own id before it is taken away: doing it twice does no harm."""
        taken = {phrase.shortcut for phrase in self._library.phrases(heir.agent_id)} if heir else set()
        for phrase in self._library.phrases(agent_id):
            if heir is not None:
                shortcut = "" if phrase.shortcut in taken else phrase.shortcut
                with suppress(Conflict):
                    self._library.add_phrase(replace(phrase, owner=heir.agent_id, shortcut=shortcut, uses=0))
            self._library.delete_phrase(phrase)
        for link in self._library.links(agent_id):
            if heir is not None:
                with suppress(Conflict):
                    self._library.add_link(replace(link, owner=heir.agent_id))
            self._library.delete_link(link)


def _heir(rows: DirectoryEditor, agent_id: AgentId, heir_id: AgentId | None) -> Agent | None:
    if heir_id is None:
        return None
    if heir_id == agent_id:
        raise Invalid("Choose somebody else.", field="heir_id")
    heir = next((agent for agent in rows.agents() if agent.agent_id == heir_id), None)
    if heir is None or heir.disabled:
        raise Invalid("There is no such agent at work.", field="heir_id")
    return heir
