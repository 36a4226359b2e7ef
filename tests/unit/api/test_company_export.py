"""Who may take everything of the company along, also while it is closing; however much it is, nothing is cut."""

import io
import json
import zipfile

import pytest

from parlor.domain.downloads import DownloadId
from parlor.usecases import make_download as making
from tests.fakes.api import Api, Person, Reply, colleague
from tests.fakes.downloads import MemoryFiles, ended, worker
from tests.unit.api.test_downloads import made


def ask(person: Person, form: str = "zip") -> Reply:
    body = {"client_id": person.api.ulid(), "wanted": {"kind": "company"}, "format": form, "language": "en"}
    return person.call("POST", "/downloads", body)


def test_everything_is_in_it_however_much_it_is(api: Api, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "ROWS_MAX", 2)
    guest = ended(admin, api.clock.now - 1, "Guest 1")
    given = zipfile.ZipFile(io.BytesIO(made(admin, MemoryFiles(), {"kind": "company"}, "zip")))
    rows = [json.loads(line) for name in given.namelist() if name.endswith(".jsonl") for line in given.read(name).splitlines()]
    assert any(row["sk"] == "COMPANY" and row["company"] == "Tea & Co" for row in rows)
    assert any(guest in row["pk"] for row in rows)
    [mine] = admin.get("/downloads")["downloads"]
    assert "cut" not in mine
    assert mine["rows"] > 2


def test_it_can_be_had_while_the_company_closes(api: Api, admin: Person) -> None:
    body = {"company": "Tea & Co", "password": "a good password"}
    assert admin.call("POST", "/company/closing", body).status == 200
    begun = ask(admin)
    assert begun.status == 200, begun.text
    files, download_id = MemoryFiles(), DownloadId(begun.json["download_id"])
    assert worker(admin, files)(download_id, "w", lambda: True, last_try=False) == "done"
    assert admin.call("POST", f"/downloads/{download_id}/link").status == 200


def test_nobody_else_takes_it_and_in_no_other_form(api: Api, admin: Person, stranger: Person) -> None:
    for form in ("csv", "jsonl", "html", "xlsx"):
        refused = ask(admin, form)
        assert (refused.status, refused.json["field"]) == (400, "format")
    chief = colleague(admin, "chief@example.com", "9", role="supervisor")
    assert ask(chief).status == 403
    others = ask(stranger).json["download_id"]
    assert admin.call("POST", f"/downloads/{others}/link").status == 404
