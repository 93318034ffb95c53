"""Workbooks of Excel and LibreOffice, read by calamine: nothing in them is run or followed."""

import io
from collections.abc import Iterator
from typing import Any

import python_calamine as calamine

from shouwang.ledger.exchange.unpacking.bounds import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MEMORY,
    MOST_MERGED,
    MOST_ROWS,
    Unfit,
    too_large,
)
from shouwang.ledger.exchange.unpacking.packing import Packed, Range, Row, is_blank, packed, without_end

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
BEGIN, LOCK = b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x2f\x00"  # BOF of the globals, FILEPASS
MOST_BEFORE_LOCK = 8  # records
VISIBLE, WORKSHEET = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet


def check_ole(content: bytes) -> None:
    """Refuse what Office of 1997 wrote that is locked or no workbook. Raises Unfit."""
    if ENCRYPTED in content or _is_locked(content):
        raise Unfit("FILE_PASSWORD")
    if _directory_at(content) >= len(content):
        raise Unfit("FILE_TRUNCATED")
    if not any(name in content for name in BOOKS):
        raise Unfit("FILE_NOT_WORKBOOK")


def _directory_at(content: bytes) -> int:
    """Where the file says its list of streams begins ([MS-CFB] 2.2); cut off before, the file is a part of one."""
    shift, sector = int.from_bytes(content[30:32], "little"), int.from_bytes(content[48:52], "little")
    return (sector + 1) << min(shift, 12)


def _is_locked(content: bytes) -> bool:
    """Whether the stream of a workbook of 1997 says at its beginning that the rest is encrypted ([MS-XLS] 2.4.117)."""
    at = content.find(BEGIN)
    for _record in range(MOST_BEFORE_LOCK if at >= 0 else 0):
        kind, size = content[at : at + 2], int.from_bytes(content[at + 2 : at + 4], "little")
        if kind == LOCK:
            return True
        at += 4 + size
    return False


def read_workbook(content: bytes) -> Iterator[Packed]:
    """The sheets of a workbook. Raises Unfit."""
    try:
        yield from _Book(content).sheets()
    except Unfit:
        raise
    except calamine.PasswordError as error:
        raise Unfit("FILE_PASSWORD") from error
    except MemoryError as error:
        raise too_large(MOST_MEMORY // 1024**2, "MB") from error
    except Exception as error:
        raise Unfit("FILE_TRUNCATED") from error
    except BaseException as error:  # a panic of the parser is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise Unfit("FILE_TRUNCATED") from error


class _Book:
    """Counts what all sheets together take."""

    def __init__(self, content: bytes) -> None:
        self.book = calamine.load_workbook(io.BytesIO(content))
        self.cells = 0

    def sheets(self) -> Iterator[Packed]:
        for meta in self.book.sheets_metadata:
            if meta.typ == WORKSHEET:
                yield self._sheet(self.book.get_sheet_by_name(meta.name), meta.name, meta.visible != VISIBLE)

    def _sheet(self, sheet: Any, name: str, hidden: bool) -> Packed:
        if sheet.start is None:
            return Packed(name, hidden, 0, 0, [])
        self._check(sheet)
        counted = _Counted(sheet)
        batches = list(packed(without_end(counted.rows())))
        return Packed(name, hidden, counted.last, sheet.end[1] + 1, batches, _merged(sheet))

    def _check(self, sheet: Any) -> None:
        if sheet.end[1] + 1 > MOST_COLUMNS:
            raise too_large(MOST_COLUMNS, "columns")
        self.cells += (sheet.end[0] + 1) * sheet.width
        if self.cells > MOST_CELLS:
            raise too_large(MOST_CELLS, "cells")


class _Counted:
    """The rows of a sheet from column A on; stops at the limit, remembers the last filled one."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.last = sheet, 0

    def rows(self) -> Iterator[Row]:
        left = [""] * self.sheet.start[1]
        for number, row in enumerate(self.sheet.iter_rows(), start=1):
            if not is_blank(row):
                self.last = number
                if number > MOST_ROWS:
                    raise too_large(MOST_ROWS, "rows")
            yield left + row if left else row


def _merged(sheet: Any) -> list[Range]:
    found = sheet.merged_cell_ranges or []
    if len(found) > MOST_MERGED:
        raise too_large(MOST_MERGED, "merged")
    return [(top, left, bottom, right) for (top, left), (bottom, right) in found]
