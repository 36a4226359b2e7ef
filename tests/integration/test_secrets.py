"""The key of tokens is replaced while visitors are there: they go on as who they are."""

import pytest

from parlor.gateways.tokens import Tokens, _bytes
from scripts.rotate_secrets import rotate
from tests.company import Company
from tests.running import wait_until


@pytest.mark.feature("P-07")
def test_visitors_go_on_after_the_key_was_replaced(company: Company) -> None:
    rest, address = company.admin.rest, {"tenant_id": company.tenant_id, "style_id": company.style_id}

    def visitor(token: str) -> str:
        found: str = rest.post("/widget/visit", visitor_token=token, **address)["visitor_id"]
        return found

    store, arn = company.stack.client("secretsmanager"), company.stack.outputs["SigningSecretArn"]
    before = rest.post("/widget/visit", **address)
    rotate(store, arn, at_once=True)
    # The new key signs a token in the name of the same visitor; the function has not heard of it yet, and of the old one it has.
    key = store.get_secret_value(SecretId=arn)["SecretString"].encode()
    head, _, _ = before["visitor_token"].rpartition(".")
    kind, payload = head.split(".")[1:]
    renewed = Tokens(lambda: key, lambda: 0)._sign(kind, _bytes(payload))
    assert visitor(before["visitor_token"]) == before["visitor_id"]
    wait_until(lambda: visitor(renewed) == before["visitor_id"], what="the new key")
    # One of neither key is nobody's: whether there is a key before was asked, with the rights that the function has.
    forged = Tokens(lambda: b"another", lambda: 0)._sign(kind, _bytes(payload))
    assert visitor(forged) != before["visitor_id"]
