"""Which files may be sent."""

import zipfile
from io import BytesIO

import pytest

from parlor.domain.errors import Invalid
from parlor.domain.file_types import check_contents, check_type, clean_name, served_as, thumbnail_type

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
WEBP = b"RIFF\x24\0\0\0WEBPVP8 "


def archive() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("photo.png", "photo.png"),
        ("C:\\Users\\li\\photo.png", "photo.png"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("  报价  单 .xlsx ", "报价 单 .xlsx"),
        ("..hidden.txt", "hidden.txt"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_its_last_part_as_it_can_be_read(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("given", ["", "   ", "a/", "...", "\u200b"])
def test_a_name_that_says_nothing_is_refused(given: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_name(given)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("name", "media_type", "field"),
    [
        ("a.html", "text/html", "type"),
        ("a.svg", "image/svg+xml", "type"),
        ("a.js", "text/javascript", "type"),
        ("a.exe", "application/x-msdownload", "type"),
        ("a.sh", "application/x-sh", "type"),
        ("a.bin", "application/octet-stream", "type"),
        ("a.html", "text/plain", "name"),
        ("a.png.exe", "image/png", "name"),
        ("a.svg", "image/png", "name"),
        ("a.bat", "text/plain", "name"),
        ("png", "image/png", "name"),
        (".png", "image/png", "name"),
    ],
)
def test_what_runs_is_refused_by_type_and_by_name(name: str, media_type: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_type(name, media_type)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("media_type", "head"),
    [
        ("image/png", PNG),
        ("image/jpeg", JPEG),
        ("image/gif", b"GIF89a\1\0"),
        ("image/webp", WEBP),
        ("application/pdf", b"%PDF-1.7\n"),
        ("text/plain", "您好\n".encode()),
        ("text/plain", "您好".encode("gb18030")),
        ("text/plain", "您好".encode("utf-16")),
        ("text/csv", b"\xef\xbb\xbfname,phone\n"),
        ("application/zip", archive()),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", archive()),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"),
        ("application/vnd.ms-excel", b"name,phone\n"),
        ("audio/mpeg", b"ID3\4\0"),
        ("audio/mpeg", b"\xff\xfb\x90\0"),
        ("audio/aac", b"\xff\xf1\x50\0"),
        ("audio/webm", b"\x1a\x45\xdf\xa3"),
        ("video/mp4", b"\0\0\0\x18ftypiso5"),
        ("audio/wav", b"RIFF\x24\0\0\0WAVEfmt "),
    ],
)
def test_contents_that_are_what_their_type_says(media_type: str, head: bytes) -> None:
    check_contents(media_type, head)


@pytest.mark.parametrize(
    ("media_type", "head"),
    [
        ("image/png", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("image/png", JPEG),
        ("image/webp", b"0000\x24\0\0\0WEBP"),
        ("text/plain", b"  \n<HTML><body>"),
        ("text/plain", b"\xef\xbb\xbf<svg onload=alert(1)>"),
        ("text/plain", "<script>".encode("utf-16")),
        ("text/plain", b"#!/bin/sh\n"),
        ("text/csv", b"MZ\x90\0\3\0"),
        ("application/pdf", b"MZ\x90\0"),
        ("application/zip", b"\x7fELF\2\1"),
        ("video/mp4", b"hello"),
    ],
)
def test_contents_that_are_something_else(media_type: str, head: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        check_contents(media_type, head)
    assert refused.value.field == "type"


def test_a_small_picture_is_a_picture() -> None:
    assert [thumbnail_type(head) for head in (JPEG, WEBP, PNG)] == ["image/jpeg", "image/webp", "image/png"]
    for head in (b"GIF89a", b"<svg>", b""):
        with pytest.raises(Invalid):
            thumbnail_type(head)


def test_browsers_are_told_the_type_of_what_only_shows_or_plays() -> None:
    assert [served_as(each) for each in ("image/png", "video/mp4", "audio/mpeg")] == ["image/png", "video/mp4", "audio/mpeg"]
    assert {served_as(each) for each in ("text/plain", "application/pdf", "application/zip")} == {"application/octet-stream"}
