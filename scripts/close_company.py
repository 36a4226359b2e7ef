"""Ends a company for its operator. `make close-company`.

    make close-company TENANT=01…              begins the days of grace, as its administrator could
    make close-company TENANT=01… NOW=1        deletes everything at once, and prints the certificate
    … ENV=dev                                  on AWS, with the credentials of the shell

With NOW=1 the company's name has to be typed (YES=1 does not ask). It can be interrupted and run again: it goes on where it was.
"""

import argparse
import sys
import time

from parlor.domain.errors import ParlorError
from parlor.domain.ids import TenantId
from parlor.domain.leaving import DAY_MS, LOOKED_AGAIN_MS, Certificate, Closing
from parlor.domain.leaving_mails import closing_begun, day_in
from parlor.gateways.clock import SystemClock
from parlor.gateways.mail import SesMailer
from parlor.gateways.mail_queue import QueuedMailer, TenantMailer
from parlor.gateways.secrets import secret
from parlor.runtime.leaving import Premises
from parlor.storage.leaving import ClosingStore
from parlor.usecases.close_company import TellAdministrators
from scripts.deployed import Deployed, deployed
from scripts.steps import Trouble, complain

SETTLE_MS = 5_000
"""Functions remember for three seconds that a company is there."""


def socket_endpoint(where: Deployed) -> str:
    return where.outputs["SocketUrl"].replace("wss://", "https://").replace("ws://", "http://")


def mailer(where: Deployed) -> QueuedMailer:
    return QueuedMailer(where.outputs["MailQueueUrl"], SesMailer(where.outputs["MailFrom"]), SystemClock().now_ms)


def premises(where: Deployed) -> Premises:
    found = Premises(where.outputs, socket_endpoint(where))
    found.bind()
    return found


def begin(where: Deployed, tenant: TenantId, *, now: bool, sure: bool) -> Closing:
    """The closing that is under way, or a new one.

    Raises:
        Trouble: the name is not the company's.
    """
    closings, at = ClosingStore(), SystemClock().now_ms()
    known = closings.get(tenant)
    if known is not None and (known.begun_at is not None or not now):
        return known
    company = where.directory(tenant).company()
    if now and not sure and input(f"Everything of {company.company} will be deleted. Type its name: ") != company.company:
        raise Trouble("That is not its name. Nothing was changed.", "look at the id again")
    if known is not None:
        return known
    closing = Closing(
        tenant_id=tenant,
        asked_at=at,
        ends_at=at if now else at + int(where.outputs["ClosingGraceDays"]) * DAY_MS,
        asked_by="Parlor",
        company=company.company,
        language=company.language,
    )
    closings.begin(closing)
    where.put_style_file(tenant).all()
    if not now:
        tell_of(closing, where)
    return closing


def tell_of(closing: Closing, where: Deployed) -> None:
    """A mail to the administrators, as when one of them closes the company."""
    directory = where.directory(closing.tenant_id)
    day = day_in(closing.ends_at, directory.company().time_zone)
    tell = TellAdministrators(directory, TenantMailer(closing.tenant_id, mailer(where)), where.outputs["SiteUrl"], note)
    tell(lambda to, url: closing_begun(to, closing.company, closing.language, closing.asked_by, day, url))


def note(fault: Exception) -> None:
    print(f"A mail was not sent: {fault}", file=sys.stderr)


def end(where: Deployed, closing: Closing) -> Certificate:
    """Everything at once, but for the look a day later, which is the function's."""
    key = secret(where.outputs["CertificateSecretArn"])
    work = premises(where).end_company(closing.tenant_id, mailer(where), key, SystemClock(), note, settle_ms=SETTLE_MS)
    while closing.over_at is None:
        closing = work(closing, lambda: True)
        if closing.over_at is None:
            time.sleep(1)
    certificate = ClosingStore().certificate(closing.tenant_id)
    if certificate is None:
        raise Trouble("The certificate is not there.", "make deletion-proof")
    return certificate


def show(certificate: Certificate) -> None:
    print(f"{'':16}{'found':>10}{'deleted':>10}{'kept':>8}{'left':>8}")
    for each in certificate.tallies:
        print(f"{each.place:16}{each.found:>10,}{each.deleted:>10,}{each.kept:>8,}{each.left:>8,}")
    print(f"manifest {certificate.manifest}\nsigned   {certificate.signature}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make close-company", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tenant")
    parser.add_argument("--now", action="store_true")
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("--env", choices=["dev", "prod"])
    asked = parser.parse_args()
    try:
        where = deployed(asked.env)
        premises(where)
        closing = begin(where, TenantId(asked.tenant), now=asked.now, sure=asked.yes)
        if asked.now:
            show(end(where, closing))
            print(f"The function of the deployment looks through everything again {LOOKED_AGAIN_MS // 3_600_000} hours from now.")
        else:
            left = max(0, closing.ends_at - SystemClock().now_ms())
            print(f"{closing.company} is off, and everything of it will be deleted in {left // DAY_MS} days.")
    except Trouble as trouble:
        complain(trouble)
        return 1
    except ParlorError as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
