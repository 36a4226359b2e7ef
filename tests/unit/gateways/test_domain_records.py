"""Proofs of domains, asked of a name server over UDP."""

import pytest

from parlor.domain.errors import Unavailable
from parlor.gateways import domain_records
from parlor.gateways.domain_records import TxtRecords
from tests.provider import name_server


def test_the_texts_of_a_name() -> None:
    with name_server(0) as server:
        server.records["_parlor.tea.example"] = ["v=spf1 -all", "parlor-sso=1"]
        records = TxtRecords(f" 127.0.0.1:{server.server_address[1]} ")
        assert sorted(records.texts("_parlor.tea.example")) == ["parlor-sso=1", "v=spf1 -all"]
        assert records.texts("_parlor.coffee.example") == []


def test_name_servers_that_do_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain_records, "_PATIENCE_S", 0.05)
    with pytest.raises(Unavailable):
        TxtRecords("192.0.2.1:53").texts("_parlor.tea.example")
