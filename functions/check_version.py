"""CodeDeploy asks before it sends anybody to a new version of a function: is it all right? The version itself says."""

import json
from functools import cache
from typing import Any

import boto3

from parlor.runtime.checked import CHECK
from parlor.runtime.handler import logger


@cache
def _client(service: str) -> Any:
    return boto3.client(service)


def handler(event: dict[str, str], context: Any) -> None:
    """`event` names the deployment and the question. No answer within an hour is a no."""
    deployment, question = event["DeploymentId"], event["LifecycleEventHookExecutionId"]
    try:
        faults = [fault for target in targets(deployment) if (fault := fault_of(target))]
    except Exception:
        logger.exception("a new version could not be checked", extra={"deployment": deployment})
        faults = ["not checked"]
    _client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=deployment, lifecycleEventHookExecutionId=question, status="Failed" if faults else "Succeeded"
    )


def targets(deployment: str) -> list[str]:
    """The versions that the deployment brings, as name:version."""
    codedeploy = _client("codedeploy")
    ids = codedeploy.list_deployment_targets(deploymentId=deployment)["targetIds"]
    found = codedeploy.batch_get_deployment_targets(deploymentId=deployment, targetIds=ids)["deploymentTargets"]
    infos = [each["lambdaTarget"]["lambdaFunctionInfo"] for each in found]
    return [f"{info['functionName']}:{info['targetVersion']}" for info in infos]


def fault_of(target: str) -> str:
    """Asks the version to check itself; empty if it is all right."""
    answer = _client("lambda").invoke(FunctionName=target, Payload=json.dumps(CHECK).encode())
    said = answer["Payload"].read().decode(errors="replace")
    fault = "" if not answer.get("FunctionError") and "checked" in said else said[:1000] or "no answer"
    (logger.error if fault else logger.info)("a new version was asked", extra={"version": target, "said": said[:1000]})
    return fault
