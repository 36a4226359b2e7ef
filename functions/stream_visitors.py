"""Tells the desks what the Presence stream says of visitors on the site: who came, moved, left or changed."""

from collections import defaultdict
from typing import Any

from parlor.domain.ids import TenantId, is_ulid
from parlor.domain.visiting import VisitChange
from parlor.runtime.checked import answers_checks
from parlor.runtime.handler import process
from parlor.runtime.lines import Line, logger, of_batch
from parlor.storage.streams import written_at_ms
from parlor.storage.visits import change_of_record


@answers_checks("presence")
def handler(event: dict[str, Any], context: Any) -> None:
    """What is told is a hint: a record that cannot be read is passed over, and desks ask for the list again now and then."""
    line = Line("tell_visitors")
    batches: dict[str, list[VisitChange]] = defaultdict(list)
    unread = 0
    for record in event["Records"]:
        try:
            tenant, change = change_of_record(record)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            unread += 1
            logger.warning("a record tells nothing", extra={"reason": type(fault).__name__})
            continue
        if is_ulid(tenant) and process().living(tenant):
            batches[tenant].append(change)
    outcomes = {tenant: process().app(TenantId(tenant)).visitor_teller.changed(changes) for tenant, changes in batches.items()}
    of_batch(line, len(event["Records"]), [], written_at_ms(event["Records"]))
    line.say(unread=unread, tenants=outcomes)
    line.done()
