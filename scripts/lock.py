"""Writes requirements/*.lock: what is installed in each environment, to the version."""

import subprocess

from scripts.paths import EMULATOR_VENV, ROOT, SAM_VENV, VENV

_INSTALLERS = ("pip==", "setuptools==", "wheel==")


def main() -> None:
    for name, folder in (("dev", VENV), ("emulator", EMULATOR_VENV), ("sam", SAM_VENV)):
        found = subprocess.run([folder / "bin" / "python", "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
        lines = [line for line in found.splitlines() if not line.startswith(_INSTALLERS)]
        (ROOT / "requirements" / f"{name}.lock").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
