"""What lies in the queues of given-up work becomes rows that somebody can read and act on."""

from collections.abc import Callable
from typing import Any

import msgspec

from parlor.domain.mails import Mail
from parlor.domain.outbox import in_short, unpacked
from parlor.domain.parked import NOBODY, Parked, ParkedError, ParkedWork, about_key, about_of, id_of, tenant_in

_ERRORS: dict[str, ParkedError] = {"mail_refused": "mail_refused", "mail_down": "mail_down", "unreadable": "unreadable"}


class GivenUp(msgspec.Struct, frozen=True):
    """A message of one of those queues. `message_id` stays the same when it comes again; `sent_at` in milliseconds since 1970 UTC."""

    message_id: str
    sent_at: int
    tries: int
    body: str


def park_work(given_up: GivenUp, parked_of: Callable[[Any], ParkedWork], living: Callable[[str], bool], now: int) -> Parked | None:
    """Writes the row. The same message twice is one row; what fails again after it was taken up is the row of before.

    None: the company is gone, and its work with it.
    """
    parked = describe(given_up, now)
    if parked.tenant != NOBODY and not living(parked.tenant):
        return None
    parked_of(parked.tenant).put(parked, given_up.body, given_up.message_id)
    return parked


def describe(given_up: GivenUp, now: int) -> Parked:
    """Never raises: what cannot be read is work of nobody."""
    try:
        said = msgspec.json.decode(given_up.body)
    except (msgspec.DecodeError, UnicodeError):
        said = None
    if not isinstance(said, dict):
        return _mail_of(given_up, given_up.body, {}, now) or _other(given_up, now)
    if "consumer" in said:
        record = said.get("record")
        if isinstance(record, str):
            return _mail_of(given_up, record, said, now) or _other(given_up, now)
        return _record(given_up, said, record, now) if isinstance(record, dict) else _other(given_up, now)
    return _job(given_up, said, now)


def _mail_of(given_up: GivenUp, text: str, said: dict[str, Any], now: int) -> Parked | None:
    try:
        due = unpacked(text)
    except ValueError:
        return None
    mail: Mail = due.mail
    return Parked(
        tenant=tenant_in(mail.tenant),
        parked_id=due.mail_id,
        kind="mail",
        what=mail.what,
        about_kind="address",
        about=mail.to,
        at=now,
        tries=int(said.get("tries") or given_up.tries),
        error=_ERRORS.get(str(said.get("error")), "failed"),
        detail=in_short(said.get("reason") or ""),
    )


def _record(given_up: GivenUp, said: dict[str, Any], record: dict[str, Any], now: int) -> Parked:
    """A record of a stream: its own number makes the id, with the consumer's name."""
    image = record.get("dynamodb") if isinstance(record.get("dynamodb"), dict) else {}
    pk = _text(image, "Keys", "pk", "S")
    kind, about = about_key(pk)
    created = image.get("ApproximateCreationDateTime") if isinstance(image, dict) else 0
    at = int(created * 1000) if isinstance(created, int | float) and 0 < created < 1 << 34 else 0
    return Parked(
        tenant=tenant_in(pk),
        parked_id=id_of(at or given_up.sent_at, f"{said['consumer']} {record.get('eventID') or given_up.body}"),
        kind="record",
        what=in_short(said["consumer"]),
        about_kind=kind,
        about=about,
        at=now,
        tries=1,
        error="unreadable",
        detail=in_short(said.get("reason") or ""),
    )


def _job(given_up: GivenUp, said: dict[str, Any], now: int) -> Parked:
    what = said.get("kind")
    kind, about = about_of(said)
    download = what == "download" and kind == "download"
    sort = "download" if download else "report" if what == "send_reports" else "timer" if isinstance(what, str) else "other"
    return Parked(
        tenant=tenant_in(said.get("tenant")),
        parked_id=about if download else id_of(given_up.sent_at, given_up.message_id),
        kind=sort,  # type: ignore[arg-type]
        what=in_short(what or ""),
        about_kind=kind,
        about=about,
        at=now,
        tries=given_up.tries,
    )


def _other(given_up: GivenUp, now: int) -> Parked:
    parked_id = id_of(given_up.sent_at, given_up.message_id)
    return Parked(tenant=NOBODY, parked_id=parked_id, kind="other", at=now, tries=given_up.tries, error="unreadable")


def _text(thing: Any, *names: str) -> str:
    for name in names:
        thing = thing.get(name) if isinstance(thing, dict) else None
    return thing if isinstance(thing, str) else ""
