"""A page with the widget was opened: who the visitor is, who is there, how to connect. How it looks stands in the style's file."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from parlor.domain.blocking import Block, Blocks, Newcomer, refusal, who_stops
from parlor.domain.conversation import Conversation
from parlor.domain.credentials import VisitorClaims
from parlor.domain.directory import Company, Department, Directory, DirectoryEditor, Style, check_open, form_before
from parlor.domain.errors import Forbidden, NotFound, RateLimited
from parlor.domain.ids import StyleId, TenantId, VisitorId, new_ulid
from parlor.domain.invitation_rules import sender
from parlor.domain.languages import choose
from parlor.domain.limits import SOCKETS_BY_VISITOR
from parlor.domain.origin import Place, Places
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.presence import AgentPresence, Availability, availability, in_department
from parlor.domain.service import PreChat
from parlor.domain.signing import Signing
from parlor.domain.visitor import Profile
from parlor.protocol import rest_styles
from parlor.protocol.present import conversation_view
from parlor.usecases.admission import Admission
from parlor.usecases.check_blocked import stopped
from parlor.usecases.create_ticket import create_visitor_ticket

_WINDOWS_AGAIN_MS = 60_000


class Page(Struct, frozen=True, kw_only=True):
    """What a page says of itself. `address` is the network address that asks; `link_agent` the number of the agent whom the snippet
    names, `languages` what snippet, page and browser want, `style_version` which publication of the style it has."""

    style_id: StyleId
    style_version: int = 0
    address: str
    link_agent: str = ""
    languages: Sequence[str] = ()


class StartVisit:
    """One tenant's door for pages. `places` is asked for only where the company's rules say something of regions.

    Both ways in raise `NotFound` for an unknown company or style, `Forbidden` (`blocked`, `region_refused`, `tenant_suspended`,
    `tenant_closing`) for who is to see nothing of us.
    """

    def __init__(
        self,
        tenant: TenantId,
        directory: DirectoryEditor,
        presence: Presence,
        conversations: Conversations,
        blocks: Blocks,
        signing: Signing,
        clock: Clock,
        socket_url: str,
        places: Callable[[], Places],
    ) -> None:
        self._tenant = tenant
        self._directory = directory
        self._presence = presence
        self._conversations = conversations
        self._blocks = blocks
        self._signing = signing
        self._clock = clock
        self._socket_url = socket_url
        self._places = places

    def look(self, page: Page) -> rest_styles.VisitLook:
        """Who is there, for a visitor who has agreed to nothing yet: nothing is kept, nobody is counted."""
        _, style = self._seen(page)
        block = who_stops(self._blocks.all(), Newcomer(VisitorId(""), page.address), self._clock.now_ms())
        self._refuse_hidden(block)
        served = self._served(self._place(page), None)
        there, opens_at = self._admission().seen_from(style.department_id) if served else ("offline", None)
        return rest_styles.VisitLook(
            availability="refused" if block else there, language=choose(style.language, page.languages), opens_at=opens_at
        )

    def __call__(self, visitor: VisitorClaims | None, page: Page) -> rest_styles.Visit:
        """`visitor` is who came before, None for a new one; whose data was erased is a new one, too.

        Raises `RateLimited` for a visitor with very many tabs.
        """
        company, style = self._seen(page)
        now = self._clock.now_ms()
        known_profile = self._conversations.profile(visitor.visitor) if visitor is not None else None
        if known_profile is not None and known_profile.erased_at is not None:
            visitor = known_profile = None
        known = visitor or VisitorClaims(self._tenant, VisitorId(new_ulid(now)), now)
        if visitor is not None and len(self._presence.visitor_sockets(visitor.visitor)) >= SOCKETS_BY_VISITOR:
            raise RateLimited("Too many windows are open.", retry_after_ms=_WINDOWS_AGAIN_MS)
        profile, conversation = known_profile or Profile(), None
        if visitor is not None:
            open_now = self._conversations.open_of(known.visitor)
            conversation = self._conversations.get(open_now) if open_now else None
        who = Newcomer(known.visitor, page.address, (profile.phone,) if profile.phone else ())
        block = stopped(self._blocks, who, self._clock)
        self._refuse_hidden(block)
        place = self._place(page)
        served = self._served(place, conversation)
        if company.widget_seen_at is None or style.widget_seen_at is None:
            self._directory.note_widget_seen(style.style_id, now)
        agents = self._presence.agents()
        admission = self._admission()
        there, opens_at = admission.seen_from(style.department_id, agents) if served else ("offline", None)
        addressed = there != "offline" and block is None and conversation is None
        service = self._directory.service()
        form = form_before(style, service)
        language = choose(style.language, page.languages)
        senders = _senders(style, company, agents) if addressed else {}
        chooses = style.department_id is None and served and not _leads(form)
        return rest_styles.Visit(
            visitor_token=self._signing.sign_visitor(known),
            visitor_id=known.visitor,
            socket=create_visitor_ticket(
                self._tenant,
                known.visitor,
                page.style_id,
                profile.name or "",
                company.shards,
                self._signing,
                self._clock,
                self._socket_url,
                place=place,
                link_agent=_number(page.link_agent),
                watch_address=any(each.kind in ("ip", "cidr") for each in self._blocks.all()),
            ),
            availability="refused" if block else there,
            language=language,
            company=company.public_name,
            switches=service.switches,
            typing_preview=company.typing_preview,
            pre_chat=form if form.enabled else None,
            fields_known=_known(form, profile),
            departments=_choices(self._directory, agents, admission) if chooses else [],
            opens_at=opens_at,
            region_text=None if served else service.routing.service_areas.texts.get(language),
            conversation=conversation_view(conversation, "visitor") if conversation else None,
            agent=self._agent(conversation),
            senders=senders,
        )

    def _agent(self, conversation: Conversation | None) -> rest_styles.VisitAgent | None:
        """From memory. Who has been deleted meanwhile has no card."""
        agent_id = conversation.agent_id if conversation else None
        agent = next((each for each in self._directory.agents() if each.agent_id == agent_id), None) if agent_id else None
        if agent is None or not (agent.phone or agent.photo):
            return None
        return rest_styles.VisitAgent(agent_id=agent.agent_id, phone=agent.phone, photo=agent.photo)

    def _seen(self, page: Page) -> tuple[Company, Style]:
        company = self._directory.company()
        check_open(company)
        style = self._directory.seen_style(page.style_id, page.style_version)
        if not style.published_version:
            raise NotFound("This style has not been published.", field="style_id")
        return company, style

    def _refuse_hidden(self, block: Block | None) -> None:
        if block is not None and block.effect == "hide":
            raise refusal()

    def _place(self, page: Page) -> Place | None:
        return self._places().place(page.address) if self._directory.service().routing.asks_for_place else None

    def _served(self, place: Place | None, conversation: Conversation | None) -> bool:
        areas = self._directory.service().routing.service_areas
        served = conversation is not None or areas.serves(place)
        if not served and areas.otherwise == "hide":
            raise Forbidden("There is no chat for your region.", code="region_refused")
        return served

    def _admission(self) -> Admission:
        return Admission(self._directory, self._conversations, self._presence, self._clock)


def _number(link_agent: str) -> str:
    return link_agent if link_agent.isascii() and link_agent.isalnum() and len(link_agent) <= 12 else ""


def _senders(style: Style, company: Company, agents: list[AgentPresence]) -> dict[str, rest_styles.RuleSender]:
    """The rules that have somebody to speak for them now, as far as the company invites at all."""
    allowed = {"invitation": company.invitations, "forced": company.forced_conversations}
    found = {}
    for rule in style.invitations.rules:
        agent = sender(rule, style.department_id, agents) if rule.on and allowed[rule.kind] else None
        if agent is not None:
            found[rule.rule_id] = rest_styles.RuleSender(agent_id=agent.agent_id, agent_name=agent.name)
    return found


def _choices(directory: Directory, agents: list[AgentPresence], admission: Admission) -> list[rest_styles.DepartmentChoice]:
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
        rest_styles.DepartmentChoice(
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
