"""The end of a company: asked for, shown, taken back."""

from parlor.domain.identity import came_by_sign_on
from parlor.domain.leaving import Closing
from parlor.domain.limits import CODES_BY_EMAIL, GUESS_BY_EMAIL
from parlor.domain.staff import Staff
from parlor.protocol.rest_leaving import CompanyClosing
from parlor.runtime.office import Office
from parlor_api.asked import Asked


def get_closing(asked: Asked, staff: Staff, office: Office) -> CompanyClosing:
    return _answer(office.keep_closing.now(staff), staff, office)


def close_company(asked: Asked, staff: Staff, office: Office) -> CompanyClosing:
    office.house.limits.take(GUESS_BY_EMAIL, staff.agent.email)
    if asked.body.code:
        office.house.limits.take(CODES_BY_EMAIL, staff.agent.email)
    return _answer(office.keep_closing.close(asked.body, staff, office.trail(staff, asked.address)), staff, office)


def keep_company_open(asked: Asked, staff: Staff, office: Office) -> None:
    office.keep_closing.take_back(staff, office.trail(staff, asked.address))


def _answer(closing: Closing | None, staff: Staff, office: Office) -> CompanyClosing:
    return CompanyClosing(
        company=office.directory.company().company,
        grace_days=office.keep_closing.grace_days,
        ends_at=closing.ends_at if closing else None,
        asked_at=closing.asked_at if closing else None,
        asked_by=closing.asked_by if closing else "",
        has_password=not came_by_sign_on(staff.subject),
    )


HANDLERS = {"get_closing": get_closing, "close_company": close_company, "keep_company_open": keep_company_open}
