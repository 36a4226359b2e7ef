"""The deletion of a company, in parts: each call goes on from where the row of the closing says, whoever wrote it.

Mark that it is gone → place after place deleted → all counted again, and what came meanwhile deleted → certificate → mail → a day later
everything is looked through once more.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from parlor.domain.errors import Conflict
from parlor.domain.leaving import (
    LOOKED_AGAIN_MS,
    PLACES,
    SETTLED_MS,
    Certificate,
    Closing,
    Closings,
    Place,
    Pool,
    Swept,
    Tally,
    added,
    sealed,
)
from parlor.domain.leaving_mails import closing_over
from parlor.domain.mails import Mailer, hand_over
from parlor.domain.ports import Clock

LOOKS_MAX = 5
"""Times that everything is counted and deleted again before somebody has to look why there is always more."""


class StillThere(Exception):
    """Something is found again each time."""


class EndCompany:
    """One company's places: `pools` and `sweeps` by their names, all of `PLACES` in one of them. `people` gives the administrators'
    addresses; `settle_ms` is how long what was under way may take to end."""

    def __init__(
        self,
        closings: Closings,
        pools: Mapping[str, Pool],
        sweeps: Mapping[str, Swept],
        administrators: Callable[[], tuple[str, ...]],
        mailer: Mailer,
        key: Callable[[], bytes],
        clock: Clock,
        note: Callable[[Exception], None],
        settle_ms: int = SETTLED_MS,
    ) -> None:
        self._closings = closings
        self._pools = pools
        self._sweeps = sweeps
        self._administrators = administrators
        self._mailer = mailer
        self._key = key
        self._clock = clock
        self._note = note
        self._settle_ms = settle_ms

    def __call__(self, closing: Closing, has_time: Callable[[], bool]) -> Closing:
        """Works until it is over, has to wait, or the time is up. Raises `StillThere`, `Conflict` when it was taken back."""
        if closing.begun_at is None:
            closing = self._begin(closing)
        if closing.over_at is not None:
            return self._after(closing, has_time)
        if self._clock.now_ms() < (closing.begun_at or 0) + self._settle_ms:
            return closing
        if closing.step is None:
            # Once more: whoever began may have been cut off before the mark.
            self._closings.mark_gone(closing.tenant_id, closing.begun_at or 0)
            closing = self._kept(replace(closing, step=0))
        while closing.step is not None and closing.step < len(PLACES):
            if not has_time():
                return closing
            closing = self._worked(closing, PLACES[closing.step])
        if not closing.looked_through:
            return self(self._kept(replace(closing, step=0, position=None, looked_through=True)), has_time)
        if any(each.left for each in closing.tallies):
            return self._again(closing, has_time)
        return self._certified(closing)

    def _begin(self, closing: Closing) -> Closing:
        """Who is told of the end is known now; afterwards nothing of them is there."""
        begun = replace(closing, begun_at=self._clock.now_ms(), told=self._administrators())
        if not self._closings.start(begun):
            raise Conflict("The closing was taken back, or somebody has begun with it.")
        self._closings.mark_gone(closing.tenant_id, begun.begun_at or 0)
        return begun

    def _worked(self, closing: Closing, place: Place) -> Closing:
        """One page of a place, or a pool as a whole."""
        if place.kind == "pool":
            return self._pool(closing, place)
        seen = self._sweeps[place.name].look(closing.position, delete=not closing.looked_through)

        def change(tally: Tally) -> Tally:
            if closing.looked_through:
                return replace(tally, left=tally.left + seen.found)
            return replace(tally, found=tally.found + seen.found, deleted=tally.deleted + seen.found)

        tallies = added(closing.tallies, place.name, change)
        step = (closing.step or 0) + (not seen.position)
        return self._kept(replace(closing, tallies=tallies, step=step, position=seen.position))

    def _pool(self, closing: Closing, place: Place) -> Closing:
        """Whose accounts they are stands in the table that goes last: the second time there is nobody, and the first time's tally holds."""
        tallies = closing.tallies
        if not closing.looked_through:
            made = self._pools[place.name].remove()
            before = next((each for each in tallies if each.place == place.name), Tally(place=place.name))
            kept, found, deleted = (max(getattr(before, name), getattr(made, name)) for name in ("kept", "found", "deleted"))
            tallies = added(tallies, place.name, lambda _: replace(made, found=found, deleted=deleted, kept=kept))
        return self._kept(replace(closing, tallies=tallies, step=(closing.step or 0) + 1))

    def _again(self, closing: Closing, has_time: Callable[[], bool]) -> Closing:
        """Something came after its place had been worked on."""
        if closing.looks >= LOOKS_MAX:
            raise StillThere(f"{[each.place for each in closing.tallies if each.left]} of {closing.tenant_id} are never empty.")
        tallies = tuple(replace(each, left=0) for each in closing.tallies)
        return self(
            self._kept(replace(closing, step=0, position=None, looked_through=False, tallies=tallies, looks=closing.looks + 1)), has_time
        )

    def _certified(self, closing: Closing) -> Closing:
        now = self._clock.now_ms()
        certificate = sealed(
            Certificate(
                tenant_id=closing.tenant_id,
                asked_at=closing.asked_at,
                begun_at=closing.begun_at or now,
                ended_at=now,
                tallies=closing.tallies,
            ),
            self._key(),
        )
        self._closings.certify(certificate)
        mails = (closing_over(address, closing.company, closing.language, certificate) for address in closing.told)
        hand_over(mails, self._mailer, self._note)
        # Nothing of a person outlives the mail.
        return self._kept(
            Closing(tenant_id=closing.tenant_id, asked_at=closing.asked_at, ends_at=closing.ends_at, begun_at=closing.begun_at, over_at=now)
        )

    def _after(self, closing: Closing, has_time: Callable[[], bool]) -> Closing:
        """A day later: what a late batch of a stream may have brought back is deleted. Raises `StillThere` when it did."""
        if self._clock.now_ms() < (closing.over_at or 0) + LOOKED_AGAIN_MS:
            return closing
        closing = replace(closing, step=closing.step or 0)
        while closing.step is not None and closing.step < len(PLACES):
            if not has_time():
                return closing
            place = PLACES[closing.step]
            if place.kind == "pool":
                closing = self._kept(replace(closing, step=closing.step + 1))
                continue
            seen = self._sweeps[place.name].look(closing.position, delete=True)
            step = (closing.step or 0) + (not seen.position)
            closing = self._kept(replace(closing, step=step, position=seen.position, looks=closing.looks + seen.found))
        self._closings.over(closing.tenant_id)
        if closing.looks:
            raise StillThere(f"A day after the end {closing.looks} things of {closing.tenant_id} had come back; they are deleted.")
        return closing

    def _kept(self, closing: Closing) -> Closing:
        self._closings.keep(closing)
        return closing
