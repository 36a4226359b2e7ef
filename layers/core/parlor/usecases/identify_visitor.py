"""A page says who its visitor is, signed by the company's server: one visitor for all devices of one user."""

from typing import Literal

from msgspec import UnsetType

from parlor.domain.credentials import VisitorClaims
from parlor.domain.ids import TenantId, VisitorId, new_ulid
from parlor.domain.ports import Clock, Conversations, Presence
from parlor.domain.signed_identity import GivenIdentity, Identities, Integration, Secrets, SignedIdentity, Tally, Verdict, judge
from parlor.usecases.know_visitor import know_visitor
from parlor.usecases.pushing import Pushes

Outcome = Literal["verified", "refused"]


class Tallies:
    """What a function has still to write down, for all tenants; see domain/signed_identity.py."""

    def __init__(self, warned: Tally, verified: Tally) -> None:
        self.warned = warned
        self.verified = verified


def identify_visitor(
    given: GivenIdentity | None | UnsetType,
    visitor: VisitorClaims | None,
    tenant: TenantId,
    master: bytes,
    integration: Integration,
    tallies: Tallies,
    identities: Identities,
    conversations: Conversations,
    presence: Presence,
    pushes: Pushes,
    clock: Clock,
) -> tuple[VisitorClaims | None, Outcome | None]:
    """Who the visitor is from now on (None: a new one), and what became of the identity. `visitor` is who the browser says it is.

    UNSET: the page says nothing, so nothing changes. None: nobody is signed in; whoever was is not shown any more. An identity that does
    not hold is the same, with a warning for the company. The tenant must be there: strangers must not fill the table.
    """
    if isinstance(given, UnsetType):
        return visitor, None
    if given is None:
        return _alone(visitor, identities), None
    now = clock.now_ms()
    verdict = judge(given, Secrets(master, tenant, integration.state()), now)
    _note(verdict, tenant, integration, tallies, now)
    if verdict.identity is None:
        return _alone(visitor, identities), "refused"
    found = _visitor_of(verdict.identity, visitor, tenant, identities, conversations, now)
    _remember(verdict.identity, found.visitor, identities, conversations, presence, pushes, clock)
    return found, "verified"


def _note(verdict: Verdict, tenant: TenantId, integration: Integration, tallies: Tallies, now: int) -> None:
    if verdict.warned is not None:
        tallies.warned.count(tenant, now, lambda number: integration.warn(number, verdict, now))
    if verdict.identity is not None:
        tallies.verified.count(tenant, now, lambda _: integration.note_verified(now))


def _alone(visitor: VisitorClaims | None, identities: Identities) -> VisitorClaims | None:
    """Who never was anybody stays as they are; who was somebody begins anew."""
    if visitor is None or identities.known_of(visitor.visitor) is not None:
        return None
    return visitor


def _visitor_of(
    identity: SignedIdentity,
    visitor: VisitorClaims | None,
    tenant: TenantId,
    identities: Identities,
    conversations: Conversations,
    now: int,
) -> VisitorClaims:
    """The user's own visitor; but who signs in while talking goes on talking, and is the user's visitor after that.

    The user's visitor is never the one that the browser came with: whoever else kept its token would be the user, too.
    """
    user = identities.visitor_of(identity.user_id) or identities.add(identity.user_id, VisitorId(new_ulid(now)))
    if visitor is not None and visitor.visitor == user:
        return visitor
    if visitor is not None:
        known = identities.known_of(visitor.visitor)
        talking = conversations.open_of(visitor.visitor) if known is None or known.user_id == identity.user_id else None
        if talking is not None:
            if known is None:
                identities.add_to_history(user, talking)
            return visitor
    return VisitorClaims(tenant, user, now)


def _remember(
    identity: SignedIdentity,
    visitor: VisitorId,
    identities: Identities,
    conversations: Conversations,
    presence: Presence,
    pushes: Pushes,
    clock: Clock,
) -> None:
    """Writes only what has changed; the mark comes last, so that what was cut off is done again."""
    known = identities.known_of(visitor)
    if known is not None and known.mark == identity.mark:
        return
    said = {"name": identity.name, "email": identity.email, "phone": identity.phone}
    if any(said.values()):
        know_visitor(visitor, said, conversations, presence, pushes, clock)
    identities.remember(visitor, identity.as_known(clock.now_ms()))
