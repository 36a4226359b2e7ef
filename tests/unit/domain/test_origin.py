"""Where visits come from: engines old and new, networks, campaigns, and addresses that nobody can read."""

from urllib.parse import quote

import pytest

from parlor.domain.origin import WORDS_MAX, Campaign, Source, source_of

SHOP = "https://tea.example/longjing"


def gbk(words: str) -> str:
    return quote(words.encode("gbk"))


@pytest.mark.parametrize(
    ("referrer", "engine", "keyword"),
    [
        ("https://www.baidu.com/s?wd=%E9%BE%99%E4%BA%95%E8%8C%B6&ie=utf-8", "Baidu", "龙井茶"),
        ("https://www.baidu.com/link?url=abc&wd=&eqid=f00", "Baidu", None),
        ("https://www.baidu.com/", "Baidu", None),
        ("https://m.baidu.com/from=844b/s?word=%E9%BE%99%E4%BA%95", "Baidu", "龙井"),
        (f"http://www.baidu.com/s?wd={gbk('龙井 价格')}", "Baidu", "龙井 价格"),
        (f"http://www.baidu.com/s?ie=gb2312&bs={gbk('旧词')}&wd={gbk('联通')}", "Baidu", "联通"),
        ("http://image.baidu.com/search/index?tn=baiduimage&word=%E8%8C%B6", "Baidu", "茶"),
        (f"http://www.sogou.com/web?query={gbk('绿茶')}", "Sogou", "绿茶"),
        ("https://m.sogou.com/web/searchList.jsp?keyword=%E8%8C%B6", "Sogou", "茶"),
        ("https://www.so.com/s?q=%E8%8C%B6%E5%8F%B6", "360", "茶叶"),
        ("http://www.haosou.com/s?q=tea", "360", "tea"),
        (f"http://so.360.cn/s?q={gbk('茶')}&ie=gbk", "360", "茶"),
        ("https://m.sm.cn/s?q=%E8%8C%B6", "Shenma", "茶"),
        ("https://quark.sm.cn/s?q=%E8%8C%B6", "Quark", "茶"),
        ("https://so.toutiao.com/search?keyword=%E8%8C%B6", "Toutiao", "茶"),
        ("https://weixin.sogou.com/weixin?type=2&query=%E8%8C%B6", "WeChat", "茶"),
        (f"http://www.soso.com/q?w={gbk('茶')}", "Soso", "茶"),
        ("http://www.youdao.com/search?q=tea", "Youdao", "tea"),
        ("https://www.google.com/", "Google", None),
        ("https://www.google.co.uk/", "Google", None),
        ("http://www.google.com.hk/search?q=green+tea", "Google", "green tea"),
        ("http://www.google.com/#q=green%20tea", "Google", "green tea"),
        ("https://cn.bing.com/search?q=%e8%8c%b6", "Bing", "茶"),
        ("https://yandex.ru/search/?text=%D1%87%D0%B0%D0%B9", "Yandex", "чай"),
        ("https://search.naver.com/search.naver?query=%EC%B0%A8", "Naver", "차"),
        ("https://search.yahoo.co.jp/search?p=%E8%8C%B6", "Yahoo", "茶"),
        ("https://duckduckgo.com/", "DuckDuckGo", None),
        ("http://WWW.BAIDU.COM./s?WD=tea", "Baidu", "tea"),
    ],
)
def test_an_engine_is_named_with_the_words_that_it_tells(referrer: str, engine: str, keyword: str | None) -> None:
    assert source_of(SHOP, referrer) == Source("search", engine, keyword)


@pytest.mark.parametrize(
    ("referrer", "source"),
    [
        ("https://www.notes.example/tea?q=x", Source("site", "notes.example")),
        ("https://notgoogle.com/?q=x", Source("site", "notgoogle.com")),
        ("https://google.evil.example/?q=x", Source("site", "google.evil.example")),
        ("https://baidu.com.evil.example/s?wd=x", Source("site", "baidu.com.evil.example")),
        ("https://mail.google.com/", Source("site", "mail.google.com")),
        ("https://pan.baidu.com/s/1", Source("site", "pan.baidu.com")),
        ("https://zhidao.baidu.com/question/1", Source("site", "zhidao.baidu.com")),
        ("https://www.toutiao.com/article/1", Source("social", "Toutiao")),
        ("https://tieba.baidu.com/p/1?wd=x", Source("social", "Tieba")),
        ("https://mp.weixin.qq.com/s/abc", Source("social", "WeChat")),
        ("https://weibo.com/u/1", Source("social", "Weibo")),
        ("https://t.co/abc", Source("social", "X")),
        ("https://www.zhihu.com/question/1", Source("social", "Zhihu")),
        ("android-app://com.example.reader/", Source("site", "com.example.reader")),
    ],
)
def test_other_sites_and_networks(referrer: str, source: Source) -> None:
    assert source_of(SHOP, referrer) == source


@pytest.mark.parametrize(
    "referrer",
    [
        None,
        "",
        "no address",
        "javascript:alert(1)",
        "data:text/html,hi",
        "https://",
        "http://[::1",
        "https://[not-an-ip]/",
        "//baidu.com/s?wd=x",
        "https://tea.example/other",
        "https://www.tea.example/",
        "https://m.tea.example/",
    ],
)
def test_nothing_the_site_itself_and_what_is_no_address_are_direct(referrer: str | None) -> None:
    assert source_of(SHOP, referrer) == Source("direct")


@pytest.mark.parametrize("page", ["", "no address", "http://[", "about:blank"])
def test_a_page_without_an_address_still_has_a_source(page: str) -> None:
    assert source_of(page, "https://notes.example/") == Source("site", "notes.example")


@pytest.mark.parametrize(
    ("query", "source"),
    [
        (
            "utm_source=newsletter&utm_medium=email&utm_campaign=%E6%98%A5%E8%8C%B6&utm_content=top",
            Source("campaign", "newsletter", None, Campaign("newsletter", "email", "春茶", None, "top")),
        ),
        ("UTM_Source=baidu&utm_term=%E8%8C%B6", Source("campaign", "baidu", "茶", Campaign("baidu", None, None, "茶"))),
        ("utm_campaign=spring", Source("campaign", "spring", None, Campaign(name="spring"))),
        ("bd_vid=123", Source("campaign", "Baidu", None, Campaign("Baidu", "cpc"))),
        ("gclid=abc", Source("campaign", "Google", None, Campaign("Google", "cpc"))),
        ("utm_source=&utm_medium=", Source("direct")),
        ("utm_term=alone", Source("direct")),
    ],
)
def test_campaigns(query: str, source: Source) -> None:
    assert source_of(f"{SHOP}?{query}", None) == source


def test_a_campaign_keeps_the_words_that_the_engine_tells() -> None:
    found = source_of(f"{SHOP}?utm_source=bing&utm_medium=cpc", "https://www.bing.com/search?q=tea")
    assert found == Source("campaign", "bing", "tea", Campaign("bing", "cpc"))


@pytest.mark.parametrize(
    ("raw", "keyword"),
    [("%FF%FE%FF", None), ("%zz", "%zz"), ("%00%0a+tea%0d", "tea"), ("%E2%80%AEtea", "tea"), ("a" * 500, "a" * WORDS_MAX)],
)
def test_broken_words_are_cleaned_or_left_out(raw: str, keyword: str | None) -> None:
    assert source_of(SHOP, f"https://www.baidu.com/s?wd={raw}") == Source("search", "Baidu", keyword)
