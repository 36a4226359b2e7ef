"""Secrets Manager, read at first use and kept for the life of the function."""

from collections.abc import Callable
from functools import cache


def secret(arn: str) -> Callable[[], bytes]:
    """A reader of one secret's string. Nothing is fetched before the first call."""

    @cache
    def read() -> bytes:
        from botocore.session import get_session

        answer = get_session().create_client("secretsmanager").get_secret_value(SecretId=arn)
        text: str = answer["SecretString"]
        return text.encode()

    return read
