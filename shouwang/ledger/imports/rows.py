"""Rows of an import between file, database and feature: stored in batches, opened again as the engine parsed them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import Count

from shouwang.ledger.exchange.reading import Ignored, SheetSeen, Table
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.imports.contents import close_row, open_row
from shouwang.ledger.imports.warnings import one_a_code
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.lib.sealed import Sealed
from shouwang.lib.verdicts import REFUSED, Verdict

BATCH = 2000
SETTLED = ("outcome", "code", "of_row", "content", "pending", "committed", "record_id")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row of a file with its number in the file (from 1) and what is said of it."""

    number: int
    parsed: ParsedRow
    verdict: Verdict


INSERT = """
    INSERT INTO ledger_importrow
        (file_id, area, committed, number, sheet, row, "column", pending, outcome, code, of_row, record_id, content)
    SELECT %s, %s, false, stored.* FROM unnest(
        %b::int[], %s::text[], %b::int[], %s::text[], %s::bool[], %s::text[], %s::text[],
        %b::int[], %b::uuid[], %b::bytea[]
    ) AS stored
"""


def store(file: ImportFile, rows: Iterable[Numbered]) -> None:
    """Keep rows that were just read. What is neither refused nor a repetition waits to be recorded.

    One array a column, past Django's models and in binary: a hundred thousand rows take seconds, not half a minute.
    """
    connection.ensure_connection()
    for batch in batched(map(_columns, rows), BATCH):
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(INSERT, [file.pk, file.area, *map(list, zip(*batch, strict=True))])


def _columns(new: Numbered) -> tuple[Any, ...]:
    parsed, verdict = new.parsed, new.verdict
    pending = verdict.outcome != REFUSED and parsed.of_row is None
    place = (new.number, parsed.sheet[:100], parsed.row, parsed.column[:100], pending)
    outcome, code, record_id, of_row, content = _said(parsed, verdict)
    return (*place, outcome, code, of_row, record_id, content.content)


def say(row: ImportRow, parsed: ParsedRow, verdict: Verdict) -> ImportRow:
    """Put what was parsed and its verdict into a row, not yet saved."""
    row.outcome, row.code, row.record_id, row.of_row, row.content = _said(parsed, verdict)
    return row


def _said(parsed: ParsedRow, verdict: Verdict) -> tuple[str, str, UUID | None, int | None, Sealed]:
    of_row = parsed.of_row if parsed.of_row is not None else verdict.facts.get("of_row")
    content = close_row(parsed.values, verdict, read=len(one_a_code(parsed.warnings)))
    return verdict.outcome, verdict.code[:40], verdict.id, of_row, content


def settle(rows: Sequence[ImportRow]) -> None:
    """Save what ``say`` put into stored rows; the same number of statements for any number of rows."""
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=SETTLED, batch_size=BATCH
    )


def parsed(row: ImportRow) -> ParsedRow:
    """A stored row as the engine parsed it, with the warnings of the engine alone."""
    said = open_row(row.content)
    return ParsedRow(row.sheet, row.row, said["values"], row.column, warnings=said["warnings"][: said["read"]])


def opened(row: ImportRow) -> tuple[ParsedRow, Verdict]:
    """A stored row and its verdict."""
    said = open_row(row.content)
    verdict = Verdict(row.outcome, row.record_id, row.code, said["reason"], said["of"], said["warnings"], said["facts"])
    return ParsedRow(row.sheet, row.row, said["values"], row.column, of_row=row.of_row), verdict


def counts(file: ImportFile) -> dict[str, int]:
    """Rows by outcome; ``data_rows`` are lines of the file, of which a wide one gives many rows."""
    found = dict(file.rows.order_by().values_list("outcome").annotate(Count("pk")))
    lines = file.rows.order_by().values("sheet", "row").distinct().count()
    return {"data_rows": lines} | found


def sheets_of(table: Table) -> list[dict[str, Any]]:
    """What the sheets were taken for, to be stored; headings as pairs, since stored objects forget their order."""
    return [
        {"name": sheet.name, "header_rows": sheet.header_rows, "column_mapping": list(sheet.column_mapping.items()),
         "sheet_date": sheet.sheet_date.isoformat() if sheet.sheet_date else None}
        for sheet in table.sheets
    ]  # fmt: skip


def frame_of(file: ImportFile) -> Table:
    """The stored table without its rows: sheets, and the lines passed over."""
    sheets = [SheetSeen(sheet["name"], sheet["header_rows"], dict(sheet["column_mapping"])) for sheet in file.sheets]
    return Table(sheets, [], [Ignored(*line) for line in file.ignored])
