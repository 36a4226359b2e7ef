"""Files: announced, uploaded, looked at, kept, sent, seen."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from msgspec.structs import replace

from parlor.domain.conversation import Party, accept, close, open_conversation
from parlor.domain.errors import ParlorError
from parlor.domain.files import PENDING_LIFE_MS, check_sendable
from parlor.domain.ids import AgentId, ConversationId, DepartmentId, FileId, TenantId
from parlor.domain.service import Switches
from parlor.storage.limits import LimitStore
from parlor.storage.presence import PresenceStore
from parlor.usecases import keep_files
from tests.fakes.api import Api, Person, Reply, colleague
from tests.unit.api.test_widget import visit

PNG = b"\x89PNG\r\n\x1a\n" + bytes(5_000)
JPEG = b"\xff\xd8\xff\xe0" + bytes(300)


class Visitor:
    """A visitor with an open conversation, as the widget speaks for them."""

    def __init__(self, admin: Person) -> None:
        self.api = admin.api
        answer = visit(admin)
        self.token, self.id = answer["visitor_token"], answer["visitor_id"]
        self.office = self.api.house.office(TenantId(admin.tenant))
        self.conversation_id = ConversationId(self.api.ulid())
        self.office.conversations.apply(
            open_conversation(
                conversation_id=self.conversation_id,
                visitor=self.party,
                department_id=DepartmentId(admin.get("/departments")["departments"][0]["department_id"]),
                department_name="Sales",
                now=self.api.clock.now,
            )
        )

    @property
    def party(self) -> Party:
        return Party("visitor", self.id)

    def announce(self, **changes: Any) -> Reply:
        said = {"name": "a.png", "type": "image/png", "size": len(PNG)} | changes
        return self.api.call("POST", "/widget/files", {"visitor_token": self.token, "conversation_id": self.conversation_id} | said)

    def finish(self, file_id: str) -> Reply:
        return self.api.call("POST", f"/widget/files/{file_id}/finish", {"visitor_token": self.token})

    def links(self, *file_ids: str, conversation_id: str = "") -> Reply:
        body = {"visitor_token": self.token, "conversation_id": conversation_id or self.conversation_id, "file_ids": file_ids}
        return self.api.call("POST", "/widget/file-links", body)

    def change(self, step: Callable[[Any], Any]) -> None:
        found = self.office.conversations.get(self.conversation_id)
        self.office.conversations.apply(step(found))


class Store:
    """The bucket, and what a browser does with a target. What the store itself refuses is shown by the integration tests."""

    def __init__(self) -> None:
        self.client = boto3.client("s3", region_name="us-east-1")
        self.client.create_bucket(Bucket="uploads")

    def upload(self, target: dict[str, Any], body: bytes) -> None:
        self.client.put_object(Bucket="uploads", Key=target["fields"]["key"], Body=body)

    def names(self) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket="uploads").get("Contents", [])]


@pytest.fixture
def store(api: Api) -> Store:
    return Store()


@pytest.fixture
def visitor(admin: Person, store: Store) -> Visitor:
    return Visitor(admin)


def kept(visitor: Visitor, store: Store, body: bytes = PNG, **changes: Any) -> str:
    """A finished file's id."""
    upload = visitor.announce(size=len(body), **changes).json
    store.upload(upload["target"], body)
    reply = visitor.finish(upload["file_id"])
    assert reply.status == 200, reply.text
    file_id: str = upload["file_id"]
    return file_id


def active(admin: Person, visitor: Visitor) -> Party:
    """The administrator has the conversation."""
    presence = PresenceStore(TenantId(admin.tenant))
    admin.call("POST", "/socket-ticket")
    presence.set_state(AgentId(admin.agent_id), "online")
    agent = Party("agent", admin.agent_id, "Owner")
    visitor.change(lambda found: accept(found, agent, admin.api.clock.now))
    return agent


def test_a_picture_goes_up_is_kept_and_can_be_sent(visitor: Visitor, store: Store) -> None:
    upload = visitor.announce(width=640, height=480, thumbnail_size=len(JPEG)).json
    assert upload["target"]["fields"]["Content-Type"] == "image/png"
    assert upload["expires_at"] == visitor.api.clock.now + PENDING_LIFE_MS
    store.upload(upload["target"], PNG)
    store.upload(upload["thumbnail_target"], JPEG)
    finished = visitor.finish(upload["file_id"])
    expected = {"name": "a.png", "type": "image/png", "size": len(PNG), "width": 640, "height": 480, "thumbnail": True}
    assert finished.json == {"file_id": upload["file_id"]} | expected
    folder = f"files/{visitor.office.tenant}/{upload['file_id']}"
    assert store.names() == [folder, f"{folder}.thumbnail"]
    assert store.client.head_object(Bucket="uploads", Key=f"{folder}.thumbnail")["ContentType"] == "image/jpeg"
    assert visitor.finish(upload["file_id"]).json == finished.json
    file = visitor.office.files.get(FileId(upload["file_id"]))
    assert check_sendable(file, visitor.conversation_id, visitor.party).thumbnail


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"type": "image/svg+xml", "name": "a.svg"}, 400, "invalid", "type"),
        ({"type": "text/html", "name": "a.html"}, 400, "invalid", "type"),
        ({"name": "a.html"}, 400, "invalid", "name"),
        ({"name": "\u200b"}, 400, "invalid", "name"),
        ({"name": "x" * 121}, 400, "too_long", "name"),
        ({"size": 0}, 400, "invalid", "size"),
        ({"size": 20 * 1024 * 1024 + 1}, 400, "invalid", "size"),
        ({"thumbnail_size": 128 * 1024 + 1}, 400, "invalid", "thumbnail_size"),
        ({"type": "application/pdf", "name": "a.pdf", "thumbnail_size": 9}, 400, "invalid", "thumbnail_size"),
        ({"visitor_token": "forged"}, 401, "unauthorized", None),
        ({"conversation_id": "01M3250V00000000000000000V"}, 404, "not_found", "conversation_id"),
    ],
)
def test_an_announcement_that_cannot_be(
    visitor: Visitor, store: Store, change: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    reply = visitor.announce(**change)
    assert (reply.status, reply.code, reply.json.get("field")) == (status, code, field)
    assert store.names() == []


def test_files_are_for_ones_own_open_conversation(admin: Person, visitor: Visitor, store: Store) -> None:
    other = Visitor(admin)
    assert other.announce(conversation_id=visitor.conversation_id).code == "not_found"
    visitor.change(lambda found: close(found, visitor.party, visitor.api.clock.now))
    assert visitor.announce().code == "conversation_closed"


def test_a_company_may_take_no_files(visitor: Visitor) -> None:
    directory = visitor.office.directory
    service = directory.service()
    directory.change_service(service, replace(service, switches=Switches(visitor_files=False)))
    visitor.api.clock.now += 10_000
    assert visitor.announce().code == "forbidden"


@pytest.mark.parametrize(
    ("body", "small", "code", "field"),
    [
        (b"", JPEG, "not_uploaded", "size"),
        (PNG + b"x", JPEG, "invalid", "size"),
        (PNG[:-1], JPEG, "invalid", "size"),
        (b"<html>".ljust(len(PNG)), JPEG, "invalid", "type"),
        (b"MZ".ljust(len(PNG), b"\0"), JPEG, "invalid", "type"),
        (PNG, b"", "not_uploaded", "thumbnail_size"),
        (PNG, JPEG + b"x", "invalid", "thumbnail_size"),
        (PNG, b"<svg>".ljust(len(JPEG)), "invalid", "thumbnail_size"),
    ],
)
def test_what_was_not_uploaded_as_announced_is_not_kept(
    visitor: Visitor, store: Store, body: bytes, small: bytes, code: str, field: str
) -> None:
    upload = visitor.announce(thumbnail_size=len(JPEG)).json
    for target, contents in ((upload["target"], body), (upload["thumbnail_target"], small)):
        if contents:
            store.upload(target, contents)
    for _ in range(2):
        refused = visitor.finish(upload["file_id"])
        assert (refused.code, refused.json["field"]) == (code, field)
    assert not [key for key in store.names() if key.startswith("files/")]
    with pytest.raises(ParlorError) as unsendable:
        check_sendable(visitor.office.files.get(FileId(upload["file_id"])), visitor.conversation_id, visitor.party)
    assert unsendable.value.code == "not_uploaded"


def test_nobody_finishes_or_sends_anothers_file(admin: Person, stranger: Person, visitor: Visitor, store: Store) -> None:
    upload = visitor.announce().json
    store.upload(upload["target"], PNG)
    other, foreign = Visitor(admin), Visitor(stranger)
    for thief in (other, foreign):
        assert (thief.finish(upload["file_id"]).code, thief.finish(upload["file_id"]).status) == ("not_found", 404)
    assert admin.call("POST", f"/files/{upload['file_id']}/finish").code == "not_found"
    assert visitor.finish(upload["file_id"]).status == 200
    file = visitor.office.files.get(FileId(upload["file_id"]))
    for conversation_id, party in (
        (other.conversation_id, other.party),
        (visitor.conversation_id, other.party),
        (other.conversation_id, visitor.party),
        (visitor.conversation_id, Party("agent", admin.agent_id)),
    ):
        with pytest.raises(ParlorError) as refused:
            check_sendable(file, conversation_id, party)
        assert refused.value.code == "not_found"


def test_an_old_announcement_is_over(visitor: Visitor, store: Store) -> None:
    upload = visitor.announce().json
    store.upload(upload["target"], PNG)
    visitor.api.clock.now += PENDING_LIFE_MS
    assert visitor.finish(upload["file_id"]).code == "not_found"


def test_links_show_pictures_and_download_the_rest(visitor: Visitor, store: Store) -> None:
    picture = kept(visitor, store, name='猫 "1".png')
    page = kept(visitor, store, b"hello", name="a.txt", type="text/plain")
    pending = visitor.announce().json["file_id"]
    answer = visitor.links(picture, page, pending, visitor.api.ulid()).json
    links = {each["file_id"]: each for each in answer["links"]}
    assert set(links) == {picture, page}
    assert answer["expires_at"] == visitor.api.clock.now + 900_000
    shown, taken = said(links[picture]["url"]), said(links[picture]["download_url"])
    assert shown["response-content-type"] == "image/png"
    assert shown["response-content-disposition"].startswith("inline;")
    assert taken["response-content-disposition"] == "attachment; filename=\"_ _1_.png\"; filename*=UTF-8''%E7%8C%AB%20%221%22.png"
    assert said(links[page]["url"])["response-content-type"] == "application/octet-stream"
    assert said(links[page]["url"])["response-content-disposition"].startswith("attachment;")
    assert int(shown["X-Amz-Expires"]) == 900


def said(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_links_are_of_the_conversation_only(admin: Person, stranger: Person, visitor: Visitor, store: Store) -> None:
    mine = kept(visitor, store)
    other, foreign = Visitor(admin), Visitor(stranger)
    assert other.links(mine, conversation_id=visitor.conversation_id).code == "not_found"
    assert other.links(mine).json["links"] == []
    assert foreign.links(mine, conversation_id=visitor.conversation_id).code == "not_found"
    asked = {"conversation_id": visitor.conversation_id, "file_ids": [mine]}
    assert len(admin.call("POST", "/file-links", asked).json["links"]) == 1
    assert stranger.call("POST", "/file-links", asked).code == "not_found"


def test_only_supervisors_still_get_what_was_recalled(admin: Person, visitor: Visitor, store: Store) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    file_id = kept(visitor, store)
    asked = {"conversation_id": visitor.conversation_id, "file_ids": [file_id]}
    visitor.office.files.mark_recalled(FileId(file_id), visitor.conversation_id)
    assert visitor.links(file_id).json["links"] == []
    assert agent.call("POST", "/file-links", asked).json["links"] == []
    assert len(admin.call("POST", "/file-links", asked).json["links"]) == 1
    with pytest.raises(ParlorError):
        check_sendable(visitor.office.files.get(FileId(file_id)), visitor.conversation_id, visitor.party)


def test_an_agent_adds_files_to_a_conversation_that_they_have(admin: Person, visitor: Visitor, store: Store) -> None:
    said = {"conversation_id": visitor.conversation_id, "name": "a.pdf", "type": "application/pdf", "size": 8}
    assert admin.call("POST", "/files", said).code == "not_a_member"
    agent = active(admin, visitor)
    upload = admin.call("POST", "/files", said).json
    store.upload(upload["target"], b"%PDF-1.7")
    assert admin.call("POST", f"/files/{upload['file_id']}/finish").json["name"] == "a.pdf"
    file = visitor.office.files.get(FileId(upload["file_id"]))
    assert check_sendable(file, visitor.conversation_id, agent).size == 8
    assert len(visitor.links(upload["file_id"]).json["links"]) == 1


def test_common_files_are_seen_where_they_were_sent(admin: Person, stranger: Person, visitor: Visitor, store: Store) -> None:
    agent = colleague(admin, "wang@example.com", "2")
    said = {"name": "prices.pdf", "type": "application/pdf", "size": 8}
    assert agent.call("POST", "/files", said).code == "forbidden"
    assert admin.call("POST", "/shared-files", {"file_id": admin.api.ulid(), "title": "x"}).code == "not_found"
    upload = admin.call("POST", "/files", said).json
    add = {"file_id": upload["file_id"], "title": "Prices 2026", "folder": "Sales"}
    assert admin.call("POST", "/shared-files", add).code == "not_uploaded"
    store.upload(upload["target"], b"%PDF-1.7")
    admin.call("POST", f"/files/{upload['file_id']}/finish")
    assert stranger.call("POST", "/shared-files", add).code == "not_found"
    listed = add | {"name": "prices.pdf", "type": "application/pdf", "size": 8, "added_by": "Owner"}
    assert admin.call("POST", "/shared-files", add).json == listed
    assert admin.call("POST", "/shared-files", add).code == "exists"
    assert agent.get("/shared-files") == {"files": [listed]}

    files, file_id = visitor.office.files, FileId(upload["file_id"])
    assert check_sendable(files.get(file_id), visitor.conversation_id, Party("agent", agent.agent_id)).name == "prices.pdf"
    with pytest.raises(ParlorError):
        check_sendable(files.get(file_id), visitor.conversation_id, visitor.party)
    assert visitor.links(file_id).json["links"] == []
    files.note_sent(file_id, visitor.conversation_id)
    assert len(visitor.links(file_id).json["links"]) == 1
    assert Visitor(admin).links(file_id).json["links"] == []

    assert agent.call("DELETE", f"/shared-files/{file_id}").status == 403
    assert admin.call("DELETE", f"/shared-files/{file_id}").status == 204
    assert (admin.call("DELETE", f"/shared-files/{file_id}").code, admin.get("/shared-files")) == ("not_found", {"files": []})
    assert len(visitor.links(file_id).json["links"]) == 1
    files.mark_recalled(file_id, visitor.conversation_id)
    assert visitor.links(file_id).json["links"] == []


def test_a_file_of_a_conversation_does_not_become_a_common_one(admin: Person, visitor: Visitor, store: Store) -> None:
    file_id = kept(visitor, store)
    assert admin.call("POST", "/shared-files", {"file_id": file_id, "title": "Mine"}).code == "not_found"


def test_the_list_of_common_files_has_an_end(admin: Person, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_files, "SHARED_MAX", 1)
    replies = []
    for title in ("One", "Two"):
        upload = admin.call("POST", "/files", {"name": "a.txt", "type": "text/plain", "size": 5}).json
        store.upload(upload["target"], b"hello")
        admin.call("POST", f"/files/{upload['file_id']}/finish")
        replies.append(admin.call("POST", "/shared-files", {"file_id": upload["file_id"], "title": title}))
    assert (replies[0].status, replies[1].code) == (200, "limit_reached")


def test_a_visitor_who_uploads_too_much_waits(visitor: Visitor) -> None:
    visitor.api.house.limits = LimitStore(visitor.api.clock.now_ms)
    large = 20 * 1024 * 1024
    statuses = [visitor.announce(size=large).status for _ in range(16)]
    assert statuses == [200] * 15 + [429]
    assert [visitor.announce(size=1).status for _ in range(60)].count(200) == 0
