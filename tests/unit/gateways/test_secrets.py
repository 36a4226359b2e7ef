"""A key that is replaced: what was signed before holds for the overlap, after a second replacement it does not."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from parlor.domain.credentials import VisitorClaims
from parlor.domain.errors import Unauthorized
from parlor.domain.ids import TenantId, VisitorId, new_ulid
from parlor.gateways import secrets
from parlor.gateways.secrets import ASKED_AGAIN_MS, KEPT_MS, RotatingSecret
from parlor.gateways.tokens import Tokens
from scripts.rotate_secrets import NOT_BEFORE_S, TooSoon, rotate
from tests.fakes.world import FixedClock

CLAIMS = VisitorClaims(TenantId(new_ulid(1)), VisitorId(new_ulid(2)), 1)


class Installation:
    """One secret, and functions that know it, each as long as it lives."""

    def __init__(self) -> None:
        self.store: Any = boto3.client("secretsmanager")
        self.arn = self.store.create_secret(Name="signing", SecretString="the first")["ARN"]
        self.clock = FixedClock()

    def function(self) -> Tokens:
        key = RotatingSecret(self.arn, lambda: b"from before there was one", self.clock.now_ms)
        return Tokens(key.current, self.clock.now_ms, key.others)

    def rotate(self) -> None:
        rotate(self.store, self.arn, at_once=True)


@pytest.fixture
def installation() -> Iterator[Installation]:
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield Installation()


def refused(tokens: Tokens, token: str) -> bool:
    try:
        return tokens.verify_visitor(token) != CLAIMS
    except Unauthorized:
        return True


def test_a_token_holds_over_one_rotation_and_not_over_two(installation: Installation) -> None:
    token = installation.function().sign_visitor(CLAIMS)
    installation.rotate()
    after_one = installation.function()
    assert after_one.verify_visitor(token) == CLAIMS
    renewed = after_one.sign_visitor(CLAIMS)
    installation.rotate()
    after_two = installation.function()
    assert refused(after_two, token)
    assert after_two.verify_visitor(renewed) == CLAIMS


def test_a_warm_function_takes_what_a_newer_key_has_signed(installation: Installation) -> None:
    warm = installation.function()
    warm.sign_visitor(CLAIMS)
    installation.rotate()
    installation.clock.pass_ms(ASKED_AGAIN_MS)
    assert warm.verify_visitor(installation.function().sign_visitor(CLAIMS)) == CLAIMS


def test_a_warm_function_signs_with_the_new_key_within_five_minutes_and_forgets_the_old_one(installation: Installation) -> None:
    warm = installation.function()
    old = warm.sign_visitor(CLAIMS)
    installation.rotate()
    installation.rotate()
    installation.clock.pass_ms(KEPT_MS)
    assert refused(warm, old)
    assert warm.sign_visitor(CLAIMS) == installation.function().sign_visitor(CLAIMS) != old


def test_what_was_signed_before_the_secret_had_versions_holds_until_the_first_rotation(installation: Installation) -> None:
    ancient = Tokens(lambda: b"from before there was one", installation.clock.now_ms).sign_visitor(CLAIMS)
    assert installation.function().verify_visitor(ancient) == CLAIMS
    installation.rotate()
    assert refused(installation.function(), ancient)


def test_forged_tokens_do_not_make_us_ask_each_time(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = installation.function()
    token = tokens.sign_visitor(CLAIMS)
    asked: list[str] = []
    read = secrets._value
    monkeypatch.setattr(secrets, "_value", lambda client, arn, stage: (asked.append(stage), read(client, arn, stage))[1])
    for _ in range(50):
        assert refused(tokens, token[:-4] + "AAAA")
    assert asked == ["AWSPREVIOUS"]


def test_a_store_that_does_not_answer_changes_nothing_for_a_warm_function(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = installation.function()
    token = warm.sign_visitor(CLAIMS)

    def broken(*_: Any) -> bytes:
        raise ClientError({"Error": {"Code": "ThrottlingException"}}, "GetSecretValue")

    monkeypatch.setattr(secrets, "_value", broken)
    installation.clock.pass_ms(KEPT_MS)
    assert warm.verify_visitor(token) == CLAIMS


def test_twice_in_a_row_is_refused_unless_it_is_meant(installation: Installation) -> None:
    """The first rotation lets everybody go on; a second soon after ends what they have."""
    rotate(installation.store, installation.arn, at_once=True)
    with pytest.raises(TooSoon):
        rotate(installation.store, installation.arn, at_once=False)
    assert NOT_BEFORE_S >= 86_400
