"""The second factor: what an authenticator needs to know, and the recovery codes for who has lost theirs."""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import quote

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without what looks like something else."""
RECOVERY_CODES = 10
_CODE_LENGTH = 10


def authenticator_address(secret: str, email: str, issuer: str) -> str:
    """What stands in the QR code: https://github.com/google/google-authenticator/wiki/Key-Uri-Format"""
    return f"otpauth://totp/{quote(f'{issuer}:{email}')}?secret={secret}&issuer={quote(issuer)}"


def new_recovery_codes() -> tuple[str, ...]:
    """As people see them, such as `7KQ2M-XW4RT`: some 49 random bits each."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES))
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def recovery_hash(key: bytes, subject: str, code: str) -> str:
    """As it is kept: of no use without the key, which is not in the table. However people type it."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.new(key, f"recovery#{subject}#{plain}".encode(), sha256).hexdigest()[:40]
