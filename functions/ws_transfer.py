"""Route `transfer`: handing a conversation to a colleague or a department, asking a colleague in."""

from parlor.domain.caller import Caller
from parlor.protocol.frames import AnswerTransfer, CancelTransfer, InviteColleague, OfferTransfer, TransferFrame
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.transfer_conversation import Transfers


@websocket_handler(TransferFrame)
def handler(frame: TransferFrame, caller: Caller, app: App) -> None:
    caller.as_agent()
    transfers = Transfers(app.tenant, app.directory, app.conversations, app.presence, app.pushes, app.timers, app.clock, app.reception)
    match frame:
        case OfferTransfer():
            transfers.offer(frame, caller.party)
        case InviteColleague():
            transfers.invite(frame, caller.party)
        case AnswerTransfer():
            transfers.answer(frame, caller.party, caller.connection)
        case CancelTransfer():
            transfers.cancel(frame, caller.party)
