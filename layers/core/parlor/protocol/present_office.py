"""From what a company keeps to what staff see in REST answers."""

from parlor.domain.api_keys import ApiKey
from parlor.domain.audit import AuditEntry
from parlor.domain.blocking import Block
from parlor.domain.customers import Customer
from parlor.domain.directory import Agent, Company, Department
from parlor.domain.ids import VisitorId, is_ulid, visitor_number
from parlor.domain.library import CannedPhrase, SavedLink
from parlor.domain.presence import AgentPresence, as_seen_by
from parlor.domain.service import PersonalSettings, Service
from parlor.domain.signed_identity import IdentityReport, SecretState
from parlor.domain.staff_notices import StaffNotice
from parlor.domain.visitor import Identified, Profile
from parlor.domain.webhooks import Delivery, Webhook
from parlor.protocol import rest, rest_api_keys, rest_identity, rest_me, rest_people, rest_webhooks
from parlor.protocol.views import AgentView, StaffNoticeView


def company_answer(company: Company) -> rest.Company:
    return rest.Company(
        tenant_id=company.tenant_id,
        company=company.company,
        short_name=company.short_name,
        logo=company.logo,
        industry=company.industry,
        address=company.address,
        phone=company.phone,
        email=company.email,
        website=company.website,
        invoice_title=company.invoice_title,
        tax_number=company.tax_number,
        time_zone=company.time_zone,
        language=company.language,
        typing_preview=company.typing_preview,
        invitations=company.invitations,
        forced_conversations=company.forced_conversations,
        unread_grace_s=company.unread_grace_s,
        wait_limit_s=company.wait_limit_s,
        version=company.version,
    )


def own_profile_answer(agent: Agent) -> rest_me.Profile:
    return rest_me.Profile(
        version=agent.version,
        number=agent.number,
        email=agent.email,
        name=agent.name,
        title=agent.title,
        phone=agent.phone,
        photo=agent.photo,
    )


def department_answer(department: Department) -> rest.Department:
    return rest.Department(
        department_id=department.department_id,
        name=department.name,
        order=department.order,
        assignment=department.assignment,
        members=department.members,
        parent_id=department.parent_id,
        skill=department.skill,
        version=department.version,
    )


def agent_answer(agent: Agent, presence: AgentPresence | None, *, sees_hidden: bool) -> rest.Agent:
    known, presence = presence, as_seen_by(presence, sees_hidden=sees_hidden) if presence else None
    return rest.Agent(
        agent_id=agent.agent_id,
        number=agent.number,
        name=agent.name,
        email=agent.email,
        title=agent.title,
        phone=agent.phone,
        photo=agent.photo,
        role=agent.role,
        department_ids=list(agent.department_ids),
        ceiling=agent.ceiling,
        skills=list(agent.skills),
        languages=list(agent.languages),
        rank=agent.rank,
        disabled=agent.disabled,
        rights=sorted(agent.rights),
        rights_added=list(agent.rights_added),
        rights_removed=list(agent.rights_removed),
        invited=known is None,
        state=presence.state if presence else "offline",
        load=presence.load if presence else 0,
        version=agent.version,
    )


def colleague_view(agent: Agent, presence: AgentPresence | None, *, sees_hidden: bool) -> AgentView:
    """An agent in the desk's tree, also one who has never been there."""
    presence = as_seen_by(presence, sees_hidden=sees_hidden) if presence else None
    return AgentView(
        agent_id=agent.agent_id,
        number=agent.number,
        name=agent.name,
        department_ids=list(agent.department_ids),
        state=presence.state if presence else "offline",
        load=presence.load if presence else 0,
        ceiling=agent.ceiling,
        reason=presence.reason if presence else "",
        by_itself=presence.by_itself if presence else False,
        state_since=presence.state_since if presence else None,
    )


def phrase_answer(phrase: CannedPhrase) -> rest.CannedPhrase:
    return rest.CannedPhrase(
        phrase_id=phrase.phrase_id,
        scope="personal" if phrase.owner else "company",
        shortcut=phrase.shortcut,
        title=phrase.title,
        text=phrase.text,
        folder=phrase.folder,
        uses=phrase.uses,
        version=phrase.version,
    )


def link_answer(link: SavedLink) -> rest.SavedLink:
    return rest.SavedLink(
        link_id=link.link_id,
        scope="personal" if link.owner else "company",
        title=link.title,
        url=link.url,
        folder=link.folder,
        version=link.version,
    )


def service_answer(service: Service) -> rest.Service:
    return rest.Service(
        version=service.version,
        switches=service.switches,
        idle=service.idle,
        replies=service.replies,
        department_replies=service.department_replies,
        topics=service.topics,
        labels=service.labels,
        categories=service.categories,
        pre_chat=service.pre_chat,
        forms=service.forms,
        surveys=service.surveys,
        hours=service.hours,
        holidays=service.holidays,
        queue=service.queue,
        attendance=service.attendance,
        routing=service.routing,
    )


def personal_answer(personal: PersonalSettings) -> rest.PersonalSettings:
    return rest.PersonalSettings(
        version=personal.version,
        replies=personal.replies,
        idle_away_min=personal.idle_away_min,
        visitor_filters=list(personal.visitor_filters),
        alerts=personal.alerts,
        record_filters=list(personal.record_filters),
        record_columns=list(personal.record_columns) if personal.record_columns is not None else None,
        auto_accept_s=personal.auto_accept_s,
        language=personal.language,
        theme=personal.theme,
        twelve_hours=personal.twelve_hours,
        signature=personal.signature,
        transfer_targets=personal.transfer_targets,
        shortcuts=list(personal.shortcuts) if personal.shortcuts is not None else None,
        set_up_hidden=personal.set_up_hidden,
    )


def customer_answer(customer: Customer) -> rest.Customer:
    return rest.Customer(
        customer_id=customer.customer_id,
        name=customer.name,
        title=customer.title,
        company=customer.company,
        phone=customer.phone,
        email=customer.email,
        qq=customer.qq,
        wechat=customer.wechat,
        address=customer.address,
        category=customer.category,
        note=customer.note,
        created_at=customer.created_at,
        changed_at=customer.changed_at,
        version=customer.version,
    )


def profile_answer(profile: Profile) -> rest.VisitorProfile:
    return rest.VisitorProfile(
        name=profile.name or "",
        email=profile.email or "",
        phone=profile.phone or "",
        company=profile.company or "",
        visits=profile.visits,
        first_seen_at=profile.first_seen_at,
        identity=_visitor_identity(profile.identity) if profile.identity else None,
    )


def _visitor_identity(known: Identified) -> rest.VisitorIdentity:
    return rest.VisitorIdentity(user_id=known.user_id, attributes=known.attributes, signed=known.signed, at=known.at)


def identity_answer(state: SecretState, report: IdentityReport) -> rest_identity.IdentitySettings:
    return rest_identity.IdentitySettings(
        secret_version=state.secret_version,
        previous_until=state.previous_until,
        rotated_at=state.rotated_at,
        rotated_by=state.rotated_by,
        report=rest_identity.IdentityReport(
            warnings=report.warnings,
            last_warned_at=report.last_warned_at,
            last_warned=report.last_warned,
            last_field=report.last_field,
            last_verified_at=report.last_verified_at,
        ),
        version=state.version,
    )


def staff_notice_view(notice: StaffNotice) -> StaffNoticeView:
    return StaffNoticeView(
        notice_id=notice.notice_id,
        title=notice.title,
        text=notice.text,
        audience=notice.audience,
        department_ids=list(notice.department_ids),
        agent_ids=list(notice.agent_ids),
        from_at=notice.from_at,
        until=notice.until,
        published_at=notice.published_at,
        by_agent_id=notice.by_agent_id,
        by_name=notice.by_name,
        withdrawn_at=notice.withdrawn_at,
        withdrawn_by=notice.withdrawn_by,
    )


def block_answer(block: Block) -> rest.Block:
    number = None
    if block.kind == "visitor":
        number = visitor_number(VisitorId(block.value)) if is_ulid(block.value) else block.value
    return rest.Block(
        block_id=block.block_id,
        kind=block.kind,
        value=block.value,
        visitor_number=number,
        effect=block.effect,
        reason=block.reason,
        from_at=block.from_at,
        until=block.until,
        by_agent_id=block.by_agent_id,
        by_name=block.by_name,
        hits=block.hits,
        last_hit_at=block.last_hit_at,
        version=block.version,
    )


def audit_answer(entry: AuditEntry) -> rest_people.AuditEntry:
    return rest_people.AuditEntry(
        entry_id=entry.entry_id,
        at=entry.at,
        agent_id=entry.actor.agent_id,
        agent_name=entry.actor.name,
        address=entry.actor.address,
        action=entry.action,
        outcome=entry.outcome,
        right=entry.right,
        about_kind=entry.about_kind,
        about_id=entry.about_id,
        about_name=entry.about_name,
        before=entry.before,
        after=entry.after,
    )


def webhook_answer(webhook: Webhook) -> rest_webhooks.Webhook:
    return rest_webhooks.Webhook(
        webhook_id=webhook.webhook_id,
        url=webhook.url,
        events=list(webhook.events),
        description=webhook.description,
        active=webhook.active,
        off_reason=webhook.off_reason,
        created_at=webhook.created_at,
        created_by=webhook.created_by,
        previous_until=webhook.previous_until,
        failing_since=webhook.failing_since,
        version=webhook.version,
    )


def delivery_answer(delivery: Delivery) -> rest_webhooks.Delivery:
    return rest_webhooks.Delivery(
        delivery_id=delivery.delivery_id,
        event_id=delivery.event_id,
        type=delivery.type,
        at=delivery.at,
        state=delivery.state,
        tries=delivery.tries,
        tried_at=delivery.tried_at,
        status=delivery.status,
        problem=delivery.problem,
        took_ms=delivery.took_ms,
        body=delivery.body,
    )


def api_key_answer(key: ApiKey) -> rest_api_keys.ApiKey:
    return rest_api_keys.ApiKey(
        key_id=key.key_id,
        name=key.name,
        scopes=list(key.scopes),
        addresses=list(key.addresses),
        expires_at=key.expires_at,
        created_at=key.created_at,
        created_by=key.created_by,
        last_used_at=key.last_used_at,
    )
