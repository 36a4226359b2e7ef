"""Route `supervise`: what supervisors do with conversations and desks of others. Every deed goes into the audit log."""

from parlor.domain.audit import actor_of
from parlor.domain.caller import Caller
from parlor.domain.conversation import Transition
from parlor.domain.ids import ConversationId
from parlor.domain.supervision import about
from parlor.gateways.closing import ApiGatewayCloser
from parlor.protocol.frames import EndOther, SignOutAgent, SuperviseFrame, TakeOver, Unwatch
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.end_others_conversation import end_others_conversation
from parlor.usecases.sign_out_agent import sign_out_agent
from parlor.usecases.take_over_conversation import take_over_conversation


@websocket_handler(SuperviseFrame)
def handler(frame: SuperviseFrame, caller: Caller, app: App) -> None:
    caller.as_agent()
    match frame:
        case Unwatch():
            app.conversations.unwatch(ConversationId(frame.conversation_id), {caller.connection})
        case TakeOver():
            done = take_over_conversation(frame, caller, app.directory, app.conversations, app.pushes, app.reception, app.clock)
            _note(caller, "supervise.take_over", done, app)
        case EndOther():
            done = end_others_conversation(frame, caller, app.directory, app.conversations, app.reception, app.clock)
            _note(caller, "supervise.end", done, app)
        case SignOutAgent():
            closer = ApiGatewayCloser(app.settings.socket_endpoint)
            agent = sign_out_agent(frame, caller, app.conversations, app.presence, app.pushes, app.reception, closer)
            app.audit.done(
                actor_of(caller),
                "supervise.sign_out",
                about=("agent", agent.agent_id, agent.name),
                before={"state": agent.state, "load": agent.load},
                after={"state": "offline", "load": 0},
            )


def _note(caller: Caller, action: str, done: Transition | None, app: App) -> None:
    if done is None or done.before is None:
        return
    before, after = done.before, done.after
    app.audit.done(
        actor_of(caller),
        action,
        about=about(after),
        before={"state": before.state, "agent": before.agent_name},
        after={"state": after.state, "agent": after.agent_name},
    )
