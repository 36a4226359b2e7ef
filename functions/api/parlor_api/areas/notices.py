"""The company's notices to its staff."""

from parlor.domain.audit import Actor
from parlor.domain.staff import Staff
from parlor.protocol.present_office import staff_notice_view
from parlor.protocol.rest_notices import MyNotices, NoticeReaders, PublishedNotices
from parlor.protocol.views import StaffNoticeView
from parlor.runtime.office import Office
from parlor.usecases.keep_notices import KeepNotices
from parlor_api.asked import Asked
from parlor_api.cursors import opened, sealed

_LISTED = ["notices"]


def list_my_notices(asked: Asked, staff: Staff, office: Office) -> MyNotices:
    return _keep(staff, office).mine()


def read_notice(asked: Asked, staff: Staff, office: Office) -> None:
    _keep(staff, office).read(asked.path["notice_id"])


def list_notices(asked: Asked, staff: Staff, office: Office) -> PublishedNotices:
    signing = office.house.tokens
    found, following = office.staff_notices.page(opened(signing, staff.tenant, _LISTED, asked.query.get("cursor")))
    return PublishedNotices(
        notices=[staff_notice_view(notice) for notice in found], cursor=sealed(signing, staff.tenant, _LISTED, following)
    )


def publish_notice(asked: Asked, staff: Staff, office: Office) -> StaffNoticeView:
    notice = _keep(staff, office).publish(asked.body)
    after = {"audience": notice.audience, "until": notice.until}
    office.audit.done(_actor(asked, staff), "publish_notice", about=("notice", notice.notice_id, notice.title), after=after)
    return staff_notice_view(notice)


def withdraw_notice(asked: Asked, staff: Staff, office: Office) -> StaffNoticeView:
    notice = _keep(staff, office).withdraw(asked.path["notice_id"])
    office.audit.done(_actor(asked, staff), "withdraw_notice", about=("notice", notice.notice_id, notice.title))
    return staff_notice_view(notice)


def list_notice_readers(asked: Asked, staff: Staff, office: Office) -> NoticeReaders:
    return _keep(staff, office).readers(asked.path["notice_id"])


def _keep(staff: Staff, office: Office) -> KeepNotices:
    return KeepNotices(staff, office.directory, office.staff_notices, office.pushes, office.clock)


def _actor(asked: Asked, staff: Staff) -> Actor:
    return Actor(staff.agent_id, staff.agent.name, asked.address)


HANDLERS = {
    "list_my_notices": list_my_notices,
    "read_notice": read_notice,
    "list_notices": list_notices,
    "publish_notice": publish_notice,
    "withdraw_notice": withdraw_notice,
    "list_notice_readers": list_notice_readers,
}
