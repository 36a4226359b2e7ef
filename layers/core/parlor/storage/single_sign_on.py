"""Single sign-on: a company's settings and whose domain is whose in the Directory table, sign-ins under way in the Presence table."""

from collections.abc import Callable

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError
from pynamodb.models import Model

from parlor.domain.ids import TenantId
from parlor.domain.single_sign_on import PENDING_LIFE_S, Domain, Pending, SignOn
from parlor.storage import connection, keys
from parlor.storage.directory import CompanyRow
from parlor.storage.memory import Memory
from parlor.storage.rows import Row
from parlor.storage.transactions import Delete, Put, Step, Update, stale, transact


class SignOnRow(Row):
    """`SSO`: the settings as JSON. No secret stands in them."""

    class Meta:
        table_name = ""

    body = UnicodeAttribute()
    version = NumberAttribute()


class DomainRow(Row):
    """`DOMAIN#<domain>` / `META`: the company that has proved it."""

    class Meta:
        table_name = ""

    tenant_id = UnicodeAttribute()
    proved_at = NumberAttribute()


class UnderWayRow(Model):
    """`SSO#<hash of the state>` / `META`."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    body = UnicodeAttribute()
    ttl = NumberAttribute()


def bind(directory_table: str, presence_table: str) -> None:
    """Gives the models their tables."""
    connection.bind((SignOnRow, DomainRow), directory_table)
    connection.bind((UnderWayRow,), presence_table)


class SignOnSettings:
    """Of one tenant. Every change is conditional on the version that was read."""

    def __init__(self, tenant: TenantId, memory: Memory) -> None:
        self._tenant = tenant
        self._pk = keys.company(tenant)
        self._memory = memory

    def read(self) -> SignOn:
        """As it is now. 1 RU."""
        try:
            row = SignOnRow.get(self._pk, keys.SIGN_ON, consistent_read=True)
        except SignOnRow.DoesNotExist:
            return SignOn()
        return msgspec.structs.replace(msgspec.json.decode(row.body, type=SignOn), version=int(row.version))

    def change(self, before: SignOn, after: SignOn) -> SignOn:
        """The company's own row says the same of client and passwords, since each request reads that. Raises `Conflict`."""
        changed = msgspec.structs.replace(after, version=before.version + 1)
        company = CompanyRow(self._pk, keys.COMPANY)
        actions = [CompanyRow.sso_client.set(changed.client), CompanyRow.sso_required.set(changed.required)]
        transact([self._put(before, changed), Update(company, actions, CompanyRow.tenant_id.exists(), stale())])
        self._memory.forget(self._tenant)
        return changed

    def change_domains(self, before: SignOn, domains: tuple[Domain, ...], *, won: str = "", lost: str = "") -> SignOn:
        """`won` has just been proved, from whomever it was; `lost` is given up. Raises `Conflict`."""
        changed = msgspec.structs.replace(before, domains=domains, version=before.version + 1)
        steps: list[Step] = [self._put(before, changed)]
        if won:
            at = next(each.proved_at for each in domains if each.domain == won)
            steps.append(Put(DomainRow(keys.email_domain(won), keys.META, tenant_id=self._tenant, proved_at=at), None, stale()))
        if lost:
            mine = DomainRow.pk.does_not_exist() | (DomainRow.tenant_id == self._tenant)
            steps.append(Delete(DomainRow(keys.email_domain(lost), keys.META), mine, stale()))
        transact(steps)
        return changed

    def _put(self, before: SignOn, changed: SignOn) -> Put:
        row = SignOnRow(self._pk, keys.SIGN_ON, body=msgspec.json.encode(changed).decode(), version=changed.version)
        unchanged = SignOnRow.version == before.version if before.version else SignOnRow.pk.does_not_exist()
        return Put(row, unchanged, stale())


class SignOnStore:
    """What reaches across tenants."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def put(self, state: str, pending: Pending) -> None:
        """1 WU."""
        ttl = self._now_ms() // 1000 + PENDING_LIFE_S
        UnderWayRow(keys.sign_on_under_way(state), keys.META, body=msgspec.json.encode(pending).decode(), ttl=ttl).save()

    def take(self, state: str) -> Pending | None:
        """1 RU, 1 WU. Of two who come with the same state, one gets it."""
        row = UnderWayRow(keys.sign_on_under_way(state), keys.META)
        try:
            row.refresh(consistent_read=True)
            row.delete(condition=UnderWayRow.pk.exists())
        except UnderWayRow.DoesNotExist:
            return None
        except DeleteError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return None
        return msgspec.json.decode(row.body, type=Pending) if int(row.ttl) * 1000 > self._now_ms() else None

    def owner(self, domain: str) -> TenantId | None:
        """1 RU."""
        try:
            return TenantId(DomainRow.get(keys.email_domain(domain), keys.META, consistent_read=True).tenant_id)
        except DomainRow.DoesNotExist:
            return None
