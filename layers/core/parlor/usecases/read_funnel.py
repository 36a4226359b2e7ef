"""From a visit to a card."""

from typing import get_args

from parlor.domain.directory import Directory
from parlor.domain.metrics import LONG_MAX_DAYS, Figures, check_period, total, zone
from parlor.protocol.rest_reports import Funnel, FunnelName, FunnelStep


def read_funnel(figures: Figures, directory: Directory, first: str, last: str) -> Funnel:
    """One query for each step, over the period and the one before. Raises `Invalid` naming `from` or `to`."""
    time_zone = directory.company().time_zone
    period = check_period(first, last, zone(time_zone), max_days=LONG_MAX_DAYS)
    steps = []
    for step in get_args(FunnelName):
        hours = figures.hours(step, period.before.start_ms, period.end_ms)
        steps.append(FunnelStep(step=step, total=total(hours, period), before=total(hours, period.before)))
    return Funnel(time_zone=time_zone, steps=steps)
