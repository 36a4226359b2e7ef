"""Addresses that may be written down, signatures, pauses."""

import pytest

from parlor.domain.errors import Conflict, Invalid
from parlor.domain.ids import TenantId, new_ulid
from parlor.domain.webhooks import (
    EVENT_TYPES,
    PAUSES_S,
    TRIES_MAX,
    WEBHOOKS_MAX,
    Webhook,
    check_events,
    check_room,
    check_url,
    listeners,
    pause_after,
    secret_of,
    secrets_that_hold,
    signature,
)

NOW = 1_790_000_000_000
TENANT = TenantId(new_ulid(NOW))


def webhook(**more: object) -> Webhook:
    return Webhook(**({"webhook_id": "w", "url": "https://a.example/x", "events": ("message.created",), "created_at": NOW} | more))


@pytest.mark.parametrize("url", ["https://shop.example/hooks?a=1", "https://shop.example:8443/", " https://xn--fiqs8s.example "])
def test_a_plain_address_of_the_public_network_is_taken(url: str) -> None:
    assert check_url(url, ()) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example",
        "http://shop.example/",
        "ftp://shop.example/",
        "javascript:alert(1)",
        "https://user:secret@shop.example/",
        "https://shop.example:22/",
        "https://shop.example:99999/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://localhost/",
        "https://metadata/",
        "https://shop.example/#part",
        "https://shop.example\\@evil.example/",
        "https://shop.example/a b",
        "https://shöp.example/",
        "https://shop.example/\r\nX: y",
        "https://" + "a" * 600 + ".example/",
        "https://[broken",
    ],
)
def test_any_other_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_url(url, ("localhost.test",))
    assert refusal.value.field == "url"


def test_the_operators_own_hosts_may_speak_plain_http_on_any_port() -> None:
    assert check_url("http://receiver.internal:9999/x", ("receiver.internal",)) == "http://receiver.internal:9999/x"
    with pytest.raises(Invalid):
        check_url("file://receiver.internal/etc/passwd", ("receiver.internal",))


def test_events_are_named_once_and_known() -> None:
    assert check_events(["message.created", "conversation.opened", "message.created"]) == ("conversation.opened", "message.created")
    for wrong in ([], ["ping"], ["message.deleted"]):
        with pytest.raises(Invalid) as refusal:
            check_events(wrong)
        assert refusal.value.field == "events"
    assert "ping" not in EVENT_TYPES


def test_a_company_has_ten_at_most() -> None:
    check_room([webhook()] * (WEBHOOKS_MAX - 1))
    with pytest.raises(Conflict):
        check_room([webhook()] * WEBHOOKS_MAX)


def test_who_is_switched_off_or_listens_to_something_else_hears_nothing() -> None:
    mine = webhook(webhook_id="mine")
    others = [webhook(active=False), webhook(events=("conversation.ended",))]
    assert listeners([mine, *others], "message.created") == [mine]


def test_the_signature_is_that_of_the_documentation() -> None:
    """Computed apart: printf '1790000000.{}' | openssl dgst -sha256 -hmac key"""
    assert signature(["key"], 1_790_000_000, b"{}") == (
        "t=1790000000,v1=" + __import__("hmac").new(b"key", b"1790000000.{}", "sha256").hexdigest()
    )


def test_the_secret_before_signs_as_long_as_it_was_said() -> None:
    rotated = webhook(key_version=2, previous_until=NOW + 1)
    old, new = (secret_of(b"master", TENANT, "w", version) for version in (1, 2))
    assert secrets_that_hold(b"master", TENANT, rotated, NOW) == [new, old]
    assert secrets_that_hold(b"master", TENANT, rotated, NOW + 1) == [new]
    assert len({old, new, secret_of(b"master", TENANT, "v", 1), secret_of(b"master", TenantId(new_ulid(NOW)), "w", 1)}) == 4


def test_it_is_tried_again_ever_more_slowly_and_then_no_more() -> None:
    assert [pause_after(tries) for tries in range(1, TRIES_MAX + 1)] == [*PAUSES_S, None]
    assert list(PAUSES_S) == sorted(PAUSES_S)
    assert max(PAUSES_S) < 12 * 3600, "SQS hides a message for twelve hours at most"
