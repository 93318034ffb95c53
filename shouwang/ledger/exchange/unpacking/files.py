"""Which kind of file it is, by what is in it and never by its ending."""

from collections.abc import Callable, Iterator

from shouwang.ledger.exchange.unpacking.archives import ZIP, check_zip, is_harmless
from shouwang.ledger.exchange.unpacking.bounds import MOST_BYTES, SMALL_TEXT, Unfit, too_large
from shouwang.ledger.exchange.unpacking.packing import Packed
from shouwang.ledger.exchange.unpacking.texts import read_text
from shouwang.ledger.exchange.unpacking.webpages import is_webpage, read_webpage
from shouwang.ledger.exchange.unpacking.workbooks import OLE, check_ole, read_workbook

NOTHING = b"\0 \r\n\t"
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def check(content: bytes) -> None:
    """Refuse at once what needs no reading: nothing in it, too large, locked, no spreadsheet. Raises Unfit."""
    if len(content) > MOST_BYTES:
        raise too_large(MOST_BYTES // 1024**2, "MB")
    if not content.strip(NOTHING):
        raise Unfit("FILE_EMPTY")
    if content.startswith(FOREIGN):
        raise Unfit("FILE_NOT_WORKBOOK")
    if content.startswith(ZIP):
        check_zip(content)
    if content.startswith(OLE):
        check_ole(content)


def may_be_read_here(content: bytes) -> bool:
    """Whether a checked file can do no harm to the process that reads it."""
    if content.startswith(ZIP):
        return is_harmless(content)
    return not content.startswith(OLE) and len(content) <= SMALL_TEXT


def sheets(content: bytes) -> Iterator[Packed]:
    """The sheets of a checked file. Raises Unfit."""
    return _reader(content)(content)


def _reader(content: bytes) -> Callable[[bytes], Iterator[Packed]]:
    if content.startswith((ZIP, OLE)):
        return read_workbook
    return read_webpage if is_webpage(content) else read_text
