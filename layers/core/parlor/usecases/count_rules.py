"""What became of automatic invitations. Nobody is asked and nothing is written until a visitor answers."""

from collections.abc import Mapping
from typing import Literal

from parlor.domain.caller import Caller
from parlor.domain.directory import Directory
from parlor.domain.invitation_rules import RuleCounts


def count_rules(
    caller: Caller,
    rule_id: str,
    answer: Literal["accepted", "later", "never"],
    shown: Mapping[str, int],
    directory: Directory,
    counts: RuleCounts,
) -> None:
    """1 WU for each rule that is told of; rules that the visitor's style does not have are left out."""
    caller.as_visitor()
    known = {rule.rule_id for rule in directory.style(caller.style).invitations.rules}
    for each in known & {rule_id, *shown}:
        counts.count(each, shown=shown.get(each, 0), answer=answer if each == rule_id else None)
