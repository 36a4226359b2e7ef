"""The stack on AWS: change sets made, looked at and executed."""

import time
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from scripts.changes import Change, changes_of
from scripts.steps import Trouble

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_WATCH_MINUTES = 5
_NO_CHANGES = ("didn't contain changes", "No updates are to be performed", "no changes")
_WAIT = {"Delay": 5, "MaxAttempts": 1440}


@dataclass(frozen=True)
class Asked:
    """A change set that waits for a word. Without changes there is none (`address` empty)."""

    address: str
    changes: list[Change]
    is_new: bool


class CloudStack:
    def __init__(self, cloudformation: Any, name: str) -> None:
        self._cloudformation = cloudformation
        self.name = name

    def ask(self, template_url: str, parameters: dict[str, str], *, watch: bool) -> Asked:
        """Makes a change set. `watch`: CloudFormation looks at the alarms of the roll-out while it works and for some minutes after, and
        goes back if one rings.

        Raises:
            Trouble: CloudFormation refuses the template or the parameters.
        """
        found = self._describe()
        is_new = found is None or found["StackStatus"] == "REVIEW_IN_PROGRESS"
        outputs = {each["OutputKey"]: each["OutputValue"] for each in (found or {}).get("Outputs", [])}
        alarms = [arn for arn in outputs.get("RolloutAlarmArns", "").split(",") if arn] if watch else []
        made = self._cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=f"parlor-{int(time.time())}",
            ChangeSetType="CREATE" if is_new else "UPDATE",
            TemplateURL=template_url,
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in sorted(parameters.items())],
            Capabilities=CAPABILITIES,
            IncludeNestedStacks=True,
            RollbackConfiguration={
                "MonitoringTimeInMinutes": _WATCH_MINUTES if alarms else 0,
                "RollbackTriggers": [{"Arn": arn, "Type": "AWS::CloudWatch::Alarm"} for arn in alarms],
            },
        )
        address = made["Id"]
        try:
            self._cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=address, WaiterConfig=_WAIT)
        except WaiterError:
            reason = self._cloudformation.describe_change_set(ChangeSetName=address).get("StatusReason", "")
            self.forget(address)
            if any(each in reason for each in _NO_CHANGES):
                return Asked("", [], is_new)
            raise Trouble(f"CloudFormation refused: {reason}", "mend what it names in template.yaml, infra/ or samconfig.toml") from None
        return Asked(address, list(changes_of(self._cloudformation, address)), is_new)

    def forget(self, address: str) -> None:
        if address:
            self._cloudformation.delete_change_set(ChangeSetName=address)

    def execute(self, asked: Asked) -> None:
        """Does it, and waits until it is done.

        Raises:
            Trouble: it failed, and CloudFormation has gone back.
        """
        self._cloudformation.execute_change_set(ChangeSetName=asked.address)
        waiter = self._cloudformation.get_waiter("stack_create_complete" if asked.is_new else "stack_update_complete")
        try:
            waiter.wait(StackName=self.name, WaiterConfig=_WAIT)
        except WaiterError:
            raise Trouble(f"The deployment failed and was undone:\n{self._why()}", "docs/runbooks/failures.md") from None

    def protect(self) -> None:
        """Nobody deletes the stack by one command."""
        self._cloudformation.update_termination_protection(StackName=self.name, EnableTerminationProtection=True)

    def _describe(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return found

    def _why(self) -> str:
        events = self._cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
        failed = [each for each in events if "FAILED" in each["ResourceStatus"]][:8]
        return "\n".join(f"  {each['LogicalResourceId']}: {each.get('ResourceStatusReason', '')}" for each in reversed(failed))
