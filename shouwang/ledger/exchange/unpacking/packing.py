"""Rows packed small: in batches, compressed; days and times as texts beside a note of where they stand."""

import marshal
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any

BATCH = 500  # rows
FAST = 1  # zlib's quickest
PLAIN = {str, int, float, bool}

Row = list[Any]
Range = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0


@dataclass(frozen=True)
class Packed:
    """One sheet: its rows (so many, the last one is filled) in batches, the columns they have, merged ranges.

    A text has no name for its only sheet.
    """

    name: str
    hidden: bool
    count: int
    width: int
    batches: list[bytes]
    merged: list[Range] = field(default_factory=list)


def packed(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows in batches of ``BATCH``."""
    for batch in batched(rows, BATCH):
        yield zlib.compress(marshal.dumps(_plain(list(batch))), FAST)


def unpacked(batch: bytes) -> list[Row]:
    """The rows of one batch."""
    rows, notes = marshal.loads(zlib.decompress(batch))
    for row, column, kind in notes:
        rows[row][column] = _READERS[kind](rows[row][column])
    return rows


def _plain(rows: list[Row]) -> tuple[list[Row], list[tuple[int, int, str]]]:
    notes = []
    for number, row in enumerate(rows):
        if not PLAIN.issuperset(map(type, row)):
            for column, cell in enumerate(row):
                if type(cell) not in PLAIN:
                    row[column] = _text(cell)
                    notes.append((number, column, type(cell).__name__))
    return rows, notes


def _text(cell: Any) -> str | float:
    if cell is None:
        return ""
    return cell.total_seconds() if isinstance(cell, timedelta) else cell.isoformat()


_READERS: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "NoneType": str,
}


def is_blank(row: Row) -> bool:
    """Whether nothing but blanks stands in a row."""
    return row.count("") == len(row) or all(type(cell) is str and not cell.strip() for cell in row)


def without_end(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows without the blank ones behind the last filled one, of which there may be a million."""
    blanks = 0
    for row in rows:
        if is_blank(row):
            blanks += 1
            continue
        for _blank in range(blanks):
            yield []
        blanks = 0
        yield row
