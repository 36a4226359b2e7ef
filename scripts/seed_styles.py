"""The two styles of the demonstration company: of its Chinese pages, with everything that the window can show of a company, and of
its English ones."""

from base64 import b64encode
from typing import Any

from scripts.rest import Rest

ENGLISH = "English pages"

_LEAF = "M5 19C4 10 9 5 20 4c0 10-4.5 15.5-12 14M5 20.5c1.5-5 4.5-8.5 9-11"
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="10" fill="#f5f1e6"/>'
    f'<path transform="translate(8 8)" d="{_LEAF}" fill="none" stroke="#2f6b3c" stroke-width="2" stroke-linecap="round"/></svg>'
)
_ADVERTISEMENT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 72"><rect width="320" height="72" rx="8" fill="#f5f1e6"/>'
    '<g fill="none" stroke="#2f6b3c" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M28 30h34v12a14 14 0 0 1-14 14h-6a14 14 0 0 1-14-14zM62 33h5a6 6 0 0 1 0 12h-6"/>'
    '<path d="M38 24c-3-4 3-6 0-10M47 24c-3-4 3-6 0-10" stroke="#b08a4a"/></g>'
    f'<g fill="none" stroke="#8fae8b" stroke-width="1.6" stroke-linecap="round"><path transform="translate(236 22)" d="{_LEAF}"/>'
    f'<path transform="translate(270 16) scale(1.3)" d="{_LEAF}"/></g></svg>'
)

_CHINESE: dict[str, Any] = {
    "radius": 12,
    "texts": {
        "zh-CN": {
            "title": "青叶茶铺",
            "welcome": "您好，欢迎光临青叶茶铺。想找哪一种茶，自己喝还是送人？告诉我们，茶艺顾问帮您挑。",
            "warning": "我们不会向您索要密码和验证码",
            "offline": "茶艺顾问现在不在。请留下问题和邮箱，我们上班后第一时间回复您。",
        },
        "en": {"title": "Qingye Tea", "welcome": "Welcome to Qingye Tea. Which tea are you looking for?"},
    },
    "invitation_box": {
        "place": "corner",
        "titles": {"zh-CN": "正在挑茶吗？", "zh-TW": "正在挑茶嗎？", "en": "Choosing a tea?", "ja": "お茶をお選びですか？"},
        "accept": {"zh-CN": "问问茶艺顾问"},
        "later": {"zh-CN": "先自己看看"},
    },
}
_PANEL: dict[str, Any] = {
    "profile": {
        "zh-CN": "青叶茶铺，两个人，一口锅。2009 年起在龙坞种茶、炒茶，四十二亩地，只炒当天的叶子。\n"
        "门店：杭州龙坞茶镇，周一至周六 9:00 – 21:00。",
        "en": "Qingye Tea: two people and one wok. Since 2009 we have grown and fired tea in Longwu, only leaves of the same day.\n"
        "Shop: Longwu, Hangzhou, Mon – Sat 9:00 – 21:00.",
    },
    "announcement": {
        "texts": {
            "zh-CN": "明前龙井已经开锅，预订享九折。",
            "zh-TW": "明前龍井已經開鍋，預訂享九折。",
            "en": "This spring's first Longjing is here, 10% off for early orders.",
            "ja": "今春一番の龍井茶が始まりました。ご予約は 10% 引きです。",
        }
    },
    "payments": ["alipay", "wechat_pay", "unionpay", "visa", "mastercard"],
}
_ADVERTISEMENT_TEXTS = {
    "zh-CN": "新客首单减 ¥20",
    "zh-TW": "新客首單減 ¥20",
    "en": "¥20 off your first order",
    "ja": "初回のご注文は ¥20 引き",
}
_ENGLISH: dict[str, Any] = {
    "color": "#7a4a1e",
    "language": "en",
    "radius": 6,
    "texts": {
        "en": {"title": "Qingye Tea", "launcher": "Ask a tea expert", "welcome": "Hello. Green, white or dark: what do you like to drink?"}
    },
    "panel": {"profile": {"en": _PANEL["profile"]["en"]}, "payments": ["visa", "mastercard", "paypal"]},
}


def styles(api: Rest) -> tuple[str, str]:
    """The ids of both. What somebody has changed stays as it is."""
    there = api.get("/styles")["styles"]
    chinese, english = there[0]["style_id"], next((each["style_id"] for each in there if each["name"] == ENGLISH), "")
    draft = api.get(f"/styles/{chinese}")
    if not draft.get("has_changes") and not draft["content"]["panel"]["profile"]:
        advertisement = {"texts": _ADVERTISEMENT_TEXTS, "picture": _picture(api, "tea.svg", _ADVERTISEMENT)}
        _publish(api, chinese, _CHINESE | {"panel": _PANEL | {"logo": _picture(api, "leaf.svg", _LOGO), "advertisement": advertisement}})
    if not english:
        english = api.post("/styles", name=ENGLISH)["style_id"]
    if not api.get(f"/styles/{english}")["published_version"]:
        department = api.get(f"/styles/{chinese}")["content"]["department_id"]
        _publish(api, english, _ENGLISH | {"department_id": department})
    return chinese, english


def _picture(api: Rest, name: str, drawing: str) -> dict[str, Any]:
    return api.post("/style-pictures", name=name, content_type="image/svg+xml", data=b64encode(drawing.encode()).decode())


def _publish(api: Rest, style_id: str, content: dict[str, Any]) -> None:
    draft = api.get(f"/styles/{style_id}")
    saved = api.patch(f"/styles/{style_id}", version=draft["version"], content=draft["content"] | content)
    api.post(f"/styles/{style_id}/publish", version=saved["version"])
