"""Signs who is signed in, for Parlor's widget. Standard library only. Python 3.8 or newer.

python sign.py SECRET USER_ID          the identity with the user's id signed
python sign.py SECRET --data JSON      the identity with the whole JSON text signed
"""

import hmac
import json
import sys
from hashlib import sha256


def sign_user(secret: str, user_id: str) -> dict:
    """For `parlor.identify({...})`; add name, email, phone and attributes as you like: these are not signed."""
    return {"userId": user_id, "hmac": hmac.new(secret.encode(), user_id.encode(), sha256).hexdigest()}


def sign_data(secret: str, said: dict) -> dict:
    """Signs all of it: user_id, name, email, phone, attributes, expires (seconds since 1970). The browser hands `data` on unchanged."""
    return sign_text(secret, json.dumps(said, ensure_ascii=False))


def sign_text(secret: str, data: str) -> dict:
    return {"data": data, "hmac": hmac.new((secret + ".data").encode(), data.encode(), sha256).hexdigest()}


if __name__ == "__main__":
    secret, *rest = sys.argv[1:]
    print(json.dumps(sign_text(secret, rest[1]) if rest[0] == "--data" else sign_user(secret, rest[0])))
