"""Tables written as text: commas, tabs or semicolons, in UTF-8, UTF-16 or GB18030."""

import codecs
import csv
import io
from collections.abc import Iterator

from shouwang.ledger.exchange.unpacking.bounds import MOST_COLUMNS, MOST_ROWS, Unfit, too_large
from shouwang.ledger.exchange.unpacking.packing import Packed, Row, packed, without_end

SNIFFED = 65_536
MOST_IN_A_CELL = 100_000  # characters; a quotation mark that is never closed swallows more
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")  # the second reads nearly anything: it is the last
NOT_WORKBOOK = "FILE_NOT_WORKBOOK"


def encoding_of(content: bytes) -> str:
    """The encoding a text is written in. Raises Unfit for what is no text."""
    if content.startswith(UTF16):
        return _fitting(content, ("utf-16",))
    if b"\0" in content[:SNIFFED]:
        raise Unfit(NOT_WORKBOOK)
    return _fitting(content, ENCODINGS)


def _fitting(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(content), SNIFFED):
                decoder.decode(content[start : start + SNIFFED])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unfit(NOT_WORKBOOK)


def read_text(content: bytes) -> Iterator[Packed]:
    """The one sheet of a text. Raises Unfit."""
    encoding = encoding_of(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    delimiter = _delimiter(text.read(SNIFFED))
    text.seek(0)
    csv.field_size_limit(MOST_IN_A_CELL)
    counted = _Counted()
    try:
        batches = list(packed(without_end(counted.rows(csv.reader(text, delimiter=delimiter)))))
    except csv.Error as error:
        raise Unfit(NOT_WORKBOOK) from error
    yield Packed("", False, counted.last, counted.width, batches)


def _delimiter(sample: str) -> str:
    delimiter = max(",\t;", key=sample.count)
    if delimiter not in sample:
        raise Unfit(NOT_WORKBOOK)
    return delimiter


class _Counted:
    """Counts rows up to the last filled one, and stops at the limits."""

    def __init__(self) -> None:
        self.last = self.width = 0

    def rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                self.last, self.width = number, max(self.width, len(row))
                if number > MOST_ROWS:
                    raise too_large(MOST_ROWS, "rows")
                if len(row) > MOST_COLUMNS:
                    raise too_large(MOST_COLUMNS, "columns")
            yield [_as_text(cell) for cell in row]


def _as_text(cell: str) -> str:
    """A cell without the formula that keeps a spreadsheet from taking ="4116…" for a number."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
