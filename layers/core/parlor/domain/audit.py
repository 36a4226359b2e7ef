"""Who did what, and who wanted to and had no right (审计日志). Entries are written once and never changed."""

from collections.abc import Callable
from typing import Any, Literal, Protocol

from msgspec import Struct, to_builtins

from parlor.domain.caller import Caller
from parlor.domain.ids import AgentId

Outcome = Literal["done", "refused"]


class Actor(Struct, frozen=True):
    """A member of staff, with the name of that moment. `address` is the network address, where it is known."""

    agent_id: AgentId
    name: str
    address: str = ""


def actor_of(caller: Caller) -> Actor:
    """Who is at the other end of a socket."""
    return Actor(AgentId(caller.subject), caller.name, caller.ip)


class AuditEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`action` is the name of a REST operation or of a frame (`transfer.offer`). `about` says on what: a kind and an id,
    such as `agent` and an agent's. `before` and `after` hold what has changed and nothing else. For a refusal, `right` is
    the one that was missing. `at` is in milliseconds since 1970 UTC."""

    entry_id: str
    at: int
    actor: Actor
    action: str
    outcome: Outcome = "done"
    right: str = ""
    about_kind: str = ""
    about_id: str = ""
    about_name: str = ""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    erased: bool = False
    """Names and values went when everything of a person was erased."""


class AuditLog(Protocol):
    """One tenant's log."""

    def done(
        self,
        actor: Actor,
        action: str,
        *,
        about: tuple[str, str, str] = ("", "", ""),
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """`about` is kind, id and name of what was changed; `before` and `after` are narrowed to what differs."""

    def refused(self, actor: Actor, action: str, right: str, *, about: tuple[str, str, str] = ("", "", "")) -> None:
        """The same refusal within a minute is one entry: whoever tries again and again cannot fill the log."""

    def page(
        self, from_ms: int, to_ms: int, position: str | None, wanted: Callable[[AuditEntry], bool] = ...
    ) -> tuple[list[AuditEntry], str | None]:
        """Newest first, and where the next page begins. A page may be short while there is a next one."""


SIGN_IN = "sign_in"
"""What entries about sign-ins are about: those of before there was a sign-in log (domain/sign_in.py), with `password` as the missing
right of a failed one, and those by single sign-on that are nobody's."""


class Trail:
    """The audit log as one person writes to it: things before and after, as they are kept."""

    def __init__(self, log: AuditLog, actor: Actor) -> None:
        self._log = log
        self._actor = actor

    def done(self, action: str, about: tuple[str, str, str], before: Struct | None = None, after: Struct | None = None) -> None:
        """Versions and counters of uses say nothing of who did what."""
        self._log.done(self._actor, action, about=about, before=_content(before), after=_content(after))


_NO_CONTENT = (
    "version",
    "digest",
    "uses",
    "hits",
    "last_hit_at",
    "members",
    "rights_as_of",
    "own_role",
    "joined",
    "created_at",
    "changed_at",
)


def _content(thing: Struct | None) -> dict[str, Any]:
    """An agent's role by its name, which outlives it."""
    if thing is None:
        return {}
    said = {name: value for name, value in to_builtins(thing).items() if name not in _NO_CONTENT}
    own_role = getattr(thing, "own_role", None)
    return said if own_role is None else said | {"role": own_role.name}


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both, without what is the same in both."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return {name: before[name] for name in before if name in changed}, {name: after[name] for name in after if name in changed}
