"""Opens what offices send as spreadsheets, whatever its ending says: xlsx, xls, xlsb, ods, CSV in several encodings, HTML named .xls.

Nothing in a file is run or followed. Limits are checked before anything large is unpacked.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import python_calamine
from django.utils.translation import gettext_lazy as _

from shouwang.lib.refusals import Refused

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_RATIO = 400  # unpacked to packed; a real sheet of text stays below 60
MOST_ROWS = 300_000
MOST_COLUMNS = 512
VISIBLE, WORKSHEET = python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet
SNIFFED = 65_536
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

UNREADABLE = (
    python_calamine.CalamineError, python_calamine.XmlError, python_calamine.ZipError, python_calamine.WorksheetNotFound,
    OSError, ValueError, IndexError, KeyError,
)

NOT_WORKBOOK = _("This is not a spreadsheet. Save the table as .xlsx or .csv and send that.")
TRUNCATED = _("The file is damaged or was cut off on the way. Open it, save it anew and send it again.")
PASSWORD = _("The file is protected by a password. Remove the password and send it again.")
TOO_LARGE = _("The file is too large: at most %(most)s. Send it in parts.")
EMPTY = _("There is nothing in the file.")

Rows = list[list[Any]]
Range = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


@dataclass(frozen=True)
class Sheet:
    """One sheet: cells as Python values ("" for blank), merged ranges, hidden or not."""

    name: str
    rows: Rows
    merged: list[Range] = field(default_factory=list)
    hidden: bool = False


def read_workbook(content: bytes, filename: str = "") -> Iterator[Sheet]:
    """The sheets of a file, one at a time. Raises Refused with a FILE_ code and a sentence when it cannot be read."""
    if not content.strip(b"\0 \r\n\t"):
        raise Refused("FILE_EMPTY", EMPTY) if len(content) < MOST_BYTES else _too_large("64 MB")
    if len(content) > MOST_BYTES:
        raise _too_large("64 MB")
    return _reader(content, filename)(content)


def _reader(content: bytes, filename: str) -> Callable[[bytes], Iterator[Sheet]]:
    if content.startswith(ZIP):
        _check_zip(content)
        return _calamine
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Refused("FILE_PASSWORD", PASSWORD)
        return _calamine
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")) or b"<table" in head:
        return _html
    return _text if _looks_like_text(content, filename) else _nothing


def _nothing(content: bytes) -> Iterator[Sheet]:
    raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK)
    yield


def _too_large(most: str) -> Refused:
    return Refused("FILE_TOO_LARGE", TOO_LARGE, most=most)


def _check_zip(content: bytes) -> None:
    """A zip that is whole, holds a workbook and does not swell beyond reason."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("FILE_TRUNCATED", TRUNCATED) from error
    names = {entry.filename for entry in entries}
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("FILE_PASSWORD", PASSWORD)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 1):
        raise _too_large("1 GB")


def _calamine(content: bytes) -> Iterator[Sheet]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        shown = [(meta.name, meta.visible != VISIBLE, meta.typ == WORKSHEET) for meta in book.sheets_metadata]
        for name, hidden, is_sheet in shown:
            if is_sheet:
                yield _sheet(book.get_sheet_by_name(name), name, hidden)
    except python_calamine.PasswordError as error:
        raise Refused("FILE_PASSWORD", PASSWORD) from error
    except UNREADABLE as error:
        raise Refused("FILE_TRUNCATED", TRUNCATED) from error


def _sheet(sheet: Any, name: str, hidden: bool) -> Sheet:
    if sheet.start is None:
        return Sheet(name, [], hidden=hidden)
    if sheet.width > MOST_COLUMNS:
        raise _too_large(f"{MOST_COLUMNS} columns")
    left = [""] * sheet.start[1]
    rows: Rows = [[*left, *row] if left else list(row) for row in _bounded(sheet.iter_rows())]
    return Sheet(name, rows[: _last_filled(rows) + 1], _ranges(sheet), hidden)


def _bounded(rows: Any) -> Iterator[Any]:
    """Rows up to the limit; blank ones at the far end cost nothing, a further filled one is too many."""
    for number, row in enumerate(rows):
        if number < MOST_ROWS:
            yield row
        elif any(cell not in ("", None) for cell in row):
            raise _too_large(f"{MOST_ROWS} rows")


def _last_filled(rows: Rows) -> int:
    last = len(rows) - 1
    while last >= 0 and not any(cell not in ("", None) for cell in rows[last]):
        last -= 1
    return last


def _ranges(sheet: Any) -> list[Range]:
    found = sheet.merged_cell_ranges or []
    return [(top, left, bottom, right) for (top, left), (bottom, right) in found]


# ---- text: CSV in whatever encoding


def _looks_like_text(content: bytes, filename: str) -> bool:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return b"\0" not in content[:SNIFFED] and (_decoded(content[:SNIFFED], cut=True) is not None) and not filename.lower().endswith(".pdf")


def _decoded(content: bytes, *, cut: bool = False) -> str | None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="ignore" if cut else "strict")
    for encoding in ("utf-8-sig", "gb18030"):
        for end in range(4 if cut else 1):  # a sample may end inside a character
            try:
                return content[: len(content) - end].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _text(content: bytes) -> Iterator[Sheet]:
    text = _decoded(content)
    if text is None:
        raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK)
    sample = text[:SNIFFED]
    delimiter = max(",\t;", key=lambda mark: sample.count(mark))
    if sample.count(delimiter) == 0:
        raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK)
    csv.field_size_limit(1_000_000)
    try:
        rows = [row for _number, row in zip(range(MOST_ROWS + 1), csv.reader(io.StringIO(text), delimiter=delimiter), strict=False)]
    except csv.Error as error:
        raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK) from error
    yield _plain_sheet("CSV", rows)


def _plain_sheet(name: str, rows: Rows, merged: list[Range] | None = None) -> Sheet:
    if len(rows) > MOST_ROWS:
        raise _too_large(f"{MOST_ROWS} rows")
    if max((len(row) for row in rows), default=0) > MOST_COLUMNS:
        raise _too_large(f"{MOST_COLUMNS} columns")
    return Sheet(name, rows[: _last_filled(rows) + 1], merged or [])


# ---- HTML tables saved as .xls


class _Tables(HTMLParser):
    """The cells of all tables of a page, text only; spans become merged ranges."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self.merged: list[Range] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new row or cell."""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._cell = []
            self._span(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell."""
        if tag in ("td", "th") and self._cell is not None:
            self._place("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Text of the cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _span(self, attributes: dict[str, str | None]) -> None:
        rows, columns = (int(value) if (value := attributes.get(name) or "1").isdigit() else 1 for name in ("rowspan", "colspan"))
        self._spanned = (min(max(rows, 1), MOST_ROWS), min(max(columns, 1), MOST_COLUMNS))

    def _place(self, text: str) -> None:
        row, (height, width) = len(self.rows) - 1, self._spanned
        while self._covered(row, len(self.rows[-1])):
            self.rows[-1].append("")
        column = len(self.rows[-1])
        self.rows[-1] += [text, *[""] * (width - 1)]
        if height > 1 or width > 1:
            self.merged.append((row, column, row + height - 1, column + width - 1))

    def _covered(self, row: int, column: int) -> bool:
        return any(top < row <= bottom and left <= column <= right for top, left, bottom, right in self.merged)


def _html(content: bytes) -> Iterator[Sheet]:
    text = _decoded(content)
    if text is None:
        raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK)
    tables = _Tables()
    tables.feed(text)
    if not tables.rows:
        raise Refused("FILE_NOT_WORKBOOK", NOT_WORKBOOK)
    yield _plain_sheet("HTML", tables.rows, tables.merged)
