"""`make deploy`, `change-set`, `rollback`, `releases` and `publish` with ENV=dev|prod: the template and the sites on AWS, with the
credentials of the shell."""

import argparse
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from scripts import releases
from scripts.archived import note_archive
from scripts.changes import Change, markdown, table
from scripts.cloud_stack import Asked, CloudStack
from scripts.cost_estimate import Use, estimate
from scripts.deployed import deployed, outputs_of
from scripts.local import build_sites, check
from scripts.paths import ROOT, SAM, VENV
from scripts.publish import forget_published, publish, put, uploads
from scripts.releases import Release, Releases
from scripts.stack import INPUTS
from scripts.steps import Trouble, complain, fingerprint
from scripts.style_files import put_all

_PLATFORMS = {"arm64": ("manylinux_2_28_aarch64", "manylinux2014_aarch64"), "x86_64": ("manylinux_2_28_x86_64", "manylinux2014_x86_64")}
_ARTEFACTS_STACK = "aws-sam-cli-managed-default"
_PACKAGED = ROOT / ".aws-sam" / "packaged.yaml"


def section(env: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "samconfig.toml").read_text())[env]
    return found


def parameters(env: str, *more: str) -> dict[str, str]:
    """The template's parameters as the section of samconfig.toml sets them; `more` ("Rollout=AtOnce") go before."""
    return dict(line.split("=", 1) for line in [*section(env)["deploy"]["parameters"].get("parameter_overrides", []), *more])


def release_mark(chosen: dict[str, str]) -> str:
    """The same for the same code, template and parameters: deployed twice, nothing changes."""
    return fingerprint([ROOT / path for path in INPUTS if path != "samconfig.toml"], *(f"{name}={chosen[name]}" for name in sorted(chosen)))


def wheels_for_lambda(chosen: dict[str, str]) -> str:
    """pip's options that fetch wheels for the functions' runtime, whatever machine this is."""
    platforms = " ".join(f"--platform {name}" for name in _PLATFORMS[chosen["Architecture"]])
    version = chosen["PythonRuntime"].removeprefix("python")
    return f"{platforms} --implementation cp --python-version {version} --only-binary=:all:"


def package(env: str, chosen: dict[str, str]) -> bytes:
    """Builds, puts the archives into the artefact bucket, and returns the template that names them."""
    build_env = os.environ | {
        "PARLOR_PIP": f"{VENV / 'bin' / 'python'} -m pip",
        "PARLOR_PIP_PLATFORM": wheels_for_lambda(chosen),
        "PARLOR_RELEASE": release_mark(chosen),
        "SAM_CLI_TELEMETRY": "0",
    }
    stack = section(env)["global"]["parameters"]["stack_name"]
    overrides = [f"{name}={value}" for name, value in chosen.items()]
    keep: list[str | Path] = ["package", "--config-env", env, "--resolve-s3", "--s3-prefix", stack, "--output-template-file", _PACKAGED]
    commands: list[list[str | Path]] = [["build", "--config-env", env, "--parameter-overrides", *overrides], keep]
    for command in commands:
        if subprocess.run([SAM, *command], cwd=ROOT, env=build_env, check=False).returncode:
            raise Trouble(f"sam {command[0]} failed.", "see the lines above")
    return _PACKAGED.read_bytes()


def artefact_bucket() -> str:
    outputs = boto3.client("cloudformation").describe_stacks(StackName=_ARTEFACTS_STACK)["Stacks"][0]["Outputs"]
    return next(str(each["OutputValue"]) for each in outputs if each["OutputKey"] == "SourceBucket")


def allow(changes: list[Change], *, yes: bool, replace: bool, env: str, answer: Any = input) -> bool:
    """Whether to go on. What takes data away wants a word of its own: typed, or REPLACE=1 where nobody is asked.

    Raises:
        Trouble: nobody is asked, and data would go.
    """
    lost = [each.name for each in changes if each.takes_data]
    if lost and not replace:
        if yes:
            raise Trouble(f"This would remove or replace {', '.join(lost)}, with what is in it.", "if that is meant: REPLACE=1")
        print(f"\n!! This removes or replaces {', '.join(lost)}. What is in it will no longer be used.")
        if answer("!! Type the name of the first one to go on: ").strip() != lost[0]:
            return False
    return yes or answer(f"\nDo this to {env}? [y/N] ").strip().lower() in ("y", "yes")


class Deployment:
    """To one environment."""

    def __init__(self, env: str) -> None:
        self.env = env
        name = section(env)["global"]["parameters"]["stack_name"]
        self.stack = CloudStack(boto3.client("cloudformation"), name)
        self._name = name

    def releases(self) -> Releases:
        return Releases(boto3.client("s3"), artefact_bucket(), self._name)

    def ask(self, more: list[str]) -> tuple[Release, Asked]:
        """Builds and keeps a release, and says what it would change."""
        chosen = parameters(self.env, *more)
        mark, body = release_mark(chosen), package(self.env, chosen)
        url = self.releases().keep_template(mark, body)
        asked = self.stack.ask(url, chosen, watch=chosen.get("Rollout", "AtOnce") != "AtOnce")
        return Release(mark, releases.revision(), releases.now(), chosen), asked

    def deploy(self, more: list[str], *, yes: bool, replace: bool) -> bool:
        """False if somebody said no."""
        release, asked = self.ask(more)
        if not self._do(asked, release.parameters, yes=yes, replace=replace):
            return False
        note_archive(self.env)
        self.publish(release.release)
        self.releases().note(release)
        return True

    def rollback(self, to: str, *, yes: bool, replace: bool) -> bool:
        """Back to a release that was deployed: the functions at once, whatever alarms ring; then the sites."""
        kept = self.releases()
        known = kept.all()
        target = releases.named(known, to) if to else releases.before(known)
        print(f"Back to {target.release[:12]}, revision {target.revision or 'unknown'}, deployed {target.at}.")
        chosen = target.parameters | {"Rollout": "AtOnce"}
        asked = self.stack.ask(kept.template_url(target.release), chosen, watch=False)
        if not self._do(asked, chosen, yes=yes, replace=replace):
            return False
        s3, bucket = boto3.client("s3"), outputs_of(self.env)["SitesBucket"]
        forget_published(s3, bucket)
        for file in kept.sites(target.release):
            put(s3, bucket, file)
        kept.note(Release(target.release, target.revision, releases.now(), target.parameters))
        return True

    def _do(self, asked: Asked, chosen: dict[str, str], *, yes: bool, replace: bool) -> bool:
        if not asked.address:
            print("Nothing changes in the stack.")
            return True
        print(f"\n{table(asked.changes)}\n\n{estimate(Use(), chosen)}")
        if not allow(asked.changes, yes=yes, replace=replace, env=self.env):
            self.stack.forget(asked.address)
            return False
        self.stack.execute(asked)
        if self.env == "prod":
            self.stack.protect()
        return True

    def publish(self, release: str = "") -> None:
        where = deployed(self.env)
        outputs, s3 = where.outputs, boto3.client("s3")
        tenant, style = os.environ.get("DEMO_TENANT", ""), os.environ.get("DEMO_STYLE", "")
        publish(s3, outputs["SitesBucket"], api_url=outputs["ApiUrl"], site_url=outputs["SiteUrl"], tenant=tenant, style=style)
        put_all(where)
        if release:
            self.releases().keep_sites(release, list(uploads(outputs["ApiUrl"], outputs["SiteUrl"], tenant, style)))
        site = outputs["SiteUrl"]
        print(f"\nFront page:          {site}/\nDesk and management: {site}/admin/\nAPI:                 {outputs['ApiUrl']}")

    def change_set(self, more: list[str]) -> None:
        """Shows what a deployment would do, as Markdown, and does nothing."""
        _, asked = self.ask(more)
        self.stack.forget(asked.address)
        text = f"## What deploying to {self.env} would change\n\n{markdown(asked.changes)}"
        print(text)
        if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(summary).open("a") as out:
                out.write(text)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make deploy")
    parser.add_argument("command", choices=["deploy", "change-set", "rollback", "releases", "publish", "smoke"])
    parser.add_argument("--env", choices=["dev", "prod"], required=True, help="ENV=dev or ENV=prod")
    parser.add_argument("--yes", action="store_true", help="somebody was asked before: show the change set and go on")
    parser.add_argument("--replace", action="store_true", help="tables, buckets, pools and secrets may be removed or replaced")
    parser.add_argument("--to", default="", help="of a roll-back: the beginning of a release's mark or revision")
    parser.add_argument("--with", dest="more", default="", help="parameters for this time, as Rollout=AllAtOnce")
    chosen = parser.parse_args()
    try:
        return 0 if _run(chosen) else 1
    except Trouble as trouble:
        complain(trouble)
    except (BotoCoreError, ClientError) as error:
        complain(Trouble(f"AWS refused: {error}", "check the credentials and the region of the shell (aws sts get-caller-identity)"))
    return 1


def _run(chosen: argparse.Namespace) -> bool:
    deployment, more = Deployment(chosen.env), chosen.more.split()
    if chosen.command in ("deploy", "publish", "change-set"):
        build_sites()
    match chosen.command:
        case "deploy":
            return deployment.deploy(more, yes=chosen.yes, replace=chosen.replace)
        case "change-set":
            deployment.change_set(more)
        case "rollback":
            return deployment.rollback(chosen.to, yes=chosen.yes, replace=chosen.replace)
        case "releases":
            for each in deployment.releases().all():
                print(f"{each.at}  {each.release[:12]}  {each.revision}")
        case "publish":
            deployment.publish()
        case "smoke":
            check(outputs_of(chosen.env))
    return True


if __name__ == "__main__":
    sys.exit(main())
