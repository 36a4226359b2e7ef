"""Where a visitor comes in: does the black list let them? Who is let in costs no write, and no read but the list's, from memory."""

from parlor.domain.blocking import Block, Blocks, Newcomer, refusal, who_stops
from parlor.domain.caller import Caller
from parlor.domain.directory import Directory, form_before
from parlor.domain.ports import Clock, Conversations
from parlor.protocol.frames import GiveContact, OpenConversation


def stopped(blocks: Blocks, who: Newcomer, clock: Clock) -> Block | None:
    """The entry that keeps the visitor out; the attempt is counted."""
    now = clock.now_ms()
    block = who_stops(blocks.all(), who, now)
    if block is not None:
        blocks.count_hit(block.block_id, now)
    return block


def is_hidden(blocks: Blocks, who: Newcomer, clock: Clock) -> bool:
    """Whether a socket from this address is to be refused; who is only refused conversations may look around."""
    block = stopped(blocks, who, clock)
    return block is not None and block.effect == "hide"


def check_visitor(blocks: Blocks, who: Newcomer, clock: Clock) -> None:
    """Raises `Forbidden` (`blocked`)."""
    if stopped(blocks, who, clock):
        raise refusal()


def check_open(
    frame: OpenConversation, caller: Caller, blocks: Blocks, directory: Directory, conversations: Conversations, clock: Clock
) -> None:
    """Also by the telephone numbers in the form and in the profile. Raises `Forbidden` (`blocked`)."""
    visitor = caller.as_visitor()
    phones: list[str] = []
    if any(block.kind == "phone" for block in blocks.all()):
        wanted = {field.key for field in form_before(directory.style(caller.style), directory.service()).fields if field.kind == "phone"}
        phones = [value for key, value in frame.form.items() if key in wanted]
        profile = conversations.profile(visitor)
        phones += [profile.phone] if profile and profile.phone else []
    check_visitor(blocks, Newcomer(visitor, caller.ip, tuple(phones)), clock)


def check_contact(frame: GiveContact, caller: Caller, blocks: Blocks, clock: Clock) -> None:
    """A number that is kept out is not taken. Raises `Forbidden` (`blocked`)."""
    if frame.phone:
        check_visitor(blocks, Newcomer(caller.as_visitor(), phones=(frame.phone,)), clock)
