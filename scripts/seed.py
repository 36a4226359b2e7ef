"""Makes the demonstration company through the public API only: sign-up, the code from the mail, colleagues, phrases.

Can be run again at any time: what is there already stays as it is.
"""

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scripts import emulator, stack
from scripts.rest import Refused, Rest
from scripts.steps import Trouble, complain

COMPANY = "青叶茶铺"
PASSWORD = "qingye-tea-2026"
"""Of every demonstration account; they exist on the emulator only."""
ADMIN = ("admin@qingye.example", "林青")
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


@dataclass(frozen=True)
class Seeded:
    tenant_id: str
    style_id: str


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
    _colleagues(api, departments)
    _phrases(api)
    style = api.get("/styles")["styles"][0]
    return Seeded(api.tenant, style["style_id"])


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


def _colleagues(api: Rest, departments: dict[str, str]) -> None:
    there = {agent["email"] for agent in api.get("/agents")["agents"]}
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


def _phrases(api: Rest) -> None:
    there = {phrase["shortcut"] for phrase in api.get("/canned-phrases")["phrases"]}
    for shortcut, title, text, folder in PHRASES:
        if shortcut not in there:
            api.post("/canned-phrases", shortcut=shortcut, title=title, text=text, folder=folder)


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
