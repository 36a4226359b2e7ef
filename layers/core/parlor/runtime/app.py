"""Wiring: what a function has at hand, made once and by plain arguments."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from parlor.domain.ids import TenantId
from parlor.domain.installation import Lately
from parlor.domain.limits import Buckets
from parlor.gateways.clock import SystemClock
from parlor.gateways.secrets import RotatingSecret, secret
from parlor.gateways.sockets import ApiGatewaySockets
from parlor.gateways.timers import SqsTimers
from parlor.gateways.tokens import Tokens
from parlor.runtime.settings import Settings
from parlor.storage import tables
from parlor.storage.conversations import ConversationStore
from parlor.storage.presence import PresenceStore
from parlor.usecases.pushing import Pushes
from parlor.usecases.reception import Reception

if TYPE_CHECKING:
    from parlor.domain.mails import Mailer
    from parlor.domain.origin import Tracing
    from parlor.storage.audit import AuditStore
    from parlor.storage.blocking import BlockStore
    from parlor.storage.directory import DirectoryStore
    from parlor.storage.files import FileStore
    from parlor.storage.goals import GoalStore
    from parlor.storage.happenings import HappeningStore
    from parlor.storage.installations import InstallationStore
    from parlor.storage.internal import InternalStore
    from parlor.storage.leaving import Living
    from parlor.storage.memory import Memory
    from parlor.storage.rule_counts import RuleCountStore
    from parlor.storage.sign_in_log import SignInLogStore
    from parlor.usecases.internal_pushes import InternalPushes
    from parlor.usecases.tell_visitors import VisitorTeller


class Process:
    """What lives as long as the function: settings, clients, the directory's memory. Nothing is opened before it is used."""

    def __init__(self, settings: Settings, on_lost_push: Any) -> None:
        self.settings = settings
        self.clock = SystemClock()
        self.sockets = ApiGatewaySockets(settings.socket_endpoint, on_lost_push)
        self.timers = SqsTimers(settings.timer_queue_url)
        self.token_secret = secret(settings.token_secret_arn)
        signing = RotatingSecret(settings.signing_secret_arn, self.token_secret, self.clock.now_ms)
        self.tokens = Tokens(signing.current, self.clock.now_ms, signing.others)
        self.buckets = Buckets(int(settings.rate_limit_factor or 1))
        self.lately = Lately()
        tables.bind(chat_table=settings.chat_table, presence_table=settings.presence_table)

    @cached_property
    def memory(self) -> "Memory":
        """The directory as it was a few seconds ago. A message needs no directory, so a cold start does not load it."""
        from parlor.storage import directory
        from parlor.storage.memory import Memory

        directory.bind(self.settings.directory_table)
        return Memory(self.clock.now_ms)

    @cached_property
    def living(self) -> "Living":
        """Asked for by what works behind, of companies that may be gone."""
        from parlor.storage import leaving
        from parlor.storage.leaving import Living

        leaving.bind(self.settings.directory_table)
        return Living(self.memory)

    @cached_property
    def mailer(self) -> "Mailer":
        """The way that all mails go."""
        from parlor.gateways.mail import SesMailer
        from parlor.gateways.mail_queue import QueuedMailer

        return QueuedMailer(self.settings.mail_queue_url, SesMailer(self.settings.mail_from), self.clock.now_ms)

    @cached_property
    def tracing(self) -> "Tracing":
        """Needs packages that only the function of page views brings."""
        from parlor.domain.origin import Tracing
        from parlor.gateways.devices import UaParserDevices
        from parlor.gateways.places import Ip2RegionPlaces

        return Tracing(UaParserDevices(), Ip2RegionPlaces())

    def app(self, tenant: TenantId, shards: tuple[int, ...] = ()) -> "App":
        """`shards` from the socket's ticket, where there is one; without, the company is read when visitors are looked for."""
        return App(self, tenant, shards)


class App:
    """One tenant's stores and the ways to its people. Made for each request; cannot be made without a tenant."""

    def __init__(self, process: Process, tenant: TenantId, shards: tuple[int, ...] = ()) -> None:
        self._process = process
        self.tenant = tenant
        self.settings = process.settings
        self.clock = process.clock
        self.sockets = process.sockets
        self.timers = process.timers
        self.buckets = process.buckets
        self.lately = process.lately
        self.token_secret = process.token_secret
        self.conversations = ConversationStore(tenant)
        self.presence = PresenceStore(tenant, lambda: shards or self.directory.company().shards, now_ms=process.clock.now_ms)
        self.pushes = Pushes(tenant, process.sockets, self.conversations, self.presence, process.timers)

    def tracing(self) -> "Tracing":
        """A method: asked for by the first page of a visit only."""
        return self._process.tracing

    @cached_property
    def mailer(self) -> "Mailer":
        from parlor.gateways.mail_queue import TenantMailer

        return TenantMailer(self.tenant, self._process.mailer)

    @cached_property
    def reception(self) -> Reception:
        return Reception(self.tenant, self.directory, self.conversations, self.presence, self.pushes, self.timers, self.clock)

    @cached_property
    def visitor_teller(self) -> "VisitorTeller":
        from parlor.storage.visitor_changes import VisitorChangesStore
        from parlor.usecases.tell_visitors import VisitorTeller

        return VisitorTeller(self.tenant, VisitorChangesStore(self.tenant), self.presence, self.pushes, self.timers, self.clock)

    @cached_property
    def directory(self) -> "DirectoryStore":
        from parlor.storage.directory import DirectoryStore

        return DirectoryStore(self.tenant, self._process.memory)

    @cached_property
    def blocks(self) -> "BlockStore":
        """Asked when a visitor comes in; a message needs none."""
        from parlor.storage import blocking

        blocking.bind(self.settings.directory_table)
        return blocking.BlockStore(self.tenant, self._process.memory)

    @cached_property
    def audit(self) -> "AuditStore":
        """What staff do besides talking, and what they are refused."""
        from parlor.storage import audit

        audit.bind(self.settings.chat_table)
        return audit.AuditStore(self.tenant, self.clock.now_ms)

    @cached_property
    def sign_in_log(self) -> "SignInLogStore":
        """Who came in, and who did not."""
        from parlor.storage import sign_in_log

        sign_in_log.bind(self.settings.chat_table)
        return sign_in_log.SignInLogStore(self.tenant, self.clock.now_ms)

    @cached_property
    def internal(self) -> "InternalStore":
        """Conversations among colleagues."""
        from parlor.storage.internal import InternalStore

        return InternalStore(self.tenant)

    @cached_property
    def internal_pushes(self) -> "InternalPushes":
        from parlor.usecases.internal_pushes import InternalPushes

        return InternalPushes(self.pushes)

    @cached_property
    def rule_counts(self) -> "RuleCountStore":
        """Asked for by answers to automatic invitations."""
        from parlor.storage import rule_counts

        rule_counts.bind(self.settings.chat_table)
        return rule_counts.RuleCountStore(self.tenant)

    @cached_property
    def happenings(self) -> "HappeningStore":
        """Asked for by what sites tell of their visitors, and by who reads it."""
        from parlor.storage import happenings

        happenings.bind(self.settings.presence_table)
        return happenings.HappeningStore(self.tenant)

    @cached_property
    def goals(self) -> "GoalStore":
        """What visitors are to do: asked for by what they do."""
        from parlor.storage import goals

        goals.bind(self.settings.directory_table, self.settings.presence_table)
        return goals.GoalStore(self.tenant, self._process.memory)

    @cached_property
    def installations(self) -> "InstallationStore":
        """Asked once an hour and site by page views."""
        from parlor.storage import installations

        installations.bind(self.settings.chat_table)
        return installations.InstallationStore(self.tenant)

    @cached_property
    def files(self) -> "FileStore":
        """Opened by a message that carries a file; words need none."""
        from parlor.storage.files import FileStore

        return FileStore(self.tenant)
