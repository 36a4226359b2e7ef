"""Formatted text as structure: paragraphs and lists of spans. Never markup, so nothing in it can run."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

URL_PATTERN = r"^(https?://|mailto:|tel:)[^\s<>\"]+(?![\s\S])"
"""The only addresses that a person may be led to. It ends so because `$` lets a line end through."""

Color = Literal["red", "orange", "green", "blue", "purple", "gray"]


class Span(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A run of text with one look. Colours are names that each theme shows in its own, readable way."""

    text: Annotated[str, Meta(min_length=1, max_length=4_000)]
    bold: bool = False
    italic: bool = False
    color: Color | None = None
    size: Literal["small", "large"] | None = None
    link: Annotated[str, Meta(max_length=2_000, pattern=URL_PATTERN)] | None = None


Line = Annotated[list[Span], Meta(max_length=200)]


class Paragraph(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="type", tag="paragraph"):
    spans: Line


class ListBlock(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="type", tag="list"):
    items: Annotated[list[Line], Meta(min_length=1, max_length=100)]
    ordered: bool = False


RichText = Annotated[list[Paragraph | ListBlock], Meta(min_length=1, max_length=200)]


def plain_text(body: list[Paragraph | ListBlock]) -> str:
    """The same words, a line for each paragraph and item: for search, notices and clients that show text only."""
    lines: list[str] = []
    for block in body:
        if isinstance(block, Paragraph):
            lines.append(_line(block.spans))
        else:
            marks = [f"{number}. " if block.ordered else "• " for number in range(1, len(block.items) + 1)]
            lines += [mark + _line(item) for mark, item in zip(marks, block.items, strict=True)]
    return "\n".join(lines)


def _line(spans: list[Span]) -> str:
    return "".join(span.text for span in spans)
