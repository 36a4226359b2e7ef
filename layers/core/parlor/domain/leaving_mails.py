"""The mails of a company's end, to its administrators: at the beginning, a week before, and when everything is gone."""

from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

import msgspec

from parlor.domain.leaving import BACKUPS_DAYS, Certificate
from parlor.domain.mails import Attachment, Mail

_WORDS: dict[str, dict[str, str]] = {
    "begun.subject": {"zh-CN": "{company} 将于 {day} 注销", "en": "{company} will be closed on {day}"},
    "begun.text": {
        "zh-CN": (
            "{by} 已申请注销 {company}。\n\n网站上的客服窗口现在已关闭。到 {day} 之前，管理员仍可登录并撤销注销。"
            "\n\n{day} 之后，所有数据将被删除，无法恢复。\n\n{url}"
        ),
        "en": (
            "{by} has asked to close {company}.\n\nThe widgets on your sites are off now. Until {day} you can still sign in and take the "
            "closing back.\n\nAfter that everything is deleted, and nobody can bring it back.\n\n{url}"
        ),
    },
    "soon.subject": {"zh-CN": "{company} 将在 7 天内注销", "en": "{company} will be closed within seven days"},
    "soon.text": {
        "zh-CN": "{company} 的所有数据将于 {day} 删除。在此之前可以撤销注销。\n\n{url}",
        "en": "Everything of {company} will be deleted on {day}. Until then you can take the closing back.\n\n{url}",
    },
    "back.subject": {"zh-CN": "{company} 的注销已撤销", "en": "{company} stays: the closing was taken back"},
    "back.text": {
        "zh-CN": "{by} 撤销了 {company} 的注销，客服窗口已重新开启。\n\n{url}",
        "en": "{by} has taken the closing of {company} back. The widgets are on again.\n\n{url}",
    },
    "over.subject": {"zh-CN": "{company} 已注销，数据已删除", "en": "{company} is closed, and its data is deleted"},
    "over.text": {
        "zh-CN": "{company} 的所有数据已删除。附件是删除证明，其中写明每处删除的数量和删除后的检查结果。\n\n"
        "数据库的自动备份最多保留 {days} 天，之后一并消失。",
        "en": "Everything of {company} is deleted. The certificate is attached: it says how much was deleted where, and what was found "
        "afterwards.\n\nAutomatic backups of the tables hold it for {days} days at most.",
    },
}


def _mail(to: str, which: str, language: str, attachments: tuple[Attachment, ...] = (), **said: str) -> Mail:
    words = {part: _WORDS[f"{which}.{part}"]["zh-CN" if language == "zh-CN" else "en"].format(**said) for part in ("subject", "text")}
    html = "".join(f"<p>{escape(each)}</p>" for each in words["text"].split("\n\n"))
    return Mail(to=to, subject=words["subject"], text=words["text"], html=html, attachments=attachments, what="closing")


def day_in(at: int, time_zone: str) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(time_zone)).date().isoformat()


def closing_begun(to: str, company: str, language: str, by: str, day: str, url: str) -> Mail:
    return _mail(to, "begun", language, company=company, by=by, day=day, url=url)


def closing_soon(to: str, company: str, language: str, day: str, url: str) -> Mail:
    return _mail(to, "soon", language, company=company, day=day, url=url)


def closing_taken_back(to: str, company: str, language: str, by: str, url: str) -> Mail:
    return _mail(to, "back", language, company=company, by=by, url=url)


def closing_over(to: str, company: str, language: str, certificate: Certificate) -> Mail:
    body = msgspec.json.format(msgspec.json.encode(certificate), indent=2)
    attached = Attachment(f"certificate-{certificate.tenant_id}.json", "application/json", body)
    return _mail(to, "over", language, (attached,), company=company, days=str(BACKUPS_DAYS))
