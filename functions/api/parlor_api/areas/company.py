"""Who I am, the first page, the company's settings."""

from msgspec.structs import replace

from parlor.domain.limits import PICTURES_BY_AGENT, STYLE_PICTURES_BY_TENANT, TICKET_BY_AGENT
from parlor.domain.staff import Staff
from parlor.domain.style_content import Asset
from parlor.protocol import rest, rest_me
from parlor.protocol.present_office import company_answer, own_profile_answer
from parlor.protocol.rest_home import Home, HomeDay
from parlor.runtime.office import Office
from parlor.usecases import change_company as company_change
from parlor.usecases import change_profile as profile_change
from parlor.usecases.create_ticket import create_staff_ticket
from parlor.usecases.read_day import KEEP_MS, read_day
from parlor.usecases.read_home import ReadHome
from parlor_api.asked import Asked

_DAY = "HOME#DAY"
"""Not a key of a table: under what functions remember the day."""


def get_me(asked: Asked, staff: Staff, office: Office) -> rest.Me:
    company, agent = office.directory.company(), staff.agent
    return rest.Me(
        tenant_id=staff.tenant,
        company=company.company,
        time_zone=company.time_zone,
        agent_id=agent.agent_id,
        number=agent.number,
        name=agent.name,
        email=agent.email,
        role=agent.role,
        role_name=agent.own_role.name if agent.own_role else "",
        rights=sorted(agent.rights),
        reach=None if agent.reach is None else sorted(agent.reach),
        department_ids=list(agent.department_ids),
        typing_preview=company.typing_preview,
        wait_limit_s=company.wait_limit_s,
        closing_at=company.closing_at,
    )


def create_socket_ticket(asked: Asked, staff: Staff, office: Office) -> rest.SocketTicket:
    office.house.limits.take(TICKET_BY_AGENT, staff.agent_id)
    house, rules = office.house, office.sign_in_rules.rules()
    return create_staff_ticket(
        staff, office.presence, office.directory, rules, asked.address, house.tokens, office.clock, office.settings.socket_url
    )


def get_home(asked: Asked, staff: Staff, office: Office) -> Home:
    def day() -> HomeDay:
        zone, now = office.directory.company().time_zone, office.clock.now_ms()
        return office.house.memory.answer(staff.tenant, _DAY, lambda: read_day(office.figures, now, zone), keep_ms=KEEP_MS)

    read = ReadHome(
        staff,
        office.directory,
        office.conversations,
        office.left_messages,
        office.library,
        office.figures,
        day,
        office.clock,
        office.settings.site_url,
        office.parked.any,
    )
    return read()


def get_company(asked: Asked, staff: Staff, office: Office) -> rest.Company:
    """What is for invoices is for those who keep it."""
    answer = company_answer(office.directory.fresh().company())
    return answer if "keep_company" in staff.agent.rights else replace(answer, invoice_title="", tax_number="")


def change_company(asked: Asked, staff: Staff, office: Office) -> rest.Company:
    trail = office.trail(staff, asked.address)
    return company_answer(company_change.change_company(asked.body, office.directory, office.style_files, office.put_style_file.all, trail))


def get_profile(asked: Asked, staff: Staff, office: Office) -> rest_me.Profile:
    return own_profile_answer(office.directory.fresh().agent(staff.agent_id))


def change_profile(asked: Asked, staff: Staff, office: Office) -> rest_me.Profile:
    trail = office.trail(staff, asked.address)
    return own_profile_answer(
        profile_change.change_profile(
            asked.body, staff, office.directory, office.presence, office.pushes, office.house.closer, office.style_files, trail
        )
    )


def add_own_picture(asked: Asked, staff: Staff, office: Office) -> Asset:
    office.house.limits.take(PICTURES_BY_AGENT, staff.agent_id)
    office.house.limits.take(STYLE_PICTURES_BY_TENANT, office.tenant)
    return office.keep_styles.add_picture(asked.body, office.trail(staff, asked.address))


HANDLERS = {
    "get_me": get_me,
    "create_socket_ticket": create_socket_ticket,
    "get_home": get_home,
    "get_company": get_company,
    "change_company": change_company,
    "get_profile": get_profile,
    "change_profile": change_profile,
    "add_own_picture": add_own_picture,
}
