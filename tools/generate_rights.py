#!/usr/bin/env python3
"""Writes docs/rights.md from `parlor/domain/rights.py` and the tables of operations and frames that ask for rights.

generate_rights.py           write the page
generate_rights.py --check   change nothing; fail if the page is out of date
"""

import sys
from pathlib import Path
from typing import Any, get_args

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "core"))

from parlor.domain.rights import TABLE, Entry, Menu, Right
from parlor.domain.roles import ROLES_MAX
from parlor.protocol.frame_rights import FRAME_RIGHTS
from parlor.protocol.operations import OPERATIONS

_PAGE = ROOT / "docs" / "rights.md"
_MENUS: dict[Menu, str] = {
    "talk": "Conversations",
    "supervise": "Supervision",
    "records": "Records and customers",
    "reports": "Analysis",
    "content": "Contents",
    "people": "People",
    "settings": "Settings",
}
_INTRODUCTION = f"""# Roles and rights

Who may do what. This page is written by `make rights` from `layers/core/parlor/domain/rights.py`, `protocol/operations.py` and
`protocol/frame_rights.py`: the API and the sockets ask by the same tables, and tests call every operation and send every frame with
every role (`tests/unit/api/test_rights.py`, `tests/unit/functions/test_frame_rights.py`).

Every company has three roles that nobody changes: **agent**, **supervisor**, **administrator**, each with what the one before has. It may
have {ROLES_MAX} of its own besides, made anew or as a copy. A person has one role; single rights may be given besides, or taken away. What
is taken away is gone. `GET /agents/…/rights`, and the agent's drawer in the management centre, say of every right where it comes from.

- **Limited to departments.** A role may name departments. Rights that are *by department* in the table then count only there, whoever
  works where; those given singly, too. Departments below a named one are not meant unless they are named. Rights that have no department,
  such as the keeping of settings, a role has or has not. What cannot be told by department, such as figures of visits, is refused to
  whose role is limited (`outside_role`); a new operation is, until it says that it narrows what it shows.
- **Nobody lifts themselves up.** Who gives rights, by a role, singly or by the successor of a role, gives only what they have, where they
  have it.
- **Somebody always keeps people.** A company has at least one person who is not disabled, has a password, and has `keep_people` and
  `keep_roles`. What would leave none is refused (`last_admin`) with the field that would do it, also when two people demote each other at
  the same moment: the company's row counts them, and each change that makes one more or fewer writes it on condition.
- **At once.** A change takes effect with the next request; open desks are closed by the server and open new sockets.
- **A role in use** is deleted by naming the one that its agents get.
- A missing right is answered `forbidden`, and stands in the audit log.

Rights divide over time. A row of an agent says with which table its single rights were written; older ones are read as what they have
been divided into (`of_today`).
"""


def _asked(right: Right) -> str:
    operations = [f"`{each.id}`" for each in OPERATIONS if each.right == right]
    depends = [f"`{each.id}` (by what is asked for)" for each in OPERATIONS if right in each.depends]
    frames = [
        f"`{_frame(frame)}`{f' ({need.when})' if need.when else ''}"
        for frame, needs in FRAME_RIGHTS.items()
        for need in needs
        if need.right == right
    ]
    return ", ".join([*operations, *depends, *frames]) or "–"


def _frame(frame: type[msgspec.Struct]) -> str:
    info: Any = msgspec.inspect.type_info(frame)
    action = next(field for field in info.fields if field.encode_name == "action").type.values[0]
    return f"{action}.{info.tag}"


def _row(entry: Entry) -> str:
    roles = {"agent": "all three", "supervisor": "supervisor, administrator", "admin": "administrator"}[entry.least]
    return f"| `{entry.right}` | {entry.what} | {roles} | {'yes' if entry.bounded else ''} | {_asked(entry.right)} |"


def page() -> str:
    parts = [_INTRODUCTION]
    for menu in get_args(Menu):
        rows = "\n".join(_row(entry) for entry in TABLE if entry.menu == menu)
        parts.append(
            f"\n## {_MENUS[menu]}\n\n| right | what | built-in roles | by department | asked by |\n|---|---|---|---|---|\n{rows}\n"
        )
    return "".join(parts)


def main() -> int:
    if "--check" not in sys.argv[1:]:
        _PAGE.write_text(page())
        return 0
    if not _PAGE.exists() or _PAGE.read_text() != page():
        print("docs/rights.md is out of date: make rights")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
