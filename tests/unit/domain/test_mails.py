"""Mails: both languages, text and HTML, nothing that somebody wrote can become markup or a second header."""

from html.parser import HTMLParser

import pytest

from parlor.domain import mails
from parlor.domain.directory import Language
from parlor.domain.mails import Mail

EVIL = "<script>alert(1)</script>\r\nBcc: x@example.com\n\"'&"


def every(language: Language, text: str) -> list[Mail]:
    return [
        mails.left_message_received(to="a@b.cd", language=language, company=text, contact=text),
        mails.left_message_answered(
            to="a@b.cd",
            language=language,
            company=text,
            agent=text,
            question=text,
            answer=text,
            reply_url="https://x/widget/letter.html#t",
            signature=text,
            contact=text,
        ),
        mails.unread_by_visitor(
            to="a@b.cd",
            language=language,
            company=text,
            agent=text,
            text=text,
            resume_url='https://tea.example/?a=1&b="2"',
            unsubscribe_url="https://x/u",
            contact=text,
        ),
        mails.unread_by_agent(to="a@b.cd", language=language, visitor=text, text=text, desk_url="https://x/admin"),
        mails.joined_company(to="a@b.cd", language=language, company=text, admin=text, sign_in_url="https://x/admin"),
        mails.account_known(to="a@b.cd", language=language, sign_in_url="https://x/admin"),
    ]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_people_write_stays_text(language: Language) -> None:
    for mail in every(language, EVIL):
        assert Tags(mail.html).tags <= {"html", "body", "div", "p", "a", "blockquote", "br"}
        assert "\n" not in mail.subject
        assert "\r" not in mail.subject


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_mail_has_both_forms(language: Language) -> None:
    for mail in every(language, "Tea {braces} %s"):
        assert mail.subject
        assert mail.text.strip()
        assert "{}" not in mail.html


def test_the_way_back_and_the_way_out() -> None:
    mail = every("en", "x")[2]
    assert Tags(mail.html).links == ['https://tea.example/?a=1&b="2"', "https://x/u"]
    assert mail.unsubscribe_url == "https://x/u"


def test_a_transcript_has_its_words_as_text_too() -> None:
    page = "<!doctype html><html><head><title>T</title></head><body><h1>Tea &amp; Co</h1><section><p>a<br>b</p></section></body></html>"
    mail = mails.conversation_kept(to="a@b.cd", subject="Talk\nBcc: x", page=page)
    assert (mail.subject, mail.text, mail.html) == ("Talk Bcc: x", "Tea & Co\na\nb\n", page)


def test_a_long_message_is_cut_short() -> None:
    mail = mails.unread_by_agent(to="a@b.cd", language="en", visitor="V-1", text="x" * 4_000, desk_url="https://x")
    assert len(mail.text) < 1_200
