"""Installs what everything else needs: three Python environments and the Node packages. Uses the standard library only."""

import contextlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from scripts import emulator
from scripts.paths import EMULATOR_VENV, ROOT, SAM_VENV, VENV
from scripts.steps import Trouble, complain, fingerprint, is_stamped, run, stamp, step

PYTHON_OLDEST, PYTHON_NEWEST = (3, 11), (3, 14)
"""The runtimes that Lambda has and our packages support."""
NODE_OLDEST = (20, 19)


def check_tools() -> str:
    version = sys.version_info[:2]
    if not PYTHON_OLDEST <= version <= PYTHON_NEWEST:
        raise Trouble(
            f"Python {version[0]}.{version[1]} is running this; 3.11 to 3.14 is needed.",
            "install one (python.org, your package manager, pyenv) and name it: make up PYTHON=python3.12",
        )
    try:
        import ensurepip  # noqa: F401  Debian ships Python without it
        import venv  # noqa: F401
    except ImportError as missing:
        raise Trouble(
            f"Python's own module {missing.name} is missing.",
            f"on Debian and Ubuntu: sudo apt-get install python{version[0]}.{version[1]}-venv",
        ) from None
    node = _version("node")
    if node is None or node < NODE_OLDEST:
        found = "not installed" if node is None else f"version {'.'.join(map(str, node))}"
        raise Trouble(f"Node.js is {found}; 20.19 or newer is needed.", "get it from https://nodejs.org, or with nvm: nvm install 22")
    if shutil.which("npm") is None:
        raise Trouble("npm is not installed.", "it comes with Node.js from https://nodejs.org; on Debian: sudo apt-get install npm")
    return f"Python {version[0]}.{version[1]}, Node {node[0]}.{node[1]}"


def _version(tool: str) -> tuple[int, ...] | None:
    path = shutil.which(tool)
    if path is None:
        return None
    text = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    try:
        return tuple(int(part) for part in text.split(".")[:2])
    except ValueError:
        return None


def install_python(name: str, folder: Path, requirements: Path) -> str | None:
    """Makes the virtual environment `folder` hold exactly what `requirements` names."""
    files = [requirements, requirements.with_suffix(".lock")]
    if name == "dev":
        files += [ROOT / "layers/core/requirements.txt", ROOT / "functions/api/requirements.txt"]
        files += [ROOT / "functions/timer.requirements.txt", ROOT / "functions/ws_track.requirements.txt"]
    mark = fingerprint(files, sys.version, sysconfig.get_platform(), str(folder))
    if is_stamped(f"python-{name}", mark) and (folder / "bin" / "python").exists():
        return "unchanged"
    python = folder / "bin" / "python"
    if not _works(python):
        run(f"venv-{name}", [sys.executable, "-m", "venv", "--clear", folder], advice="see the lines above; is the disk full?")
    run(
        f"pip-{name}",
        [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--requirement", requirements],
        advice="is the network there? `make up` goes on from here when you run it again",
    )
    stamp(f"python-{name}", mark)
    return None


def _works(python: Path) -> bool:
    """Whether the environment exists and was made by the Python that runs now."""
    if not python.exists():
        return False
    with contextlib.suppress(OSError):
        asked = subprocess.run(
            [python, "-c", "import sys, pip; print(sys.version_info[:2])"], capture_output=True, text=True, check=False
        ).stdout.strip()
        return asked == str(sys.version_info[:2])
    return False


def install_node() -> str | None:
    manifests = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    manifests += [path for pattern in ("clients/*", "widget/*", "admin-site") for path in ROOT.glob(f"{pattern}/package.json")]
    mark = fingerprint([path for path in manifests if path.exists()], *(map(str, _version("node") or ())))
    modules = ROOT / "node_modules"
    if is_stamped("node", mark) and modules.exists():
        return "unchanged"
    command = ["npm", "install"] if modules.exists() else ["npm", "ci"]
    run("npm", [*command, "--no-audit", "--no-fund"], advice="is the network there? `make up` goes on from here when you run it again")
    stamp("node", mark)
    return None


def check_tools_and_port() -> str:
    """Before minutes of downloads: could the emulator be started at all?"""
    if emulator.process_id() is None:
        emulator.check_port()
    return check_tools()


def main() -> int:
    requirements = ROOT / "requirements"
    try:
        step("Tools", check_tools_and_port if "--for-up" in sys.argv[1:] else check_tools)
        step("Python packages", lambda: install_python("dev", VENV, requirements / "dev.txt"))
        step("Emulator", lambda: install_python("emulator", EMULATOR_VENV, requirements / "emulator.txt"))
        step("SAM command line", lambda: install_python("sam", SAM_VENV, requirements / "sam.txt"))
        step("Node packages", install_node)
    except Trouble as trouble:
        complain(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
