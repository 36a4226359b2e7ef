"""A program of the company asks the API with a key."""

import pytest

from scripts.rest import Refused, Rest
from tests.company import Company
from tests.running import Running


@pytest.mark.feature("S-10")
def test_a_key_opens_what_it_is_for_from_where_it_may_until_it_is_deleted(stack: Running, company: Company) -> None:
    admin = company.admin.rest
    made = admin.post("/api-keys", name="Shop", scopes=["customers.write", "customers.read"], days=30)
    program = Rest(stack.api_url)
    program.token = made["secret"]
    card = program.post("/customers", name="周小雅", phone="13800000000")
    assert program.get(f"/customers/{card['customer_id']}")["name"] == "周小雅"
    assert admin.get(f"/customers/{card['customer_id']}")["name"] == "周小雅"
    with pytest.raises(Refused, match="outside_scope"):
        program.get("/agents")
    with Company.sign_up(stack) as other, pytest.raises(Refused, match="not_found"):
        program.get(f"/customers/{other.admin.rest.post('/customers', name='Theirs')['customer_id']}")
    bound = Rest(stack.api_url)
    bound.token = admin.post("/api-keys", name="Elsewhere", scopes=["customers.read"], addresses=["198.51.100.0/24"])["secret"]
    with pytest.raises(Refused, match="wrong_address"):
        bound.get("/customers", name="周")
    assert {key["name"]: "last_used_at" in key for key in admin.get("/api-keys")["keys"]} == {"Shop": True, "Elsewhere": False}
    admin.call("DELETE", f"/api-keys/{made['key']['key_id']}")
    with pytest.raises(Refused, match="unauthorized"):
        program.get(f"/customers/{card['customer_id']}")
