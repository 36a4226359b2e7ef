"""Left messages and the audit log as tables that are taken away."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from parlor.domain.audit import AuditEntry
from parlor.domain.ids import visitor_number
from parlor.domain.left_messages import LeftMessage
from parlor.domain.record_files import columns
from parlor.domain.record_lines import Language
from parlor.domain.sheets import Cell, Kind

_LEFT: dict[str, tuple[str, str, Kind, int]] = {
    "at": ("留言时间", "Left", "moment", 20),
    "visitor_number": ("客户编号", "Visitor number", "text", 14),
    "name": ("姓名", "Name", "text", 16),
    "email": ("邮箱", "E-mail", "text", 28),
    "phone": ("电话", "Phone", "text", 18),
    "text": ("留言内容", "Message", "text", 60),
    "page_url": ("页面地址", "Page address", "text", 40),
    "state": ("状态", "State", "text", 10),
    "handler": ("负责人", "Handled by", "text", 16),
    "answered_at": ("回复时间", "Answered", "moment", 20),
    "answered_by": ("回复人", "Answered by", "text", 16),
    "answer": ("回复内容", "Answer", "text", 60),
}
_STATES = {
    "open": ("新留言", "New"),
    "working": ("处理中", "In work"),
    "answered": ("已回复", "Answered"),
    "closed": ("已关闭", "Closed"),
    "spam": ("垃圾留言", "Spam"),
}
_AUDIT: dict[str, tuple[str, str, Kind, int]] = {
    "at": ("时间", "Time", "moment", 20),
    "who": ("操作人", "Who", "text", 16),
    "address": ("网络地址", "Network address", "text", 18),
    "action": ("操作", "Action", "text", 24),
    "outcome": ("结果", "Outcome", "text", 10),
    "right": ("缺少的权限", "Missing right", "text", 18),
    "about": ("对象类型", "About", "text", 14),
    "name": ("对象", "Name", "text", 24),
    "id": ("对象 ID", "Id", "text", 28),
    "before": ("修改前", "Before", "text", 50),
    "after": ("修改后", "After", "text", 50),
}
_OUTCOMES = {"done": ("成功", "Done"), "refused": ("被拒绝", "Refused")}


class LeftMessageTable:
    def __init__(self, zone: ZoneInfo, language: Language) -> None:
        self._zone = zone
        self._turn = 0 if language == "zh-CN" else 1
        self.title = ("留言", "Left messages")[self._turn]
        self.columns = columns(_LEFT, language)

    def row(self, message: LeftMessage) -> tuple[Cell, ...]:
        return (
            _moment(message.at, self._zone),
            visitor_number(message.visitor_id),
            message.name or None,
            message.email,
            message.phone or None,
            message.text,
            message.page_url,
            _STATES[message.state][self._turn],
            message.assignee_name,
            _moment(message.answered_at, self._zone),
            message.answered_by,
            message.answer,
        )


class AuditTable:
    """Names of actions, rights and kinds stand as the API calls them."""

    def __init__(self, zone: ZoneInfo, language: Language) -> None:
        self._zone = zone
        self._turn = 0 if language == "zh-CN" else 1
        self.title = ("审计日志", "Audit log")[self._turn]
        self.columns = columns(_AUDIT, language)

    def row(self, entry: AuditEntry) -> tuple[Cell, ...]:
        return (
            _moment(entry.at, self._zone),
            entry.actor.name,
            entry.actor.address or None,
            entry.action,
            _OUTCOMES[entry.outcome][self._turn],
            entry.right or None,
            entry.about_kind or None,
            entry.about_name or None,
            entry.about_id or None,
            _json(entry.before),
            _json(entry.after),
        )


def _json(values: dict[str, object]) -> str | None:
    return msgspec.json.encode(values).decode() if values else None


def _moment(at_ms: int | None, zone: ZoneInfo) -> datetime | None:
    return None if at_ms is None else datetime.fromtimestamp(at_ms // 1000, zone)
