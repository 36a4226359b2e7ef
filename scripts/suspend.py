"""Switches a company's widgets off, and on again.

    python -m scripts.suspend TENANT [--resume]               on the emulator
    python -m scripts.suspend TENANT [--resume] --env dev     on AWS, with the credentials of the shell

Visits and connections are refused within seconds; the files of its styles say `{"off": "suspended"}`, which pages have within a
minute. Sockets that are open stay open until they end, two hours at most. Nothing is deleted.
"""

import argparse
import sys

from parlor.domain.errors import ParlorError
from parlor.domain.ids import TenantId
from parlor.gateways.clock import SystemClock
from scripts.deployed import deployed
from scripts.steps import Trouble, complain


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tenant")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--env", choices=["dev", "prod"])
    asked = parser.parse_args()
    tenant = TenantId(asked.tenant)
    try:
        where = deployed(asked.env)
        company = where.directory(tenant).suspend(None if asked.resume else SystemClock().now_ms())
        files = where.put_style_file(tenant).all()
    except Trouble as trouble:
        complain(trouble)
        return 1
    except ParlorError as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    print(f"{company.company} is {'open again' if asked.resume else 'suspended'}; {len(files)} files of styles say so.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
