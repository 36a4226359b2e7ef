"""Shows what was deleted of a company, and whether the certificate is genuine. `make deletion-proof`.

    make deletion-proof TENANT=01… (ENV=dev)
    … LOOK=1       also looks through all tables and buckets once more; reads all of them

Exit code: 0 genuine and nothing left, 1 not, 2 there is no certificate.
"""

import argparse
import sys

import msgspec

from parlor.domain.ids import TenantId
from parlor.domain.leaving import is_genuine
from parlor.gateways.secrets import secret
from parlor.storage.leaving import ClosingStore
from scripts.close_company import premises, show
from scripts.deployed import Deployed, deployed
from scripts.steps import Trouble, complain


def left_now(where: Deployed, tenant: TenantId) -> dict[str, int]:
    """What is found in each table and bucket."""
    found = {}
    for name, sweep in premises(where).sweeps(tenant).items():
        seen = sweep.look(None, delete=False)
        found[name] = seen.found
        while seen.position:
            seen = sweep.look(seen.position, delete=False)
            found[name] += seen.found
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="make deletion-proof", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tenant")
    parser.add_argument("--look", action="store_true")
    parser.add_argument("--env", choices=["dev", "prod"])
    asked = parser.parse_args()
    tenant = TenantId(asked.tenant)
    try:
        where = deployed(asked.env)
    except Trouble as trouble:
        complain(trouble)
        return 2
    premises(where)
    certificate = ClosingStore().certificate(tenant)
    if certificate is None:
        print("There is no certificate for this company.", file=sys.stderr)
        return 2
    genuine = is_genuine(certificate, secret(where.outputs["CertificateSecretArn"])())
    print(msgspec.json.format(msgspec.json.encode(certificate), indent=2).decode())
    show(certificate)
    print("The signature is genuine." if genuine else "THE SIGNATURE IS NOT GENUINE.")
    found = left_now(where, tenant) if asked.look else {}
    for name, number in found.items():
        print(f"{name:16}{number:>10,} found now")
    return 0 if genuine and certificate.whole and not any(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
