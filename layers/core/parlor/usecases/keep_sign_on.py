"""The administrator sets up single sign-on: the company's provider, whom it may speak for, and what holds for those who come."""

from collections.abc import Callable

from msgspec import UNSET
from msgspec.structs import asdict, replace

from parlor.domain.audit import Trail
from parlor.domain.directory import DirectoryEditor, check_departments, check_version
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import DepartmentId, TenantId, new_ulid
from parlor.domain.ports import Clock
from parlor.domain.rights import ALL_RIGHTS
from parlor.domain.roles import NO_POWERS, check_may_grant, powers_of
from parlor.domain.single_sign_on import (
    DOMAINS_MAX,
    Domain,
    DomainRecords,
    Provider,
    SignOn,
    SignOnEditor,
    SignOnPool,
    SignOns,
    check_domain,
    check_provider,
    entity_of,
    is_of,
    record_name,
    record_value,
)
from parlor.domain.staff import Staff
from parlor.protocol import rest_sign_on

_NOT_SETTINGS = ("version", "client_secret", "metadata")
_OF_THE_OTHER: dict[str, tuple[str, ...]] = {"oidc": ("metadata_url", "entity_id"), "saml": ("issuer", "client_id")}


class KeepSignOn:
    """Of one tenant. `close_desks` ends all open sockets: whoever may still come in connects anew.

    All methods raise `MissingRight` for who has not every right, since whoever decides who comes in can come in as anybody, and
    `Conflict` for a version that is not the newest."""

    def __init__(
        self,
        tenant: TenantId,
        settings: SignOnEditor,
        signs: SignOns,
        pool: SignOnPool,
        records: DomainRecords,
        directory: DirectoryEditor,
        key: Callable[[], bytes],
        close_desks: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._tenant = tenant
        self._settings = settings
        self._signs = signs
        self._pool = pool
        self._records = records
        self._directory = directory
        self._key = key
        self._close_desks = close_desks
        self._clock = clock

    def read(self) -> rest_sign_on.SignOnSettings:
        return self._answer(self._settings.read())

    def save(self, body: rest_sign_on.ChangeSignOn, staff: Staff, trail: Trail) -> rest_sign_on.SignOnSettings:
        """Another provider gets a new name and a new client, and whatever the one before said holds no longer.

        Raises `Invalid`, `NotFound`, `Forbidden` for a role with rights that the person has not, `Conflict` (`unavailable`,
        `not_tried`, `no_domain`).
        """
        before = self._read_for(staff, body.version)
        if not self._pool.available:
            raise Conflict("This installation has no address for single sign-on yet.", code="unavailable")
        provider = self._wanted(body, before)
        wanted = provider.settings
        check_provider(provider, before)
        self._check_people(wanted, staff)
        if wanted.required and not before.required:
            self._check_may_be_required(wanted, before)
        same = before.provider != "" and wanted.identity == before.identity
        if same:
            if wanted != before or provider.secret or provider.metadata:
                self._pool.change(provider)
            after = self._settings.change(before, wanted)
        else:
            after = self._begin(provider, before)
        if (before.provider and not same) or (after.required and not before.required):
            self._close_desks()
        trail.done("change_sign_on", ("single_sign_on", "", wanted.issuer or wanted.metadata_url or wanted.entity_id), before, after)
        return self._answer(after)

    def _begin(self, provider: Provider, before: SignOn) -> SignOn:
        name = f"sso-{new_ulid(self._clock.now_ms()).lower()}"
        named = replace(provider, settings=replace(provider.settings, provider=name))
        client = self._pool.add(named)
        try:
            after = self._settings.change(before, replace(named.settings, client=client))
        except Conflict:
            self._pool.delete(name, client)
            raise
        if before.provider:
            self._pool.delete(before.provider, before.client)
        return after

    def remove(self, body: rest_sign_on.RemoveSignOn, staff: Staff, trail: Trail) -> rest_sign_on.SignOnSettings:
        """Whoever came this way is out, and passwords hold for all. The domains stay proved."""
        before = self._read_for(staff, body.version)
        after = self._settings.change(before, SignOn(domains=before.domains))
        if before.provider:
            self._pool.delete(before.provider, before.client)
            self._close_desks()
        trail.done("remove_sign_on", ("single_sign_on", "", ""), before, after)
        return self._answer(after)

    # --- domains

    def add_domain(self, body: rest_sign_on.ChangeSignOnDomain, staff: Staff, trail: Trail) -> rest_sign_on.SignOnSettings:
        """It waits for its proof. Raises `Invalid`, `Conflict` (`exists`, `limit_reached`)."""
        before = self._read_for(staff, body.version)
        domain = check_domain(body.domain)
        if any(each.domain == domain for each in before.domains):
            raise Conflict("This domain is here already.", code="exists", field="domain")
        if len(before.domains) >= DOMAINS_MAX:
            raise Conflict(f"A company has at most {DOMAINS_MAX} domains.", code="limit_reached", field="domain")
        after = self._settings.change_domains(before, (*before.domains, Domain(domain)))
        trail.done("add_sign_on_domain", ("single_sign_on", "", domain), before, after)
        return self._answer(after)

    def prove_domain(self, body: rest_sign_on.ChangeSignOnDomain, staff: Staff, trail: Trail) -> rest_sign_on.SignOnSettings:
        """Looks for the record. A domain that another company has proved is theirs as long as their record stands.

        Raises `Invalid`, `Conflict` (`not_proved`, `exists`), `Unavailable`.
        """
        before = self._read_for(staff, body.version)
        domain = self._known(before, body.domain)
        found = self._records.texts(record_name(domain))
        if record_value(self._key(), self._tenant, domain) not in found:
            raise Conflict(
                "The record is not there yet. It may take a while until name servers know it.", code="not_proved", field="domain"
            )
        owner = self._signs.owner(domain)
        if owner not in (None, self._tenant) and record_value(self._key(), owner, domain) in found:
            raise Conflict("Another company has this domain. Remove its record first.", code="exists", field="domain")
        now = self._clock.now_ms()
        domains = tuple(Domain(domain, now) if each.domain == domain else each for each in before.domains)
        after = self._settings.change_domains(before, domains, won=domain)
        trail.done("prove_sign_on_domain", ("single_sign_on", "", domain), before, after)
        return self._answer(after)

    def remove_domain(self, body: rest_sign_on.ChangeSignOnDomain, staff: Staff, trail: Trail) -> rest_sign_on.SignOnSettings:
        before = self._read_for(staff, body.version)
        domain = self._known(before, body.domain)
        domains = tuple(each for each in before.domains if each.domain != domain)
        lost = domain if self._signs.owner(domain) == self._tenant else ""
        after = self._settings.change_domains(before, domains, lost=lost)
        trail.done("remove_sign_on_domain", ("single_sign_on", "", domain), before, after)
        return self._answer(after)

    # --- checks

    def _read_for(self, staff: Staff, version: int) -> SignOn:
        for right in ALL_RIGHTS:
            staff.check(right)
        before = self._settings.read()
        check_version(version, before.version)
        return before

    def _known(self, settings: SignOn, text: str) -> str:
        domain = check_domain(text)
        if all(each.domain != domain for each in settings.domains):
            raise Invalid("Add the domain first.", field="domain")
        return domain

    def _wanted(self, body: rest_sign_on.ChangeSignOn, before: SignOn) -> Provider:
        given = {name: value for name, value in asdict(body).items() if value is not UNSET and name not in _NOT_SETTINGS}
        given |= {name: value.strip() for name, value in given.items() if isinstance(value, str)}
        kind = given.get("kind", before.kind)
        given |= dict.fromkeys(_OF_THE_OTHER[kind], "")
        metadata = body.metadata if isinstance(body.metadata, str) and kind == "saml" else None
        if metadata:
            given |= {"entity_id": entity_of(metadata), "metadata_url": ""}
        elif given.get("metadata_url"):
            given["entity_id"] = ""
        if "department_ids" in given:
            wanted = tuple(DepartmentId(each) for each in given["department_ids"])
            given["department_ids"] = check_departments(wanted, self._directory.fresh().departments())
        secret = body.client_secret if isinstance(body.client_secret, str) and kind == "oidc" else None
        return Provider(replace(before, **given), secret, metadata or None)

    def _check_people(self, wanted: SignOn, staff: Staff) -> None:
        if wanted.role == "admin":
            raise Invalid("Nobody becomes an administrator by signing in. Change their role afterwards.", field="role")
        if wanted.joining == "anybody" and not wanted.department_ids:
            raise Invalid("Choose a department for those who come for the first time.", code="required", field="department_ids")
        check_may_grant(staff.agent.powers, NO_POWERS, powers_of(wanted.role, None), "role")

    def _check_may_be_required(self, wanted: SignOn, before: SignOn) -> None:
        """Nobody is locked out by a provider that has never worked."""
        if not wanted.proved:
            raise Conflict("Prove a domain first.", code="no_domain", field="required")
        if wanted.identity != before.identity or self._people(before) == 0:
            raise Conflict(
                "Somebody has to come in by single sign-on once, before passwords are taken away.", code="not_tried", field="required"
            )

    def _people(self, settings: SignOn) -> int:
        return sum(is_of(agent.sso_subject, settings.client) for agent in self._directory.agents())

    def _answer(self, settings: SignOn) -> rest_sign_on.SignOnSettings:
        oidc, saml, audience = self._pool.callback
        return rest_sign_on.SignOnSettings(
            available=self._pool.available,
            set_up=settings.provider != "",
            oidc_callback=oidc,
            saml_callback=saml,
            saml_audience=audience,
            kind=settings.kind,
            issuer=settings.issuer,
            client_id=settings.client_id,
            metadata_url=settings.metadata_url,
            entity_id=settings.entity_id,
            email_from=settings.email_from,
            name_from=settings.name_from,
            required=settings.required,
            joining=settings.joining,
            role=settings.role,
            department_ids=list(settings.department_ids),
            domains=[
                rest_sign_on.SignOnDomain(
                    domain=each.domain,
                    record_name=record_name(each.domain),
                    record_value=record_value(self._key(), self._tenant, each.domain),
                    proved_at=each.proved_at,
                )
                for each in settings.domains
            ],
            people=self._people(settings),
            version=settings.version,
        )
