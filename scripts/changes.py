"""What a CloudFormation change set would do, in words, and what of it would take data away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KEEPS_DATA = frozenset(
    {
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::Cognito::UserPool",
        "AWS::SecretsManager::Secret",
        "AWS::KMS::Key",
        "AWS::SES::EmailIdentity",
        "AWS::CloudFormation::Stack",
    }
)
"""A nested stack is here because its removal removes what is in it."""


@dataclass(frozen=True)
class Change:
    """One resource. `replacement` is CloudFormation's word: True, False, Conditional, or empty."""

    action: str
    name: str
    kind: str
    replacement: str = ""
    certain: bool = True
    """False where CloudFormation only cannot rule a replacement out."""

    @property
    def takes_data(self) -> bool:
        """Whether a table, bucket, user pool or secret would be removed or put anew, empty."""
        if self.kind not in KEEPS_DATA:
            return False
        return self.action == "Remove" or (self.action == "Modify" and self.replacement in ("True", "Conditional") and self.certain)


def changes_of(cloudformation: Any, change_set: str, under: str = "") -> Iterator[Change]:
    """Everything in a change set and in those of its nested stacks, page by page."""
    token: dict[str, str] = {}
    while True:
        page = cloudformation.describe_change_set(ChangeSetName=change_set, **token)
        for each in page.get("Changes", []):
            change = each["ResourceChange"]
            nested = change.get("ChangeSetId")
            # A nested stack is always "changed"; what matters is what changes in it.
            if not nested or change["Action"] != "Modify":
                yield _change(change, under)
            if nested:
                yield from changes_of(cloudformation, nested, f"{under}{change['LogicalResourceId']}/")
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def _change(found: dict[str, Any], under: str) -> Change:
    static = [
        each["Target"].get("RequiresRecreation")
        for each in found.get("Details", [])
        if each.get("Evaluation") == "Static" and each.get("Target", {}).get("RequiresRecreation") in ("Always", "Conditionally")
    ]
    replacement = found.get("Replacement", "")
    return Change(
        action=found["Action"],
        name=under + found["LogicalResourceId"],
        kind=found["ResourceType"],
        replacement=replacement,
        certain=replacement == "True" or bool(static),
    )


_WORDS = {"Add": "new", "Modify": "changed", "Remove": "removed", "Import": "taken over", "Dynamic": "perhaps changed"}


def table(changes: list[Change]) -> str:
    """Lines for people: what happens to which resource; what takes data away stands first and is loud."""
    ordered = sorted(changes, key=lambda each: (not each.takes_data, each.action, each.kind, each.name))
    width = max((len(each.name) for each in ordered), default=0)
    return "\n".join(f"{'!!' if each.takes_data else '  '} {what(each):22} {each.name:{width}}  {each.kind}" for each in ordered)


def markdown(changes: list[Change]) -> str:
    """The same as a table for a job's summary."""
    if not changes:
        return "Nothing changes.\n"
    ordered = sorted(changes, key=lambda each: (not each.takes_data, each.action, each.kind, each.name))
    rows = [f"| {'**takes data away**: ' if each.takes_data else ''}{what(each)} | `{each.name}` | {each.kind} |" for each in ordered]
    return "\n".join(["| what | resource | type |", "|---|---|---|", *rows, ""])


def what(change: Change) -> str:
    word = _WORDS.get(change.action, change.action)
    return word + {"True": ", replaced", "Conditional": ", perhaps replaced"}.get(change.replacement, "")
