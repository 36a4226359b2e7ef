"""Messages that visitors left: the list, one with all that followed, answers, notes, who deals with it; and the visitor's way back."""

from parlor.domain.blocking import Newcomer
from parlor.domain.credentials import LetterClaims
from parlor.domain.directory import check_open
from parlor.domain.ids import LeftMessageId
from parlor.domain.left_messages import LeftMessage, audited
from parlor.domain.limits import LETTER_BY_ADDRESS, LETTERS_OF_MESSAGE
from parlor.domain.staff import Staff
from parlor.protocol import rest_left
from parlor.protocol.present_records import left_message_answer, left_thread_answer
from parlor.runtime.office import House, Office
from parlor.usecases import change_left_message as changing
from parlor.usecases import read_left_messages as reading
from parlor.usecases import write_letter as letters
from parlor.usecases.answer_left_message import answer_left_message as answer
from parlor.usecases.check_blocked import check_visitor
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed


def list_left_messages(asked: Asked, staff: Staff, office: Office) -> rest_left.LeftMessageList:
    filters = [asked.query.get(name) or "" for name in ("state", "assignee", "department_id", "from", "to")]
    wanted = reading.LeftQuery(*filters)
    reading.check_left_query(wanted)
    listed, signing = ["left-messages", *filters], office.house.tokens
    position = opened(signing, staff.tenant, listed, asked.query.get("cursor"))
    found, following = reading.list_left_messages(wanted, position, staff, office.directory, office.left_messages, office.clock)
    return rest_left.LeftMessageList(
        left_messages=[left_message_answer(message) for message in found],
        unread=0 if position else office.left_messages.unread_of(staff.agent_id),
        cursor=sealed(signing, staff.tenant, listed, following),
    )


def get_left_message(asked: Asked, staff: Staff, office: Office) -> rest_left.LeftThread:
    return left_thread_answer(*reading.read_left_message(_id(asked), staff, office.left_messages))


def change_left_message(asked: Asked, staff: Staff, office: Office) -> rest_left.LeftMessage:
    changed = changing.change_left_message(_id(asked), asked.body, staff, office.directory, office.left_messages)
    return _noted("change_left_message", changed, asked, staff, office)


def note_left_message(asked: Asked, staff: Staff, office: Office) -> rest_left.LeftMessage:
    changed = changing.note_left_message(_id(asked), asked.body, staff, office.left_messages, office.clock)
    return _noted("note_left_message", changed, asked, staff, office)


def answer_left_message(asked: Asked, staff: Staff, office: Office) -> rest_left.LeftMessage:
    house = office.house
    changed = answer(
        _id(asked),
        asked.body,
        staff,
        office.directory,
        office.left_messages,
        office.mailer,
        house.tokens,
        office.clock,
        house.settings.site_url,
    )
    return _noted("answer_left_message", changed, asked, staff, office)


def open_letter(asked: Asked, house: House) -> rest_left.Letter:
    body: rest_left.OpenLetter = asked.body
    claims, office = _letter(body.token, asked, house)
    return letters.read_letter(claims, office.directory, office.left_messages)


def write_letter(asked: Asked, house: House) -> rest_left.Letter:
    body: rest_left.WriteLetter = asked.body
    claims, office = _letter(body.token, asked, house)
    house.limits.take(LETTERS_OF_MESSAGE, claims.left_message)
    message = office.left_messages.get(claims.left_message)
    check_visitor(office.blocks, Newcomer(message.visitor_id, asked.address, (message.phone,)), house.clock)
    letters.write_letter(claims, body, office.left_messages, house.clock)
    return letters.read_letter(claims, office.directory, office.left_messages)


def _letter(token: str, asked: Asked, house: House) -> tuple[LetterClaims, Office]:
    house.limits.take(LETTER_BY_ADDRESS, asked.address)
    claims = house.tokens.verify_letter(token)
    office = house.office(claims.tenant)
    check_open(office.directory.company())
    return claims, office


def _noted(action: str, changed: tuple[LeftMessage, LeftMessage], asked: Asked, staff: Staff, office: Office) -> rest_left.LeftMessage:
    before, after = changed
    about = ("left_message", after.left_message_id, after.name or after.email)
    if before != after:
        office.trail(staff, asked.address).done(action, about, audited(before), audited(after))
    return left_message_answer(after)


def _id(asked: Asked) -> LeftMessageId:
    return LeftMessageId(asked.path["left_message_id"])


HANDLERS = {
    "list_left_messages": list_left_messages,
    "get_left_message": get_left_message,
    "change_left_message": change_left_message,
    "note_left_message": note_left_message,
    "answer_left_message": answer_left_message,
    "open_letter": open_letter,
    "write_letter": write_letter,
}
