"""Wiring: what a function has at hand, made once and by plain arguments."""

from functools import cached_property
from typing import Any

from parlor.domain.ids import TenantId
from parlor.gateways.clock import SystemClock
from parlor.gateways.secrets import secret
from parlor.gateways.sockets import ApiGatewaySockets
from parlor.gateways.timers import SqsTimers
from parlor.gateways.tokens import Tokens
from parlor.runtime.settings import Settings
from parlor.storage import directory, tables
from parlor.storage.conversations import ConversationStore
from parlor.storage.directory import DirectoryStore, Memory
from parlor.storage.presence import PresenceStore
from parlor.usecases.pushing import Pushes


class Process:
    """What lives as long as the function: settings, clients, the directory's memory. Nothing is opened before it is used."""

    def __init__(self, settings: Settings, on_lost_push: Any) -> None:
        self.settings = settings
        self.clock = SystemClock()
        self.memory = Memory(self.clock.now_ms)
        self.sockets = ApiGatewaySockets(settings.socket_endpoint, on_lost_push)
        self.timers = SqsTimers(settings.timer_queue_url)
        self.tokens = Tokens(secret(settings.token_secret_arn), self.clock.now_ms)
        tables.bind(chat_table=settings.chat_table, presence_table=settings.presence_table)
        directory.bind(settings.directory_table)

    def app(self, tenant: TenantId) -> "App":
        return App(self, tenant)


class App:
    """One tenant's stores and the ways to its people. Made for each request; cannot be made without a tenant."""

    def __init__(self, process: Process, tenant: TenantId) -> None:
        self._process = process
        self.tenant = tenant
        self.settings = process.settings
        self.clock = process.clock
        self.sockets = process.sockets
        self.timers = process.timers
        self.conversations = ConversationStore(tenant)
        self.presence = PresenceStore(tenant)
        self.pushes = Pushes(process.sockets, self.conversations, self.presence)

    @cached_property
    def directory(self) -> DirectoryStore:
        return DirectoryStore(self.tenant, self._process.memory)
