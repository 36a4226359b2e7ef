"""Single sign-on: its settings, and the way to the company's provider and back."""

import re
import secrets

from parlor.domain.errors import ParlorError
from parlor.domain.limits import AUTH_BY_ADDRESS, PROOFS_BY_TENANT, SIGN_ON_BY_ADDRESS
from parlor.domain.staff import Staff
from parlor.protocol import rest_sign_on
from parlor.runtime.office import House, Office
from parlor_api.answers import Cookie, Redirect
from parlor_api.areas.accounts import whence_of
from parlor_api.asked import Asked

_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def begin(asked: Asked, house: House) -> Cookie:
    house.limits.take(AUTH_BY_ADDRESS, asked.address)
    house.limits.take(SIGN_ON_BY_ADDRESS, asked.address)
    # Two tabs of one browser may be under way at once.
    browser = asked.browser if _BROWSER.match(asked.browser) else secrets.token_urlsafe(32)
    return Cookie(house.enter_by_sign_on.begin(asked.body.email, browser), browser)


def finish(asked: Asked, house: House) -> Redirect:
    """A browser comes back from its provider: it is sent to the desk, or to the sign-in with what went wrong."""
    try:
        house.limits.take(AUTH_BY_ADDRESS, asked.address)
        if "code" not in asked.query or "state" not in asked.query:
            return _back(house, "sso_refused")
        arrived = house.enter_by_sign_on.finish(asked.query["code"], asked.query["state"], asked.browser, asked.address)
        entered = house.sign_in.by_sign_on(arrived.session, whence_of(asked, house))
    except ParlorError as refusal:
        return _back(house, refusal.code)
    return Redirect(house.sign_in_url, entered.refresh_token)


def _back(house: House, code: str) -> Redirect:
    return Redirect(f"{house.sign_in_url}#/sso?problem={code}")


def get_settings(asked: Asked, staff: Staff, office: Office) -> rest_sign_on.SignOnSettings:
    return office.keep_sign_on.read()


def change_settings(asked: Asked, staff: Staff, office: Office) -> rest_sign_on.SignOnSettings:
    return office.keep_sign_on.save(asked.body, staff, office.trail(staff, asked.address))


def remove(asked: Asked, staff: Staff, office: Office) -> rest_sign_on.SignOnSettings:
    return office.keep_sign_on.remove(asked.body, staff, office.trail(staff, asked.address))


def add_domain(asked: Asked, staff: Staff, office: Office) -> rest_sign_on.SignOnSettings:
    return office.keep_sign_on.add_domain(asked.body, staff, office.trail(staff, asked.address))


def prove_domain(asked: Asked, staff: Staff, office: Office) -> rest_sign_on.SignOnSettings:
    office.house.limits.take(PROOFS_BY_TENANT, staff.tenant)
    return office.keep_sign_on.prove_domain(asked.body, staff, office.trail(staff, asked.address))


def remove_domain(asked: Asked, staff: Staff, office: Office) -> rest_sign_on.SignOnSettings:
    return office.keep_sign_on.remove_domain(asked.body, staff, office.trail(staff, asked.address))


HANDLERS = {
    "begin_sign_on": begin,
    "finish_sign_on": finish,
    "get_sign_on": get_settings,
    "change_sign_on": change_settings,
    "remove_sign_on": remove,
    "add_sign_on_domain": add_domain,
    "prove_sign_on_domain": prove_domain,
    "remove_sign_on_domain": remove_domain,
}
