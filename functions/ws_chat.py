"""Route `chat`: what visitors and agents do in a conversation."""

from msgspec import to_builtins

from parlor.domain.audit import actor_of
from parlor.domain.caller import Caller
from parlor.domain.conversation import Conversation, Transition
from parlor.domain.supervision import about
from parlor.protocol.frames import (
    AcceptConversation,
    AnswerForm,
    AskHistory,
    ChatFrame,
    EndConversation,
    GiveContact,
    JoinConversation,
    LeaveConversation,
    MarkRead,
    OpenConversation,
    OrganizeConversation,
    RateConversation,
    RecallMessage,
    SendMessage,
    SyncLog,
    Typing,
    WrapUpConversation,
)
from parlor.runtime.app import App
from parlor.runtime.handler import websocket_handler
from parlor.usecases.accept_conversation import accept_conversation
from parlor.usecases.answer_form import answer_form
from parlor.usecases.check_blocked import check_contact, check_open
from parlor.usecases.compose_message import Enclosures
from parlor.usecases.count_rules import count_rules
from parlor.usecases.end_conversation import end_conversation
from parlor.usecases.give_contact import give_contact
from parlor.usecases.join_conversation import join_conversation
from parlor.usecases.leave_conversation import leave_conversation
from parlor.usecases.limit_opens import limit_opens
from parlor.usecases.mark_read import mark_read
from parlor.usecases.open_conversation import OpenConversationUseCase
from parlor.usecases.organize_conversation import organize_conversation
from parlor.usecases.rate_conversation import rate_conversation
from parlor.usecases.recall_message import recall_message
from parlor.usecases.send_message import send_message
from parlor.usecases.show_typing import show_typing
from parlor.usecases.sync_log import send_history, sync_log
from parlor.usecases.whisper import whisper
from parlor.usecases.wrap_up_conversation import wrap_up_conversation


@websocket_handler(ChatFrame)
def handler(frame: ChatFrame, caller: Caller, app: App) -> None:
    match frame:
        case SendMessage():
            if frame.whisper:
                whisper(frame, caller, app.conversations, app.pushes, app.clock, _enclosures(app), app.audit)
            else:
                send_message(frame, caller.party, caller.connection, app.conversations, app.pushes, app.clock, _enclosures(app))
        case SyncLog():
            sync_log(frame, caller, app.conversations, app.pushes, app.clock, lambda found: _note_watch(found, caller, app))
        case AskHistory():
            send_history(frame, caller, app.conversations, app.pushes, app.clock)
        case Typing():
            show_typing(frame, caller.party, app.directory, app.conversations, app.pushes)
        case MarkRead():
            mark_read(frame, caller.party, caller.connection, app.conversations, app.pushes)
        case RecallMessage():
            recall_message(frame, caller.party, app.directory, app.conversations, _enclosures(app), app.pushes, app.clock)
        case OpenConversation():
            limit_opens(caller, app.buckets, app.conversations, app.clock)
            check_open(frame, caller, app.blocks, app.directory, app.conversations, app.clock)
            opening = OpenConversationUseCase(caller, app.directory, app.conversations, app.presence, app.reception, app.pushes, app.clock)
            opening(frame)
            if frame.rule_id and opening.began:
                count_rules(caller, frame.rule_id, "accepted", frame.shown, app.directory, app.rule_counts)
        case AcceptConversation():
            accept_conversation(frame, caller, app.conversations, app.reception, app.pushes, app.clock)
        case EndConversation():
            end_conversation(frame, caller.party, app.directory, app.conversations, app.reception, app.clock)
        case JoinConversation():
            join_conversation(frame, caller, app.conversations, app.audit, app.pushes, app.clock)
        case LeaveConversation():
            caller.as_agent()
            leave_conversation(
                frame,
                caller.party,
                caller.connection,
                app.directory,
                app.conversations,
                app.presence,
                app.reception,
                app.pushes,
                app.clock,
            )
        case GiveContact():
            check_contact(frame, caller, app.blocks, app.clock)
            give_contact(frame, caller.as_visitor(), app.conversations, app.presence, app.pushes, app.clock)
        case AnswerForm():
            answer_form(frame, caller, app.conversations, app.presence, app.blocks, app.pushes, app.clock)
        case RateConversation():
            rate_conversation(frame, caller, app.directory, app.conversations, app.pushes, app.clock)
        case OrganizeConversation():
            organize_conversation(frame, caller, app.directory, app.conversations, app.pushes, app.clock)
        case WrapUpConversation():
            _note_wrap_up(wrap_up_conversation(frame, caller, app.directory, app.conversations, app.pushes, app.clock), caller, app)


def _note_watch(conversation: Conversation, caller: Caller, app: App) -> None:
    app.audit.done(actor_of(caller), "supervise.watch", about=about(conversation), after={"agent": conversation.agent_name})


def _note_wrap_up(transition: Transition | None, caller: Caller, app: App) -> None:
    """What is said of somebody else's conversation is noted."""
    if transition is None or transition.before is None or transition.after.agent_id == caller.subject:
        return
    before, after = (to_builtins(each.wrap_up) if each.wrap_up else {} for each in (transition.before, transition.after))
    kept = [{name: value for name, value in each.items() if name not in ("at", "topic_id")} for each in (before, after)]
    app.audit.done(actor_of(caller), "chat.wrap_up", about=about(transition.after), before=kept[0], after=kept[1])


def _enclosures(app: App) -> Enclosures:
    return Enclosures(lambda: app.directory, lambda: app.files)
