"""Deploys the floor beside Parlor on the same emulator, and removes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from scripts import stack
from scripts.local import RUNTIME
from scripts.paths import HOST, REGION, ROOT, SAM, emulator_env
from scripts.steps import run

_NAME = "parlor-bench-floor"


@contextmanager
def floor() -> Iterator[str]:
    """Gives the floor's socket address."""
    cloudformation = stack.client("cloudformation")
    run(
        "bench-floor",
        [
            *(SAM, "deploy", "--template-file", ROOT / "bench" / "floor" / "template.yaml", "--stack-name", _NAME, "--region", REGION),
            *("--resolve-s3", "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-progressbar"),
            *("--parameter-overrides", f"PythonRuntime={RUNTIME}", f"EmulatorHost={HOST}"),
        ],
        env=emulator_env(),
        advice="mend what the lines above name",
    )
    try:
        outputs = cloudformation.describe_stacks(StackName=_NAME)["Stacks"][0]["Outputs"]
        yield next(each["OutputValue"] for each in outputs if each["OutputKey"] == "SocketUrl")
    finally:
        cloudformation.delete_stack(StackName=_NAME)
