"""One's own access: the password, the second factor, the recovery codes."""

from collections.abc import Callable

from parlor.domain.audit import Actor, AuditLog
from parlor.domain.errors import Conflict, Invalid
from parlor.domain.identity import Identity, came_by_sign_on
from parlor.domain.ids import TenantId
from parlor.domain.ports import Clock
from parlor.domain.second_factor import authenticator_address, new_recovery_codes, recovery_hash
from parlor.domain.sign_in import Held, People, Person
from parlor.domain.staff import Staff
from parlor.protocol import rest_sign_in
from parlor.usecases.end_sessions import EndSessions

_ISSUER = "Parlor"


class OwnAccess:
    """What somebody changes of their account holds in all their companies, and all of them read of it in their audit logs."""

    def __init__(
        self,
        identity: Identity,
        people: People,
        audit_of: Callable[[TenantId], AuditLog],
        end_sessions: EndSessions,
        clock: Clock,
        recovery_key: Callable[[], bytes],
    ) -> None:
        self._identity = identity
        self._people = people
        self._audit_of = audit_of
        self._end_sessions = end_sessions
        self._clock = clock
        self._recovery_key = recovery_key

    def change_password(
        self,
        body: rest_sign_in.ChangePassword,
        staff: Staff,
        address: str,
        access_token: str,
        check: Callable[[Person, str, str, str], None],
    ) -> None:
        """Ends all other sessions of the person. `check` is that of usecases/sign_in.py.

        Raises `Invalid`: `wrong_password`, `same_password`, and as domain/passwords.py says.
        """
        check_has_password(staff)
        person = self._people.person(staff.subject)
        if body.new_password == body.old_password:
            raise Invalid("Take another password than before.", code="same_password", field="new_password")
        check(person, staff.agent.email, body.new_password, "new_password")
        self._identity.change_password(access_token, body.old_password, body.new_password)
        self._people.note_password(staff.subject, self._clock.now_ms())
        self._release(person, "password")
        self._end_sessions.own_others(staff)
        self._note(person, address, "change_password")

    # --- second factor

    def new_authenticator(self, body: rest_sign_in.NewAuthenticator, staff: Staff, access_token: str) -> rest_sign_in.Authenticator:
        """Nothing holds before a code has proved it. Who has one already shows the password.

        Raises `Invalid` (`wrong_password`).
        """
        check_has_password(staff)
        if self._people.account(staff.subject).second_factor:
            self._prove(staff, body.password or "")
        secret = self._identity.new_authenticator(access_token)
        return rest_sign_in.Authenticator(secret=secret, address=authenticator_address(secret, staff.agent.email, _ISSUER))

    def confirm_authenticator(
        self, body: rest_sign_in.ConfirmAuthenticator, staff: Staff, address: str, access_token: str
    ) -> rest_sign_in.RecoveryCodes:
        """From now on sign-ins ask for a code. Raises `Invalid` (`wrong_code`)."""
        check_has_password(staff)
        self._identity.confirm_authenticator(access_token, body.code)
        codes = new_recovery_codes()
        self._people.set_second_factor(staff.subject, self._clock.now_ms(), self._hashes(staff, codes))
        person = self._people.person(staff.subject)
        self._release(person, "second_factor")
        self._note(person, address, "set_second_factor")
        return rest_sign_in.RecoveryCodes(recovery_codes=list(codes))

    def renew_recovery_codes(self, body: rest_sign_in.ProvePassword, staff: Staff, address: str) -> rest_sign_in.RecoveryCodes:
        """Those of before hold no longer. Raises `Invalid` (`wrong_password`), `Conflict` (`no_second_factor`)."""
        self._check_on(staff)
        self._prove(staff, body.password)
        codes = new_recovery_codes()
        self._people.replace_recovery_codes(staff.subject, self._hashes(staff, codes))
        self._note(self._people.person(staff.subject), address, "renew_recovery_codes")
        return rest_sign_in.RecoveryCodes(recovery_codes=list(codes))

    def remove_second_factor(self, body: rest_sign_in.ProvePassword, staff: Staff, address: str) -> None:
        """Raises `Invalid` (`wrong_password`), `Conflict` (`no_second_factor`)."""
        self._check_on(staff)
        self._prove(staff, body.password)
        self._identity.ask_for_code(staff.agent.email, asked=False)
        self._people.remove_second_factor(staff.subject)
        self._note(self._people.person(staff.subject), address, "remove_second_factor")

    def _check_on(self, staff: Staff) -> None:
        check_has_password(staff)
        if not self._people.account(staff.subject).second_factor:
            raise Conflict("You have no second factor.", code="no_second_factor")

    def _prove(self, staff: Staff, password: str) -> None:
        if not password or not self._identity.prove_password(staff.agent.email, password):
            raise Invalid("This is not your password.", code="wrong_password", field="password")

    def _hashes(self, staff: Staff, codes: tuple[str, ...]) -> frozenset[str]:
        key = self._recovery_key()
        return frozenset(recovery_hash(key, staff.subject, code) for code in codes)

    def _release(self, person: Person, done: Held) -> None:
        """What is done holds up no session any more."""
        for session in person.sessions:
            if done in session.held:
                self._people.release(session, tuple(each for each in session.held if each != done))

    def _note(self, person: Person, address: str, action: str) -> None:
        for member in person.members:
            agent = member.agent
            self._audit_of(member.tenant_id).done(
                Actor(agent.agent_id, agent.name, address), action, about=("agent", agent.agent_id, agent.name)
            )


def check_has_password(staff: Staff) -> None:
    """Raises `Conflict` (`no_password`) for who has come by single sign-on: password and second factor are their provider's."""
    if came_by_sign_on(staff.subject):
        raise Conflict("You sign in at your company's provider.", code="no_password")


def reset_second_factor(staff: Staff, subject: str, email: str, name: str, identity: Identity, people: People) -> None:
    """A colleague has lost the authenticator and the recovery codes: they come in by their password alone, and set up another.

    Raises `Conflict`: `no_second_factor`, `belongs_elsewhere` for who works for other companies, too, which have a say in it.
    """
    person = people.person(subject)
    if not person.account.second_factor:
        raise Conflict(f"{name} has no second factor.", code="no_second_factor")
    if any(member.tenant_id != staff.tenant for member in person.members):
        raise Conflict(f"{name} works for other companies, too.", code="belongs_elsewhere")
    identity.ask_for_code(email, asked=False)
    people.remove_second_factor(subject)
