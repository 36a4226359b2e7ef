"""The styles of the widget: drafts, publications, pictures."""

from parlor.domain.ids import StyleId
from parlor.domain.limits import STYLE_PICTURES_BY_TENANT
from parlor.domain.staff import Staff
from parlor.domain.style_content import Asset, Draft
from parlor.protocol import rest_styles
from parlor.protocol.present_styles import draft_answer, publication_view, summary_answer
from parlor.runtime.office import Office
from parlor_api.asked import Asked


def list_styles(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleList:
    styles = office.directory.fresh().styles()
    return rest_styles.StyleList(styles=[summary_answer(style, staff.tenant, office.settings.site_url) for style in styles])


def add_style(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleDraft:
    return _answer(office.keep_styles.add(asked.body, office.trail(staff, asked.address)), office)


def get_style(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleDraft:
    return _answer(office.keep_styles.draft(_style(asked)), office)


def save_draft(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleDraft:
    return _answer(office.keep_styles.save(_style(asked), asked.body, office.trail(staff, asked.address)), office)


def publish_style(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleDraft:
    return _answer(office.keep_styles.publish(_style(asked), asked.body, staff.agent, office.trail(staff, asked.address)), office)


def discard_draft(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleDraft:
    return _answer(office.keep_styles.discard(_style(asked), asked.body, office.trail(staff, asked.address)), office)


def revert_style(asked: Asked, staff: Staff, office: Office) -> rest_styles.StyleDraft:
    return _answer(office.keep_styles.revert(_style(asked), asked.body, office.trail(staff, asked.address)), office)


def delete_style(asked: Asked, staff: Staff, office: Office) -> None:
    office.keep_styles.delete(_style(asked), office.trail(staff, asked.address))


def list_publications(asked: Asked, staff: Staff, office: Office) -> rest_styles.PublicationList:
    found = office.keep_styles.publications(_style(asked))
    return rest_styles.PublicationList(publications=[publication_view(each) for each in found])


def add_style_picture(asked: Asked, staff: Staff, office: Office) -> Asset:
    """Also the photo of an agent and the company's logo."""
    staff.check_any("keep_styles", "keep_people", "keep_company")
    office.house.limits.take(STYLE_PICTURES_BY_TENANT, office.tenant)
    return office.keep_styles.add_picture(asked.body, office.trail(staff, asked.address))


def get_rule_counts(asked: Asked, staff: Staff, office: Office) -> rest_styles.RuleCounts:
    draft = office.keep_styles.draft(_style(asked))
    return rest_styles.RuleCounts(counts=office.rule_counts.of(rule.rule_id for rule in draft.content.invitations.rules))


def _style(asked: Asked) -> StyleId:
    return StyleId(asked.path["style_id"])


def _answer(draft: Draft, office: Office) -> rest_styles.StyleDraft:
    return draft_answer(draft, office.tenant, office.settings.site_url)


HANDLERS = {
    "list_styles": list_styles,
    "add_style": add_style,
    "get_style": get_style,
    "save_draft": save_draft,
    "delete_style": delete_style,
    "publish_style": publish_style,
    "discard_draft": discard_draft,
    "list_publications": list_publications,
    "revert_style": revert_style,
    "add_style_picture": add_style_picture,
    "get_rule_counts": get_rule_counts,
}
