"""The administrator invites a colleague."""

from msgspec.structs import replace

from parlor.domain import mails
from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, DirectoryEditor, check_departments, check_may_change, normal_email, with_single_rights
from parlor.domain.errors import Conflict
from parlor.domain.figures import new_agent_id
from parlor.domain.identity import AccountExistsError, Identity
from parlor.domain.ids import DepartmentId
from parlor.domain.mails import Mailer
from parlor.domain.ports import Clock
from parlor.domain.roles import own_role
from parlor.domain.staff import Staff
from parlor.domain.style_content import StyleFiles
from parlor.protocol import rest
from parlor.usecases.change_agent import check_photo
from parlor.usecases.checks import written

AGENTS_MAX = 500


def invite_colleague(
    body: rest.AddAgent,
    staff: Staff,
    directory: DirectoryEditor,
    identity: Identity,
    mailer: Mailer,
    clock: Clock,
    sign_in_url: str,
    files: StyleFiles,
    trail: Trail,
) -> Agent:
    """Who has no account gets one, and a temporary password by mail; so does who never chose a password, after an invitation that was
    withdrawn. Who has one becomes a member and is told.

    Raises `NotFound` for an unknown department, `Forbidden` for a right that the inviter has not, `Conflict` (`exists`) for a
    number or person that is there already.
    """
    name, email = written(body.name, "name"), normal_email(body.email)
    check_photo(body.photo, files)
    rows = directory.fresh()
    departments = check_departments(tuple(DepartmentId(each) for each in body.department_ids), rows.departments())
    _check_free(rows.agents(), email, body.number)
    wanted = with_single_rights(
        Agent(
            agent_id=new_agent_id((each.agent_id for each in rows.agents()), clock.now_ms()),
            subject="",
            email=email,
            number=body.number,
            name=name,
            title=body.title.strip(),
            phone=body.phone.strip(),
            photo=body.photo,
            role=body.role,
            own_role=own_role(body.role, rows.roles()),
            department_ids=departments,
            ceiling=body.ceiling,
            rights_added=tuple(body.rights_added),
            rights_removed=tuple(body.rights_removed),
            skills=tuple(dict.fromkeys(written(each, "skills") for each in body.skills)),
            languages=tuple(dict.fromkeys(body.languages)),
            rank=body.rank,
        )
    )
    check_may_change(staff.agent, None, wanted)
    try:
        subject, invited = identity.invite(email, name), True
    except AccountExistsError:
        subject, invited = identity.subject_of(email), identity.invite_again(email)
    agent = directory.add_agent(replace(wanted, subject=subject))
    trail.done("add_agent", ("agent", agent.agent_id, agent.name), after=agent)
    if not invited:
        company = directory.company()
        mailer.send(
            mails.joined_company(
                to=email, language=company.language, company=company.company, admin=staff.agent.name, sign_in_url=sign_in_url
            )
        )
    return agent


def _check_free(agents: list[Agent], email: str, number: str) -> None:
    """Before a mail goes out. Two administrators at the same moment are held apart by the table."""
    if len(agents) >= AGENTS_MAX:
        raise Conflict(f"A company has at most {AGENTS_MAX} agents.", code="limit_reached")
    if any(agent.email == email for agent in agents):
        raise Conflict("This person is a colleague already.", code="exists", field="email")
    if any(agent.number.upper() == number.upper() for agent in agents):
        raise Conflict("Another agent has this number.", code="exists", field="number")
