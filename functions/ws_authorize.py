"""$connect: does this ticket open a socket? Each ticket does so once."""

from typing import Any

from parlor.domain.blocking import Newcomer
from parlor.domain.errors import ParlorError
from parlor.domain.ids import VisitorId
from parlor.runtime.checked import answers_checks
from parlor.runtime.handler import process
from parlor.runtime.lines import Line
from parlor.usecases.check_blocked import is_hidden


@answers_checks("directory")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Allows or denies; what it puts into the context is all that the socket's frames may rely on."""
    ticket = (event.get("queryStringParameters") or {}).get("ticket") or ""
    arn = event["methodArn"]
    identity = event["requestContext"].get("identity") or {}
    line = Line("authorize", event["requestContext"].get("requestId", ""))
    try:
        claims = process().tokens.verify_ticket(ticket)
        line.say(tenant=claims.tenant, role=claims.role, subject=claims.subject)
        app = process().app(claims.tenant)
        if claims.watch_address and is_hidden(app.blocks, Newcomer(VisitorId(claims.subject), identity.get("sourceIp") or ""), app.clock):
            line.done("blocked")
            return _policy("Deny", arn)
        if not app.presence.burn_ticket(claims.jti, app.clock.now_ms()):
            line.done("used")
            return _policy("Deny", arn)
    except ParlorError as refusal:
        line.done(refusal.code)
        return _policy("Deny", arn)
    except Exception:
        line.failed("the ticket could not be checked")
        return _policy("Deny", arn)
    line.done()
    return _policy(
        "Allow",
        arn,
        tenant=claims.tenant,
        role=claims.role,
        subject=claims.subject,
        name=claims.name,
        number=claims.number,
        departments=",".join(claims.departments),
        staff_role=claims.staff_role,
        rights=",".join(claims.rights),
        reach="" if claims.reach is None else ",".join(("within", *claims.reach)),
        style=claims.style,
        shards=",".join(str(each) for each in claims.shards),
        country=claims.country,
        province=claims.province,
        link_agent=claims.link_agent,
        session=claims.session,
        ip=identity.get("sourceIp") or "",
        user_agent=identity.get("userAgent") or "",
    )


def _policy(effect: str, arn: str, **context: str) -> dict[str, Any]:
    return {
        "principalId": context.get("subject") or "nobody",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}],
        },
        "context": context,
    }
