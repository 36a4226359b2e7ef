"""The administrator sends a colleague's invitation once more: it was lost, or its temporary password is too old."""

from parlor.domain import mails
from parlor.domain.audit import Trail
from parlor.domain.directory import DirectoryEditor
from parlor.domain.errors import Conflict
from parlor.domain.identity import Identity
from parlor.domain.ids import AgentId
from parlor.domain.mails import Mailer
from parlor.domain.office_ports import OfficePresence
from parlor.domain.staff import Staff


def invite_again(
    agent_id: AgentId,
    staff: Staff,
    directory: DirectoryEditor,
    presence: OfficePresence,
    identity: Identity,
    mailer: Mailer,
    sign_in_url: str,
    trail: Trail,
) -> None:
    """Who has never chosen a password gets a new temporary one, which the earlier mail's no longer is; who has one is told again.

    Raises `NotFound`, `Conflict` (`agent_unavailable` for one who is disabled, `exists` for one who has been here).
    """
    agent = directory.fresh().agent(agent_id)
    if agent.disabled:
        raise Conflict("The agent is disabled.", code="agent_unavailable", field="agent_id")
    if presence.agent(agent_id) is not None:
        raise Conflict("They have been here already.", code="exists", field="agent_id")
    if not identity.invite_again(agent.email):
        company = directory.company()
        mailer.send(
            mails.joined_company(
                to=agent.email, language=company.language, company=company.company, admin=staff.agent.name, sign_in_url=sign_in_url
            )
        )
    trail.done("invite_again", ("agent", agent_id, agent.name))
