"""Replaces the key that our own tokens are signed with: visitors' tokens, tickets, links in mails, cursors.

    python -m scripts.rotate_secrets [--at-once]               on the emulator
    python -m scripts.rotate_secrets [--at-once] --env dev     on AWS, with the credentials of the shell

What was signed before holds until the next rotation. Functions sign with the new key within five minutes. docs/secrets.md
"""

import argparse
import secrets
import string
import sys
import time
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from scripts.deployed import deployed
from scripts.steps import Trouble, complain

NOT_BEFORE_S = 7 * 86_400
"""So long, at least, what was signed before a rotation holds: a second one sooner must be meant."""
_LETTERS = string.ascii_letters + string.digits
_LENGTH = 64


class TooSoon(Exception):
    """The last rotation was a short while ago."""


def rotate(store: Any, arn: str, *, at_once: bool) -> None:
    """The store calls the version that was current AWSPREVIOUS from now on, and forgets the one before.

    Raises `TooSoon` unless it is to be `at_once`.
    """
    versions = store.list_secret_version_ids(SecretId=arn)["Versions"]
    has_previous = any("AWSPREVIOUS" in version.get("VersionStages", []) for version in versions)
    current = next(version for version in versions if "AWSCURRENT" in version.get("VersionStages", []))
    age_s = time.time() - current["CreatedDate"].timestamp()
    if has_previous and age_s < NOT_BEFORE_S and not at_once:
        raise TooSoon
    store.put_secret_value(SecretId=arn, SecretString="".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--env", choices=["dev", "prod"])
    parser.add_argument("--at-once", action="store_true", help="also when the last rotation was less than a week ago")
    asked = parser.parse_args()
    try:
        where = deployed(asked.env)
        rotate(
            boto3.client("secretsmanager", endpoint_url=where.endpoint or None), where.outputs["SigningSecretArn"], at_once=asked.at_once
        )
    except TooSoon:
        what_to_do = "wait, or say AT_ONCE=1: then what was signed before the last rotation ends now"
        complain(Trouble("The key was replaced less than a week ago.", what_to_do))
        return 1
    except (BotoCoreError, ClientError) as error:
        complain(Trouble(f"The store of secrets refused: {error}", "see whether the credentials of the shell may do this"))
        return 1
    except Trouble as trouble:
        complain(trouble)
        return 1
    print("The key is replaced. What was signed before holds until the next rotation; functions sign with the new key within five minutes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
