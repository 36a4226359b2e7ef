"""The timers queue: what has to be looked at again after a while."""

from typing import Any

from parlor.domain.ids import AgentId, DepartmentId, TenantId
from parlor.domain.jobs import (
    AgentGone,
    AgentLost,
    AgentRested,
    BlockSettled,
    DesksPutOut,
    DesksWatched,
    IdleCheck,
    Job,
    LeftMessageReceipt,
    QueueDue,
    SignInFailed,
    SocketLost,
    StepFollowed,
    TellVisitors,
    TransferExpired,
    UnreadNotice,
    VisitorGone,
)
from parlor.gateways.closing import ApiGatewayCloser
from parlor.protocol.decode import decode
from parlor.runtime.app import App
from parlor.runtime.checked import answers_checks
from parlor.runtime.handler import process
from parlor.runtime.lines import Line, of_job
from parlor.runtime.notices import receipt, unread_notices
from parlor.storage import directory
from parlor.storage.directory import CompanyStore
from parlor.usecases.break_silence import SilenceChecks
from parlor.usecases.connect import agent_gone, visitor_gone
from parlor.usecases.follow_up import FollowUp
from parlor.usecases.forget_socket import forget_socket
from parlor.usecases.note_failed_sign_in import note_failed_sign_in
from parlor.usecases.put_out import PutOut
from parlor.usecases.put_out_desks import DesksOut
from parlor.usecases.release_agent import release_agent
from parlor.usecases.transfer_conversation import Transfers
from parlor.usecases.watch_desks import look_at_desks


@answers_checks("presence")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Does each job; one that fails comes again, and lies in the dead-letter queue after the third time."""
    failed = []
    for record in event["Records"]:
        line = Line("timer")
        line.say(queued=record["messageId"])
        try:
            job: Job = decode(Job, record["body"])
            of_job(line, job)
            with line.traced():
                outcome = do(job, process().app(TenantId(job.tenant))) if process().living(job.tenant) else "the company is gone"
            line.done(str(outcome))
        except Exception:
            line.failed("a job failed")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def companies() -> CompanyStore:
    """Asked for by sign-ins that failed."""
    directory.bind(process().settings.directory_table)
    return CompanyStore(process().clock.now_ms)


def do(job: Job, app: App) -> object:
    match job:
        case TellVisitors():
            return app.visitor_teller.again()
        case VisitorGone():
            return visitor_gone(job, app.conversations, app.presence, app.pushes, app.clock)
        case AgentGone():
            return agent_gone(job, app.directory, app.presence, app.pushes, app.timers)
        case DesksWatched():
            closer = ApiGatewayCloser(app.settings.socket_endpoint)
            return look_at_desks(job, app.presence, app.timers, closer, app.clock)
        case AgentLost():
            return release_agent(job, app.conversations, app.presence, app.reception)
        case SocketLost():
            return forget_socket(job, app.presence, app.timers, app.sockets)
        case TransferExpired():
            transfers = Transfers(
                app.tenant, app.directory, app.conversations, app.presence, app.pushes, app.timers, app.clock, app.reception
            )
            return transfers.expire(job) is not None
        case IdleCheck():
            checks = SilenceChecks(app.tenant, app.directory, app.conversations, app.pushes, app.timers, app.clock, app.reception)
            return checks.check(job)
        case StepFollowed():
            return FollowUp(app.directory, app.conversations, app.reception, app.pushes, app.clock)(job)
        case QueueDue():
            return app.reception.sweep(DepartmentId(job.department_id))
        case AgentRested():
            return app.reception.rested(AgentId(job.agent_id))
        case BlockSettled():
            closer = ApiGatewayCloser(app.settings.socket_endpoint)
            put_out = PutOut(
                app.tenant, app.directory, app.conversations, app.presence, app.reception, app.pushes, closer, app.timers, app.clock
            )
            return put_out.settled(job, app.blocks)
        case DesksPutOut():
            closer = ApiGatewayCloser(app.settings.socket_endpoint)
            return DesksOut(app.tenant, app.presence, app.pushes, closer, app.timers).settled(job)
        case SignInFailed():
            return note_failed_sign_in(job, companies(), lambda tenant: process().app(tenant).sign_in_log)
        case LeftMessageReceipt():
            return receipt(job, app)
        case UnreadNotice():
            return unread_notices(app, process().tokens).send(job)
