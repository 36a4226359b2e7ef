"""Which files may be sent: by their type, by the end of their name, and by what they begin with."""

import re
import unicodedata

from msgspec import Struct

from parlor.domain.errors import Invalid

NAME_MAX = 120
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What browsers show in a page without running anything in it."""
_FAMILIES_AS_THEY_ARE = ("audio", "video")


class _Kind(Struct, frozen=True):
    """How a name may end, and what the file may be by its first bytes."""

    endings: tuple[str, ...]
    contents: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
# Office documents are archives; one with a password is wrapped in the older format.
_ARCHIVED = ("zip", "ole")
_KINDS: dict[str, _Kind] = {
    "image/png": _Kind(("png",), ("png",)),
    "image/jpeg": _Kind(("jpg", "jpeg", "jfif"), ("jpeg",)),
    "image/gif": _Kind(("gif",), ("gif",)),
    "image/webp": _Kind(("webp",), ("webp",)),
    "application/pdf": _Kind(("pdf",), ("pdf",)),
    "text/plain": _Kind(("txt", "text", "log"), ("text",)),
    "text/csv": _Kind(("csv",), ("text",)),
    "application/zip": _Kind(("zip",), ("zip",)),
    "application/x-zip-compressed": _Kind(("zip",), ("zip",)),
    "application/msword": _Kind(("doc",), ("ole",)),
    "application/vnd.ms-powerpoint": _Kind(("ppt",), ("ole",)),
    # Windows gives this type to CSV too, when Excel is installed.
    "application/vnd.ms-excel": _Kind(("xls", "csv"), ("ole", "text")),
    f"{_OFFICE}.wordprocessingml.document": _Kind(("docx",), _ARCHIVED),
    f"{_OFFICE}.spreadsheetml.sheet": _Kind(("xlsx",), _ARCHIVED),
    f"{_OFFICE}.presentationml.presentation": _Kind(("pptx",), _ARCHIVED),
    f"{_ODF}.text": _Kind(("odt",), _ARCHIVED),
    f"{_ODF}.spreadsheet": _Kind(("ods",), _ARCHIVED),
    f"{_ODF}.presentation": _Kind(("odp",), _ARCHIVED),
    "audio/mpeg": _Kind(("mp3",), ("mp3",)),
    "audio/mp3": _Kind(("mp3",), ("mp3",)),
    "audio/wav": _Kind(("wav",), ("wav",)),
    "audio/x-wav": _Kind(("wav",), ("wav",)),
    "audio/ogg": _Kind(("ogg", "oga", "opus"), ("ogg",)),
    "audio/webm": _Kind(("webm", "weba"), ("webm",)),
    "audio/mp4": _Kind(("m4a", "mp4"), ("mp4",)),
    "audio/x-m4a": _Kind(("m4a",), ("mp4",)),
    "audio/aac": _Kind(("aac",), ("aac",)),
    "video/mp4": _Kind(("mp4", "m4v"), ("mp4",)),
    "video/webm": _Kind(("webm",), ("webm",)),
    "video/ogg": _Kind(("ogv", "ogg"), ("ogg",)),
    "video/quicktime": _Kind(("mov", "qt"), ("mp4",)),
}

_BEGINNINGS: tuple[tuple[str, int, bytes], ...] = (
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("gif", 0, b"GIF87a"),
    ("gif", 0, b"GIF89a"),
    ("webp", 8, b"WEBP"),
    ("wav", 8, b"WAVE"),
    ("pdf", 0, b"%PDF-"),
    ("zip", 0, b"PK\x03\x04"),
    ("zip", 0, b"PK\x05\x06"),
    ("ole", 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("mp3", 0, b"ID3"),
    ("ogg", 0, b"OggS"),
    ("webm", 0, b"\x1a\x45\xdf\xa3"),
    ("mp4", 4, b"ftyp"),
    ("mp4", 4, b"moov"),
    ("mp4", 4, b"mdat"),
    ("mp4", 4, b"wide"),
)
"""Contents by a few bytes at a place near the beginning. https://en.wikipedia.org/wiki/List_of_file_signatures"""

_MARKUP = tuple(
    text.encode() for text in ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php", "<%", "<!--", "#!")
)
"""How texts begin that a browser or a shell would run."""


def clean_name(name: str) -> str:
    """The last part of a path, without what cannot be seen or would turn the reading direction. Raises `Invalid`."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    cleaned = " ".join(visible.split()).strip(". ")
    if not cleaned:
        raise Invalid("A file has a name.", field="name")
    return cleaned[-NAME_MAX:]


def check_type(name: str, media_type: str) -> None:
    """Raises `Invalid` with `type` for kinds that nobody may send, with `name` for an ending that belongs to another kind."""
    kind = _KINDS.get(media_type)
    if kind is None:
        raise Invalid("Files of this kind cannot be sent.", field="type")
    stem, _, ending = name.rpartition(".")
    if not stem or ending.lower() not in kind.endings:
        raise Invalid("The name does not end as those of this kind do.", field="name")


def check_contents(media_type: str, head: bytes) -> None:
    """Raises `Invalid` with `type` when the first bytes are not those of a file of this type."""
    if content_of(head) not in _KINDS[media_type].contents:
        raise Invalid("The file is not what its type says.", field="type")


def thumbnail_type(head: bytes) -> str:
    """The type of a small picture. Raises `Invalid` for anything but JPEG, WebP and PNG."""
    content = content_of(head)
    if content not in ("jpeg", "webp", "png"):
        raise Invalid("The small picture is not a picture.", field="thumbnail_size")
    return f"image/{content}"


def served_as(media_type: str) -> str:
    """The type that a browser is told: nothing that it would open by itself, apart from pictures, sound and film."""
    plays = media_type.partition("/")[0] in _FAMILIES_AS_THEY_ARE
    return media_type if media_type in PICTURES or plays else "application/octet-stream"


def content_of(head: bytes) -> str | None:
    """What a file is, by its first bytes; None for what is not known, or runs."""
    for content, at, beginning in _BEGINNINGS:
        if head[at : at + len(beginning)] == beginning and (at != 8 or head.startswith(b"RIFF")):
            return content
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # A frame of MPEG audio, whose layer 0 is AAC; unless it is the mark of UTF-16.
        return "text" if head[1] == 0xFE and _is_plain_text(head) else "aac" if head[1] & 0x06 == 0 else "mp3"
    return "text" if _is_plain_text(head) else None


def _is_plain_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        # Two bytes a character: an odd one out does not decide.
        head = head.decode("utf-16", errors="ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    return not head.lstrip().lower().startswith(_MARKUP)
