"""Files that are zips inside (xlsx, xlsm, xlsb, ods): whole, a workbook, not swelling beyond reason."""

import io
import re
import zipfile
import zlib

from shouwang.ledger.exchange.unpacking.bounds import (
    MOST_COLUMNS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED,
    SMALL_BOX,
    SMALL_ZIP,
    Unfit,
    too_large,
)

ZIP = b"PK\x03\x04"
BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error)
_PLACES = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def check_zip(content: bytes) -> None:
    """Refuse a zip that is damaged, no workbook, locked, or a bomb by its own account. Raises Unfit."""
    entries = _entries(content)
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Unfit("FILE_NOT_WORKBOOK")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit("FILE_PASSWORD")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), SMALL_ZIP // MOST_RATIO):
        raise too_large(1, "GB")


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except BROKEN as error:
        raise Unfit("FILE_TRUNCATED") from error


def is_harmless(content: bytes) -> bool:
    """Whether a zip that passed the check is small in every way, looked at cell by cell: no parser can swell on it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > SMALL_ZIP:
            return False
        sheets = [entry for entry in entries if _SHEETS.fullmatch(entry.filename)]
        try:
            boxes = [_box(_beginning(archive, entry)) for entry in sheets]
        except BROKEN:
            return False
    return bool(sheets) and sum(boxes) <= SMALL_BOX


def _beginning(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry as far as it says it goes; one that goes on lies."""
    with archive.open(entry) as stream:
        found = stream.read(entry.file_size + 1)
    if len(found) != entry.file_size:
        raise zipfile.BadZipFile
    return found


def _box(sheet: bytes) -> int:
    """How many cells the box around all named cells of a sheet has."""
    if b"<!DOCTYPE" in sheet:
        return SMALL_BOX + 1
    places = set(_PLACES.findall(sheet))
    rows = max((int(row) for _letters, row in places), default=0)
    columns = max((_column(letters) for letters in {letters for letters, _row in places}), default=0)
    return SMALL_BOX + 1 if rows > MOST_ROWS or columns > MOST_COLUMNS else rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
