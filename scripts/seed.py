"""Makes the demonstration company through the public API only: sign-up, the code from the mail, colleagues, how they serve, phrases.

Can be run again at any time: what is there already stays as it is.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from scripts import emulator, stack
from scripts.rest import Refused, Rest
from scripts.seed_styles import styles
from scripts.steps import Trouble, complain

COMPANY = "青叶茶铺"
PASSWORD = "qingye-tea-2026"
"""Of every demonstration account; they exist on the emulator only."""
ADMIN = ("admin@qingye.example", "林青")
ADMIN_TITLE = "店主"
PRE_SALES, AFTER_SALES = "售前咨询", "售后服务"


@dataclass(frozen=True)
class Colleague:
    email: str
    name: str
    number: str
    title: str
    departments: tuple[str, ...]
    ceiling: int = 8


COLLEAGUES = (
    Colleague("xiaoya@qingye.example", "周小雅", "1001", "茶艺顾问", (PRE_SALES,)),
    Colleague("dawei@qingye.example", "陈大伟", "1002", "茶艺顾问", (PRE_SALES, AFTER_SALES)),
    Colleague("mengmeng@qingye.example", "许萌萌", "1003", "售后专员", (AFTER_SALES,), ceiling=5),
)

PHRASES = (
    ("hi", "欢迎", "您好，欢迎光临青叶茶铺，请问想找哪一类茶？", "接待"),
    ("wait", "稍等", "请稍等，我马上为您查询。", "接待"),
    ("thanks", "结束语", "感谢您的咨询，祝您喝茶愉快！", "接待"),
    ("ship", "发货时间", "当天 16:00 前付款的订单当天发出，之后的次日发出，一般 2 至 3 天送达。", "物流"),
    ("free", "包邮", "满 99 元全国包邮，港澳台及海外地区按实际运费收取。", "物流"),
    ("longjing", "龙井冲泡", "建议用 80 至 85 ℃ 的水，3 克茶配 150 毫升水，第一泡 40 秒即可。", "茶知识"),
    ("store", "保存方法", "绿茶请密封后放冰箱冷藏，红茶和普洱放在阴凉干燥、没有异味的地方。", "茶知识"),
    ("return", "退换货", "收到后 7 天内，未拆封的茶叶可以无理由退换，来回运费由我们承担。", "售后"),
)


OWN_PHRASES = (
    ("me", "自我介绍", "我是茶艺顾问小雅，喝茶十五年，最爱龙井。您平时喝什么茶？", "我的"),
    ("taste", "试饮装", "如果拿不准，可以先拍 10 克试饮装，满意再买大罐。", "我的"),
)
"""Of the first colleague."""

LINKS = (
    ("配送说明", "delivery.html", "服务"),
    ("关于我们", "about.html", "服务"),
    ("全部绿茶", "green-tea.html", "商品"),
    ("全部茶具", "tea-ware.html", "商品"),
)
FAVOURITES = (("西湖龙井", "longjing.html", "常推荐"), ("盖碗", "gaiwan.html", "常推荐"))
"""Pages of the demonstration shop."""


def _id(number: int) -> str:
    """An id that is the same in every demonstration company."""
    return f"01JDEM0{number:019d}"


TOPICS = (
    ("商品咨询", ("选茶建议", "冲泡方法", "价格优惠")),
    ("订单物流", ("发货时间", "物流查询", "修改地址")),
    ("售后服务", ("退换货", "破损补发", "投诉建议")),
)
LABELS = (("老客户", "green"), ("大宗采购", "purple"), ("待跟进", "orange"), ("投诉", "red"))
ADDRESS_FORM = {
    "form_id": _id(900),
    "title": "收货信息",
    "intro": "请填写收货信息，我们马上为您安排发货。",
    "fields": [
        {"key": "name", "kind": "name", "label": "收货人", "required": True},
        {"key": "phone", "kind": "phone", "label": "手机号码", "required": True},
        {"key": "address", "kind": "long_text", "label": "详细地址", "required": True},
        {"key": "gift", "kind": "choice", "label": "礼品包装", "options": [{"value": "需要"}, {"value": "不需要"}]},
    ],
}
SURVEY = {
    "questions": [
        {"key": "service", "kind": "stars", "label": "您对本次服务满意吗？", "required": True},
        {"key": "solved", "kind": "choice", "label": "您的问题解决了吗？", "options": ["解决了", "部分解决", "没有解决"]},
        {"key": "words", "kind": "text", "label": "还有什么想告诉我们的？"},
    ],
    "thanks": "谢谢您的评价，我们会做得更好。",
}
REPLIES = {
    "welcome": "您好，欢迎光临青叶茶铺，我是{agent}，请问有什么可以帮您？",
    "no_answer": "抱歉让您久等了，客服正在为您查询，请稍候。",
    "no_answer_s": 60,
    "still_there": "您还在吗？如果还有问题，请随时告诉我们。",
    "closing": "由于您长时间没有回复，本次对话先结束了。需要时随时再来。",
    "waiting": "客服正忙，请稍候，我们会尽快为您服务。",
    "waiting_s": 60,
}
PRE_CHAT_FIELDS = (
    {"key": "name", "kind": "name", "label": "怎么称呼您"},
    {"key": "phone", "kind": "phone", "label": "手机号码"},
)
"""Of the form before the conversation, which is there but not switched on."""


@dataclass(frozen=True)
class Seeded:
    tenant_id: str
    style_id: str
    english_style_id: str


def newest_mail(to: str, wanted: Callable[[str], str | None], patience_s: float = 20) -> str:
    """What `wanted` finds in the newest fitting mail to this address. Waits for a mail that is on its way.

    Raises:
        Trouble: no such mail came.
    """
    deadline = time.monotonic() + patience_s
    while True:
        for mail in reversed(emulator.mails()):
            found = wanted(text_of(mail)) if to in mail["To"] else None
            if found:
                return found
        if time.monotonic() > deadline:
            raise Trouble(f"No mail with what is needed reached {to}.", f"look at `make mail` and {emulator.LOG}")
        time.sleep(0.3)


def text_of(mail: dict[str, Any]) -> str:
    """Everything that a person could read in a mail."""
    return f"{mail['Subject']}\n{mail['BodyText'] or ''}\n{mail['BodyHtml'] or ''}"


def code_in(text: str) -> str | None:
    found = re.search(r"(?<!\d)(\d{6})(?!\d)", text)
    return found[1] if found else None


def temporary_password_in(text: str) -> str | None:
    found = re.search(r"(?:临时密码|[Tt]emporary password)\s*[：:]\s*([^\s<]+)", text)
    return found[1] if found else None


def sign_in_or_up(api: Rest) -> None:
    """Leaves `api` signed in as the company's administrator."""
    email, name = ADMIN
    try:
        api.sign_in(email, PASSWORD)
        return
    except Refused as refusal:
        if refusal.status >= 500:
            raise
    api.post("/auth/sign-up", company=COMPANY, name=name, email=email, password=PASSWORD, language="zh-CN", time_zone="Asia/Shanghai")
    code = newest_mail(email, code_in)
    api.post("/auth/confirm", email=email, code=code)
    api.sign_in(email, PASSWORD)


def seed(base: str) -> Seeded:
    """Raises Refused or Trouble when the product does not do what it should."""
    api = Rest(base)
    sign_in_or_up(api)
    departments = _departments(api)
    signed_in = _colleagues(api, departments)
    _service(api, departments)
    shop = api.get("/home")["demo_url"]
    first = signed_in[0]
    _phrases(api, PHRASES, "company")
    _phrases(first, OWN_PHRASES, "personal")
    _links(api, LINKS, "company", shop)
    _links(first, FAVOURITES, "personal", shop)
    return Seeded(api.tenant, *styles(api))


def _departments(api: Rest) -> dict[str, str]:
    """The two departments by name. The one that sign-up made becomes the first."""
    there = api.get("/departments")["departments"]
    by_name = {each["name"]: each for each in there}
    if PRE_SALES not in by_name:
        first = next(each for each in there if each["name"] != AFTER_SALES)
        by_name[PRE_SALES] = api.patch(
            f"/departments/{first['department_id']}", version=first["version"], name=PRE_SALES, assignment="manual"
        )
    if AFTER_SALES not in by_name:
        by_name[AFTER_SALES] = api.post("/departments", name=AFTER_SALES, assignment="automatic")
    return {name: by_name[name]["department_id"] for name in (PRE_SALES, AFTER_SALES)}


def _colleagues(api: Rest, departments: dict[str, str]) -> list[Rest]:
    """Leaves everybody with a password and a title. Returns them signed in, in the order of `COLLEAGUES`."""
    there = {agent["email"]: agent for agent in api.get("/agents")["agents"]}
    signed_in = []
    for person in COLLEAGUES:
        if person.email not in there:
            api.post(
                "/agents",
                email=person.email,
                name=person.name,
                number=person.number,
                title=person.title,
                department_ids=[departments[name] for name in person.departments],
                ceiling=person.ceiling,
            )
        own = Rest(api.base)
        try:
            own.sign_in(person.email, PASSWORD)
        except Refused:
            own.set_first_password(person.email, newest_mail(person.email, temporary_password_in), PASSWORD)
        signed_in.append(own)
    for email, title in [(ADMIN[0], ADMIN_TITLE), *((person.email, person.title) for person in COLLEAGUES)]:
        if email in there and not there[email].get("title"):
            api.patch(f"/agents/{there[email]['agent_id']}", version=there[email]["version"], title=title)
    return signed_in


def _service(api: Rest, departments: dict[str, str]) -> None:
    """Fills the sections that are still empty."""
    service = api.get("/service")
    topics = [(group, name) for group, names in TOPICS for name in names]
    wanted: dict[str, Any] = {
        "topics": [{"topic_id": _id(n), "group": group, "name": name} for n, (group, name) in enumerate(topics)],
        "labels": [{"label_id": _id(100 + n), "name": name, "color": color} for n, (name, color) in enumerate(LABELS)],
        "forms": [ADDRESS_FORM],
        "surveys": {"default": SURVEY},
        "department_replies": {departments[AFTER_SALES]: {"welcome": "您好，这里是青叶茶铺售后，我是{agent}。请告诉我您的订单号。"}},
    }
    sections = {name: section for name, section in wanted.items() if not service[name]}
    if not any(service["replies"].values()):
        sections["replies"] = REPLIES
    if not service["pre_chat"]["fields"]:
        sections["pre_chat"] = {"enabled": False, "intro": "请留下称呼，方便我们为您服务。", "fields": list(PRE_CHAT_FIELDS)}
    if sections:
        api.patch("/service", version=service["version"], **sections)


def _phrases(api: Rest, phrases: Iterable[tuple[str, str, str, str]], scope: str) -> None:
    there = {phrase["shortcut"] for phrase in api.get("/canned-phrases")["phrases"] if phrase["scope"] == scope}
    for shortcut, title, text, folder in phrases:
        if shortcut not in there:
            api.post("/canned-phrases", scope=scope, shortcut=shortcut, title=title, text=text, folder=folder)


def _links(api: Rest, links: Iterable[tuple[str, str, str]], scope: str, shop: str) -> None:
    """`shop` is the address of the demonstration shop's first page."""
    there = {link["title"] for link in api.get("/links")["links"] if link["scope"] == scope}
    for title, page, folder in links:
        if title not in there:
            api.post("/links", scope=scope, title=title, url=shop.replace("index.html", page), folder=folder)


def main() -> int:
    try:
        seed(stack.outputs()["ApiUrl"])
    except Trouble as trouble:
        complain(trouble)
        return 1
    print(f"{COMPANY} is there. Sign-ins: {', '.join([ADMIN[0], *(each.email for each in COLLEAGUES)])}; password {PASSWORD}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
