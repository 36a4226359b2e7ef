"""Small pages for people who followed a link from a mail."""

from html import escape

from parlor_api.answers import Html

_STYLE = "font:16px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;max-width:480px;margin:15vh auto;padding:0 16px"


def small_page(title: str, more: str = "") -> Html:
    """`more` is HTML."""
    return Html(
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>Parlor</title></head><body style="{_STYLE}"><p>{escape(title)}</p>{more}</body></html>'
    )
