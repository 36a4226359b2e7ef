"""Administrators say how long what is kept, see beforehand what goes, and take it back while there is time."""

from msgspec.structs import asdict

from parlor.domain.audit import Trail
from parlor.domain.directory import DirectoryEditor, check_version
from parlor.domain.errors import Invalid
from parlor.domain.ports import Clock
from parlor.domain.retention import (
    AUDIT_LEAST,
    CHOICES,
    COUNTED_MAX,
    KINDS,
    NOTICE_MS,
    AgedRows,
    Kept,
    KeptFor,
    Retention,
    RetentionSettings,
    changed,
    check_periods,
    first_day_kept,
    shorter,
    start_of,
)
from parlor.domain.staff import Staff
from parlor.protocol import rest_retention as rest


class KeepRetention:
    """One tenant's."""

    def __init__(self, settings: RetentionSettings, aged: AgedRows, directory: DirectoryEditor, clock: Clock) -> None:
        self._settings = settings
        self._aged = aged
        self._directory = directory
        self._clock = clock

    def now(self) -> rest.RetentionView:
        return self._view(self._settings.fresh(), self._settings.kept())

    def look(self, body: rest.AskRetention) -> rest.RetentionPreview:
        """What these periods would let go that goes not yet, counted up to a limit. Raises `Invalid`."""
        periods = _asked(body.periods)
        now = self._clock.now_ms()
        begins = now + NOTICE_MS
        goes = []
        for kind in shorter(self._settings.fresh().at(now), periods):
            first_kept = first_day_kept(periods.of(kind) or 0, begins)
            oldest = self._aged.oldest(kind, start_of(first_kept), COUNTED_MAX)
            goes.append(
                rest.RetentionGoes(
                    kind=kind,
                    before=first_kept,
                    found=oldest.found if oldest else None,
                    more=bool(oldest and oldest.more),
                    since=oldest.since if oldest else None,
                )
            )
        return rest.RetentionPreview(goes=goes, begins_at=begins, company=self._directory.company().company)

    def change(self, body: rest.ChangeRetention, staff: Staff, trail: Trail) -> rest.RetentionView:
        """What is kept longer holds at once. What goes sooner is confirmed by the company's name and begins a day later.

        Raises `Invalid` (`confirm`), `Conflict` for a version that is not the newest.
        """
        periods = _asked(body.periods)
        now = self._clock.now_ms()
        before = self._settings.fresh()
        check_version(body.version, before.version)
        company = self._directory.company().company
        wanted = changed(before, periods, now, staff.agent.name)
        takes_back = before.following is not None and not shorter(before.following, periods)
        if wanted.following is not None and not takes_back and " ".join(body.confirm.split()) != " ".join(company.split()):
            raise Invalid("Type the company's name: this deletes what is there.", code="wrong_name", field="confirm")
        after = self._settings.change(before, wanted)
        trail.done("change_retention", ("company", staff.tenant, company), _told(before, now), _told(after, now))
        return self._view(after, self._settings.kept())

    def _view(self, retention: Retention, kept: Kept) -> rest.RetentionView:
        now = self._clock.now_ms()
        waits = retention.following is not None and retention.at(now) == retention.periods
        return rest.RetentionView(
            version=retention.version,
            periods=_shown(retention.at(now)),
            following=_shown(retention.following) if retention.following and waits else None,
            following_at=retention.following_at if waits else None,
            changed_at=retention.changed_at,
            changed_by=retention.changed_by,
            choices=list(CHOICES),
            audit_least=AUDIT_LEAST,
            gone=kept.gone,
            last_at=kept.last_at,
            first_kept={kind: first_day_kept(months, now) for kind in KINDS if (months := retention.at(now).of(kind)) is not None},
        )


def _asked(wanted: rest.RetentionPeriods) -> KeptFor:
    """Raises `Invalid`."""
    periods = KeptFor(**asdict(wanted))
    check_periods(periods)
    return periods


def _shown(periods: KeptFor) -> rest.RetentionPeriods:
    return rest.RetentionPeriods(**asdict(periods))


def _told(retention: Retention, now: int) -> KeptFor:
    """What the audit log says of it: where it leads to."""
    return retention.following or retention.at(now)
