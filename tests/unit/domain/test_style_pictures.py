"""Pictures of a style: known by their contents; a drawing is only a drawing."""

import pytest

from parlor.domain.errors import Invalid
from parlor.domain.style_pictures import picture_of

NS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\x00\x00\x00"


def webp(chunk: bytes, body: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + chunk + len(body).to_bytes(4, "little") + body


JPEG = b"\xff\xd8\xff\xe0\x00\x04AB\xff\xc0\x00\x11\x08" + (30).to_bytes(2, "big") + (40).to_bytes(2, "big") + b"\x03" + bytes(10)


@pytest.mark.parametrize(
    ("body", "media_type", "ending", "size"),
    [
        (png(64, 48), "image/png", "png", (64, 48)),
        (b"GIF89a" + (10).to_bytes(2, "little") + (20).to_bytes(2, "little"), "image/gif", "gif", (10, 20)),
        (JPEG, "image/jpeg", "jpg", (40, 30)),
        (webp(b"VP8X", bytes(4) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")), "image/webp", "webp", (100, 50)),
        (webp(b"VP8L", b"\x2f" + (99 | 49 << 14).to_bytes(4, "little")), "image/webp", "webp", (100, 50)),
        (webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a\x64\x00\x32\x00"), "image/webp", "webp", (100, 50)),
        (f'<svg {NS} width="24" height="16px"><path d="M0 0h24v16z"/></svg>'.encode(), "image/svg+xml", "svg", (24, 16)),
        (f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {NS} viewBox="0 0 32 20"/>'.encode(), "image/svg+xml", "svg", (32, 20)),
    ],
)
def test_kind_and_size_are_those_of_the_contents(body: bytes, media_type: str, ending: str, size: tuple[int, int]) -> None:
    picture = picture_of(body)
    assert (picture.media_type, picture.width, picture.height) == (media_type, *size)
    assert len(picture.name.removesuffix(f".{ending}")) == 64


def test_what_drawing_programs_write_is_taken() -> None:
    drawing = f"""<svg {NS} {XLINK} viewBox="0 0 20 20"><title>Tea &amp; more</title><defs><style>.a{{fill:#0f6a60;stroke:url(#g)}}</style>
      <linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
      <g class="a" style="opacity:.5" clip-path="url(#c)"><use xlink:href="#p"/><use href="#p"/><circle r="3"/></g></svg>"""
    assert picture_of(drawing.encode()).width == 20


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.example/a.js"/>',
        '<path onload="alert(1)"/>',
        '<path ONCLICK="alert(1)"/>',
        "<foreignObject><b/></foreignObject>",
        '<image href="https://evil.example/a.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="https://evil.example/a.svg#x"/>',
        '<use href="data:image/svg+xml,x#x"/>',
        f'<use {XLINK} xlink:href="//evil.example/a.svg#x"/>',
        '<a href="javascript:alert(1)"><path/></a>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        "<style>@import url(https://evil.example/a.css);</style>",
        "<style>.a{background:url(//evil.example/a.png)}</style>",
        "<style>.a{fill:ur\\6c(x)}</style>",
        '<path style="fill:url(https://evil.example/a)"/>',
        "<path fill=\"url( 'data:x' )\"/>",
        '<g xml:base="https://evil.example/"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
        '<b:script xmlns:b="http://www.w3.org/2000/svg">1</b:script>',
        f"<svg {NS}/>",
        "<?xml-stylesheet href='https://evil.example/a.css'?>",
    ],
)
def test_a_drawing_that_does_more_is_refused(inside: str) -> None:
    with pytest.raises(Invalid) as refusal:
        picture_of(f'<svg {NS} viewBox="0 0 9 9">{inside}</svg>'.encode())
    assert (refusal.value.code, refusal.value.field) == ("markup", "data")


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + f'<svg {NS} viewBox="0 0 9 9">&b;</svg>'.encode(),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + f'<svg {NS} viewBox="0 0 9 9"/>'.encode(),
        f'<?xml version="1.0" encoding="utf-7"?><svg {NS} viewBox="0 0 9 9">+ADw-script+AD4-</svg>'.encode(),
        f'<svg {NS} viewBox="0 0 9 9"/>'.encode("utf-16"),
        f"<svg {NS}/>".encode(),
        f'<svg {NS} viewBox="0 0 nan 9"/>'.encode(),
        b"<svg viewBox='0 0 9 9'/>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        b"hello",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00",
        webp(b"VP8 ", b"\x00" * 12),
        b"",
        png(2_001, 10),
        png(0, 10),
        f'<svg {NS} width="5000" height="10"/>'.encode(),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        picture_of(body)
    assert refusal.value.field == "data"
