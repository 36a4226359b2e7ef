"""Every figure of the product: what it counts, when, and by which dimensions. The one definition.

The live roll-up counts by this table (domain/counting.py), reports read by it (usecases/read_reports.py), and docs/metrics.md is
written from it (`make metrics-doc`).

Everything about a conversation counts in the hour in which the conversation *opened*, whenever it happened: so the shares of a period
are shares of the same conversations.
"""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

from parlor.domain.ids import AgentId, new_ulid

Dimension = Literal[
    "department",
    "style",
    "topic",
    "value",
    "page",
    "country",
    "province",
    "source",
    "engine",
    "referrer",
    "keyword",
    "browser",
    "system",
    "device",
    "agent",
    "score",
    "word",
    "goal",
]
Unit = Literal["count", "ms"]
Sheet = Literal["talk", "page", "visit", "agent", "score", "state", "goal"]
"""Figures that are read together lie together: one row an hour for each sheet, see storage/metrics.py."""

OTHER = "…"
"""Stands for all values that came after an hour had as many as `VALUES_MAX`. Also for a value that is not known: none is ''."""
VALUE_LENGTH_MAX = 80


class DimensionWords(Struct, frozen=True):
    """`code` is the letter in the names of stored attributes. `values_max` bounds what strangers can write."""

    code: str
    zh: str
    en: str
    is_: str
    values_max: int | None = 60


DIMENSIONS: dict[Dimension, DimensionWords] = {
    "department": DimensionWords("d", "部门", "department", "the department in whose queue the conversation opened", None),
    "style": DimensionWords("s", "风格", "style", "the style of the page's snippet", None),
    "topic": DimensionWords("t", "主题", "topic", "the topic of the newest wrap-up", None),
    "value": DimensionWords("v", "有效性", "value", "valid or invalid, as the newest wrap-up says", None),
    "page": DimensionWords("p", "咨询页面", "page", "host and path of the page on which the conversation began, without parameters", 40),
    "country": DimensionWords("c", "国家和地区", "country", "by the network address", 60),
    "province": DimensionWords("r", "省份", "province", "by the network address, in China", 60),
    "source": DimensionWords("k", "来源类型", "source", "direct, search, social, site or campaign", 10),
    "engine": DimensionWords("e", "搜索引擎", "search engine", "the engine that the visit came from", 40),
    "referrer": DimensionWords("f", "来源网站", "referrer", "the site, network or campaign that the visit came from", 20),
    "keyword": DimensionWords("w", "关键词", "keyword", "the search words, where the engine tells them", 20),
    "browser": DimensionWords("b", "浏览器", "browser", "by the user agent, without its version", 30),
    "system": DimensionWords("o", "操作系统", "system", "by the user agent", 30),
    "device": DimensionWords("h", "设备", "device", "phone, tablet, computer or robot", 10),
    "agent": DimensionWords("a", "工号", "agent", "the agent", None),
    "score": DimensionWords("g", "评分", "rating", "1 to 5 stars, with the agent who had the conversation then", None),
    "word": DimensionWords("y", "词", "word", "a word of the visitor's", 40),
    "goal": DimensionWords("x", "目标", "goal", "the goal that the company has set, with the source of the visit", None),
}
ORIGIN_DIMENSIONS: tuple[Dimension, ...] = (
    *("country", "province", "source", "engine", "referrer", "keyword", "browser", "system", "device"),
)

Total = Literal[
    "visits",
    "views",
    "consultations_online",
    "consultations_offline",
    "accepted",
    "accepted_in_time",
    "answered",
    "missed",
    "invitations_shown",
    "invitations_accepted",
    "cards",
]
"""Figures whose whole has rows of its own, so that a day of it is one small row."""

FigureName = Literal[
    "visits",
    "views",
    "consultations_online",
    "consultations_offline",
    "accepted",
    "accepted_in_time",
    "invitations_shown",
    "invitations_accepted",
    "cards",
    "answered",
    "missed",
    "wrapped",
    "rated",
    "taken",
    "ended",
    "returned",
    "first_replies",
    "first_reply_ms",
    "replies",
    "reply_ms",
    "length_ms",
    "online_ms",
    "busy_ms",
    "away_ms",
    "invisible_ms",
    "words",
    "goals",
]


class Figure(Struct, frozen=True, kw_only=True):
    """`code` is the letter in the names of stored attributes; none for a figure that only has a total. `sheets` says where each
    dimension lies. `counts` and `when` are the sentences of the documentation."""

    name: FigureName
    zh: str
    en: str
    counts: str
    when: str
    unit: Unit = "count"
    code: str = ""
    sheets: dict[Sheet, tuple[Dimension, ...]] = {}

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(dimension for dimensions in self.sheets.values() for dimension in dimensions)

    @property
    def has_total(self) -> bool:
        return self.name in TOTALS

    def sheet_of(self, dimension: Dimension) -> Sheet | None:
        """Where it is counted."""
        return next(iter(self.sheets_of(dimension)), None)

    def sheets_of(self, dimension: Dimension) -> tuple[Sheet, ...]:
        """Where it may lie: where it is counted, and where it was counted before."""
        before = _SHEETS_BEFORE.get((self.name, dimension))
        return (*(sheet for sheet, dimensions in self.sheets.items() if dimension in dimensions), *([before] if before else ()))


_SHEETS_BEFORE: dict[tuple[FigureName, Dimension], Sheet] = {("wrapped", "topic"): "score", ("wrapped", "value"): "score"}
"""What was counted elsewhere once lies there still."""
TOTALS: frozenset[str] = frozenset(get_args(Total))
_OPENED = "by the hour in which the conversation opened"


def _state(name: FigureName, code: str, zh: str, en: str, state: str) -> Figure:
    return Figure(
        name=name,
        code=code,
        unit="ms",
        zh=zh,
        en=en,
        counts=f"time in the state {state}; a stretch counts when it ends, up to three days of it",
        when="by the hours in which it passed",
        sheets={"state": ("agent",)},
    )


_STATES: tuple[Figure, ...] = (
    _state("online_ms", "O", "在线时间", "Time on line", "online"),
    _state("busy_ms", "Y", "忙碌时间", "Time busy", "busy"),
    _state("away_ms", "W", "离开时间", "Time away", "away"),
    _state("invisible_ms", "I", "隐身时间", "Time invisible", "invisible"),
)
FIGURES: tuple[Figure, ...] = (
    Figure(
        name="visits",
        code="V",
        zh="访问次数",
        en="Visits",
        counts="visits that started: a visitor's stay with less than 30 minutes' pause",
        when="by the hour of the first page",
        sheets={"visit": ORIGIN_DIMENSIONS},
    ),
    Figure(name="views", zh="浏览量", en="Page views", counts="pages that were shown", when="by the hour in which they were shown"),
    Figure(
        name="consultations_online",
        code="C",
        zh="在线咨询",
        en="Conversations",
        counts="conversations",
        when=_OPENED,
        sheets={"talk": ("department", "style", *ORIGIN_DIMENSIONS), "page": ("page",)},
    ),
    Figure(name="consultations_offline", zh="离线留言", en="Left messages", counts="messages left", when="by the hour of the message"),
    Figure(name="accepted", zh="已接入", en="Accepted", counts="conversations that an agent took at least once", when=_OPENED),
    Figure(
        name="accepted_in_time",
        zh="及时接入",
        en="Accepted in time",
        counts="those of them that an agent took within the company's limit of that moment",
        when=_OPENED,
    ),
    Figure(
        name="answered",
        code="Q",
        zh="有效咨询",
        en="Answered conversations",
        counts="ended conversations in which the visitor and an agent both wrote: the quality of what came",
        when=_OPENED,
        sheets={"talk": ("department",)},
    ),
    Figure(
        name="missed",
        code="M",
        zh="未接入",
        en="Missed",
        counts="ended conversations that no agent took",
        when=_OPENED,
        sheets={"talk": ("department",)},
    ),
    Figure(
        name="wrapped",
        code="U",
        zh="已评估",
        en="Wrapped up",
        counts="conversations with a wrap-up; when it changes, the conversation moves",
        when=_OPENED,
        sheets={"score": ("agent",), "talk": ("topic", "value")},
    ),
    Figure(
        name="rated",
        code="S",
        zh="满意度评价",
        en="Ratings",
        counts="conversations that the visitor rated; the newest rating counts",
        when=_OPENED,
        sheets={"score": ("score",)},
    ),
    Figure(
        name="taken",
        code="T",
        zh="接待会话",
        en="Taken",
        counts="ended conversations that the agent had at any time, each once",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="ended",
        code="E",
        zh="结束会话",
        en="Ended",
        counts="conversations that the agent had when they ended",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="returned",
        code="R",
        zh="退回排队",
        en="Returned",
        counts="times that a conversation went back to the queue because the agent was silent or gone",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="first_replies",
        code="N",
        zh="首次响应数",
        en="First replies",
        counts="conversations in which the agent wrote, of those that they had",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="first_reply_ms",
        code="F",
        unit="ms",
        zh="首次响应时长",
        en="First reply time",
        counts="from taking the conversation to the agent's first words, the sum; words that nobody typed do not count",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="replies",
        code="A",
        zh="响应次数",
        en="Replies",
        counts="the visitor's words that the agent answered: from the first after the last answer on, one",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="reply_ms",
        code="B",
        unit="ms",
        zh="响应时长",
        en="Reply time",
        counts="how long those words waited, the sum; before the agent took the conversation they do not wait for the agent",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    Figure(
        name="length_ms",
        code="L",
        unit="ms",
        zh="对话时长",
        en="Length",
        counts="from taking the conversation to handing it on or its end, the sum",
        when=_OPENED,
        sheets={"agent": ("agent",)},
    ),
    *_STATES,
    Figure(
        name="invitations_shown",
        zh="邀请展示",
        en="Invitations shown",
        counts="invitations that agents sent, and automatic ones that visitors saw, as far as their browsers told",
        when="by the hour in which they were sent or told",
    ),
    Figure(
        name="invitations_accepted",
        zh="接受邀请",
        en="Invitations accepted",
        counts="of those, the ones that visitors accepted",
        when="by the hour in which they were sent or told",
    ),
    Figure(
        name="words",
        code="K",
        zh="谈到的词",
        en="Words",
        counts="ended conversations in which the visitor wrote the word; of one conversation the eight most "
        "frequent, without those that mean little by themselves",
        when=_OPENED,
        sheets={"page": ("word",)},
    ),
    Figure(
        name="goals",
        code="G",
        zh="达成目标",
        en="Goals reached",
        counts="visits that reached a goal of the company's, each once",
        when="by the hour of the visit's first page",
        sheets={"goal": ("goal",)},
    ),
    Figure(name="cards", zh="新增名片", en="New cards", counts="cards of customers that were made", when="by the hour of the making"),
)
BY_NAME: dict[str, Figure] = {figure.name: figure for figure in FIGURES}
_BY_CODE: dict[str, Figure] = {figure.code: figure for figure in FIGURES if figure.code}
_DIMENSION_BY_CODE: dict[str, Dimension] = {words.code: name for name, words in DIMENSIONS.items()}

CODE_LENGTH: dict[Dimension, int] = {"agent": 5, "department": 10, "style": 10, "topic": 10, "goal": 10}
"""Of an id so many letters, its last, which are random: they stand in every row. Five for agents, who are named most often: a new
agent's id is one whose five letters no colleague has (`new_agent_id`)."""


def code_of(dimension: Dimension, entity_id: str) -> str:
    """How an id stands in the figures; also what an earlier, longer code of it has become."""
    length = CODE_LENGTH.get(dimension)
    return entity_id[-length:] if length else entity_id


def agent_code(agent_id: str) -> str:
    return code_of("agent", agent_id)


def new_agent_id(colleagues: Iterable[str], at_ms: int) -> AgentId:
    """One that the figures can tell from all of `colleagues`."""
    taken = {agent_code(each) for each in colleagues}
    while agent_code(found := new_ulid(at_ms)) in taken:
        pass
    return AgentId(found)


def attribute(figure: str, dimension: Dimension, value: str) -> str:
    """The name of the attribute that holds one number."""
    return f"{BY_NAME[figure].code}{DIMENSIONS[dimension].code}{value}"


def meaning(name: str) -> tuple[FigureName, Dimension, str] | None:
    """What an attribute holds; None for keys and for what a later version wrote."""
    figure, dimension = _BY_CODE.get(name[:1]), _DIMENSION_BY_CODE.get(name[1:2])
    return (figure.name, dimension, _value(dimension, name[2:])) if figure is not None and dimension is not None else None


def _value(dimension: Dimension, stored: str) -> str:
    """Codes were longer once."""
    if dimension == "score":
        return stored[:1] + agent_code(stored[1:])
    return stored if dimension == "goal" else code_of(dimension, stored)
