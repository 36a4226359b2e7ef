"""Words of Chinese and English text, by the real dictionary."""

import pytest

from parlor.domain.log import Author, ClientId, Message
from parlor.domain.words import WORDS_MAX, words_of
from parlor.gateways.segmenter import JiebaSegmenter

JIEBA = JiebaSegmenter()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请问西湖龙井多少钱？可以开发票吗", {"西湖", "龙井", "开发票"}),
        ("退货流程是什么，我的订单还没有收到快递", {"退货", "流程", "订单", "快递"}),
        ("帮我看看优惠券怎么用，谢谢", {"优惠券"}),
        ("Hi, can you please check the DELIVERY of my green tea?", {"delivery", "green", "tea", "check"}),
        ("我想退货 refund 12345 https 👍", {"退货", "refund", "https"}),
        ("", set()),
    ],
)
def test_what_says_something_is_kept_and_what_all_say_is_not(text: str, expected: set[str]) -> None:
    found = set(JIEBA.words(text))
    assert expected <= found
    assert not found & {"请问", "可以", "谢谢", "什么", "没有", "can", "please", "you", "the", "12345", "，"}


def test_a_long_text_brings_eight_words_at_most() -> None:
    text = "，".join(["茶叶", "包装", "地址", "发货", "快递", "退货", "优惠券", "发票", "订单", "价格", "产品", "礼盒"] * 500)
    message = Message(seq=1, at=0, by=Author("visitor", "V"), client_id=ClientId("", 1), text=text)
    words = words_of([message], JIEBA)
    assert len(words) == WORDS_MAX
    assert words[0] == "优惠券", "of equally frequent ones the longest"
