"""A tenant with its people, on tables in memory: the use cases and stores are the real ones."""

from typing import Any

from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation
from parlor.domain.directory import Agent, Company, Department, Style
from parlor.domain.ids import AgentId, ConnectionId, ConversationId, DepartmentId, StyleId, TenantId, VisitorId, new_ulid
from parlor.domain.log import ClientId, Message
from parlor.domain.presence import AgentSocket
from parlor.domain.rights import StaffRole, rights_of
from parlor.protocol.frames import AcceptConversation, OpenConversation, SendMessage
from parlor.storage import tables
from parlor.storage.conversations import ConversationStore
from parlor.storage.files import FileStore
from parlor.storage.presence import PresenceStore
from parlor.usecases.accept_conversation import accept_conversation
from parlor.usecases.compose_message import Enclosures
from parlor.usecases.open_conversation import OpenConversationUseCase
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception
from parlor.usecases.send_message import send_message
from parlor.usecases.transfer_conversation import Transfers
from tests.fakes.world import FixedClock, KnownBlocks, RecordingSockets, SmallDirectory, WaitingTimers


class Stage:
    """`sales` picks from its queue, `support` assigns by itself. Sockets are named after their people."""

    def __init__(self) -> None:
        tables.bind(chat_table="Chat", presence_table="Presence")
        self.clock = FixedClock()
        self.tenant = TenantId(self.ulid())
        self.sales = Department(department_id=DepartmentId(self.ulid()), name="Sales")
        self.support = Department(department_id=DepartmentId(self.ulid()), name="Support", order=1, assignment="automatic")
        self.style = Style(style_id=StyleId(self.ulid()), name="Default", department_id=self.sales.department_id)
        company = Company(tenant_id=self.tenant, company="Tea", time_zone="Asia/Shanghai", language="en", created_at=self.clock.now)
        self.directory = SmallDirectory(company, [self.sales, self.support], [self.style])
        self.conversations: Any = ConversationStore(self.tenant)
        self.presence = PresenceStore(self.tenant, now_ms=self.clock.now_ms)
        self.files: Any = FileStore(self.tenant)
        self.blocks: Any = KnownBlocks()
        self.sockets = RecordingSockets()
        self.timers = WaitingTimers()
        self.watches: list[Conversation] = []
        """Conversations that a supervisor has begun to look into."""

    @property
    def pushes(self) -> Pushes:
        return Pushes(self.tenant, self.sockets, self.conversations, self.presence, self.timers)

    @property
    def reception(self) -> Reception:
        return Reception(self.tenant, self.directory, self.conversations, self.presence, self.pushes, self.timers, self.clock)

    @property
    def transfers(self) -> Transfers:
        return Transfers(
            self.tenant, self.directory, self.conversations, self.presence, self.pushes, self.timers, self.clock, self.reception
        )

    @property
    def enclosures(self) -> Enclosures:
        return Enclosures(lambda: self.directory, lambda: self.files)

    def ulid(self) -> str:
        return new_ulid(self.clock.now)

    def visitor(self, connection: str = "tab") -> Caller:
        visitor = VisitorId(self.ulid())
        self.presence.add_visitor_socket(visitor, ConnectionId(connection), self.clock.now)
        return self._caller("visitor", visitor, connection)

    def agent(
        self,
        name: str,
        *departments: Department,
        ceiling: int = 5,
        staff_role: StaffRole = "agent",
        state: str = "online",
        **more: Any,
    ) -> Caller:
        """`more` is what else the directory knows of them: skills, languages, rank."""
        agent_id = AgentId(self.ulid())
        ids = frozenset(each.department_id for each in departments or (self.sales,))
        self.presence.register_agent(agent_id, number=name, name=name, staff_role=staff_role, departments=ids, ceiling=ceiling, **more)
        self.directory.known_agents[agent_id] = Agent(
            agent_id=agent_id, subject=name, email="", number=name, name=name, role=staff_role, department_ids=tuple(ids), **more
        )
        self.presence.set_state(agent_id, state)  # type: ignore[arg-type]
        caller = self._caller(
            "agent", agent_id, name, name=name, departments=ids, staff_role=staff_role, rights=frozenset(rights_of(staff_role))
        )
        self.presence.add_agent_socket(AgentSocket(agent_id, name, ids, caller.sees_all, caller.sees_hidden), self.clock.now)
        return caller

    def _caller(self, role: str, subject: str, connection: str, **more: Any) -> Caller:
        return Caller(
            tenant=self.tenant, role=role, subject=subject, connection=ConnectionId(connection), style=self.style.style_id, **more
        )

    def open(self, visitor: Caller, **more: Any) -> Conversation:
        opening = OpenConversationUseCase(
            visitor, self.directory, self.conversations, self.presence, self.reception, self.pushes, self.clock
        )
        return opening(OpenConversation(action="chat", **more))

    def accept(self, agent: Caller, conversation_id: ConversationId) -> Conversation:
        frame = AcceptConversation(action="chat", conversation_id=conversation_id)
        transition = accept_conversation(frame, agent, self.conversations, self.reception, self.pushes, self.clock)
        return transition.after if transition else self.conversations.get(conversation_id)

    def say(self, caller: Caller, conversation_id: str, n: int, text: str = "hello", producer: str = "") -> Message | None:
        key = ClientId((producer or caller.connection).ljust(12, "0")[:12], n)
        frame = SendMessage(action="chat", conversation_id=conversation_id, client_id=key, text=text)
        return self.send(caller, frame)

    def send(self, caller: Caller, frame: SendMessage) -> Message | None:
        return send_message(frame, caller.party, caller.connection, self.conversations, self.pushes, self.clock, self.enclosures)

    def texts(self, conversation_id: ConversationId) -> list[str]:
        return [entry.text for entry in self.conversations.log(conversation_id, 0, 1000) if isinstance(entry, Message)]
