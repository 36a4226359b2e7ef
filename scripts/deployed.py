"""What runs somewhere, for scripts that reach into it past the API: its tables and buckets, with the credentials of the shell."""

import os
import tomllib
from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from parlor.domain.ids import TenantId
from parlor.gateways.blobs import Bucket
from parlor.gateways.clock import SystemClock
from parlor.gateways.style_files import SiteFiles, TenantStyleFiles
from parlor.storage import directory
from parlor.storage.directory import DirectoryStore
from parlor.storage.memory import Memory
from parlor.storage.styles import StyleStore
from parlor.usecases.put_style_file import PutStyleFile
from scripts import stack as local
from scripts.paths import ENDPOINT, ROOT, emulator_env
from scripts.steps import Trouble


@dataclass(frozen=True)
class Deployed:
    """`outputs` are the stack's; `endpoint` is empty on AWS."""

    outputs: dict[str, str]
    endpoint: str = ""

    def directory(self, tenant: TenantId) -> DirectoryStore:
        return DirectoryStore(tenant, Memory(SystemClock().now_ms, keep_ms=0))

    def put_style_file(self, tenant: TenantId) -> PutStyleFile:
        bucket = Bucket(self.outputs["SitesBucket"], self.endpoint, "path" if self.endpoint else "virtual")
        files = TenantStyleFiles(tenant, SiteFiles(bucket, self.outputs["SiteUrl"]))
        return PutStyleFile(self.directory(tenant), StyleStore(tenant, Memory(SystemClock().now_ms)), files)


def deployed(env: str | None = None) -> Deployed:
    """`env` is a section of samconfig.toml; without one what runs on this machine is meant.

    Raises:
        Trouble: nothing is deployed there, or AWS refuses.
    """
    if not env:
        os.environ.update(emulator_env())
        found = Deployed(local.outputs(), ENDPOINT)
        if not found.outputs:
            raise Trouble("Nothing is deployed here.", "make up")
    else:
        found = Deployed(outputs_of(env))
    directory.bind(found.outputs["DirectoryTable"])
    return found


def outputs_of(env: str) -> dict[str, str]:
    """The outputs of the stack on AWS.

    Raises:
        Trouble: AWS refuses.
    """
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    name = config[env]["global"]["parameters"]["stack_name"]
    try:
        found = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
    except (BotoCoreError, ClientError) as error:
        raise Trouble(f"AWS refused: {error}", "check the credentials and the region of the shell (aws sts get-caller-identity)") from None
    return {each["OutputKey"]: each["OutputValue"] for each in found}
