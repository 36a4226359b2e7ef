"""Wiring of the REST API: what every request has at hand, and what one tenant's requests have."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from parlor.domain.archive import ArchiveQueries
from parlor.domain.audit import Actor, Trail
from parlor.domain.ids import TenantId
from parlor.domain.leaving import GRACE_DAYS
from parlor.domain.origin import Places
from parlor.domain.signed_identity import VERIFIED_EVERY_MS, WARNED_EVERY_MS, Tally
from parlor.domain.staff import Staff
from parlor.gateways.access_tokens import AccessTokens, EitherPool, PoolTokens
from parlor.gateways.blobs import Bucket, TenantBlobs
from parlor.gateways.closing import ApiGatewayCloser
from parlor.gateways.domain_records import TxtRecords
from parlor.gateways.download_files import DownloadFiles
from parlor.gateways.download_queue import SqsDownloadQueue
from parlor.gateways.erasure_queue import SqsErasureQueue
from parlor.gateways.identity import Cognito
from parlor.gateways.replays import SqsReplays
from parlor.gateways.secrets import secret
from parlor.gateways.sign_on_pool import CognitoSignOn, is_sign_on
from parlor.gateways.style_files import SiteFiles, TenantStyleFiles
from parlor.gateways.timers import SqsTimers
from parlor.gateways.webhook_queue import SqsDeliveries
from parlor.runtime.app import App, Process
from parlor.runtime.person import person_rows
from parlor.runtime.settings import Settings
from parlor.storage import (
    api_keys,
    customers,
    directory,
    downloads,
    erasures,
    identities,
    leaving,
    left_messages,
    library,
    limits,
    metrics,
    parked,
    people,
    push,
    report_schedules,
    retention,
    sign_in_rules,
    single_sign_on,
    staff_notices,
    webhooks,
)
from parlor.storage.aged_rows import AgedRowStore
from parlor.storage.api_keys import ApiKeyStore
from parlor.storage.customers import CustomerStore
from parlor.storage.directory import CompanyStore
from parlor.storage.downloads import DownloadStore
from parlor.storage.erasures import ErasureStore
from parlor.storage.identities import IdentityStore, IntegrationStore
from parlor.storage.leaving import ClosingStore
from parlor.storage.left_messages import LeftMessageStore
from parlor.storage.library import LibraryStore
from parlor.storage.limits import LimitStore
from parlor.storage.metrics import MetricStore
from parlor.storage.notices import NoticeStore
from parlor.storage.parked import ParkedStore
from parlor.storage.people import PeopleStore
from parlor.storage.push import PushStore
from parlor.storage.record_facts import RecordFactsStore
from parlor.storage.report_schedules import ReportScheduleStore
from parlor.storage.retention import RetentionStore
from parlor.storage.sign_in_rules import SignInRulesStore
from parlor.storage.single_sign_on import SignOnSettings, SignOnStore
from parlor.storage.staff_notices import StaffNoticeStore
from parlor.storage.styles import StyleStore
from parlor.storage.webhooks import WebhookStore
from parlor.usecases.close_company import KeepClosing, TellAdministrators
from parlor.usecases.end_sessions import EndSessions
from parlor.usecases.enter_by_sign_on import EnterBySignOn
from parlor.usecases.identify_visitor import Tallies
from parlor.usecases.keep_erasures import KeepErasures
from parlor.usecases.keep_files import KeepFiles
from parlor.usecases.keep_own_access import OwnAccess
from parlor.usecases.keep_retention import KeepRetention
from parlor.usecases.keep_sign_on import KeepSignOn
from parlor.usecases.keep_styles import KeepStyles
from parlor.usecases.link_customer import VisitorCards
from parlor.usecases.put_out_desks import DesksOut
from parlor.usecases.put_style_file import PutStyleFile
from parlor.usecases.search_records import SearchRecords
from parlor.usecases.sign_in import Sessions, SignIn
from parlor.usecases.start_visit import StartVisit

if TYPE_CHECKING:
    from parlor.usecases.make_report import MakeReport


class House(Process):
    """What lives as long as the function, whoever asks."""

    def __init__(self, settings: Settings, on_lost_push: Any) -> None:
        super().__init__(settings, on_lost_push)
        directory.bind(settings.directory_table)
        people.bind(settings.directory_table)
        leaving.bind(settings.directory_table)
        self.note = on_lost_push
        self.companies = CompanyStore(self.clock.now_ms)
        self.people = PeopleStore(self.clock.now_ms)
        self.identity = Cognito(settings.user_pool_id, settings.user_pool_client_id)
        accounts = AccessTokens(settings.user_pool_id, settings.user_pool_client_id, settings.jwks_url, self.clock.now_ms)
        sign_on = PoolTokens(settings.sso_pool_id, settings.sso_jwks_url, self.clock.now_ms)
        self.access_tokens = EitherPool(accounts, sign_on)
        self.sign_on_pool = CognitoSignOn(settings.sso_pool_id, settings.sso_url, settings.sso_callback_url, sign_on)
        self.sign_ons = SignOnStore(self.clock.now_ms)
        self.domain_records = TxtRecords(settings.dns_servers)
        self.bucket = Bucket(settings.uploads_bucket, settings.uploads_endpoint, settings.uploads_addressing)
        self.site_files = SiteFiles(
            Bucket(settings.sites_bucket, settings.uploads_endpoint, settings.uploads_addressing), settings.site_url
        )
        self.closer = ApiGatewayCloser(settings.socket_endpoint)
        self.identity_secret = secret(settings.identity_secret_arn)
        self.webhook_secret = secret(settings.webhook_secret_arn)
        self.deliveries = SqsDeliveries(settings.webhook_queue_url)
        self.tallies = Tallies(Tally(WARNED_EVERY_MS), Tally(VERIFIED_EVERY_MS))
        self.limits = LimitStore(self.clock.now_ms, int(settings.rate_limit_factor or 1))
        identities.bind(settings.chat_table, settings.directory_table)
        library.bind(settings.directory_table)
        sign_in_rules.bind(settings.directory_table)
        customers.bind(settings.chat_table)
        left_messages.bind(settings.chat_table)
        limits.bind(settings.presence_table)
        metrics.bind(settings.metrics_table)
        staff_notices.bind(settings.chat_table)
        push.bind(settings.chat_table)
        single_sign_on.bind(settings.directory_table, settings.presence_table)
        downloads.bind(settings.chat_table)
        erasures.bind(settings.chat_table)
        self.erasure_queue = SqsErasureQueue(settings.erasure_queue_url)
        self.download_queue = SqsDownloadQueue(settings.download_queue_url)
        report_schedules.bind(settings.directory_table)
        retention.bind(settings.directory_table)
        self.report_queue = SqsTimers(settings.report_queue_url)
        webhooks.bind(settings.directory_table, settings.chat_table)
        api_keys.bind(settings.directory_table)
        parked.bind(settings.directory_table)
        self.replays = SqsReplays(settings.replay_queue_url)

    @cached_property
    def push_key(self) -> str:
        """What browsers subscribe to our push messages with."""
        from parlor.gateways.push_key import public_text, push_key

        return public_text(push_key(self.token_secret()))

    def places(self) -> Places:
        """The database of places is loaded when a company first asks for one."""
        return self._places

    @cached_property
    def _places(self) -> Places:
        from parlor.gateways.places import Ip2RegionPlaces

        return Ip2RegionPlaces()

    @cached_property
    def archive(self) -> ArchiveQueries:
        from parlor.gateways.archive import AthenaQueries

        return AthenaQueries(self.settings.archive_database, self.settings.archive_workgroup)

    @property
    def sign_in_url(self) -> str:
        return f"{self.settings.site_url}/admin/index.html"

    @cached_property
    def sign_in(self) -> SignIn:
        return SignIn(self.identity, self._sessions_of, self.people, self.office, self.tokens, self.timers, self.clock, self.token_secret)

    @cached_property
    def end_sessions(self) -> EndSessions:
        return EndSessions(self.people, lambda tenant: self.office(tenant).desks_out)

    @cached_property
    def own_access(self) -> OwnAccess:
        return OwnAccess(
            self.identity, self.people, lambda tenant: self.office(tenant).audit, self.end_sessions, self.clock, self.token_secret
        )

    def _sessions_of(self, refresh_token: str) -> Sessions:
        return self.sign_on_pool if is_sign_on(refresh_token) else self.identity

    @cached_property
    def enter_by_sign_on(self) -> EnterBySignOn:
        return EnterBySignOn(
            self.sign_on_pool,
            self.sign_ons,
            lambda tenant: SignOnSettings(tenant, self.memory),
            lambda tenant: self.office(tenant).directory,
            lambda tenant: self.office(tenant).audit,
            self.clock,
        )

    def office(self, tenant: TenantId) -> "Office":
        return Office(self, tenant)


class Office(App):
    """One tenant's stores, for one request."""

    def __init__(self, house: House, tenant: TenantId) -> None:
        super().__init__(house, tenant)
        self.house = house
        self.left_messages = LeftMessageStore(tenant)
        self.library = LibraryStore(tenant)
        self.customers = CustomerStore(tenant)
        self.identities = IdentityStore(tenant)
        self.integration = IntegrationStore(tenant, house.memory)
        self.visitor_cards = VisitorCards(self.customers, self.conversations, self.presence, self.pushes, self.clock)
        self.figures = MetricStore(tenant)
        self.record_facts = RecordFactsStore(tenant)
        self.sign_in_rules = SignInRulesStore(tenant, house.memory)
        self.desks_out = DesksOut(tenant, self.presence, self.pushes, house.closer, self.timers)
        self.notices = NoticeStore(tenant)
        self.staff_notices = StaffNoticeStore(tenant)
        self.subscriptions = PushStore(tenant)
        self.downloads = DownloadStore(tenant)
        self.download_files = DownloadFiles(tenant, house.bucket)
        self.report_schedules = ReportScheduleStore(tenant)
        self.styles = StyleStore(tenant, house.memory)
        self.api_keys = ApiKeyStore(tenant)
        self.parked = ParkedStore(tenant, house.clock.now_ms)
        self.webhooks = WebhookStore(tenant, house.memory)
        self.style_files = TenantStyleFiles(tenant, house.site_files)
        self.keep_files = KeepFiles(self.files, TenantBlobs(tenant, house.bucket), self.conversations, self.clock)

    @cached_property
    def make_report(self) -> "MakeReport":
        from parlor.usecases.make_report import MakeReport

        return MakeReport(self.directory, self.figures, self.presence, lambda: self.goals.goals().goals, self.clock)

    @cached_property
    def keep_erasures(self) -> KeepErasures:
        rows = person_rows(self.settings, self.tenant, self.directory.company, self.clock.now_ms)
        return KeepErasures(self.tenant, rows, ErasureStore(self.tenant), self.house.erasure_queue, self.clock)

    @cached_property
    def keep_retention(self) -> KeepRetention:
        aged = AgedRowStore(self.tenant, self.settings.chat_table, lambda: self.directory.company().created_at)
        return KeepRetention(RetentionStore(self.tenant), aged, self.directory, self.clock)

    @cached_property
    def put_style_file(self) -> PutStyleFile:
        return PutStyleFile(self.directory, self.styles, self.style_files)

    @cached_property
    def keep_styles(self) -> KeepStyles:
        return KeepStyles(self.directory, self.styles, self.style_files, self.put_style_file, self.clock)

    @cached_property
    def start_visit(self) -> StartVisit:
        return StartVisit(
            self.tenant,
            self.directory,
            self.presence,
            self.conversations,
            self.blocks,
            self.house.tokens,
            self.clock,
            self.settings.socket_url,
            self.house.places,
        )

    @cached_property
    def keep_sign_on(self) -> KeepSignOn:
        house = self.house
        settings = SignOnSettings(self.tenant, house.memory)
        return KeepSignOn(
            self.tenant,
            settings,
            house.sign_ons,
            house.sign_on_pool,
            house.domain_records,
            self.directory,
            house.token_secret,
            lambda: house.closer.close(desk.connection for desk in self.presence.agent_sockets()),
            self.clock,
        )

    @cached_property
    def keep_closing(self) -> KeepClosing:
        house = self.house
        return KeepClosing(
            self.directory,
            ClosingStore(),
            house.identity,
            house.people,
            lambda: house.closer.close(desk.connection for desk in self.presence.agent_sockets()),
            self.put_style_file.all,
            TellAdministrators(self.directory, house.mailer, self.settings.site_url, house.note),
            self.clock,
            int(self.settings.closing_grace_days or GRACE_DAYS),
        )

    @cached_property
    def search_records(self) -> SearchRecords:
        seam_s = int(self.settings.archive_seam_s or 0)
        records, facts = self.conversations, self.record_facts
        return SearchRecords(self.tenant, self.directory, records, facts, lambda: self.house.archive, self.clock, seam_s)

    def actor(self, staff: Staff, address: str) -> Actor:
        return Actor(staff.agent_id, staff.agent.name, address)

    def trail(self, staff: Staff, address: str) -> Trail:
        """The audit log, for what this person does from this network address."""
        return Trail(self.audit, self.actor(staff, address))

    @cached_property
    def keep_internal_files(self) -> KeepFiles:
        """The files of conversations among colleagues: the same checks, other conversations."""
        return KeepFiles(self.files, TenantBlobs(self.tenant, self.house.bucket), self.internal, self.clock)
