"""Wiring of the end of companies."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from parlor.domain.ids import TenantId
from parlor.domain.leaving import PLACES, SETTLED_MS, Account, Closing, Pool, Swept
from parlor.domain.mails import Mailer
from parlor.domain.ports import Clock
from parlor.gateways.clock import SystemClock
from parlor.gateways.closing import ApiGatewayCloser
from parlor.gateways.leaving import AccountPool, BucketSweep, SignOnPool
from parlor.gateways.mail import SesMailer
from parlor.gateways.mail_queue import QueuedMailer, TenantMailer
from parlor.gateways.secrets import secret
from parlor.runtime.settings import Settings
from parlor.storage import directory, leaving, people, single_sign_on
from parlor.storage.directory import DirectoryStore
from parlor.storage.leaving import ClosingStore, TableSweep, accounts_of
from parlor.storage.memory import Memory
from parlor.storage.people import PeopleStore
from parlor.storage.single_sign_on import SignOnSettings
from parlor.usecases.close_company import TellAdministrators, administrators_of, warn
from parlor.usecases.end_company import EndCompany


class Premises(Struct, frozen=True):
    """Where companies' things lie. `outputs` are names by the stack's outputs, those of `PLACES`; `socket_endpoint` is where
    `@connections` is, with the stage."""

    outputs: Mapping[str, str]
    socket_endpoint: str

    def bind(self) -> None:
        table = self.outputs["DirectoryTable"]
        for each in (directory, people, leaving):
            each.bind(table)
        single_sign_on.bind(table, self.outputs["PresenceTable"])

    def pools(self, tenant: TenantId, clock: Clock) -> dict[str, Pool]:
        persons, memory = PeopleStore(clock.now_ms), Memory(clock.now_ms, keep_ms=0)

        def everybody() -> list[Account]:
            return accounts_of(tenant)

        settings = SignOnSettings(tenant, memory).read
        return {
            "accounts": AccountPool(tenant, self.outputs["UserPoolId"], everybody, persons, by_sign_on=False),
            "single_sign_on": SignOnPool(tenant, self.outputs["SsoPoolId"], everybody, persons, settings),
        }

    def sweeps(self, tenant: TenantId) -> dict[str, Swept]:
        found: dict[str, Swept] = {}
        for place in PLACES:
            if place.kind == "bucket":
                found[place.name] = BucketSweep(tenant, self.outputs[place.output], place.keys)
            elif place.kind == "table":
                more: dict[str, Any] = {}
                if place.name == "presence":
                    more = {"subjects": lambda: _subjects(tenant), "sockets": ApiGatewayCloser(self.socket_endpoint).close}
                found[place.name] = TableSweep(tenant, self.outputs[place.output], **more)
        return found

    def end_company(
        self,
        tenant: TenantId,
        mailer: Mailer,
        key: Callable[[], bytes],
        clock: Clock,
        note: Callable[[Exception], None],
        settle_ms: int = SETTLED_MS,
    ) -> EndCompany:
        return EndCompany(
            ClosingStore(),
            self.pools(tenant, clock),
            self.sweeps(tenant),
            lambda: administrators_of(DirectoryStore(tenant, Memory(clock.now_ms, keep_ms=0)).agents()),
            mailer,
            key,
            clock,
            note,
            settle_ms,
        )


class Undertaker:
    """What lives as long as the function that ends companies. `note` is told of mails that could not be handed over."""

    def __init__(self, settings: Settings, note: Callable[[Exception], None]) -> None:
        self.clock = SystemClock()
        self.closings = ClosingStore()
        self._note = note
        self._settings = settings
        self._mailer = QueuedMailer(settings.mail_queue_url, SesMailer(settings.mail_from), self.clock.now_ms)
        self._key = secret(settings.certificate_secret_arn)
        outputs = {
            "DirectoryTable": settings.directory_table,
            "PresenceTable": settings.presence_table,
            "ChatTable": settings.chat_table,
            "MetricsTable": settings.metrics_table,
            "UploadsBucket": settings.uploads_bucket,
            "ArchiveBucket": settings.archive_bucket,
            "SitesBucket": settings.sites_bucket,
            "UserPoolId": settings.user_pool_id,
            "SsoPoolId": settings.sso_pool_id,
        }
        self._premises = Premises(outputs, settings.socket_endpoint)
        self._premises.bind()

    def warn(self, closing: Closing) -> bool:
        rows = DirectoryStore(closing.tenant_id, Memory(self.clock.now_ms))
        mailer = TenantMailer(closing.tenant_id, self._mailer)
        tell = TellAdministrators(rows, mailer, self._settings.site_url, self._note)
        return warn(closing, rows, self.closings, tell, self.clock)

    def end_company(self, tenant: TenantId) -> EndCompany:
        """Its last mail names no company: one of a company that is gone would be thrown away."""
        return self._premises.end_company(tenant, self._mailer, self._key, self.clock, self._note)


def _subjects(tenant: TenantId) -> frozenset[str]:
    """Under what limits of the company's people and of the company are counted."""
    known = accounts_of(tenant)
    names = [{each.agent_id, each.email.lower(), *each.subjects} for each in known]
    return frozenset({str(tenant)}.union(*names))
