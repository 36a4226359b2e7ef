"""Where a visitor comes from and with what: source, search words, campaign, device, place.

Everything here is told by the visitor's browser, so nothing is believed: what cannot be read is left out, and no address
makes an error.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from msgspec import Struct

SourceKind = Literal["direct", "search", "social", "site", "campaign"]
DeviceKind = Literal["phone", "tablet", "computer", "robot"]

WORDS_MAX = 100
"""Of search words and of each part of a campaign; what is longer is cut."""


class Campaign(Struct, frozen=True, omit_defaults=True):
    """The utm_* parameters of the first page."""

    source: str | None = None
    medium: str | None = None
    name: str | None = None
    term: str | None = None
    content: str | None = None


class Source(Struct, frozen=True, omit_defaults=True):
    """`name` is the engine, the network, the host or the campaign's source; `keyword` is there only if the engine told it."""

    kind: SourceKind
    name: str | None = None
    keyword: str | None = None
    campaign: Campaign | None = None


class Device(Struct, frozen=True, omit_defaults=True):
    kind: DeviceKind
    system: str | None = None
    browser: str | None = None


class Place(Struct, frozen=True, omit_defaults=True):
    """By the IP address: province and city in China, the country elsewhere. Names are Chinese, as in the database."""

    country: str
    province: str | None = None
    city: str | None = None


class Origin(Struct, frozen=True, omit_defaults=True):
    """What is found out at the first page of a visit."""

    source: Source
    device: Device | None = None
    place: Place | None = None


class Arrival(Struct, frozen=True):
    """How a visitor came, as it is kept with a conversation that opens."""

    origin: Origin | None = None
    ip: str = ""
    referrer: str = ""


class Devices(Protocol):
    def device(self, user_agent: str) -> Device: ...


class Places(Protocol):
    def place(self, ip: str) -> Place | None: ...


class Tracing(Struct, frozen=True):
    """What looks up a visit's origin."""

    devices: Devices
    places: Places

    def origin(self, page_url: str, referrer: str | None, user_agent: str, ip: str) -> Origin:
        return Origin(
            source_of(page_url, referrer),
            self.devices.device(user_agent) if user_agent else None,
            self.places.place(ip) if ip else None,
        )


class _Engine(Struct, frozen=True):
    name: str
    hosts: tuple[str, ...]
    """Host names with all below them; `google.` stands for any country's."""
    words: tuple[str, ...]
    """Parameters that hold the search words, the likeliest first."""


# The more special host stands before the more general one. An engine that is called by https tells the words no longer, as
# nearly all do: then only its name is known.
_ENGINES = (
    _Engine("WeChat", ("weixin.sogou.com", "search.weixin.qq.com"), ("query",)),
    _Engine("Quark", ("quark.sm.cn", "quark.cn"), ("q",)),
    _Engine("Shenma", ("sm.cn",), ("q",)),
    _Engine("Baidu", ("baidu.com",), ("wd", "word", "bs")),
    _Engine("Sogou", ("sogou.com", "sogo.com"), ("query", "keyword")),
    _Engine("360", ("so.com", "haosou.com", "so.360.cn", "sou.360.cn"), ("q",)),
    _Engine("Toutiao", ("so.toutiao.com",), ("keyword",)),
    _Engine("Soso", ("soso.com",), ("w", "query")),
    _Engine("Youdao", ("youdao.com",), ("q",)),
    _Engine("ChinaSo", ("chinaso.com", "zhongsou.com"), ("q", "w")),
    _Engine("Petal", ("petalsearch.com",), ("query",)),
    _Engine("Google", ("google.",), ("q",)),
    _Engine("Bing", ("bing.com",), ("q",)),
    _Engine("Yahoo", ("search.yahoo.com", "search.yahoo.co.jp", "yahoo."), ("p",)),
    _Engine("DuckDuckGo", ("duckduckgo.com",), ("q",)),
    _Engine("Yandex", ("yandex.", "ya.ru"), ("text",)),
    _Engine("Naver", ("search.naver.com",), ("query",)),
    _Engine("Daum", ("search.daum.net",), ("q",)),
    _Engine("Seznam", ("search.seznam.cz",), ("q",)),
    _Engine("Ecosia", ("ecosia.org",), ("q",)),
    _Engine("Brave", ("search.brave.com",), ("q",)),
    _Engine("Startpage", ("startpage.com",), ("query",)),
    _Engine("Qwant", ("qwant.com",), ("q",)),
    _Engine("Ask", ("ask.com",), ("q",)),
)
_NETWORKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WeChat", ("weixin.qq.com", "wx.qq.com", "servicewechat.com", "weixin110.qq.com")),
    ("QQ", ("qzone.qq.com", "im.qq.com", "c.pc.qq.com", "user.qzone.qq.com")),
    ("Weibo", ("weibo.com", "weibo.cn", "t.cn")),
    ("Zhihu", ("zhihu.com",)),
    ("Douyin", ("douyin.com", "iesdouyin.com")),
    ("Kuaishou", ("kuaishou.com", "gifshow.com")),
    ("Xiaohongshu", ("xiaohongshu.com", "xhslink.com")),
    ("Bilibili", ("bilibili.com", "b23.tv")),
    ("Douban", ("douban.com",)),
    ("Tieba", ("tieba.baidu.com",)),
    ("Toutiao", ("toutiao.com",)),
    ("Facebook", ("facebook.com", "fb.com", "messenger.com")),
    ("Instagram", ("instagram.com",)),
    ("X", ("twitter.com", "x.com", "t.co")),
    ("LinkedIn", ("linkedin.com", "lnkd.in")),
    ("YouTube", ("youtube.com", "youtu.be")),
    ("TikTok", ("tiktok.com",)),
    ("Reddit", ("reddit.com",)),
    ("Pinterest", ("pinterest.", "pin.it")),
    ("Telegram", ("t.me", "telegram.org", "web.telegram.org")),
    ("WhatsApp", ("whatsapp.com", "wa.me")),
    ("VK", ("vk.com",)),
    ("Line", ("line.me",)),
)
_NO_SEARCH = (
    *("accounts.", "calendar.", "classroom.", "docs.", "drive.", "mail.", "map.", "maps.", "meet.", "news.", "support.", "translate."),
    *("baike.", "fanyi.", "jingyan.", "pan.", "passport.", "wenku.", "zhidao."),
)
"""Other services of companies that have an engine, by the beginning of their host."""
_CLICKS = (("bd_vid", "Baidu"), ("gclid", "Google"), ("msclkid", "Bing"), ("qhclickid", "360"), ("yclid", "Yandex"))
"""A mark that an engine puts on the address when an advertisement of it was clicked."""
_ENCODINGS = ("ie", "enc", "charset")


def source_of(page_url: str, referrer: str | None) -> Source:
    """Where a visit came from, by its first page and what the browser names as the page before."""
    landing, before = _split(page_url), _split(referrer or "")
    arrived = _arrived(landing, before)
    return _campaign(landing, arrived) or arrived


def host_and_path(url: str) -> str:
    """`tea.example/green` of `https://www.tea.example/green/?a=1`; empty for what cannot be read."""
    address = _split(url)
    return f"{_host(address).removeprefix('www.')}{address.path}".rstrip("/") if address is not None else ""


def _arrived(landing: SplitResult | None, before: SplitResult | None) -> Source:
    host = _host(before)
    if before is None or not host or (landing is not None and _bare(host) == _bare(_host(landing))):
        return Source("direct")
    network = next((name for name, hosts in _NETWORKS if _within(host, hosts)), None)
    engine = next((each for each in _ENGINES if _within(host, each.hosts)), None)
    # An engine's search within a network, as that for WeChat's articles, names a host of its own and comes first.
    if engine is not None and (network is None or engine.name == network) and not host.startswith(_NO_SEARCH):
        return Source("search", engine.name, _words(before, engine.words))
    if network is not None:
        return Source("social", network)
    return Source("site", _bare(host))


def _campaign(landing: SplitResult | None, arrived: Source) -> Source | None:
    if landing is None:
        return None
    parameters = _parameters(landing)
    source, medium, name, term, content = (
        _cut(_decode(parameters.get(f"utm_{part}", b""))) for part in ("source", "medium", "campaign", "term", "content")
    )
    if source is None and medium is None and name is None:
        clicked = next((engine for mark, engine in _CLICKS if parameters.get(mark)), None)
        if clicked is None:
            return None
        source, medium = clicked, "cpc"
    return Source("campaign", source or name or medium, term or arrived.keyword, Campaign(source, medium, name, term, content))


def _words(address: SplitResult, names: Sequence[str]) -> str | None:
    # Google once wrote the words behind the number sign.
    parameters = _pairs(address.fragment) | _parameters(address)
    said = next((parameters[name].decode("ascii", "ignore").lower() for name in _ENCODINGS if parameters.get(name)), "")
    found = (_cut(_decode(parameters.get(name, b""), said)) for name in names)
    return next((words for words in found if words), None)


def _decode(raw: bytes, said: str = "") -> str:
    """Old Chinese engines wrote GBK, some without saying so; text in GBK is next to never valid UTF-8."""
    encodings = ("gb18030", "utf-8") if said.startswith(("gb", "cp936")) else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _cut(text: str) -> str | None:
    """Without control characters and ends of lines, which have no place in a table."""
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return clean[:WORDS_MAX] or None


def _parameters(address: SplitResult) -> dict[str, bytes]:
    return _pairs(address.query)


def _pairs(query: str) -> dict[str, bytes]:
    """The first value of each parameter, as bytes: only the engine knows the encoding."""
    found: dict[str, bytes] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        found.setdefault(name.lower(), unquote_to_bytes(value.replace("+", " ")))
    return found


def _split(url: str) -> SplitResult | None:
    try:
        address = urlsplit(url.strip())
        return address if address.scheme in ("http", "https") and address.hostname else _app(address)
    except ValueError:
        return None


def _app(address: SplitResult) -> SplitResult | None:
    """Android names the application that a link was opened from: android-app://com.google.android.gm/"""
    return address if address.scheme == "android-app" and address.netloc else None


def _host(address: SplitResult | None) -> str:
    return ((address.hostname if address else None) or "").rstrip(".")


def _bare(host: str) -> str:
    return host.removeprefix("www.").removeprefix("m.").removeprefix("wap.")


def _within(host: str, names: Iterable[str]) -> bool:
    return any(_is_of(host, name) for name in names)


def _is_of(host: str, name: str) -> bool:
    if not name.endswith("."):
        return host == name or host.endswith(f".{name}")
    # google.com, www.google.co.uk, but neither google.evil.example nor notgoogle.com
    before, found, country = f".{host}".rpartition(f".{name}")
    return (
        bool(found) and len(country.split(".")) <= 2 and all(2 <= len(part) <= 3 for part in country.split(".")) and "." not in before[1:]
    )
