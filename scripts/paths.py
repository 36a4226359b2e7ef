"""Where things are on a developer's machine, and how to reach the emulator."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".emulator"
"""Everything that `make up` makes beside `.venv` and `node_modules`; not in Git."""
DATA = LOCAL / "data"
LOGS = LOCAL / "log"
STAMPS = LOCAL / "stamps"
BUILD = ROOT / ".aws-sam" / "build"

VENV = ROOT / ".venv"
EMULATOR_VENV = LOCAL / "venv"
SAM_VENV = LOCAL / "sam"
SAM = SAM_VENV / "bin" / "sam"

PORT = int(os.environ.get("PARLOR_PORT", "4566"))
HOST = f"localhost:{PORT}"
DNS_PORT = PORT + 10_000
"""Where tests that prove a domain have a name server. The functions ask it first; without it, the system's."""
ENDPOINT = f"http://{HOST}"
REGION = "us-east-1"
STACK = "parlor"

# A proxy of the machine must not get what is meant for this machine.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, (os.environ.get("no_proxy"), "localhost", "127.0.0.1")))


def emulator_env() -> dict[str, str]:
    """The environment of a program that talks to the emulator: no setting of a real account can leak in."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return env | {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": ENDPOINT,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
    }
