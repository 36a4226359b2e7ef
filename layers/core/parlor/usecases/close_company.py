"""An administrator closes the company, or takes that back; whose end is near is warned."""

from collections.abc import Callable

from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, Directory
from parlor.domain.errors import Conflict, Forbidden, Invalid, Unauthorized
from parlor.domain.identity import CodeAskedError, Identity, came_by_sign_on
from parlor.domain.leaving import DAY_MS, WARNED_MS, Closing, Closings, check_may_take_back, check_name
from parlor.domain.leaving_mails import closing_begun, closing_soon, closing_taken_back, day_in
from parlor.domain.mails import Mail, Mailer, hand_over
from parlor.domain.ports import Clock
from parlor.domain.sign_in import People
from parlor.domain.staff import Staff
from parlor.protocol.rest_leaving import CloseCompany

FRESH_MS = 10 * 60_000
"""Who has no password here shows that it is them by having signed in so shortly before."""


class TellAdministrators:
    """Mails to those who are not disabled. `note` is told of mails that could not be handed over."""

    def __init__(self, directory: Directory, mailer: Mailer, site_url: str, note: Callable[[Exception], None]) -> None:
        self._directory = directory
        self._mailer = mailer
        self._address = f"{site_url}/admin/index.html#/manage/company"
        self._note = note

    def __call__(self, made: Callable[[str, str], Mail]) -> None:
        """`made` from the recipient and the address of the screen. One who cannot be reached keeps nobody else from knowing."""
        hand_over((made(to, self._address) for to in administrators_of(self._directory.agents())), self._mailer, self._note)


def warn(closing: Closing, directory: Directory, closings: Closings, tell: TellAdministrators, clock: Clock) -> bool:
    """True when administrators were told that the end is near. Once: that they are told is written down first."""
    if closing.warned or closing.begun_at is not None or clock.now_ms() < closing.ends_at - WARNED_MS:
        return False
    if not closings.note_warned(closing):
        return False
    company = directory.company()
    day = day_in(closing.ends_at, company.time_zone)
    tell(lambda to, url: closing_soon(to, company.company, company.language, day, url))
    return True


class KeepClosing:
    """One company's closing. `put_out` closes the desks that are open, `put_files` writes what visitors' pages load."""

    def __init__(
        self,
        directory: Directory,
        closings: Closings,
        identity: Identity,
        people: People,
        put_out: Callable[[], None],
        put_files: Callable[[], object],
        tell: TellAdministrators,
        clock: Clock,
        grace_days: int,
    ) -> None:
        self._directory = directory
        self._closings = closings
        self._identity = identity
        self._people = people
        self._put_out = put_out
        self._put_files = put_files
        self._tell = tell
        self._clock = clock
        self.grace_days = grace_days

    def now(self, staff: Staff) -> Closing | None:
        return self._closings.get(staff.tenant)

    def close(self, body: CloseCompany, staff: Staff, trail: Trail) -> Closing:
        """Off for visitors from now on; everything is deleted after the days of grace.

        Raises `Forbidden` for who is no administrator, `Invalid` (`wrong_name`, `wrong_password`, `code_needed`, `wrong_code`),
        `Conflict` (`closing`, `sign_in_again`).
        """
        _check_administrator(staff)
        company = self._directory.company()
        check_name(body.company, company.company)
        self._prove(body, staff)
        now = self._clock.now_ms()
        closing = Closing(
            tenant_id=staff.tenant,
            asked_at=now,
            ends_at=now + self.grace_days * DAY_MS,
            asked_by=staff.agent.name,
            company=company.company,
            language=company.language,
        )
        self._closings.begin(closing)
        self._directory.look_again()
        trail.done("close_company", ("company", staff.tenant, company.company), company, replace(company, closing_at=closing.ends_at))
        self._put_files()
        self._put_out()
        day = day_in(closing.ends_at, company.time_zone)
        self._tell(lambda to, url: closing_begun(to, company.company, company.language, staff.agent.name, day, url))
        return closing

    def take_back(self, staff: Staff, trail: Trail) -> None:
        """Raises `Forbidden`, `Conflict` (`not_closing`, `too_late`)."""
        _check_administrator(staff)
        check_may_take_back(self._closings.get(staff.tenant))
        self._closings.take_back(staff.tenant)
        self._directory.look_again()
        company = self._directory.company()
        trail.done("keep_company_open", ("company", staff.tenant, company.company))
        self._put_files()
        self._tell(lambda to, url: closing_taken_back(to, company.company, company.language, staff.agent.name, url))

    def _prove(self, body: CloseCompany, staff: Staff) -> None:
        if came_by_sign_on(staff.subject):
            sessions = self._people.sessions_of(staff.agent, staff.tenant)
            begun = next((each.begun_at for each in sessions if each.session_id == staff.session_id), 0)
            if begun < self._clock.now_ms() - FRESH_MS:
                raise Conflict("Sign in again first: this needs a sign-in of the last ten minutes.", code="sign_in_again")
            return
        try:
            signed_in = self._identity.sign_in(staff.agent.email, body.password)
        except CodeAskedError as asked:
            if not body.code:
                raise Invalid("Give the code of your authenticator, too.", code="code_needed", field="code") from None
            signed_in = self._identity.answer_code(asked.username, asked.pool_session, body.code)
        except Unauthorized:
            raise Invalid("This is not your password.", code="wrong_password", field="password") from None
        self._identity.sign_out(signed_in.refresh_token or "")


def administrators_of(agents: list[Agent]) -> tuple[str, ...]:
    """The addresses of those who are not disabled."""
    return tuple(agent.email for agent in agents if agent.role == "admin" and not agent.disabled)


def _check_administrator(staff: Staff) -> None:
    """A person: a program with a key has no password to show."""
    if staff.agent.role != "admin" or not staff.subject:
        raise Forbidden("Only an administrator can do that.")
