"""Opens what offices send as spreadsheets, whatever its ending says: xlsx, xls, xlsb, ods, CSV, HTML named .xls.

Nothing in a file is run or followed. What might harm a process is taken apart in one of its own (``unpacking``).
"""

import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from subprocess import DEVNULL, PIPE
from threading import Timer
from typing import IO, Any, overload

from django.utils.translation import gettext_lazy as _

import shouwang
from shouwang.ledger.exchange.unpacking import files
from shouwang.ledger.exchange.unpacking.bounds import MOST_BYTES, MOST_MEMORY, MOST_SECONDS, Unfit, too_large
from shouwang.ledger.exchange.unpacking.packing import BATCH, Packed, Range, unpacked
from shouwang.lib.refusals import Refused

PROGRAM = [sys.executable, "-P", "-m", "shouwang.ledger.exchange.unpacking"]
PATIENCE = 4 * MOST_SECONDS  # of the clock; a busy machine gives a process a part of its time only
OVER_LIMIT = {-signal.SIGABRT, -signal.SIGKILL, -getattr(signal, "SIGXCPU", signal.SIGKILL)}
MOST_OVERLAP = 2  # times the sheet that merged ranges may cover together

NOT_WORKBOOK = _("This is not a spreadsheet. Save the table as .xlsx or .csv and send that.")
TRUNCATED = _("The file is damaged or was cut off on the way. Open it, save it anew and send it again.")
PASSWORD = _("The file is protected by a password. Remove the password and send it again.")
TOO_LARGE = _("The file is too large: at most %(most)s. Send it in parts.")
MOST = {
    "rows": _("%(n)s rows"),
    "columns": _("%(n)s columns"),
    "cells": _("%(n)s cells"),
    "merged": _("%(n)s merged cells"),
    "MB": _("%(n)s MB"),
    "GB": _("%(n)s GB"),
}
EMPTY = _("There is nothing in the file.")
SENTENCES = {
    "FILE_NOT_WORKBOOK": NOT_WORKBOOK,
    "FILE_TRUNCATED": TRUNCATED,
    "FILE_PASSWORD": PASSWORD,
    "FILE_TOO_LARGE": TOO_LARGE,
    "FILE_EMPTY": EMPTY,
}
Row = list[Any]


class Rows(Sequence[Row]):
    """The rows of a sheet from column A on, packed: a large sheet costs little, two batches are open at a time."""

    def __init__(self, sheet: Packed, merged: "Merged | None" = None) -> None:
        self._batches, self._count, self._merged = sheet.batches, sheet.count, merged
        self._open = lru_cache(maxsize=2)(self._opened)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(self._count))]
        batch, number = divmod(range(self._count)[at], BATCH)
        return self._open(batch)[number]

    def __iter__(self) -> Iterator[Row]:
        for batch in range(len(self._batches)):
            yield from self._open(batch)

    def _opened(self, batch: int) -> list[Row]:
        rows = unpacked(self._batches[batch])
        if self._merged:
            self._merged.fill(rows, batch)
        return rows


class Merged:
    """The merged ranges of a sheet, each with the value of its first cell. Raises Unfit where they cannot be meant."""

    def __init__(self, sheet: Packed) -> None:
        plain = Rows(sheet)
        self._by_batch: dict[int, list[tuple[Range, Any]]] = {}
        for box in _cut(sheet):
            value = _cell(plain[box[0]], box[1])
            for batch in range(box[0] // BATCH, box[2] // BATCH + 1):
                self._by_batch.setdefault(batch, []).append((box, value))

    def fill(self, rows: list[Row], batch: int) -> None:
        """Fill the ranges that touch the rows of a batch."""
        first = batch * BATCH
        for (top, left, bottom, right), value in self._by_batch.get(batch, ()):
            for row in rows[max(top - first, 0) : bottom + 1 - first]:
                row += [""] * (right + 1 - len(row))
                row[left : right + 1] = [value] * (right + 1 - left)


def _cell(row: Row, column: int) -> Any:
    return row[column] if column < len(row) else ""


def _cut(sheet: Packed) -> list[Range]:
    """The merged ranges cut to what is filled, from the top. Those of a sound sheet do not lie over each other."""
    found = [
        (top, left, min(bottom, sheet.count - 1), min(right, sheet.width - 1))
        for top, left, bottom, right in sorted(sheet.merged)
        if top < sheet.count and left < sheet.width
    ]
    covered = sum((bottom + 1 - top) * (right + 1 - left) for top, left, bottom, right in found)
    if covered > MOST_OVERLAP * sheet.count * sheet.width:
        raise Unfit("FILE_TRUNCATED")
    return found


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows of cells as Python values ("" for blank) as they stand, and with merged ranges filled."""

    name: str
    rows: Rows = field(repr=False)
    filled: Rows = field(repr=False)
    hidden: bool = False


def read_workbook(content: bytes, filename: str = "") -> list[Sheet]:
    """The sheets of a file; that of a text is named after it. Raises Refused with a FILE_ code."""
    try:
        files.check(content)
        found = files.sheets(content) if files.may_be_read_here(content) else _apart(content)
        own = Path(filename).stem or "1"
        return [Sheet(sheet.name or own, Rows(sheet), Rows(sheet, Merged(sheet)), sheet.hidden) for sheet in found]
    except Unfit as unfit:
        most = {"most": str(MOST[unfit.unit]) % {"n": unfit.most}} if unfit.unit else {}
        raise Refused(unfit.code, SENTENCES[unfit.code], **most) from unfit


def _apart(content: bytes) -> list[Packed]:
    """The sheets, taken out by a process of its own that has ended when this returns. Raises Unfit."""
    root = str(Path(shouwang.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))}
    with subprocess.Popen(PROGRAM, env=environment, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:
        patience = Timer(PATIENCE, process.kill)
        patience.start()
        try:
            return _heard(process, content)
        finally:
            patience.cancel()
            process.kill()


def _heard(process: subprocess.Popen[bytes], content: bytes) -> list[Packed]:
    assert process.stdin
    assert process.stdout
    with suppress(BrokenPipeError):
        process.stdin.write(content)
        process.stdin.close()
    found: list[Packed] = []
    for message in _messages(process.stdout):
        if message[0] == "end":
            return found
        if message[0] == "unfit":
            raise Unfit(*message[1:])
        found.append(Packed(*message[1:]))
    raise too_large(MOST_MEMORY // 1024**2, "MB") if process.wait() in OVER_LIMIT else Unfit("FILE_TRUNCATED")


def _messages(stream: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """What the process says, until it is silent."""
    while len(head := stream.read(4)) == 4:
        size = int.from_bytes(head, "big")
        said = stream.read(size)
        if len(said) < size:
            return
        yield marshal.loads(said)


__all__ = ["MOST_BYTES", "TOO_LARGE", "Row", "Rows", "Sheet", "read_workbook"]
