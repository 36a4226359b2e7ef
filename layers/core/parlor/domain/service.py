"""How a company serves its visitors: one small document of switches, texts and lists, and the agent's own part of it.

It is read with every conversation and changed rarely, so it is one row that functions keep in memory for seconds.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct
from msgspec.structs import replace

from parlor.domain.alerts import Alerts
from parlor.domain.errors import Invalid
from parlor.domain.forms import Form, FormField, Option
from parlor.domain.hours import Holiday, WeekPlan, check_holidays, check_plan, next_change, open_at
from parlor.domain.record_query import RecordFilter
from parlor.domain.routing_rules import Routing, check_routing, without_gone_departments
from parlor.domain.survey import Survey
from parlor.domain.visiting import VisitorFilter

_Ulid = Annotated[str, Meta(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
_Reply = Annotated[str, Meta(max_length=1_000)]
Theme = Literal["system", "light", "dark"]
_Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class Switches(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is allowed in a conversation."""

    visitor_files: bool = True
    visitor_capture: bool = True
    recall: bool = True
    read_marks: bool = True
    transcripts: bool = True
    """A visitor may keep the conversation: print it, save it, have it mailed."""
    survey_at_end: bool = True
    pushed_pages_at_once: bool = False
    """A pushed page opens by itself in the visitor's tab; otherwise after the visitor's click."""
    wrap_up: bool = True
    """Ended conversations wait for their topic (对话评估), and signing out warns of those that have none."""


class IdleRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Seconds of silence until something happens by itself; 0 is never."""

    visitor_warn_s: _Seconds = 300
    """The agent spoke last: ask whether the visitor is still there …"""
    visitor_close_s: _Seconds = 900
    """… and end the conversation."""
    agent_remind_s: _Seconds = 60
    """The visitor spoke last: remind the agent …"""
    agent_reassign_s: _Seconds = 600
    """… and give the conversation back to its department's queue."""
    agent_gone_s: Annotated[int, Meta(ge=0, le=900)] = 120
    """The agent has gone off line: give all their conversations back."""


class AutoReplies(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said by itself. An agent's text goes before the department's, that before the company's; None: look there."""

    welcome: _Reply | None = None
    """When the conversation is accepted, in the agent's name."""
    no_answer: _Reply | None = None
    """When the agent has not answered for `no_answer_s`."""
    no_answer_s: _Seconds | None = None
    still_there: _Reply | None = None
    """When the visitor has been silent for `visitor_warn_s`."""
    closing: _Reply | None = None
    """When a silent conversation is ended."""
    waiting: _Reply | None = None
    """In the queue, every `waiting_s`, at most five times."""
    waiting_s: _Seconds | None = None


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What conversations are about (对话主题). `group` is the heading that it stands under."""

    topic_id: _Ulid
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    group: Annotated[str, Meta(max_length=60)] = ""


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label_id: _Ulid
    name: Annotated[str, Meta(min_length=1, max_length=20)]
    color: Literal["red", "orange", "green", "blue", "purple", "gray"] = "gray"


class AwayReason(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an agent is away, such as 休息, 培训, 会议."""

    reason_id: _Ulid
    name: Annotated[str, Meta(min_length=1, max_length=20)]


class Attendance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The states of agents. `idle_away_min`: so many minutes after anybody touched a desk, its agent is away by itself; 0 is never."""

    away_reasons: Annotated[list[AwayReason], Meta(max_length=20)] = []
    idle_away_min: Annotated[int, Meta(ge=0, le=240)] = 0


class PreChat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form before the conversation (访客注册设置)."""

    enabled: bool = False
    intro: Annotated[str, Meta(max_length=300)] = ""
    fields: Annotated[list[FormField], Meta(max_length=12)] = []


class QueueLimit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many may wait in a department, and for how long; 0 is without limit. What is too much goes elsewhere."""

    max_length: Annotated[int, Meta(ge=0, le=500)] = 0
    max_wait_s: _Seconds = 0
    overflow_department_id: _Ulid | None = None
    """The department that takes who finds no place here. None, closed or full itself: they are asked to leave a message."""


class Service(Struct, frozen=True, kw_only=True):
    """The company's document. `surveys`, `hours` and `queue` are by department, with `default` for the others."""

    version: int = 0
    switches: Switches = Switches()
    idle: IdleRules = IdleRules()
    replies: AutoReplies = AutoReplies()
    department_replies: dict[str, AutoReplies] = {}
    topics: list[Topic] = []
    labels: list[Label] = []
    categories: list[str] = []
    """Of customers (客户分类), as cards are offered them; a card keeps the word."""
    pre_chat: PreChat = PreChat()
    forms: list[Form] = []
    surveys: dict[str, Survey] = {}
    hours: dict[str, WeekPlan] = {}
    """Without a plan a department is always open, holidays apart."""
    holidays: list[Holiday] = []
    queue: dict[str, QueueLimit] = {}
    attendance: Attendance = Attendance()
    routing: Routing = Routing()

    def open_at(self, department_id: str, zone: str, now: int) -> bool:
        """`zone` is the company's."""
        if not self.hours and not self.holidays:
            return True
        return open_at(self._plan(department_id), self.holidays, ZoneInfo(zone), now)

    def next_change(self, department_id: str, zone: str, now: int) -> int | None:
        """When the department closes or opens the next time."""
        return next_change(self._plan(department_id), self.holidays, ZoneInfo(zone), now)

    def _plan(self, department_id: str) -> WeekPlan | None:
        return self.hours.get(department_id) or self.hours.get("default")

    def limit_of(self, department_id: str) -> QueueLimit:
        """Where the default leads to the department itself, there is nowhere else to go."""
        limit = self.queue.get(department_id) or self.queue.get("default") or QueueLimit()
        return replace(limit, overflow_department_id=None) if limit.overflow_department_id == department_id else limit

    def survey_of(self, department_id: str) -> Survey | None:
        return self.surveys.get(department_id) or self.surveys.get("default")

    def form(self, form_id: str) -> Form | None:
        return next((form for form in self.forms if form.form_id == form_id), None)

    def away_reason(self, reason_id: str) -> AwayReason | None:
        return next((reason for reason in self.attendance.away_reasons if reason.reason_id == reason_id), None)

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.topic_id == topic_id), None)


class PersonalSettings(Struct, frozen=True, kw_only=True):
    """An agent's own. `idle_away_min` goes before the company's; None: as the company says."""

    version: int = 0
    replies: AutoReplies = AutoReplies()
    idle_away_min: int | None = None
    alerts: Alerts = Alerts()
    visitor_filters: tuple[VisitorFilter, ...] = ()
    record_filters: tuple[RecordFilter, ...] = ()
    record_columns: tuple[str, ...] | None = None
    """What the list of records shows, by names of the desk's; None: as it comes."""
    auto_accept_s: int = 0
    """The desk takes the longest waiting visitor after so many seconds, when there is room; 0: never."""
    language: Literal["zh-CN", "en"] | None = None
    theme: Theme | None = None
    """On every device of the person; None: as it was chosen there."""
    twelve_hours: bool = False
    signature: str = ""
    """Below answers by mail."""
    transfer_targets: list[str] = []
    """The last agents and departments to whom conversations were handed, the newest first."""
    shortcuts: tuple[str, ...] | None = None
    """The screens on the management home, by names of the desk's; None: those that the role suggests."""
    set_up_hidden: bool = False
    """The check list of a new company is not to be shown any more."""


def replies_for(service: Service, department_id: str, personal: PersonalSettings | None) -> AutoReplies:
    """Each text from the nearest who has it: agent, department, company."""
    nearest_first = [personal.replies] if personal else []
    nearest_first += [service.department_replies.get(department_id, AutoReplies()), service.replies]
    chosen: dict[str, Any] = {}
    for name in AutoReplies.__struct_fields__:
        chosen[name] = next((value for each in nearest_first if (value := getattr(each, name)) is not None), None)
    return AutoReplies(**chosen)


_VARIABLE = re.compile(r"\{(visitor|agent|company|number)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with {visitor}, {agent}, {company} and {number} (the agent's) replaced. Other braces stay as they are."""
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), text)


def check_service(service: Service, department_ids: frozenset[str], agent_ids: frozenset[str] = frozenset()) -> Service:
    """Raises `Invalid` naming the path for doubles, choices without options, and departments and agents that do not exist."""
    _once([topic.topic_id for topic in service.topics], "topics")
    _once([label.label_id for label in service.labels], "labels")
    _once([label.name for label in service.labels], "labels")
    _once([category.strip() for category in service.categories], "categories")
    for index, category in enumerate(service.categories):
        if not category.strip():
            raise Invalid("Write something.", field=f"categories[{index}]")
    _once([form.form_id for form in service.forms], "forms")
    _once([reason.reason_id for reason in service.attendance.away_reasons], "attendance.away_reasons")
    _once([reason.name for reason in service.attendance.away_reasons], "attendance.away_reasons")
    check_fields(service.pre_chat.fields, "pre_chat.fields", department_ids)
    if service.pre_chat.enabled and not service.pre_chat.fields:
        raise Invalid("A form has at least one field.", field="pre_chat.fields")
    for index, form in enumerate(service.forms):
        check_fields(form.fields, f"forms[{index}].fields", department_ids)
    for department_id, survey in service.surveys.items():
        if department_id != "default" and department_id not in department_ids:
            raise Invalid("There is no such department.", field=f"surveys.{department_id[:26]}")
        _once([question.key for question in survey.questions], f"surveys.{department_id}.questions")
        for index, question in enumerate(survey.questions):
            if question.kind == "choice" and len(question.options) < 2:
                raise Invalid("A choice has at least two options.", field=f"surveys.{department_id}.questions[{index}].options")
    for department_id in service.department_replies:
        if department_id not in department_ids:
            raise Invalid("There is no such department.", field=f"department_replies.{department_id[:26]}")
    _check_times(service, department_ids)
    check_routing(service.routing, department_ids, agent_ids)
    return service


def _check_times(service: Service, department_ids: frozenset[str]) -> None:
    for department_id, plan in service.hours.items():
        if department_id != "default" and department_id not in department_ids:
            raise Invalid("There is no such department.", field=f"hours.{department_id[:26]}")
        check_plan(plan, f"hours.{department_id}")
    check_holidays(service.holidays, "holidays")
    for department_id, limit in service.queue.items():
        if department_id != "default" and department_id not in department_ids:
            raise Invalid("There is no such department.", field=f"queue.{department_id[:26]}")
        overflow = limit.overflow_department_id
        if overflow is not None and (overflow not in department_ids or overflow == department_id):
            raise Invalid("Choose another department that exists.", field=f"queue.{department_id}.overflow_department_id")


def without_gone(service: Service, department_ids: frozenset[str]) -> Service:
    """Without what was said for departments that have been deleted since: nobody could save it again as it is."""
    return replace(
        service,
        surveys={key: survey for key, survey in service.surveys.items() if key == "default" or key in department_ids},
        department_replies={key: replies for key, replies in service.department_replies.items() if key in department_ids},
        pre_chat=replace(service.pre_chat, fields=_leading_to(service.pre_chat.fields, department_ids)),
        forms=[replace(form, fields=_leading_to(form.fields, department_ids)) for form in service.forms],
        hours={key: plan for key, plan in service.hours.items() if key == "default" or key in department_ids},
        queue={
            key: _leading_on(limit, department_ids) for key, limit in service.queue.items() if key == "default" or key in department_ids
        },
        routing=without_gone_departments(service.routing, department_ids),
    )


def _leading_on(limit: QueueLimit, department_ids: frozenset[str]) -> QueueLimit:
    return limit if limit.overflow_department_id in department_ids else replace(limit, overflow_department_id=None)


def _leading_to(fields: list[FormField], department_ids: frozenset[str]) -> list[FormField]:
    return [
        replace(field, options=[option if option.department_id in department_ids else Option(option.value) for option in field.options])
        for field in fields
    ]


def check_fields(fields: list[FormField], path: str, department_ids: frozenset[str]) -> None:
    _once([field.key for field in fields], path)
    for index, field in enumerate(fields):
        if field.kind == "choice" and len(field.options) < 2:
            raise Invalid("A choice has at least two options.", field=f"{path}[{index}].options")
        _check_options(field.options, f"{path}[{index}].options", department_ids)


def _check_options(options: list[Option], path: str, department_ids: frozenset[str]) -> None:
    _once([option.value for option in options], path)
    for index, option in enumerate(options):
        if option.department_id is not None and option.department_id not in department_ids:
            raise Invalid("There is no such department.", field=f"{path}[{index}].department_id")


def _once(names: list[str], path: str) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise Invalid("This is here twice.", field=f"{path}[{index}]")
