"""Browser, system and kind of a device, from what the browser calls itself.

The library's expressions take a tenth of a second to load: with the first visit, by the one function that brings them.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from parlor.domain.origin import Device, DeviceKind

if TYPE_CHECKING:
    from ua_parser import Parser

_TABLET = re.compile(r"iPad|Tablet|Kindle|PlayBook", re.I)
_PHONE = re.compile(r"iPhone|iPod|Mobile|Phone", re.I)
# What the library does not tell from the Chromium that these are made of, or from Android.
_BROWSERS = (
    (re.compile(r"MicroMessenger/(\d+)"), "WeChat"),
    (re.compile(r"M?QQBrowser/(\d+)"), "QQ Browser"),
    (re.compile(r"QIHU|360SE|360EE|QihooBrowser"), "360"),
    (re.compile(r"MetaSr|SogouMobileBrowser"), "Sogou"),
    (re.compile(r"UCBrowser/(\d+)"), "UC Browser"),
    (re.compile(r"MiuiBrowser/(\d+)"), "MIUI Browser"),
    (re.compile(r"HuaweiBrowser/(\d+)"), "Huawei Browser"),
    (re.compile(r"ArkWeb/(\d+)"), "ArkWeb"),
)
_SYSTEMS = ((re.compile(r"(?:Open)?Harmony(?:OS)?[ /]?(\d+)?"), "HarmonyOS"),)


class _Named(Protocol):
    @property
    def family(self) -> str: ...
    @property
    def major(self) -> str | None: ...


class UaParserDevices:
    @cached_property
    def _parser(self) -> "Parser":
        from ua_parser import parser

        return parser

    def device(self, user_agent: str) -> Device:
        """Robots say what they are; they seldom run scripts and are seldom here."""
        found = self._parser.parse(user_agent)
        robot = found.device is not None and found.device.family == "Spider"
        return Device(
            "robot" if robot else _kind(user_agent),
            _own(user_agent, _SYSTEMS) or _named(found.os),
            _own(user_agent, _BROWSERS) or _named(found.user_agent),
        )


def _kind(user_agent: str) -> DeviceKind:
    if _TABLET.search(user_agent) or ("Android" in user_agent and "Mobile" not in user_agent):
        return "tablet"
    return "phone" if _PHONE.search(user_agent) else "computer"


def _own(user_agent: str, known: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    for pattern, name in known:
        if match := pattern.search(user_agent):
            version = match[1] if pattern.groups else None
            return f"{name} {version}" if version else name
    return None


def _named(found: _Named | None) -> str | None:
    if found is None or found.family == "Other":
        return None
    # Whether it is a phone is said apart.
    name = found.family.removesuffix(" iOS").removesuffix(" Mobile").removeprefix("Mobile ")
    name = {"Chrome Mobile WebView": "WebView", "Mac OS X": "macOS"}.get(name, name)
    # Browsers have called every newer macOS 10.15 for years.
    return f"{name} {found.major}" if found.major and name != "macOS" else name
