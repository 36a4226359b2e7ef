"""A ticket for one socket: what its bearer may do is fixed here, from what is stored, and signed."""

from parlor.domain.credentials import TicketClaims
from parlor.domain.directory import Directory, check_open
from parlor.domain.errors import Forbidden
from parlor.domain.ids import StyleId, TenantId, VisitorId, new_ulid, visitor_number
from parlor.domain.office_ports import OfficePresence
from parlor.domain.origin import Place
from parlor.domain.ports import Clock
from parlor.domain.sign_in import SignInRules, check_address
from parlor.domain.signing import Signing
from parlor.domain.staff import Staff
from parlor.protocol.rest import SocketTicket

TICKET_LIFE_S = 30
"""Long enough for a slow phone to open its socket after the answer that brought the ticket."""


def create_staff_ticket(
    staff: Staff,
    presence: OfficePresence,
    directory: Directory,
    rules: SignInRules,
    address: str,
    signing: Signing,
    clock: Clock,
    socket_url: str,
) -> SocketTicket:
    """Also brings the agent's row in Presence up to date: the socket's functions take name and ceiling from there.

    Raises `Forbidden`: `signed_out` for somebody whom a supervisor has signed out and who has not signed in since,
    `tenant_suspended`, `tenant_closing` for a company that is, `address_refused` from a network address that the company does not let in.
    """
    company = directory.company()
    check_open(company)
    check_address(rules, staff.agent, address)
    now = clock.now_ms()
    agent = staff.agent
    here = presence.register_agent(
        agent.agent_id,
        number=agent.number,
        name=agent.name,
        staff_role=agent.role,
        departments=agent.department_ids,
        ceiling=agent.ceiling,
        skills=agent.skills,
        languages=agent.languages,
        rank=agent.rank,
    )
    if here.signed_out:
        raise Forbidden("You have been signed out. Sign in again.", code="signed_out")
    claims = TicketClaims(
        tenant=staff.tenant,
        role="agent",
        subject=agent.agent_id,
        name=agent.name,
        number=agent.number,
        departments=tuple(sorted(staff.departments)),
        staff_role=agent.role,
        style="",
        jti=new_ulid(now),
        expires_at=now + TICKET_LIFE_S * 1000,
        rights=tuple(sorted(agent.rights)),
        shards=company.shards,
        reach=None if agent.reach is None else tuple(sorted(agent.reach)),
        session=staff.session_id,
    )
    return SocketTicket(url=socket_url, ticket=signing.sign_ticket(claims), expires_in_s=TICKET_LIFE_S)


def create_visitor_ticket(
    tenant: TenantId,
    visitor: VisitorId,
    style: StyleId,
    name: str,
    shards: tuple[int, ...],
    signing: Signing,
    clock: Clock,
    socket_url: str,
    *,
    place: Place | None = None,
    link_agent: str = "",
    watch_address: bool = False,
) -> SocketTicket:
    """`watch_address`: the socket may come from another address than the visit did, and the black list has addresses."""
    now = clock.now_ms()
    claims = TicketClaims(
        tenant=tenant,
        role="visitor",
        subject=visitor,
        name=name,
        number=visitor_number(visitor),
        departments=(),
        staff_role="",
        style=style,
        jti=new_ulid(now),
        expires_at=now + TICKET_LIFE_S * 1000,
        shards=shards,
        country=place.country if place else "",
        province=(place.province if place else None) or "",
        link_agent=link_agent,
        watch_address=watch_address,
    )
    return SocketTicket(url=socket_url, ticket=signing.sign_ticket(claims), expires_in_s=TICKET_LIFE_S)
