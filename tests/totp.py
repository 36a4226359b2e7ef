"""What an authenticator on a phone shows (RFC 6238: HMAC-SHA1, 30 seconds, six digits)."""

import hmac
import struct
import time
from base64 import b32decode


def totp(secret: str, at_s: float | None = None) -> str:
    counter = int((time.time() if at_s is None else at_s) // 30)
    digest = hmac.new(b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", counter), "sha1").digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
