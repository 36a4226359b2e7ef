"""The administrator changes the company's settings."""

from collections.abc import Callable
from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict, replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Company, DirectoryEditor, check_version
from parlor.domain.errors import Invalid
from parlor.domain.metrics import zone
from parlor.domain.style_content import StyleFiles
from parlor.protocol import rest
from parlor.usecases.checks import written

_LINES = ("short_name", "industry", "address", "phone", "invoice_title")


def change_company(
    body: rest.ChangeCompany, directory: DirectoryEditor, files: StyleFiles, put_style_files: Callable[[], object], trail: Trail
) -> Company:
    """Fields that the body leaves out stay. Another logo goes into the files of the styles.

    Raises `Conflict` for a version that is not the newest, `Invalid`.
    """
    changes = given(body)
    for name in _LINES:
        if name in changes:
            changes[name] = changes[name].strip()
    logo = changes.get("logo")
    if logo is not None and not files.is_ours(logo.url):
        raise Invalid("Upload the picture first.", field="logo")
    if "company" in changes:
        changes["company"] = written(changes["company"], "company")
    if "time_zone" in changes:
        zone(changes["time_zone"])
    before = directory.fresh().company()
    check_version(body.version, before.version)
    after = directory.change_company(before, replace(before, **changes))
    if after.logo != before.logo:
        put_style_files()
    trail.done("change_company", ("company", after.tenant_id, after.company), before, after)
    return after


def given(body: Any) -> dict[str, Any]:
    """The fields of a change that are there, without the version."""
    return {name: value for name, value in asdict(body).items() if value is not UNSET and name != "version"}
