"""Every frame that clients send, and the right that staff must have for it (domain/rights.py). The decorator of the handlers asks for
it, tests walk it, docs/rights.md is written from it.

What a use case wants besides, such as that the conversation lies in one of the departments where the right counts, it finds out from
the conversation.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from parlor.domain.caller import Caller
from parlor.domain.rights import Right
from parlor.protocol import frames, frames_internal


def always(_frame: Any) -> bool:
    return True


class Need(Struct, frozen=True):
    """`when` says in words for which of the frames, `holds` decides it; None: the use case finds out from the conversation."""

    right: Right
    when: str = ""
    holds: Callable[[Any], bool] | None = always


VISITORS: tuple[type[Struct], ...] = (
    frames.OpenConversation,
    frames.GiveContact,
    frames.AnswerForm,
    frames.RateConversation,
    frames.AnswerInvitation,
    frames.AnswerRule,
    frames.PageVisited,
    frames.EventTracked,
    frames.ConversionTracked,
    frames.VisitorTagged,
    frames.AskFacts,
)
"""Refused to staff, whatever their rights."""
FRAME_RIGHTS: dict[type[Struct], tuple[Need, ...]] = {
    frames.AcceptConversation: (Need("receive"),),
    frames.SendMessage: (Need("whisper", "with `whisper`", lambda frame: frame.whisper),),
    frames.SyncLog: (
        Need("watch", "with `watch`, of a conversation that goes on at somebody else's desk", None),
        Need("read_records", "of a conversation that is over, and was somebody else's", None),
    ),
    frames.AskHistory: (
        Need("watch", "of a conversation that goes on at somebody else's desk", None),
        Need("read_records", "of a conversation that is over, and was somebody else's", None),
    ),
    frames.WrapUpConversation: (Need("wrap_up_others", "of a conversation that somebody else has or had", None),),
    frames.JoinConversation: (Need("join"),),
    frames.InviteVisitor: (Need("invite"),),
    frames.OfferTransfer: (Need("transfer"),),
    frames.AnswerTransfer: (Need("receive", "that accepts", lambda frame: frame.accept),),
    frames.SetAgentState: (
        Need("receive", "other than `away`", lambda frame: frame.state != "away"),
        Need("be_invisible", "`invisible`", lambda frame: frame.state == "invisible"),
    ),
    frames.TakeOver: (Need("take_over"),),
    frames.EndOther: (Need("end_others"),),
    frames.SignOutAgent: (Need("sign_out_others"),),
}
OF_WHO_TAKES_PART: tuple[type[Struct], ...] = (
    frames.Typing,
    frames.MarkRead,
    frames.EndConversation,
    frames.LeaveConversation,
    frames.RecallMessage,
    frames.OrganizeConversation,
    frames.InviteColleague,
    frames.CancelTransfer,
    frames.Unwatch,
    frames.WatchVisitors,
    frames.Ping,
    frames_internal.SendInternal,
    frames_internal.SyncInternal,
    frames_internal.AskInternalHistory,
    frames_internal.MarkInternalRead,
    frames_internal.RecallInternal,
)
"""Those that want no right: who takes part in the conversation, or is there, may."""


def check_frame(frame: Struct, caller: Caller) -> None:
    """Raises `MissingRight`, `Forbidden` for visitors who send what is staff's."""
    for need in FRAME_RIGHTS.get(type(frame), ()):
        if need.holds is not None and need.holds(frame):
            caller.check(need.right)
