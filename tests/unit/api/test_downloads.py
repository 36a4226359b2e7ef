"""The download centre: what is asked for is made behind the scenes, put down and taken up, and given to those who may have it."""

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from parlor.domain import download_forms
from parlor.domain.downloads import LEASE_MS, LIFE_MS, STOPPED_MS, DownloadId
from parlor.domain.ids import TenantId
from parlor.gateways.blobs import Bucket
from parlor.gateways.download_files import DownloadFiles
from parlor.storage.downloads import DownloadStore
from parlor.usecases import make_download as making
from tests.fakes.api import Api, Person, Reply, colleague
from tests.fakes.archive import SqliteArchive
from tests.fakes.downloads import Crash, MemoryFiles, ended, unzipped, worker
from tests.unit.api.test_reading_conversations import recall, said
from tests.unit.api.test_record_search import put_away, record_of

RECORDS = {"kind": "records", "first": "2026-09-01", "last": "2026-09-30"}
HOSTILE = '=HYPERLINK("https://evil.example")<script>alert(1)</script>'
HOUR_MS = 3_600_000


@pytest.fixture
def files() -> MemoryFiles:
    return MemoryFiles()


def ask(person: Person, wanted: dict[str, Any] = RECORDS, form: str = "csv", client_id: str = "", language: str = "en") -> Reply:
    body = {"client_id": client_id or person.api.ulid(), "wanted": wanted, "format": form, "language": language}
    return person.call("POST", "/downloads", body)


def begun(person: Person, wanted: dict[str, Any] = RECORDS, form: str = "csv", **more: Any) -> DownloadId:
    reply = ask(person, wanted, form, **more)
    assert reply.status == 200, reply.text
    return DownloadId(reply.json["download_id"])


def made(person: Person, files: MemoryFiles, wanted: dict[str, Any] = RECORDS, form: str = "csv", **more: Any) -> bytes:
    download_id = begun(person, wanted, form, **more)
    assert worker(person, files)(download_id, "w", lambda: True, last_try=False) == "done"
    assert files.checkpoints == {}
    return files.done[download_id]


def seen(person: Person, download_id: str, query: str = "") -> dict[str, Any]:
    return next(each for each in person.get(f"/downloads{query}")["downloads"] if each["download_id"] == download_id)


def rows_of(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.fixture
def talks(api: Api, admin: Person) -> list[str]:
    """Three conversations, the newest first; in the newest something was said."""
    found = [ended(admin, api.clock.now - hour * HOUR_MS, HOSTILE if hour == 1 else f"Guest {hour}") for hour in (1, 2, 3)]
    first, taken_back = said(admin, found[0], HOSTILE, "taken back")
    assert first.seq < taken_back.seq
    recall(admin, found[0], taken_back)
    said(admin, found[0], "among us", note=True)
    return [str(each) for each in found]


# --- what the files hold ---------------------------------------------------------------------------------------------


def test_conversations_as_rows(admin: Person, files: MemoryFiles, talks: list[str]) -> None:
    rows = rows_of(made(admin, files))
    assert [row["Conversation"] for row in rows] == talks
    assert rows[0]["Visitor"] == "'" + HOSTILE
    assert (rows[0]["Agent"], rows[0]["Wait (s)"], rows[0]["Length (s)"]) == ("Owner", "1", "2")
    assert rows[0]["Started"] == "2026-09-21 21:13:20"

    book = load_workbook(io.BytesIO(made(admin, files, form="xlsx", language="zh-CN")))
    head, *read = book["对话记录"].iter_rows(values_only=True)
    assert [row[head.index("会话 ID")] for row in read] == talks
    assert read[0][head.index("访客")] == HOSTILE
    assert str(read[0][head.index("开始时间")]) == "2026-09-21 21:13:20"
    assert read[0][head.index("时长（秒）")] == 2


def test_what_was_said_as_rows_and_as_objects(admin: Person, files: MemoryFiles, talks: list[str]) -> None:
    rows = rows_of(made(admin, files, RECORDS | {"messages": True}))
    newest = [row for row in rows if row["Conversation"] == talks[0]]
    assert [row["Text"] for row in newest if row["Type"] == "Message"] == ["'" + HOSTILE]
    assert [row["Text"] for row in newest if row["Type"] == "Event"][1] == "Owner accepted"
    assert not any("taken back" in row["Text"] or "among us" in row["Text"] for row in rows)

    noted = made(admin, files, RECORDS | {"messages": True, "notes": True}, "jsonl")
    objects = [json.loads(line) for line in noted.splitlines()]
    assert [each["conversation_id"] for each in objects] == talks
    assert [line["text"] for line in objects[0]["log"] if line["type"] == "Note"] == ["among us"]
    assert objects[0]["opened"] == "2026-09-21T21:13:20+08:00"


def test_a_page_to_read_can_do_nothing(admin: Person, files: MemoryFiles, talks: list[str]) -> None:
    page = made(admin, files, RECORDS | {"messages": True}, "html").decode()
    assert page.startswith('<!doctype html><html lang="en">')
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert page.count("<article>") == 3
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "taken back" not in page
    [mine] = [each for each in admin.get("/downloads")["downloads"] if each["format"] == "html"]
    assert mine["name"] == "conversations_2026-09-01_2026-09-30.html"


def test_many_pages_are_in_a_zip_with_one_that_names_them(
    admin: Person, files: MemoryFiles, talks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_forms, "ARTICLES", 2)
    pages = unzipped(made(admin, files, form="html"))
    assert list(pages) == ["conversations-0001.html", "conversations-0002.html", "index.html"]
    assert [page.count("<article>") for page in pages.values()] == [2, 1, 0]
    assert 'href="conversations-0002.html"' in pages["index.html"]


def test_nothing_found_is_a_file_too(admin: Person, files: MemoryFiles) -> None:
    assert load_workbook(io.BytesIO(made(admin, files, form="xlsx"))).active.max_row == 1
    assert made(admin, files).decode("utf-8-sig").startswith("Conversation,Visitor number")
    assert made(admin, files, form="jsonl") == b""
    assert b"No conversations match" in made(admin, files, form="html")


def test_left_messages_and_the_audit_log(api: Api, admin: Person, files: MemoryFiles) -> None:
    style = admin.get("/styles")["styles"][0]["style_id"]
    visit = api.call("POST", "/widget/visit", {"tenant_id": admin.tenant, "style_id": style}).json
    left = {"visitor_token": visit["visitor_token"], "client_id": api.ulid(), "email": "li@example.com", "text": "=1+1"}
    assert api.call("POST", "/widget/left-messages", left).status == 200
    [row] = rows_of(made(admin, files, {"kind": "left_messages"}))
    assert (row["E-mail"], row["Message"], row["State"]) == ("li@example.com", "'=1+1", "New")
    assert rows_of(made(admin, files, {"kind": "left_messages", "state": "closed"})) == []

    rows = rows_of(made(admin, files, {"kind": "audit", "first": "2026-09-21", "last": "2026-09-22"}))
    assert [row["Action"] for row in rows if row["Action"] != "sign_in"].count("start_download") == 3
    signed_in = made(admin, files, {"kind": "audit", "first": "2026-09-21", "last": "2026-09-22", "about": "sign_in"})
    assert {row["Action"] for row in rows_of(signed_in)} == {"sign_in"}


def test_conditions_are_asked_of_the_archive(api: Api, admin: Person, files: MemoryFiles, talks: list[str]) -> None:
    archive = SqliteArchive()
    api.house.archive = archive
    put_away(archive, [record_of(admin.tenant, each) for each in talks])  # type: ignore[arg-type]
    rows = rows_of(made(admin, files, RECORDS | {"conditions": {"visitor": "guest"}}))
    assert [row["Conversation"] for row in rows] == talks[1:]


# --- how it is made --------------------------------------------------------------------------------------------------


@pytest.fixture
def many(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Batches of two and parts of 300 bytes, so that there is much to put down and take up."""
    for name in ("BATCH", "LOGS_BATCH"):
        monkeypatch.setattr(f"parlor.usecases.download_sources.{name}", 2)
    monkeypatch.setattr(making, "PART_BYTES", 300)
    monkeypatch.setattr(making, "CHECKPOINT_MS", 0)
    monkeypatch.setattr(download_forms, "ARTICLES", 3)
    return [ended(admin, api.clock.now - hour * HOUR_MS, f"Guest {hour}") for hour in range(1, 8)]


def test_a_file_that_crashes_anywhere_is_the_file_that_it_would_have_been(admin: Person, files: MemoryFiles, many: list[str]) -> None:
    """Each run gets a call further than the one before it."""
    for form in ("xlsx", "csv", "jsonl", "html"):
        whole = made(admin, files, form=form)
        download_id = begun(admin, form=form)
        for calls in range(100):
            files.calls_left = calls
            try:
                outcome = worker(admin, files)(download_id, f"w{calls}", lambda: True, last_try=False)
            except Crash:
                continue
            assert outcome == "done"
            break
        files.calls_left = None
        # Where the compressor was emptied makes a difference to the bytes, but to nothing that is in them.
        contents = unzipped if form in ("xlsx", "html") else bytes
        assert contents(files.done[download_id]) == contents(whole)
        assert seen(admin, download_id)["rows"] == 7


def test_when_the_time_is_over_another_run_goes_on(api: Api, admin: Person, files: MemoryFiles, many: list[str]) -> None:
    download_id = begun(admin, form="xlsx")
    outcomes = []
    for run in range(20):
        turns = iter([True, False])
        outcomes.append(worker(admin, files)(download_id, f"w{run}", lambda turns=turns: next(turns), last_try=False))  # type: ignore[misc]
        if outcomes[-1] == "done":
            break
        api.clock.now += 1_000
    assert outcomes == ["goes on"] * (len(outcomes) - 1) + ["done"]
    assert len(outcomes) >= 4
    assert api.downloads.due.count((download_id, 0)) == len(outcomes)
    read = load_workbook(io.BytesIO(files.done[download_id])).active
    assert [row[0] for row in read.iter_rows(min_row=2, values_only=True)] == many


def test_one_worker_at_a_time(api: Api, admin: Person, files: MemoryFiles, many: list[str]) -> None:
    download_id, store = begun(admin), DownloadStore(TenantId(admin.tenant))
    assert store.claim(download_id, "first", api.clock.now) is not None
    assert worker(admin, files)(download_id, "second", lambda: True, last_try=False) == "busy"
    assert api.downloads.due[-1] == (download_id, making.AGAIN_S)
    api.clock.now += LEASE_MS + 1
    assert worker(admin, files)(download_id, "second", lambda: True, last_try=False) == "done"
    assert not store.progress(download_id, "first", 1, None, api.clock.now)
    assert worker(admin, files)(download_id, "third", lambda: True, last_try=False) == "over"
    assert files.done[download_id]


def test_a_cancellation_is_heard_between_two_batches(api: Api, admin: Person, files: MemoryFiles, many: list[str]) -> None:
    download_id = begun(admin)
    turns = iter(range(10))

    def cancelled_after_two() -> bool:
        api.clock.now += 2_000
        if next(turns) == 2:
            reply = admin.call("POST", f"/downloads/{download_id}/cancel")
            assert (reply.status, reply.json["state"]) == (200, "cancelled")
        return True

    assert worker(admin, files)(download_id, "w", cancelled_after_two, last_try=False) == "over"
    assert (files.done, files.uploads, files.checkpoints) == ({}, {}, {})
    assert seen(admin, download_id)["state"] == "cancelled"
    again = admin.call("POST", f"/downloads/{download_id}/cancel")
    assert (again.status, again.code) == (409, "over")


def test_progress_says_how_many_there_may_be(api: Api, admin: Person, files: MemoryFiles, many: list[str]) -> None:
    api.clock.now += HOUR_MS
    download_id = begun(admin)
    told: list[tuple[int, int | None]] = []

    def looked() -> bool:
        api.clock.now += 2_000
        mine = seen(admin, download_id)
        told.append((mine.get("rows", 0), mine.get("estimated")))
        return True

    worker(admin, files)(download_id, "w", looked, last_try=False)
    assert [rows for rows, _ in told] == [0, 2, 4, 6]
    assert all(estimated is None or estimated >= rows for rows, estimated in told)
    done = seen(admin, download_id)
    assert (done["state"], done["rows"], "estimated" in done) == ("done", 7, False)
    assert done["size"] == len(files.done[download_id])


def test_more_than_a_file_may_have_is_cut_and_says_so(
    admin: Person, files: MemoryFiles, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROWS_MAX", 4)
    assert [row["Conversation"] for row in rows_of(made(admin, files))] == many[:4]
    [mine] = admin.get("/downloads")["downloads"]
    assert (mine["cut"], mine["rows"]) == (True, 4)


def test_a_fault_comes_again_and_fails_in_the_end(api: Api, admin: Person, files: MemoryFiles, many: list[str]) -> None:
    download_id = begun(admin)
    for last in (False, True):
        files.calls_left = 0
        with pytest.raises(Crash):
            worker(admin, files)(download_id, f"w{last}", lambda: True, last_try=last)
        assert seen(admin, download_id)["state"] == ("failed" if last else "running")
    assert seen(admin, download_id)["failure"] == "broken"
    # Its place is free again.
    assert [ask(admin).status for _ in range(3)] == [200, 200, 409]


def test_what_nobody_works_on_has_stopped(api: Api, admin: Person) -> None:
    download_id = begun(admin)
    api.clock.now += STOPPED_MS
    assert (seen(admin, download_id)["state"], seen(admin, download_id)["failure"]) == ("failed", "stopped")


# --- who may have it -------------------------------------------------------------------------------------------------


def test_a_right_that_was_taken_away_is_missing_at_the_link(api: Api, admin: Person, files: MemoryFiles, talks: list[str]) -> None:
    boss = colleague(admin, "boss@example.com", "9", role="supervisor")
    download_id = begun(boss)
    worker(boss, files)(download_id, "w", lambda: True, last_try=False)
    link = boss.call("POST", f"/downloads/{download_id}/link")
    assert link.status == 200, link.text
    assert f"downloads/{admin.tenant}/{download_id}" in link.json["url"]
    later = begun(boss)

    version = next(each for each in admin.get("/agents")["agents"] if each["agent_id"] == boss.agent_id)["version"]
    change = {"version": version, "rights_removed": ["export_records"]}
    assert admin.call("PATCH", f"/agents/{boss.agent_id}", change).status == 200
    refused = boss.call("POST", f"/downloads/{download_id}/link")
    assert (refused.status, refused.code) == (403, "forbidden")
    day = "from=2026-09-21&to=2026-09-22"
    entries = admin.get(f"/audit?{day}&kind=refused")["entries"]
    assert [(each["action"], each["right"]) for each in entries] == [("open_download", "export_records")]
    # What is being made for them is not made any more.
    assert worker(boss, files)(later, "w", lambda: True, last_try=False) == "no_right"
    assert (seen(boss, later)["state"], seen(boss, later)["failure"]) == ("failed", "no_right")


def test_others_files_are_not_there_but_for_oversight(api: Api, admin: Person, stranger: Person, files: MemoryFiles) -> None:
    api.house.bucket.client.create_bucket(Bucket=api.house.bucket.name)
    boss, other = (colleague(admin, f"{name}@example.com", name, role="supervisor") for name in ("8", "9"))
    download_id = begun(boss)
    worker(boss, files)(download_id, "w", lambda: True, last_try=False)
    assert other.get("/downloads")["downloads"] == []
    assert other.call("GET", "/downloads?all=1").status == 403
    for person in (other, stranger):
        for method, path in (("POST", "/link"), ("POST", "/cancel"), ("DELETE", "")):
            assert person.call(method, f"/downloads/{download_id}{path}").status == 404
    assert seen(admin, download_id, "?all=1")["agent_name"] == "8"
    assert admin.call("POST", f"/downloads/{download_id}/link").status == 200
    assert admin.call("DELETE", f"/downloads/{download_id}").status == 204
    assert boss.get("/downloads")["downloads"] == []
    actions = [each["action"] for each in admin.get("/audit?from=2026-09-21&to=2026-09-22&kind=download")["entries"]]
    assert sorted(actions) == ["delete_download", "open_download", "start_download"]


def test_whose_role_is_limited_takes_what_is_in_their_departments(api: Api, admin: Person, files: MemoryFiles) -> None:
    here, there = (admin.call("POST", "/departments", {"name": name}).json["department_id"] for name in ("Here", "There"))
    inside, _ = (ended(admin, api.clock.now - HOUR_MS, name, place) for name, place in (("Li", here), ("Zhou", there)))
    limits = {"rights": ["read_records", "export_records", "read_left_messages"], "department_ids": [here]}
    role = admin.call("POST", "/roles", {"name": "Lead"} | limits).json
    lead = colleague(admin, "lead@example.com", "9", role=role["role_id"])
    for conditions in ({}, {"visitor": "l"}):
        archive = SqliteArchive()
        api.house.archive = archive
        put_away(archive, [record_of(admin.tenant, inside)])
        rows = rows_of(made(lead, files, RECORDS | {"conditions": conditions}))
        assert [row["Conversation"] for row in rows] == [inside]
    assert ask(lead, {"kind": "left_messages"}).code == "outside_role"

    mine = lead.get("/downloads")["downloads"][0]["download_id"]
    assert lead.call("POST", f"/downloads/{mine}/link").status == 200
    elsewhere = admin.call("PATCH", f"/roles/{role['role_id']}", {"version": role["version"], "department_ids": [there]})
    assert elsewhere.status == 200, elsewhere.text
    assert lead.call("POST", f"/downloads/{mine}/link").status == 403


def test_who_has_no_right_begins_nothing(admin: Person) -> None:
    agent = colleague(admin, "agent@example.com", "7")
    for wanted in (RECORDS, {"kind": "left_messages"}, {"kind": "audit", "first": "2026-09-01", "last": "2026-09-02"}):
        assert ask(agent, wanted).status == 403
    assert admin.api.downloads.due == []


def test_the_file_expires(api: Api, admin: Person, files: MemoryFiles) -> None:
    made(admin, files)
    [mine] = admin.get("/downloads")["downloads"]
    assert mine["expires_at"] == api.clock.now + LIFE_MS
    api.clock.now += LIFE_MS
    assert admin.get("/downloads")["downloads"][0]["state"] == "expired"
    reply = admin.call("POST", f"/downloads/{mine['download_id']}/link")
    assert (reply.status, reply.code) == (409, "expired")


def test_there_is_no_link_before_there_is_a_file(admin: Person) -> None:
    reply = admin.call("POST", f"/downloads/{begun(admin)}/link")
    assert (reply.status, reply.code) == (409, "not_ready")


# --- asking ----------------------------------------------------------------------------------------------------------


def test_the_same_request_begins_one_download(api: Api, admin: Person) -> None:
    assert begun(admin, client_id="the-same-request") == begun(admin, client_id="the-same-request")
    assert len(admin.get("/downloads")["downloads"]) == 1


def test_so_many_at_a_time_for_a_person_and_for_a_company(api: Api, admin: Person) -> None:
    people = [colleague(admin, f"{n}@example.com", str(n), role="supervisor") for n in (5, 6, 7)]
    first = begun(people[0])
    begun(people[0])
    refused = ask(people[0])
    assert (refused.status, refused.code) == (409, "at_limit")
    assert [ask(people[1]).status, ask(people[1]).status, ask(people[2]).status, ask(people[2]).status] == [200, 200, 200, 409]
    people[0].call("POST", f"/downloads/{first}/cancel")
    assert ask(people[2]).status == 200


def test_what_cannot_be_is_refused(admin: Person) -> None:
    for body, field in (
        ({"wanted": RECORDS | {"first": "2026-10-01"}}, "to"),
        ({"wanted": RECORDS | {"conditions": {"score_min": 5, "score_max": 1}}}, "wanted.conditions.score_max"),
        ({"wanted": RECORDS | {"conditions": {"colour": "red"}}}, "wanted.conditions"),
        ({"wanted": RECORDS | {"notes": True}}, "wanted.notes"),
        ({"wanted": {"kind": "passwords"}}, "wanted"),
        ({"wanted": {"kind": "left_messages"}, "format": "html"}, "format"),
        ({"format": "pdf"}, "format"),
        ({"client_id": "../../etc"}, "client_id"),
    ):
        reply = admin.call("POST", "/downloads", {"client_id": "a-request", "wanted": RECORDS, "format": "csv"} | body)
        assert reply.status == 400, reply.text
        assert reply.json["field"].startswith(field)
    assert admin.get("/downloads")["downloads"] == []


def test_the_list_goes_on(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parlor.storage.downloads.PAGE", 2)
    ids = []
    for _ in range(5):
        ids.append(begun(admin))
        admin.call("POST", f"/downloads/{ids[-1]}/cancel")
        api.clock.now += 1_000
    listed: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.get(f"/downloads?cursor={cursor}")
        listed += [each["download_id"] for each in page["downloads"]]
        cursor = page.get("cursor")
    assert listed == ids[::-1]


# --- where it lies ---------------------------------------------------------------------------------------------------


def test_files_grow_in_parts_and_are_put_together_once(admin: Person) -> None:
    """On S3 as moto plays it, whose parts have 5 MB at least."""
    bucket = Bucket("uploads", "", "path")
    bucket.client.create_bucket(Bucket="uploads")
    files, download_id = DownloadFiles(TenantId(admin.tenant), bucket), DownloadId("01M3250V00000000000000000U")
    assert files.checkpoint(download_id) is None
    files.keep_checkpoint(download_id, b"here")
    assert files.checkpoint(download_id) == b"here"
    upload = files.start(download_id)
    parts = [files.add(download_id, upload, number, bytes([number]) * size) for number, size in ((1, 5 << 20), (2, 3))]
    files.complete(download_id, upload, parts)
    files.complete(download_id, upload, parts)
    files.abandon(download_id, upload)
    key = f"downloads/{admin.tenant}/{download_id}"
    assert bucket.client.get_object(Bucket="uploads", Key=key)["Body"].read() == b"\1" * (5 << 20) + b"\2\2\2"
    url = files.link(download_id, "对话.csv", "text/csv; charset=utf-8")
    assert "X-Amz-Expires=300" in url
    assert "attachment" in url
    files.delete(download_id)
    files.forget_checkpoint(download_id)
    assert "Contents" not in bucket.client.list_objects_v2(Bucket="uploads")
