"""Canned phrases and links."""

from parlor.domain.audit import Trail
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present_office import link_answer, phrase_answer
from parlor.runtime.office import Office
from parlor.usecases import import_phrases, keep_links, keep_phrases
from parlor_api.asked import Asked


def list_canned_phrases(asked: Asked, staff: Staff, office: Office) -> rest.CannedPhraseList:
    return rest.CannedPhraseList(phrases=[phrase_answer(phrase) for phrase in keep_phrases.list_phrases(staff, office.library)])


def add_canned_phrase(asked: Asked, staff: Staff, office: Office) -> rest.CannedPhrase:
    return phrase_answer(keep_phrases.add_phrase(asked.body, staff, office.library, _trail(asked, staff, office), office.clock))


def change_canned_phrase(asked: Asked, staff: Staff, office: Office) -> rest.CannedPhrase:
    trail = _trail(asked, staff, office)
    return phrase_answer(keep_phrases.change_phrase(asked.path["phrase_id"], asked.body, staff, office.library, trail, office.clock))


def delete_canned_phrase(asked: Asked, staff: Staff, office: Office) -> None:
    keep_phrases.delete_phrase(asked.path["phrase_id"], staff, office.library, _trail(asked, staff, office))


def use_canned_phrase(asked: Asked, staff: Staff, office: Office) -> None:
    keep_phrases.use_phrase(asked.path["phrase_id"], staff, office.library)


def import_canned_phrases(asked: Asked, staff: Staff, office: Office) -> rest.ImportResult:
    return import_phrases.import_phrases(asked.body, staff, office.library, _trail(asked, staff, office), office.clock)


def list_links(asked: Asked, staff: Staff, office: Office) -> rest.SavedLinkList:
    return rest.SavedLinkList(links=[link_answer(link) for link in keep_links.list_links(staff, office.library)])


def add_link(asked: Asked, staff: Staff, office: Office) -> rest.SavedLink:
    return link_answer(keep_links.add_link(asked.body, staff, office.library, _trail(asked, staff, office), office.clock))


def change_link(asked: Asked, staff: Staff, office: Office) -> rest.SavedLink:
    return link_answer(keep_links.change_link(asked.path["link_id"], asked.body, staff, office.library, _trail(asked, staff, office)))


def delete_link(asked: Asked, staff: Staff, office: Office) -> None:
    keep_links.delete_link(asked.path["link_id"], staff, office.library, _trail(asked, staff, office))


def _trail(asked: Asked, staff: Staff, office: Office) -> Trail:
    return office.trail(staff, asked.address)


HANDLERS = {
    "list_canned_phrases": list_canned_phrases,
    "add_canned_phrase": add_canned_phrase,
    "change_canned_phrase": change_canned_phrase,
    "delete_canned_phrase": delete_canned_phrase,
    "use_canned_phrase": use_canned_phrase,
    "import_canned_phrases": import_canned_phrases,
    "list_links": list_links,
    "add_link": add_link,
    "change_link": change_link,
    "delete_link": delete_link,
}
