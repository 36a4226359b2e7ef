"""Route `invite`: agents address visitors who look around, visitors answer."""

from parlor.domain.caller import Caller
from parlor.protocol.frames import AnswerInvitation, AnswerRule, InviteFrame, InviteVisitor
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.count_rules import count_rules
from parlor.usecases.invite_visitor import answer_invitation, invite_visitor


@websocket_handler(InviteFrame)
def handler(frame: InviteFrame, caller: Caller, app: App) -> None:
    match frame:
        case InviteVisitor():
            invite_visitor(frame, caller, app.directory, app.conversations, app.presence, app.pushes, app.clock)
        case AnswerInvitation():
            answer_invitation(frame, caller.as_visitor(), app.presence, app.pushes)
        case AnswerRule():
            count_rules(caller, frame.rule_id, frame.answer, frame.shown, app.directory, app.rule_counts)
