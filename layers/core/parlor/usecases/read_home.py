"""The first page of the management centre: the day beside yesterday, what waits, what a new company has still to set up."""

from collections.abc import Callable

from parlor.domain.directory import Directory
from parlor.domain.left_messages import LeftMessages
from parlor.domain.library import Library
from parlor.domain.metrics import Figures
from parlor.domain.ports import Clock, Conversations
from parlor.domain.rights import Right
from parlor.domain.staff import Staff
from parlor.protocol.present_styles import snippet
from parlor.protocol.rest_home import Home, HomeDay, HomeQueue, SetUp
from parlor.usecases.read_day import without_work

QUEUE_COUNTED = 100
LEFT_SINCE_MS = 30 * 86_400_000
UNWRAPPED_MAX = 50


class ReadHome:
    """For one member of staff. What it reads does not grow with the company's history: see docs/access-patterns.md."""

    def __init__(
        self,
        staff: Staff,
        directory: Directory,
        conversations: Conversations,
        left_messages: LeftMessages,
        library: Library,
        figures: Figures,
        day: Callable[[], HomeDay],
        clock: Clock,
        site_url: str,
        parked: Callable[[], bool],
    ) -> None:
        self._staff = staff
        self._directory = directory
        self._conversations = conversations
        self._left_messages = left_messages
        self._library = library
        self._figures = figures
        self._day = day
        self._now = clock.now_ms()
        self._site_url = site_url
        self._parked = parked

    def __call__(self) -> Home:
        company, staff = self._directory.company(), self._staff
        style_id = self._directory.styles()[0].style_id
        left = self._left()
        return Home(
            at=self._now,
            time_zone=company.time_zone,
            snippet=snippet(self._site_url, staff.tenant, style_id),
            demo_url=f"{self._site_url}/demo/index.html?tenant={staff.tenant}&style={style_id}",
            day=self._seen_day() if self._may("read_reports") and staff.agent.reach is None else None,
            queued=self._queued(),
            left_messages=left[0] if left else None,
            left_messages_more=left is not None and left[1],
            unwrapped=len(self._conversations.unwrapped_of(staff.agent_id, UNWRAPPED_MAX)),
            widget_seen_at=company.widget_seen_at,
            set_up=self._set_up() if self._may("keep_settings") else None,
            parked=self._may("read_audit") and self._parked(),
        )

    def _may(self, right: Right) -> bool:
        return right in self._staff.agent.rights

    def _seen_day(self) -> HomeDay:
        return self._day() if self._may("read_work") else without_work(self._day())

    def _queued(self) -> HomeQueue:
        """Keys of the index only, a query for each department that I see."""
        mine = self._staff.departments
        heads = [
            self._conversations.queue(each.department_id, QUEUE_COUNTED + 1)
            for each in self._directory.departments()
            if self._staff.leads or each.department_id in mine
        ]
        return HomeQueue(
            waiting=sum(min(len(head), QUEUE_COUNTED) for head in heads),
            more=any(len(head) > QUEUE_COUNTED for head in heads),
            since=min((head[0] for head in heads if head), default=None),
        )

    def _left(self) -> tuple[int, bool] | None:
        """How many of the last thirty days are open, and whether there may be more."""
        if not self._may("read_left_messages"):
            return None
        found, following = self._left_messages.newest(lambda each: each.state == "open", None, self._now - LEFT_SINCE_MS, self._now)
        return len(found), following is not None

    def _set_up(self) -> SetUp:
        return SetUp(
            style=any(style.published_version > 1 for style in self._directory.styles()),
            code=self._directory.company().widget_seen_at is not None,
            test=self._figures.ever("consultations_online"),
            colleagues=len(self._directory.agents()) > 1,
            hours=bool(self._directory.service().hours),
            phrases=self._library.has_phrases(),
        )
