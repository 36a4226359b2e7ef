"""The key that our push messages are signed with (VAPID). It follows from the token secret: nothing more is to be configured."""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256's group: https://doi.org/10.6028/NIST.SP.800-186, 3.2.1.3."""
_BYTES = 48
"""128 bits more than the order has, so that all keys are as likely: https://doi.org/10.6028/NIST.FIPS.186-5, A.2.1."""


def push_key(secret: bytes) -> EllipticCurvePrivateKey:
    """The same key for the same secret. A new secret makes every browser's subscription void."""
    material = HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=b"parlor web push").derive(secret)
    return derive_private_key(int.from_bytes(material, "big") % (_ORDER - 1) + 1, SECP256R1())


def public_text(key: EllipticCurvePrivateKey) -> str:
    """The public key as browsers want it: the point, uncompressed, in base64url."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()
