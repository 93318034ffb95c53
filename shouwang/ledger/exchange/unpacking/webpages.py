"""Tables of a web page, which many programs save under the ending .xls."""

from collections.abc import Iterator
from html.parser import HTMLParser

from shouwang.ledger.exchange.unpacking.bounds import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    Unfit,
    too_large,
)
from shouwang.ledger.exchange.unpacking.packing import Packed, Range, Row, packed, without_end
from shouwang.ledger.exchange.unpacking.texts import SNIFFED, encoding_of

BEGINNINGS = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head", b"<div", b"<style")


def is_webpage(content: bytes) -> bool:
    """Whether a file begins like a web page."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"").lower()
    return head.startswith(BEGINNINGS) or b"<table" in head


def read_webpage(content: bytes) -> Iterator[Packed]:
    """The rows of all tables of a page, below each other. Raises Unfit."""
    tables, encoding = _Tables(), encoding_of(content)
    text = content.decode(encoding)
    for start in range(0, len(text), SNIFFED):
        tables.feed(text[start : start + SNIFFED])
    tables.close()
    rows = list(without_end(tables.rows))
    if not rows:
        raise Unfit("FILE_NOT_WORKBOOK")
    yield Packed("", False, len(rows), max(map(len, rows)), list(packed(rows)), tables.merged)


class _Tables(HTMLParser):
    """The cells of all tables of a page, text only; spans become merged ranges."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.merged: list[Range] = []
        self._cell: list[str] | None = None
        self._size = (1, 1)
        self._covered: dict[int, int] = {}  # column to the last row that a cell above reaches down to
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new row or cell; a cell that was never closed ends here."""
        if tag in ("tr", "td", "th"):
            self._end_cell()
        if tag == "tr":
            self._new_row()
        elif tag in ("td", "th") and self.rows:
            self._cell, self._size = [], (_span(attrs, "rowspan", MOST_ROWS), _span(attrs, "colspan", MOST_COLUMNS))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell, or of all that holds it."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text of the cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _new_row(self) -> None:
        self.rows.append([])
        if len(self.rows) > MOST_ROWS:
            raise too_large(MOST_ROWS, "rows")

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._place("".join(self._cell).replace("\xa0", " ").strip())
            self._cell = None

    def _place(self, text: str) -> None:
        number, row, (height, width) = len(self.rows) - 1, self.rows[-1], self._size
        while self._covered.get(len(row), -1) >= number:
            row.append("")
        column = len(row)
        row += [text, *[""] * (width - 1)]
        self._count(len(row), width)
        if height > 1 or width > 1:
            self._merge((number, column, number + height - 1, column + width - 1))

    def _count(self, columns: int, more: int) -> None:
        self._cells += more
        if columns > MOST_COLUMNS:
            raise too_large(MOST_COLUMNS, "columns")
        if self._cells > MOST_CELLS:
            raise too_large(MOST_CELLS, "cells")

    def _merge(self, box: Range) -> None:
        self.merged.append(box)
        if len(self.merged) > MOST_MERGED:
            raise too_large(MOST_MERGED, "merged")
        for column in range(box[1], box[3] + 1):
            self._covered[column] = box[2]


def _span(attributes: list[tuple[str, str | None]], name: str, most: int) -> int:
    value = dict(attributes).get(name) or "1"
    return (
        min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < len(str(most)) + 1 else 1
    )
