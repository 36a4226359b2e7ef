"""Which addresses we push to: the browsers' services and no other, above all none of our own network."""

from base64 import urlsafe_b64encode

import pytest

from parlor.domain.errors import Invalid
from parlor.domain.push import Subscription, check_endpoint, check_subscription

POINT = urlsafe_b64encode(b"\4" + bytes(64)).decode()
SECRET = urlsafe_b64encode(bytes(16)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/abc",
        "https://FCM.googleapis.com:443/x",
    ],
)
def test_the_browsers_services(endpoint: str) -> None:
    check_endpoint(endpoint, ())


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/",
        "https://user:word@fcm.googleapis.com/x",
        "https://evilnotify.windows.com/x",
        "https://169.254.169.254/latest/meta-data",
        "http://localhost:4566/",
        "http://[::1]/",
        "https://[/",
        "https://fcm.googleapis.com:x/",
        "https:///x",
        "file:///etc/passwd",
        "",
    ],
)
def test_everything_else_is_refused(endpoint: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_endpoint(endpoint, ())
    assert refused.value.field == "endpoint"


def test_the_operators_own_service_may_speak_plainly() -> None:
    check_endpoint("http://push.internal:8080/x", ("push.internal",))
    for endpoint in ("http://other.internal/x", "ftp://push.internal/x", "http://a@push.internal/x"):
        with pytest.raises(Invalid):
            check_endpoint(endpoint, ("push.internal",))


@pytest.mark.parametrize(
    ("p256dh", "auth", "field"),
    [
        ("", SECRET, "keys.p256dh"),
        (SECRET, SECRET, "keys.p256dh"),
        (urlsafe_b64encode(bytes(65)).decode(), SECRET, "keys.p256dh"),
        ("a", SECRET, "keys.p256dh"),
        (POINT, "", "keys.auth"),
        (POINT, POINT, "keys.auth"),
    ],
)
def test_keys_that_nothing_can_be_encrypted_for(p256dh: str, auth: str, field: str) -> None:
    check_subscription(Subscription("https://fcm.googleapis.com/x", POINT, SECRET), ())
    with pytest.raises(Invalid) as refused:
        check_subscription(Subscription("https://fcm.googleapis.com/x", p256dh, auth), ())
    assert refused.value.field == field
