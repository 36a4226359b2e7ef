"""The files of all styles are put in place again: after a deployment, since the product's own words and icons stand in them.

    python -m scripts.style_files                  on the emulator
    python -m scripts.style_files --env dev        on AWS, with the credentials of the shell

Can be run at any time; a style of before there were drafts gets its first publication.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from parlor.domain.ids import TenantId
from parlor.storage.directory import CompanyRow
from parlor.storage.keys import COMPANY
from scripts.deployed import Deployed, deployed
from scripts.steps import Trouble, complain


def tenants() -> Iterator[TenantId]:
    """Every company. Reads the whole table, which no request may."""
    for row in CompanyRow.scan(CompanyRow.sk == COMPANY, attributes_to_get=["pk", "sk"]):
        yield TenantId(row.pk)


def put_all(where: Deployed) -> int:
    """How many files were put in place."""

    def of(tenant: TenantId) -> int:
        return len(where.put_style_file(tenant).all())

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(of, tenants()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="make publish-styles")
    parser.add_argument("--env", choices=["dev", "prod"])
    try:
        print(f"{put_all(deployed(parser.parse_args().env))} files of styles are in place.")
    except Trouble as trouble:
        complain(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
