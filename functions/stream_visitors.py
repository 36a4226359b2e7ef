"""Tells the desks what the Presence stream says of visitors on the site: who came, moved, left or changed."""

from collections import defaultdict
from typing import Any

from parlor.domain.ids import TenantId, is_ulid
from parlor.domain.visiting import VisitChange
from parlor.runtime.checked import answers_checks
from parlor.runtime.handler import logger, process
from parlor.storage.visits import change_of_record


@answers_checks("presence")
def handler(event: dict[str, Any], context: Any) -> None:
    """What is told is a hint: a record that cannot be read is passed over, and desks ask for the list again now and then."""
    batches: dict[str, list[VisitChange]] = defaultdict(list)
    unread = 0
    for record in event["Records"]:
        try:
            tenant, change = change_of_record(record)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            unread += 1
            logger.warning("a record tells nothing", extra={"reason": f"{type(fault).__name__}: {fault}"})
            continue
        if is_ulid(tenant):
            batches[tenant].append(change)
    outcomes = {tenant: process().app(TenantId(tenant)).visitor_teller.changed(changes) for tenant, changes in batches.items()}
    logger.info("done", extra={"records": len(event["Records"]), "unread": unread, "tenants": outcomes})
