"""Everything of a company in one ZIP: each of its rows is there, none of another's, no secret, whoever takes the work up in between."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from parlor.domain.archive import day_of
from parlor.domain.audit import Actor
from parlor.domain.company_data import SECTIONS
from parlor.domain.customers import Customer
from parlor.domain.download_forms import Bundle, FormState
from parlor.domain.ids import AgentId, CustomerId, FileId, LeftMessageId, TenantId, VisitorId
from parlor.domain.left_messages import LeftMessage
from parlor.protocol.frames import EndConversation
from parlor.storage import audit, company_rows, customers, keys, left_messages
from parlor.storage.audit import AuditStore
from parlor.storage.company_rows import CompanyRowStore
from parlor.storage.customers import CustomerStore
from parlor.storage.left_messages import LeftMessageStore
from parlor.storage.person_rows import Tables
from parlor.usecases.download_company import CompanyFiles
from parlor.usecases.end_conversation import end_conversation
from tests.fakes.dynamo import tables
from tests.fakes.stage import Stage
from tests.unit.usecases.test_compact_archive import Bucket

DAY = 86_400_000
NAMES = Tables("Chat", "Presence", "Directory", "Metrics")


class World:
    """Two companies with some of everything; `ours` is taken along."""

    def __init__(self, client: Any) -> None:
        self.client = client
        for each in (audit, customers, left_messages):
            each.bind("Chat")
        self.bucket = Bucket()
        self.ours, self.others = Stage(), Stage()
        self.agents: dict[TenantId, list[AgentId]] = {}
        for stage in (self.ours, self.others):
            self.fill(stage)

    def put(self, table: str, pk: str, sk: str, **more: Any) -> None:
        self.client.put_item(TableName=table, Item={"pk": {"S": pk}, "sk": {"S": sk}} | more)

    def fill(self, stage: Stage) -> None:
        tenant = stage.tenant
        lin = stage.agent("lin")
        self.agents[tenant] = [AgentId(lin.subject)]
        self.put("Directory", tenant, keys.COMPANY, company={"S": "Tea"})
        self.put("Directory", tenant, keys.API_KEY + "K", digest={"S": "secret-digest"}, name={"S": "Shop"})
        for number in range(15):
            self.put("Directory", tenant, f"{keys.CANNED}{number:02d}", body={"S": json.dumps({"text": "hello"})})
        for number in range(5):
            visitor = stage.visitor(f"tab{number}")
            opened = stage.open(visitor)
            stage.accept(lin, opened.conversation_id)
            stage.say(visitor, opened.conversation_id, 1, f"tea {number}")
            stage.conversations.change_profile(visitor.subject, name=f"Visitor {number}")
            frame = EndConversation(action="chat", conversation_id=opened.conversation_id)
            end_conversation(frame, lin.party, stage.directory, stage.conversations, stage.reception, stage.clock)
            self.bucket.keep("conversations", tenant, day_of(stage.clock.now), [f'{{"conversation_id":"{number}"}}'.encode()])
            stage.clock.pass_ms(12 * DAY)
        card, carded = CustomerId(stage.ulid()), VisitorId(stage.ulid())
        store = CustomerStore(tenant)
        now = stage.clock.now
        store.add(Customer(customer_id=card, name="Nora", email="nora@tea.example", created_at=now, changed_at=now))
        stage.conversations.change_profile(carded, phone="123")
        self.put("Chat", keys.customer(tenant, card), keys.linked_visitor(carded))
        ids = LeftMessageId(stage.ulid()), VisitorId(stage.ulid())
        LeftMessageStore(tenant).put(
            LeftMessage(left_message_id=ids[0], visitor_id=ids[1], email="a@b.example", text="call", at=stage.clock.now)
        )
        AuditStore(tenant, stage.clock.now_ms).done(Actor(AgentId(lin.subject), "Lin"), "change_company")
        self.put("Chat", keys.sign_ins(tenant, stage.clock.now), f"{stage.clock.now:013d}#X", body={"S": "{}"})
        self.put("Chat", keys.state_changes(tenant, stage.clock.now), keys.state_change(AgentId(lin.subject), stage.clock.now))
        self.put("Chat", keys.shared_files(tenant), "F1")
        self.put("Chat", keys.file(tenant, FileId("F1")), keys.META, name={"S": "prices.pdf"})
        self.put("Chat", keys.memberships(tenant, AgentId(lin.subject)), "G1")
        self.put("Chat", f"{tenant}#I#G1", keys.META)
        self.put("Chat", f"{tenant}#I#G1", keys.MEMBERS, members={"M": {lin.subject: {"S": "Lin"}}})
        self.put("Chat", f"{tenant}#I#G1", keys.log_entry(1), text={"S": "psst"})
        self.put("Metrics", keys.metric(tenant, "visits"), "20260201", h01={"N": "3"})
        self.put("Metrics", keys.sheet(tenant, "page"), "2026020101", Ax={"N": "3"})
        self.bucket.keep("facts", tenant, day_of(stage.clock.now), [b'{"event":"said"}'])

    def files(self) -> CompanyFiles:
        """As another process makes them."""
        stage = self.ours
        since = stage.directory.company().created_at
        rows = CompanyRowStore(stage.tenant, NAMES, lambda: since, lambda: self.agents[stage.tenant])
        return CompanyFiles(stage.tenant, stage.directory.company(), rows, self.bucket, stage.clock.now)

    def zipped(self, *, each_anew: bool) -> zipfile.ZipFile:
        """With `each_anew` every batch is made by somebody who knows the position and the file's state alone."""
        data, position, over = bytearray(), None, False
        source, form = self.files(), Bundle(FormState())
        while not over:
            batch = source(position)
            for piece in form.write(batch.items):
                data += piece
            position, over = batch.position, batch.position is None
            if each_anew:
                rest, state = form.pause()
                data += rest
                source, form = self.files(), Bundle(state)
        for piece in form.finish():
            data += piece
        return zipfile.ZipFile(io.BytesIO(bytes(data)))

    def scanned(self, tenant: str) -> set[tuple[str, str, str]]:
        found = set()
        for table in ("Chat", "Directory", "Metrics"):
            for page in self.client.get_paginator("scan").paginate(TableName=table):
                found |= {(table, row["pk"]["S"], row["sk"]["S"]) for row in page["Items"] if tenant in row["pk"]["S"]}
        return found


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Nothing of it is changed."""
    with pytest.MonkeyPatch.context() as patch, tables() as client:
        patch.setattr(company_rows, "PLAIN", 6)
        patch.setattr(company_rows, "HEADS", 2)
        yield World(client)


def told(file: zipfile.ZipFile) -> list[dict[str, Any]]:
    names = [name for name in file.namelist() if name.endswith(".jsonl") and not name.startswith("archive/")]
    return [json.loads(line) for name in names for line in file.read(name).splitlines()]


def test_every_row_of_the_company_is_in_it_and_none_of_another(world: World) -> None:
    file = world.zipped(each_anew=False)
    rows = told(file)
    found = {(row["table"], row["pk"], row["sk"]) for row in rows}
    # Who found a card by telephone or mail address stands in the card itself.
    missing = {row for row in world.scanned(world.ours.tenant) - found if "#KE#" not in row[1] and "#KP#" not in row[1]}
    assert missing == set()
    assert not [row for row in found if world.others.tenant in row[1]]
    assert {name.split("/")[0] for name in file.namelist()} == {"about.json", "archive", *SECTIONS}
    whole = b"".join(file.read(name) for name in file.namelist())
    assert world.others.tenant.encode() not in whole
    assert b"secret-digest" not in whole
    assert json.loads(file.read("about.json"))["company"] == "Tea"
    words = next(row for row in rows if row["table"] == "Directory" and row["sk"] == f"{keys.CANNED}00")
    assert words["body"] == {"text": "hello"}, "JSON inside a row is opened"
    archived = [name for name in file.namelist() if name.startswith("archive/")]
    assert len(archived) == sum(world.ours.tenant in key for key in world.bucket.objects)


def test_whoever_takes_it_up_in_between_makes_the_same_files(world: World) -> None:
    one, other = world.zipped(each_anew=False), world.zipped(each_anew=True)
    assert one.namelist() == other.namelist()
    assert len(one.namelist()) > 20
    assert other.testzip() is None
    assert all(one.read(name) == other.read(name) for name in one.namelist())


def test_a_company_without_anything_is_a_whole_zip(world: World) -> None:
    full, world.ours = world.ours, Stage()
    world.agents[world.ours.tenant] = []
    assert world.zipped(each_anew=True).namelist() == ["about.json"]
    world.ours = full
