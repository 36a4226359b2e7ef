"""`make up` and its companions, from the point where the packages are installed."""

import argparse
import fcntl
import json
import subprocess
import sys
import textwrap
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from re import sub
from shutil import rmtree

from scripts import emulator, stack
from scripts.archived import note_archive
from scripts.deployed import deployed
from scripts.paths import LOCAL, LOGS, PORT, ROOT
from scripts.publish import SITES, publish, published_mark, put_mark
from scripts.rest import Refused
from scripts.seed import ADMIN, COLLEAGUES, COMPANY, PASSWORD, Seeded, seed
from scripts.steps import Trouble, complain, fingerprint, is_stamped, run, stamp, step
from scripts.style_files import put_all

RUNTIME = f"python{sys.version_info[0]}.{sys.version_info[1]}"
"""The emulator runs functions with the Python that made its environment, which is the one that made ours."""
_STYLES_MARK = ".styles"


def up() -> None:
    with _alone():
        step("Widget and admin site", build_sites)
        step("Functions and layer", lambda: stack.build(RUNTIME))
        step("Start the emulator", emulator.start)
        step("Deploy", deploy)
        outputs = stack.outputs()
        seeded = _Box()
        step("Demonstration company", lambda: seeded.fill(outputs["ApiUrl"]))
        step("Publish the sites", lambda: seeded.publish(outputs))
        step("Publish the styles", lambda: publish_styles(outputs["SitesBucket"]))
        step("Check that it answers", lambda: check(outputs))
    _say_where(outputs)


def deploy() -> str | None:
    said = stack.deploy(RUNTIME)
    note_archive()
    return said


def build() -> None:
    """The sites alone: their browser tests and the size limits look at what is built."""
    with _alone():
        step("Widget and admin site", build_sites)


class _Box:
    """Carries what seeding found to the step that publishes."""

    seeded: Seeded

    def fill(self, api_url: str) -> None:
        try:
            self.seeded = seed(api_url)
        except Refused as refusal:
            raise Trouble(f"The API refused: {refusal}", "`make logs` shows what the function said") from None

    def publish(self, outputs: dict[str, str]) -> str | None:
        return publish(
            stack.client("s3"),
            outputs["SitesBucket"],
            api_url=outputs["ApiUrl"],
            site_url=outputs["SiteUrl"],
            tenant=self.seeded.tenant_id,
            style=self.seeded.style_id,
            english_style=self.seeded.english_style_id,
        )


def publish_styles(bucket: str) -> str | None:
    """What is published is published; only what the product itself says in the files changes with the code."""
    mark, s3 = fingerprint([ROOT / "layers" / "core" / "parlor"]), stack.client("s3")
    if published_mark(s3, bucket, _STYLES_MARK) == mark:
        return "unchanged"
    put_all(deployed())
    put_mark(s3, bucket, _STYLES_MARK, mark)
    return None


@contextmanager
def _alone() -> Iterator[None]:
    """Two `make up` of one folder would trip over each other: the second waits for the first."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another `make up` of this folder is at work; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_sites() -> str | None:
    mark = fingerprint([ROOT / path for path in ("clients", "widget", "admin-site", "package-lock.json")])
    built = all(folder.is_dir() for _, folder in SITES)
    if is_stamped("sites", mark) and built:
        return "unchanged"
    # Loader and panel are built into one folder, which neither may empty.
    rmtree(ROOT / "widget" / "dist", ignore_errors=True)
    run("npm-build", ["npm", "run", "build"], advice="mend what the lines above name")
    stamp("sites", mark)
    return None


def check(outputs: dict[str, str]) -> None:
    """Asks each address once.

    Raises:
        Trouble: something does not answer as it should.
    """
    for url, wanted in (
        (f"{outputs['SiteUrl']}/demo/index.html", b"loader.js"),
        (f"{outputs['SiteUrl']}/admin/index.html", b"<script"),
        (f"{outputs['SiteUrl']}/welcome/index.html", outputs["SiteUrl"].encode()),
        (f"{outputs['SiteUrl']}/widget/loader.js", outputs["ApiUrl"].encode()),
    ):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                body: bytes = answer.read()
        except OSError as error:
            raise Trouble(f"{url} does not answer: {error}", "make down up; if it stays, `make logs`") from None
        if wanted not in body:
            raise Trouble(f"{url} answers with something else than our site.", "make reset up") from None


def _say_where(outputs: dict[str, str]) -> None:
    site = outputs["SiteUrl"]
    accounts = [f"{ADMIN[0]:28} {ADMIN[1]}, administrator"]
    accounts += [f"{each.email:28} {each.name}, {' and '.join(each.departments)}" for each in COLLEAGUES]
    print(
        f"""
{COMPANY} is open.

  The front page             {site}/welcome/index.html   (English: welcome/en.html)
  The shop with the widget   {site}/demo/index.html
  Desk and management        {site}/admin/index.html
  Mail box                   make mail   (raw: {emulator.mailbox_url()})

  Sign in with one of these; the password is {PASSWORD}
"""
        + "\n".join(f"    {line}" for line in accounts)
        + "\n\n  make down stops it and keeps the data, make logs follows the functions, make help lists the rest.\n"
    )


def logs() -> None:
    """Follows what the emulator and the functions print, until Ctrl+C."""
    if not emulator.LOG.exists():
        raise Trouble("There is no log yet.", "make up")
    try:
        subprocess.run(["tail", "-n", "100", "-F", str(emulator.LOG)], cwd=LOGS, check=False)
    except KeyboardInterrupt:
        print()


def mail(how_many: int) -> None:
    """Prints the newest mails, the newest last."""
    try:
        found = emulator.mails()
    except OSError:
        raise Trouble(f"Nothing answers on port {PORT}.", "make up") from None
    if not found:
        print("No mail has been sent yet.")
    for each in found[-how_many:]:
        text = each["BodyText"] or unescape(sub(r"<[^>]+>", " ", sub(r"(?i)<br\s*/?>|</p>", "\n", each["BodyHtml"] or "")))
        print(f"{'-' * 78}\n{each['Timestamp']}\nFrom:    {each['Source']}\nTo:      {', '.join(each['To'])}\nSubject: {each['Subject']}\n")
        print(textwrap.indent("\n".join(line.strip() for line in text.strip().splitlines()), "  "))


def outputs() -> None:
    print(json.dumps(stack.outputs(), indent=2))


def main() -> int:
    parser = argparse.ArgumentParser(prog="make")
    commands = {"up": up, "build": build, "logs": logs, "outputs": outputs}
    parser.add_argument("command", choices=[*commands, "mail"])
    parser.add_argument("--number", type=int, default=10, help="mails to show")
    chosen = parser.parse_args()
    try:
        if chosen.command == "mail":
            mail(chosen.number)
        else:
            commands[chosen.command]()
    except Trouble as trouble:
        complain(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
