"""A little Markdown as HTML: headings, paragraphs, lists, bold, `keys`, links inside the product. Everything else is text.

The help texts need no more, and what a renderer does not know it cannot let through.
"""

import re
from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

HEADING = re.compile(r"(#{1,3}) (.+)")
ITEM = re.compile(r"(?:- |(\d+)\. )(.+)")
INLINE = re.compile(r"\*\*(.+?)\*\*|`(.+?)`|\[([^\]]+)\]\((/(?!/)[\w\-/?=.]*)\)")
TOP_LEVEL = 2  # of a text in a dialog, below the page's own title


def html(text: str, top: int = TOP_LEVEL) -> SafeString:
    """The text as HTML, its titles from level ``top`` on; whatever looks like HTML in it is shown as it is written."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return format_html_join("\n", "{}", ((block,) for written in blocks for block in _blocks(written.splitlines(), top)))


def plain(text: str) -> str:
    """The text without its marks, for searching and excerpts."""
    lines = (re.sub(r"^(#{1,3} |- |\d+\. )", "", line) for line in text.splitlines())
    return " ".join(
        INLINE.sub(lambda found: found[1] or found[2] or found[3], line).strip() for line in lines if line.strip()
    )


def _blocks(lines: list[str], top: int) -> Iterator[SafeString]:
    """A heading may stand directly above a paragraph or list."""
    while lines:
        if found := HEADING.fullmatch(lines[0]):
            yield format_html("<h{0}>{1}</h{0}>", len(found[1]) - 1 + top, _inline(found[2]))
            lines = lines[1:]
            continue
        kind = bool(ITEM.fullmatch(lines[0]))
        size = next(
            (at for at, line in enumerate(lines) if bool(ITEM.fullmatch(line)) != kind or HEADING.fullmatch(line)),
            len(lines),
        )
        yield _list(lines[:size]) if kind else format_html("<p>{}</p>", _inline(" ".join(lines[:size])))
        lines = lines[size:]


def _list(lines: list[str]) -> SafeString:
    items = [found for line in lines if (found := ITEM.fullmatch(line))]
    tag = "ol" if items[0][1] else "ul"
    inside = format_html_join("", "<li>{}</li>", ((_inline(item[2]),) for item in items))
    return format_html("<{0}>{1}</{0}>", tag, inside)


def _inline(text: str) -> SafeString:
    parts, at = [], 0
    for found in INLINE.finditer(text):
        parts += [escape(text[at : found.start()]), _marked(found)]
        at = found.end()
    return SafeString("".join([*parts, escape(text[at:])]))


def _marked(found: re.Match[str]) -> SafeString:
    if found[1]:
        return format_html("<strong>{}</strong>", found[1])
    if found[2]:
        return format_html("<kbd>{}</kbd>", found[2])
    return format_html('<a href="{}">{}</a>', found[4], found[3])
