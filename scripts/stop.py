"""`make down` and `make reset`."""

import sys

from scripts import emulator
from scripts.steps import Trouble, complain


def main() -> int:
    try:
        ran = emulator.stop()
    except Trouble as trouble:
        complain(trouble)
        return 1
    if "--remove-data" in sys.argv[1:]:
        emulator.forget()
        print("Stopped; all data is removed. `make up` starts afresh.")
    else:
        print("Stopped; the data is kept." if ran else "It was not running.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
