"""Wiring of the REST API: what every request has at hand, and what one tenant's requests have."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from parlor.domain.archive import ArchiveQueries
from parlor.domain.audit import Actor, Trail
from parlor.domain.ids import TenantId
from parlor.domain.origin import Places
from parlor.domain.signed_identity import VERIFIED_EVERY_MS, WARNED_EVERY_MS, Tally
from parlor.domain.staff import Staff
from parlor.gateways.access_tokens import AccessTokens
from parlor.gateways.blobs import Bucket, TenantBlobs
from parlor.gateways.closing import ApiGatewayCloser
from parlor.gateways.identity import Cognito
from parlor.gateways.mail import SesMailer
from parlor.gateways.secrets import secret
from parlor.gateways.style_files import SiteFiles, TenantStyleFiles
from parlor.runtime.app import App, Process
from parlor.runtime.settings import Settings
from parlor.storage import customers, directory, identities, left_messages, library, limits, metrics, push, staff_notices
from parlor.storage.customers import CustomerStore
from parlor.storage.directory import CompanyStore
from parlor.storage.identities import IdentityStore, IntegrationStore
from parlor.storage.left_messages import LeftMessageStore
from parlor.storage.library import LibraryStore
from parlor.storage.limits import LimitStore
from parlor.storage.metrics import MetricStore
from parlor.storage.notices import NoticeStore
from parlor.storage.push import PushStore
from parlor.storage.record_facts import RecordFactsStore
from parlor.storage.staff_notices import StaffNoticeStore
from parlor.storage.styles import StyleStore
from parlor.usecases.identify_visitor import Tallies
from parlor.usecases.keep_files import KeepFiles
from parlor.usecases.keep_styles import KeepStyles
from parlor.usecases.link_customer import VisitorCards
from parlor.usecases.put_style_file import PutStyleFile
from parlor.usecases.search_records import SearchRecords
from parlor.usecases.sign_in import SignIn
from parlor.usecases.start_visit import StartVisit

if TYPE_CHECKING:
    from parlor.usecases.make_report import MakeReport


class House(Process):
    """What lives as long as the function, whoever asks."""

    def __init__(self, settings: Settings, on_lost_push: Any) -> None:
        super().__init__(settings, on_lost_push)
        directory.bind(settings.directory_table)
        self.companies = CompanyStore(self.clock.now_ms)
        self.identity = Cognito(settings.user_pool_id, settings.user_pool_client_id)
        self.access_tokens = AccessTokens(settings.user_pool_id, settings.user_pool_client_id, settings.jwks_url, self.clock.now_ms)
        self.mailer = SesMailer(settings.mail_from)
        self.bucket = Bucket(settings.uploads_bucket, settings.uploads_endpoint, settings.uploads_addressing)
        self.site_files = SiteFiles(
            Bucket(settings.sites_bucket, settings.uploads_endpoint, settings.uploads_addressing), settings.site_url
        )
        self.closer = ApiGatewayCloser(settings.socket_endpoint)
        self.identity_secret = secret(settings.identity_secret_arn)
        self.tallies = Tallies(Tally(WARNED_EVERY_MS), Tally(VERIFIED_EVERY_MS))
        self.limits = LimitStore(self.clock.now_ms, int(settings.rate_limit_factor or 1))
        identities.bind(settings.chat_table, settings.directory_table)
        library.bind(settings.directory_table)
        customers.bind(settings.chat_table)
        left_messages.bind(settings.chat_table)
        limits.bind(settings.presence_table)
        metrics.bind(settings.metrics_table)
        staff_notices.bind(settings.chat_table)
        push.bind(settings.chat_table)

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
        return SignIn(
            self.identity,
            self.companies,
            lambda tenant: self.office(tenant).directory,
            lambda tenant: self.office(tenant).presence,
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
        self.notices = NoticeStore(tenant)
        self.staff_notices = StaffNoticeStore(tenant)
        self.subscriptions = PushStore(tenant)
        self.styles = StyleStore(tenant, house.memory)
        self.style_files = TenantStyleFiles(tenant, house.site_files)
        self.keep_files = KeepFiles(self.files, TenantBlobs(tenant, house.bucket), self.conversations, self.clock)

    @cached_property
    def make_report(self) -> "MakeReport":
        from parlor.usecases.make_report import MakeReport

        return MakeReport(self.directory, self.figures, self.presence, self.clock)

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
    def search_records(self) -> SearchRecords:
        seam_s = int(self.settings.archive_seam_s or 0)
        records, facts = self.conversations, self.record_facts
        return SearchRecords(self.tenant, self.directory, records, facts, lambda: self.house.archive, self.clock, seam_s)

    def trail(self, staff: Staff, address: str) -> Trail:
        """The audit log, for what this person does from this network address."""
        return Trail(self.audit, Actor(staff.agent_id, staff.agent.name, address))

    @cached_property
    def keep_internal_files(self) -> KeepFiles:
        """The files of conversations among colleagues: the same checks, other conversations."""
        return KeepFiles(self.files, TenantBlobs(self.tenant, self.house.bucket), self.internal, self.clock)
