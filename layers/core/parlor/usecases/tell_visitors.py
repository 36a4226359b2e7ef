"""Desks are told what the visitors on the site do: folded, one frame a second at most, however many move.

The stream of the Presence table brings the changes in batches, and several batches at once. The first of a second tells; the others
leave what they have, for the next batch or for the timer, whichever comes first. Nothing of this is on the way of a page view. What gets
lost on the way, desks learn when they ask for the list again.
"""

from collections import defaultdict

import msgspec
from msgspec.structs import replace

from parlor.domain.ids import TenantId
from parlor.domain.jobs import TellVisitors
from parlor.domain.ports import Clock, Presence, Timers, VisitorChanges
from parlor.domain.presence import AgentSocket
from parlor.domain.visiting import VisitChange, Watch, fits, folded, most_telling
from parlor.protocol.frames import VisitorsFrame
from parlor.protocol.present import visitor_change
from parlor.protocol.views import VisitorChangeView
from parlor.usecases.pushing import Pushes

CHANGES_MAX = 500
"""Of a frame. Who has more to follow than can be read sees the rest when the list is asked for again."""
FRAME_BYTES = 100_000
"""API Gateway takes 128 KB."""
_COMPLETED_MAX = 500
_PAGES_LOOKED_UP_MAX = 50
_ARRIVALS_MAX = 5
"""So many arrivals are told to a desk that does not follow the list: enough to announce."""
_AGAIN_S = 1


class VisitorTeller:
    """Tells the desks of one tenant."""

    def __init__(self, tenant: TenantId, waiting: VisitorChanges, presence: Presence, pushes: Pushes, timers: Timers, clock: Clock) -> None:
        self._tenant = tenant
        self._waiting = waiting
        self._presence = presence
        self._pushes = pushes
        self._timers = timers
        self._clock = clock

    def changed(self, changes: list[VisitChange]) -> str:
        """A batch of the stream. Returns what became of it: `nobody` looks, `told`, or `kept` for the next turn.

        Told: 1 WU, two queries. Kept: 2 to 3 WU and the changes' size. Nobody there: one query.
        """
        desks = self._presence.agent_sockets()
        if not desks:
            return "nobody"
        now = self._clock.now_ms()
        if self._waiting.take_turn(now):
            self._tell(desks, changes)
            return "told"
        if self._waiting.keep(changes, now):
            self._timers.after(_AGAIN_S, TellVisitors(tenant=self._tenant))
        return "kept"

    def again(self) -> str:
        """The timer: what was kept is told, unless a batch has done so already."""
        if self._waiting.take_turn(self._clock.now_ms()):
            self._tell(self._presence.agent_sockets(), [])
            return "told"
        if self._waiting.kept()[1]:
            self._timers.after(_AGAIN_S, TellVisitors(tenant=self._tenant))
            return "again"
        return "told by others"

    def _tell(self, desks: list[AgentSocket], changes: list[VisitChange]) -> None:
        kept, names = self._waiting.kept()
        if all_changes := list(most_telling(folded([*kept, *changes]))):
            online = self._presence.count_visitors()
            groups: dict[str, list[AgentSocket]] = defaultdict(list)
            for desk in desks:
                groups[desk.watch].append(desk)
            watches = {said: _watch(said) for said in groups}
            known = self._completed(all_changes, any(watch.conditions for watch in watches.values()))
            for said, group in groups.items():
                self._pushes.to_desks(group, _frame(known, watches[said], online))
        self._waiting.forget(names)

    def _completed(self, changes: list[VisitChange], wholly: bool) -> list[VisitChange]:
        """With what the stream did not bring. Who left is known to those whom it concerns; who only moved, too, unless somebody filters."""
        missing = [each for each in changes if each.visit is None][:_COMPLETED_MAX] if wholly else []
        visits = self._presence.visits_of((each.shard, each.visitor_id) for each in missing)
        looked_up = 0
        completed = []
        for change in changes:
            if change.visit is None and change.visitor_id in visits:
                change = replace(change, visit=visits[change.visitor_id])
            elif change.visit is not None and change.page is None and (wholly or not change.left) and looked_up < _PAGES_LOOKED_UP_MAX:
                looked_up += 1
                if newest := self._presence.newest_page(change.shard, change.visitor_id):
                    change = replace(change, page=newest[0], page_count=newest[1])
            completed.append(change)
        return completed


def _watch(said: str) -> Watch:
    return msgspec.json.decode(said, type=Watch) if said else Watch()


def _frame(changes: list[VisitChange], watch: Watch, online: int) -> VisitorsFrame:
    wanted, outside = _wanted(changes, watch)
    views: list[VisitorChangeView] = []
    room = FRAME_BYTES
    for change in wanted[:CHANGES_MAX]:
        view = visitor_change(change)
        room -= len(msgspec.json.encode(view))
        if room < 0:
            break
        views.append(view)
    return VisitorsFrame(changes=views, outside=outside[:CHANGES_MAX], online=online, omitted=len(wanted) - len(views))


def _wanted(changes: list[VisitChange], watch: Watch) -> tuple[list[VisitChange], list[str]]:
    """What a desk is told, and who does not (any longer) fit its conditions."""
    followed = [each for each in changes if each.visitor_id in watch.visitor_ids]
    others = [each for each in changes if each.visitor_id not in watch.visitor_ids]
    if not watch.listed:
        return followed + [each for each in others if each.arrived and each.seen is not None and not each.left][:_ARRIVALS_MAX], []
    if not watch.conditions:
        return followed + others, []
    judged = [(each, seen) for each in others if (seen := each.seen) is not None]
    fitting = [each for each, seen in judged if fits(seen, watch.conditions)]
    fit = {each.visitor_id for each in fitting}
    return followed + fitting, [each.visitor_id for each, _ in judged if each.visitor_id not in fit]
