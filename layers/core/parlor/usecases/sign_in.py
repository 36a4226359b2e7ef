"""Staff come in: by password, by a second factor, by a first password of their own, or by the session that they have."""

from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from parlor.domain.audit import Actor, AuditLog
from parlor.domain.credentials import StepClaims
from parlor.domain.directory import Directory, Member, normal_email
from parlor.domain.errors import Forbidden, Invalid, NotFound, StepNeeded, Unauthorized, Unavailable
from parlor.domain.identity import CodeAskedError, Identity, SignedIn
from parlor.domain.ids import AgentId, TenantId, new_ulid
from parlor.domain.jobs import Reason, SignInFailed
from parlor.domain.office_ports import OfficePresence
from parlor.domain.passwords import check_password
from parlor.domain.ports import Clock, Timers
from parlor.domain.second_factor import recovery_hash
from parlor.domain.sign_in import (
    SESSION_LIFE_MS,
    Account,
    Held,
    KeptRules,
    People,
    Person,
    SignInLog,
    StaffSession,
    Way,
    Whence,
    check_address,
    held_by,
    too_many,
)
from parlor.domain.signing import Signing
from parlor.domain.single_sign_on import check_way_in
from parlor.protocol import rest, rest_sign_in
from parlor.usecases.end_sessions import EndSessions
from parlor.usecases.put_out_desks import DesksOut

_STEP_LIFE_MS = 10 * 60_000
"""As long as the user pool waits for the code (infra/identity.yaml)."""


class Entered(Struct, frozen=True):
    """`refresh_token` goes into the cookie, never into a body; None leaves the cookie as it is."""

    session: rest.Session
    refresh_token: str | None


class Sessions(Protocol):
    """The user pool that a refresh token is of."""

    def refresh(self, refresh_token: str) -> SignedIn: ...

    def sign_out(self, refresh_token: str) -> None: ...


class Company(Protocol):
    """One company, as who comes in meets it."""

    @property
    def presence(self) -> OfficePresence: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def sign_in_rules(self) -> KeptRules: ...
    @property
    def sign_in_log(self) -> SignInLog: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def desks_out(self) -> DesksOut: ...


class SignIn:
    def __init__(
        self,
        identity: Identity,
        sessions_of: Callable[[str], Sessions],
        people: People,
        company_of: Callable[[TenantId], Company],
        signing: Signing,
        timers: Timers,
        clock: Clock,
        recovery_key: Callable[[], bytes],
    ) -> None:
        self._identity = identity
        self._sessions_of = sessions_of
        self._people = people
        self._company_of = company_of
        self._signing = signing
        self._timers = timers
        self._clock = clock
        self._recovery_key = recovery_key

    # --- ways in

    def by_password(self, body: rest.SignIn, whence: Whence) -> Entered:
        """Also for those whom a supervisor has signed out. Each company of the person reads of it in its sign-in log.

        Raises `Unauthorized`, which is noted, too; `StepNeeded` when the account has a second factor; `Forbidden` with `not_confirmed`,
        `new_password_required` or `address_refused`.
        """
        email = normal_email(body.email)
        try:
            signed_in = self._identity.sign_in(email, body.password)
        except Unauthorized:
            self._failed(email, "password", whence)
            raise
        except CodeAskedError as asked:
            raise self._step(email, asked) from None
        return self.enter(signed_in, whence, "password", len(body.password))

    def by_code(self, body: rest_sign_in.GiveCode, whence: Whence) -> Entered:
        """The second step. Raises `Invalid` (`wrong_code`), `Unauthorized` when it took too long."""
        step = self._signing.verify_step(body.challenge)
        try:
            signed_in = self._identity.answer_code(step.username, step.pool_session, body.code)
        except Invalid:
            self._failed(step.email, "code", whence)
            raise
        return self.enter(signed_in, whence, "code")

    def step_email(self, challenge: str) -> str:
        """Whose sign-in a challenge continues. Raises `Unauthorized`."""
        return self._signing.verify_step(challenge).email

    def by_recovery_code(self, body: rest_sign_in.GiveRecoveryCode, whence: Whence) -> Entered:
        """In place of the authenticator's code; each recovery code holds once. Raises `Unauthorized`, `Invalid` (`wrong_code`)."""
        email = normal_email(body.email)
        try:
            return self.enter(self._identity.sign_in(email, body.password), whence, "password", len(body.password))
        except Unauthorized:
            self._failed(email, "password", whence)
            raise
        except CodeAskedError:
            subject = self._identity.subject_of(email)
        if not self._people.use_recovery_code(subject, recovery_hash(self._recovery_key(), subject, body.recovery_code)):
            self._failed(email, "recovery_code", whence)
            raise Invalid("This recovery code does not hold, or not any more.", code="wrong_code", field="recovery_code")
        entered = self.enter(self._identity.sign_in_without_code(email, body.password), whence, "recovery", len(body.password))
        for member in self._people.person(subject).members:
            agent = member.agent
            actor = Actor(agent.agent_id, agent.name, whence.address)
            self._company_of(member.tenant_id).audit.done(actor, "use_recovery_code", about=("sign_in", agent.agent_id, agent.name))
        return entered

    def by_first_password(self, body: rest.SetFirstPassword, whence: Whence) -> Entered:
        """Raises `Unauthorized`, `Invalid` (as domain/passwords.py says)."""
        email = normal_email(body.email)

        def check() -> None:
            self.check_password(self._people.person(self._identity.subject_of(email)), email, body.new_password, "new_password")

        signed_in = self._identity.set_first_password(email, body.temporary_password, body.new_password, check)
        self._people.note_password(signed_in.subject, self._clock.now_ms())
        return self.enter(signed_in, whence, "first_password", len(body.new_password))

    def by_sign_on(self, signed_in: SignedIn, whence: Whence) -> Entered:
        """Who has come from their company's provider (usecases/enter_by_sign_on.py). Raises as `enter`."""
        return self.enter(signed_in, whence, "single_sign_on")

    def by_refresh_token(self, refresh_token: str, whence: Whence) -> Entered:
        """Raises `Unauthorized` when the session was ended everywhere, `Forbidden` (`address_refused`, `sso_required`)."""
        signed_in = self._sessions_of(refresh_token).refresh(refresh_token)
        person = self._people.person(signed_in.subject)
        going_on = [(member, found) for member in person.members if (found := person.session_in(member.tenant_id, signed_in.origin))]
        if not going_on:
            self._sessions_of(refresh_token).sign_out(refresh_token)
            raise Unauthorized("The session is over. Sign in again.")
        doors = self._open_doors([member for member, _ in going_on], signed_in.subject, whence)
        now = self._clock.now_ms()
        used = [(member, session) for member, session in going_on if member in doors and self._people.used(session, whence, now)]
        return self._entered(signed_in, [self._membership(member, session.held) for member, session in used])

    # --- ways out

    def sign_out(self, refresh_token: str) -> None:
        """Ends the session everywhere; one that is over already changes nothing."""
        pool = self._sessions_of(refresh_token)
        try:
            signed_in = pool.refresh(refresh_token)
        except Unauthorized:
            return
        for session in self._people.person(signed_in.subject).sessions:
            if session.origin == signed_in.origin:
                self._people.end(session)
        pool.sign_out(refresh_token)

    def reset_password(self, body: rest.ResetPassword) -> None:
        """By the code that came by mail. Ends all sessions of the person. Raises `Invalid`."""
        email = normal_email(body.email)
        check_password(body.password, "password", email=email)
        self._identity.reset_password(email, body.code, body.password)
        subject = self._identity.subject_of(email)
        self._people.note_password(subject, self._clock.now_ms())
        person = self._people.person(subject)
        name = person.members[0].agent.name if person.members else ""
        EndSessions(self._people, lambda tenant: self._company_of(tenant).desks_out)(person.sessions, name)

    # --- what all ways have in common

    def enter(self, signed_in: SignedIn, whence: Whence, way: Way, password_length: int | None = None) -> Entered:
        """Begins a session in each company that lets the person in, the way that they came and from there.

        Raises `Forbidden` (`address_refused`, `sso_required`), `Unauthorized`.
        """
        person = self._people.person(signed_in.subject)
        if way == "password" and person.account.second_factor:
            # The pool did not ask although it should have: a sign-in with a recovery code was cut off. Nobody comes in by that.
            self._identity.ask_for_code(signed_in.email, asked=True)
            self._identity.sign_out(signed_in.refresh_token or "")
            raise Unavailable("Try again.")
        account = self._seen_account(signed_in.subject, person.account, way)
        try:
            doors = self._open_doors(person.members, signed_in.subject, whence)
        except (Unauthorized, Forbidden):
            self._sessions_of(signed_in.refresh_token or "").sign_out(signed_in.refresh_token or "")
            raise
        memberships = [self._begin(signed_in, member, person, account, whence, way, password_length) for member in doors]
        return self._entered(signed_in, memberships)

    def check_password(self, person: Person, email: str, password: str, field: str) -> None:
        """A new password by the rules of all companies of the person. Raises `Invalid`."""
        companies = [self._company_of(member.tenant_id) for member in person.members]
        names = [company.directory.company().company for company in companies] + [member.agent.name for member in person.members]
        length_min = max((company.sign_in_rules.rules().password_min for company in companies), default=0)
        check_password(password, field, names=names, email=email, **({"length_min": length_min} if length_min else {}))

    def _begin(
        self,
        signed_in: SignedIn,
        member: Member,
        person: Person,
        account: Account,
        whence: Whence,
        way: Way,
        password_length: int | None,
    ) -> rest.Membership:
        now = self._clock.now_ms()
        company, agent = self._company_of(member.tenant_id), member.agent
        rules = company.sign_in_rules.rules()
        held = held_by(rules, agent, account, way, password_length, now)
        session = StaffSession(
            session_id=new_ulid(now),
            subject=signed_in.subject,
            tenant_id=member.tenant_id,
            origin=signed_in.origin,
            agent_id=agent.agent_id,
            way=way,
            address=whence.address,
            device=whence.device,
            place=whence.place,
            begun_at=now,
            used_at=now,
            expires_at=now + SESSION_LIFE_MS,
            held=held,
        )
        self._people.begin(session)
        for oldest in too_many([each for each in person.sessions if each.tenant_id == member.tenant_id], rules.sessions_max):
            self._people.end(oldest)
            company.desks_out(oldest.agent_id, oldest.session_id, agent.name)
        company.presence.sign_in(AgentId(agent.agent_id))
        company.sign_in_log.came_in(agent, way, whence)
        return self._membership(member, held)

    def _open_doors(self, members: Iterable[Member], subject: str, whence: Whence) -> list[Member]:
        """The companies that let this person in. Raises what the last one said when none does."""
        open_doors: list[Member] = []
        refusal: Unauthorized | Forbidden | None = None
        for member in members:
            try:
                self._check_door(member, subject, whence)
            except (Unauthorized, Forbidden) as closed:
                refusal = closed
            else:
                open_doors.append(member)
        if refusal is not None and not open_doors:
            raise refusal
        return open_doors

    def _check_door(self, member: Member, subject: str, whence: Whence) -> None:
        company = self._company_of(member.tenant_id)
        check_way_in(subject, member.agent, company.directory.company())
        try:
            check_address(company.sign_in_rules.rules(), member.agent, whence.address)
        except Forbidden:
            company.sign_in_log.refused(member.agent, "address", whence)
            raise

    def _seen_account(self, subject: str, account: Account, way: Way) -> Account:
        """An account of before: its password is as old as we know it."""
        if account.password_changed_at is not None or way == "single_sign_on":
            return account
        now = self._clock.now_ms()
        self._people.note_password(subject, now)
        return Account(second_factor_at=account.second_factor_at, recovery_codes=account.recovery_codes, password_changed_at=now)

    def _membership(self, member: Member, held: tuple[Held, ...]) -> rest.Membership:
        return rest.Membership(
            tenant_id=member.tenant_id,
            company=self._company_of(member.tenant_id).directory.company().company,
            agent_id=member.agent.agent_id,
            role=member.agent.role,
            held=list(held),
        )

    def _entered(self, signed_in: SignedIn, memberships: list[rest.Membership]) -> Entered:
        session = rest.Session(
            access_token=signed_in.access_token,
            expires_at=self._clock.now_ms() + signed_in.expires_in_s * 1000,
            email=signed_in.email,
            memberships=memberships,
        )
        return Entered(session, signed_in.refresh_token)

    def _step(self, email: str, asked: CodeAskedError) -> StepNeeded:
        expires_at = self._clock.now_ms() + _STEP_LIFE_MS
        return StepNeeded(self._signing.sign_step(StepClaims(email, asked.username, asked.pool_session, expires_at)))

    def _failed(self, email: str, reason: Reason, whence: Whence) -> None:
        """Noted behind the answer, and asked for an address that nobody has, too: how long it takes tells nothing."""
        try:
            subject = self._identity.subject_of(email)
        except NotFound:
            subject = ""
        job = SignInFailed(tenant="", subject=subject, reason=reason, address=whence.address, device=whence.device, place=whence.place)
        self._timers.after(0, job)
