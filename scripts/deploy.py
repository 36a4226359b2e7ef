"""`make deploy ENV=dev|prod` and `make publish`: the same template and sites on AWS, with the credentials of the shell."""

import argparse
import os
import subprocess
import sys
import tomllib

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from scripts.archived import note_archive
from scripts.deployed import deployed
from scripts.local import build_sites
from scripts.paths import ROOT, SAM, VENV
from scripts.publish import publish
from scripts.steps import Trouble, complain
from scripts.style_files import put_all

_PLATFORMS = {"arm64": ("manylinux_2_28_aarch64", "manylinux2014_aarch64"), "x86_64": ("manylinux_2_28_x86_64", "manylinux2014_x86_64")}


def parameters(env: str) -> dict[str, str]:
    """The template's parameters as the section of samconfig.toml sets them."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    return dict(line.split("=", 1) for line in config[env]["deploy"]["parameters"].get("parameter_overrides", []))


def wheels_for_lambda(env: str) -> str:
    """pip's options that fetch wheels for the functions' runtime, whatever machine this is."""
    chosen = parameters(env)
    platforms = " ".join(f"--platform {name}" for name in _PLATFORMS[chosen["Architecture"]])
    version = chosen["PythonRuntime"].removeprefix("python")
    return f"{platforms} --implementation cp --python-version {version} --only-binary=:all:"


def deploy(env: str, *, asked_before: bool) -> None:
    """Builds and deploys; asks before it changes production, as samconfig.toml says, unless somebody was asked before."""
    build_env = os.environ | {
        "PARLOR_PIP": f"{VENV / 'bin' / 'python'} -m pip",
        "PARLOR_PIP_PLATFORM": wheels_for_lambda(env),
        "SAM_CLI_TELEMETRY": "0",
    }
    unasked = ["--no-confirm-changeset"] if asked_before else []
    for command in (["build"], ["deploy", *unasked]):
        done = subprocess.run([SAM, *command, "--config-env", env], cwd=ROOT, env=build_env, check=False)
        if done.returncode:
            raise Trouble(f"sam {command[0]} failed.", "see the lines above; docs/deploy.md says how to go back")


def publish_sites(env: str) -> None:
    where = deployed(env)
    outputs = where.outputs
    try:
        publish(
            boto3.client("s3"),
            outputs["SitesBucket"],
            api_url=outputs["ApiUrl"],
            site_url=outputs["SiteUrl"],
            tenant=os.environ.get("DEMO_TENANT", ""),
            style=os.environ.get("DEMO_STYLE", ""),
        )
        put_all(where)
    except (BotoCoreError, ClientError) as error:
        raise Trouble(f"AWS refused: {error}", "check the credentials and the region of the shell (aws sts get-caller-identity)") from None
    site = outputs["SiteUrl"]
    print(f"\nFront page:          {site}/\nDesk and management: {site}/admin/\nAPI:                 {outputs['ApiUrl']}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make deploy")
    parser.add_argument("--env", choices=["dev", "prod"], required=True, help="make deploy ENV=dev, or ENV=prod")
    parser.add_argument("--sites-only", action="store_true")
    parser.add_argument("--yes", action="store_true", help="somebody was asked before: show the change set and go on")
    chosen = parser.parse_args()
    try:
        build_sites()
        if not chosen.sites_only:
            deploy(chosen.env, asked_before=chosen.yes)
            note_archive(chosen.env)
        publish_sites(chosen.env)
    except Trouble as trouble:
        complain(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
