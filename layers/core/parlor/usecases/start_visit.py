"""A page with the widget was opened: who the visitor is, how the widget looks, how to connect."""

from collections.abc import Callable

from msgspec.structs import replace

from parlor.domain.blocking import Blocks, Newcomer, refusal
from parlor.domain.credentials import VisitorClaims
from parlor.domain.directory import Company, Department, Directory, DirectoryEditor, Style, StyleTexts
from parlor.domain.errors import Forbidden, RateLimited
from parlor.domain.ids import StyleId, TenantId, VisitorId, new_ulid
from parlor.domain.invitation_rules import sender
from parlor.domain.languages import VisitorLanguage, choose
from parlor.domain.launcher import launcher_words
from parlor.domain.limits import SOCKETS_BY_VISITOR
from parlor.domain.origin import Places
from parlor.domain.pages import NO_PAGE, page_expression
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, Availability, availability, in_department
from parlor.domain.service import PreChat
from parlor.domain.signing import Signing
from parlor.domain.visitor import Profile
from parlor.protocol import rest
from parlor.protocol.present import conversation_view
from parlor.protocol.present_office import texts_answer
from parlor.usecases.admission import Admission
from parlor.usecases.check_blocked import stopped
from parlor.usecases.create_ticket import create_visitor_ticket

_WINDOWS_AGAIN_MS = 60_000


def start_visit(
    visitor: VisitorClaims | None,
    tenant: TenantId,
    style_id: StyleId,
    directory: DirectoryEditor,
    presence: Presence,
    conversations: Conversations,
    blocks: Blocks,
    signing: Signing,
    clock: Clock,
    socket_url: str,
    address: str,
    places: Callable[[], Places],
    link_agent: str,
    languages: list[str],
) -> rest.Visit:
    """`visitor` is who came before, None for a new one. `address` is the network address that asks; `link_agent` the number of
    the agent whom the snippet names, `languages` what snippet, page and browser want. `places` is asked for only where the
    company's rules say something of regions.

    Raises `NotFound` for an unknown company or style, `RateLimited` for a visitor with very many tabs,
    `Forbidden` (`blocked`, `region_refused`) for who is to see nothing of us.
    """
    company = directory.company()
    style = directory.style(style_id)
    now = clock.now_ms()
    number = link_agent if link_agent.isascii() and link_agent.isalnum() and len(link_agent) <= 12 else ""
    known = visitor or VisitorClaims(tenant, VisitorId(new_ulid(now)), now)
    if visitor is not None and len(presence.visitor_sockets(visitor.visitor)) >= SOCKETS_BY_VISITOR:
        raise RateLimited("Too many windows are open.", retry_after_ms=_WINDOWS_AGAIN_MS)
    service = directory.service()
    profile, conversation = Profile(), None
    if visitor is not None:
        profile = conversations.profile(known.visitor) or profile
        open_now = conversations.open_of(known.visitor)
        conversation = conversations.get(open_now) if open_now else None
    who = Newcomer(known.visitor, address, (profile.phone,) if profile.phone else ())
    block = stopped(blocks, who, clock)
    if block is not None and block.effect == "hide":
        raise refusal()
    place = places().place(address) if service.routing.asks_for_place else None
    served = conversation is not None or service.routing.service_areas.serves(place)
    if not served and service.routing.service_areas.otherwise == "hide":
        raise Forbidden("There is no chat for your region.", code="region_refused")
    if company.widget_seen_at is None:
        directory.note_widget_seen(now)
    language = choose(style.language, languages)
    agents = presence.agents()
    admission = Admission(directory, conversations, presence, clock)
    there, opens_at = admission.seen_from(style.department_id, agents) if served else ("offline", None)
    addressed = there != "offline" and block is None and conversation is None
    return rest.Visit(
        visitor_token=signing.sign_visitor(known),
        visitor_id=known.visitor,
        socket=create_visitor_ticket(
            tenant,
            known.visitor,
            style_id,
            profile.name or "",
            company.shards,
            signing,
            clock,
            socket_url,
            place=place,
            link_agent=number,
            watch_address=any(each.kind in ("ip", "cidr") for each in blocks.all()),
        ),
        availability="refused" if block else there,
        style=rest.WidgetStyle(
            color=style.color,
            position=style.position,
            language=style.language,
            texts=texts_answer(style),
            typing_preview=company.typing_preview,
            company=company.company,
            switches=service.switches,
            pre_chat=service.pre_chat if service.pre_chat.enabled else None,
            fields_known=_known(service.pre_chat, profile),
            launcher=_launcher(style, language, "online" if conversation else there),
            rules=_rules(style, company, agents) if addressed else [],
            quiet_minutes=style.invitations.quiet_minutes,
        ),
        language=language,
        conversation=conversation_view(conversation, "visitor") if conversation else None,
        opens_at=opens_at,
        region_text=None if served else service.routing.service_areas.texts.get(language),
        departments=_choices(directory, agents, admission)
        if style.department_id is None and served and not _leads(service.pre_chat)
        else [],
    )


def _launcher(style: Style, language: VisitorLanguage, there: Availability) -> rest.WidgetLauncher:
    """Who is in a conversation already has somebody, so `there` is online for them."""
    launcher = style.launcher
    own = style.texts.get(language, StyleTexts())
    return rest.WidgetLauncher(
        icon=launcher.icon(there),
        words=launcher_words(language, own.launcher, own.title, there),
        x=launcher.x,
        y=launcher.y,
        computers_only=not launcher.phones,
        pages=NO_PAGE if there == "offline" and not launcher.when_offline else page_expression(launcher.show_on, launcher.hide_on),
    )


def _rules(style: Style, company: Company, agents: list[AgentPresence]) -> list[rest.WidgetRule]:
    """The rules that have somebody to speak for now, as far as the company invites at all."""
    allowed = {"invitation": company.invitations, "forced": company.forced_conversations}
    found = []
    for rule in style.invitations.rules:
        agent = sender(rule, style.department_id, agents) if rule.on and allowed[rule.kind] else None
        if agent is None:
            continue
        found.append(
            rest.WidgetRule(
                rule_id=rule.rule_id,
                kind=rule.kind,
                when=replace(rule.when, pages=[], not_pages=[]),
                pages=page_expression(rule.when.pages, rule.when.not_pages),
                often=rule.often,
                times=rule.times,
                agent_id=agent.agent_id,
                agent_name=agent.name,
                texts=rule.texts,
            )
        )
    return found


def _choices(directory: Directory, agents: list[AgentPresence], admission: Admission) -> list[rest.DepartmentChoice]:
    """What a visitor may choose from, with who is there; nothing where there is no choice."""
    departments = directory.departments()
    shown = [each for each in departments if each.members]
    if len(shown) < 2:
        return []
    names = {each.department_id: each.name for each in departments}

    def there(department: Department) -> Availability:
        if not admission.is_open(department.department_id):
            return "offline"
        return availability(in_department(agents, department.department_id))

    return [
        rest.DepartmentChoice(
            department_id=each.department_id,
            name=each.name,
            group=names.get(each.parent_id) if each.parent_id else None,
            availability=there(each),
        )
        for each in shown
    ]


def _leads(form: PreChat) -> bool:
    """The form asks already where the visitor wants to go."""
    return form.enabled and any(option.department_id for field in form.fields for option in field.options)


def _known(form: PreChat, profile: Profile) -> dict[str, str]:
    """What the visitor filled in the last time, and what else they said of themselves."""
    if not form.enabled:
        return {}
    values = {}
    for field in form.fields:
        said = getattr(profile, field.kind) if field.kind in ("name", "phone", "email", "company") else None
        value = profile.form_values.get(field.key) or said
        if value and (field.kind != "choice" or value in {option.value for option in field.options}):
            values[field.key] = value
    return values
