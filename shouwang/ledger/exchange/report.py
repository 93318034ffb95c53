"""The answer to a file: counts, what each sheet was taken for, a verdict a row, what was passed over."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from shouwang.ledger.exchange.reading import Table
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.lib import clocks
from shouwang.lib.verdicts import ACCEPTED, CORRECTED, DUPLICATE, REFUSED, WITH_WARNINGS, Verdict


def as_json(table: Table, verdicts: list[Verdict]) -> dict[str, Any]:
    """The report as ``shouwang import --json`` prints it; verdicts in the order of the table's rows."""
    lines = [line(row, verdict) for row, verdict in zip(table.rows, verdicts, strict=True)]
    return head(table, counts(table, verdicts)) | {"verdicts": lines}


def head(table: Table, counted: dict[str, int]) -> dict[str, Any]:
    """The report without the verdicts, of which there may be very many."""
    return {
        "counts": counted,
        "sheets": [
            {"name": sheet.name, "header_rows": sheet.header_rows, "column_mapping": sheet.column_mapping}
            for sheet in table.sheets
        ],
        "verdicts": [],
        "ignored": [{"sheet": line.sheet, "row": line.row, "what": line.what} for line in table.ignored],
    }


def counts(table: Table, verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many data rows there are and what became of them; of a wide sheet rows are lines, outcomes are readings."""
    return summed(len({(row.sheet, row.row) for row in table.rows}), Counter(verdict.outcome for verdict in verdicts))


def summed(data_rows: int, outcomes: Mapping[str, int]) -> dict[str, int]:
    """The counts of the report from rows by outcome."""
    found = Counter(outcomes)
    return {
        "data_rows": data_rows,
        "accepted": found[ACCEPTED] + found[CORRECTED],
        "accepted_with_warnings": found[WITH_WARNINGS],
        "refused": found[REFUSED],
        "duplicates": found[DUPLICATE],
    }


def line(row: ParsedRow, verdict: Verdict) -> dict[str, Any]:
    """The verdict on one row, as JSON can carry it."""
    said = {
        "sheet": row.sheet,
        "row": row.row,
        "outcome": verdict.outcome,
        "code": verdict.code,
        "reason": str(verdict.reason),
        "of_row": row.of_row if row.of_row is not None else verdict.facts.get("of_row"),
        "values": {name: plain(value) for name, value in row.values.items()},
        "warnings": [{"code": warned.code, "reason": str(warned.sentence)} for warned in verdict.warnings],
    }
    return said | ({"column": row.column} if row.column else {})


def plain(value: Any) -> Any:
    """A value as JSON can carry it; moments in county time."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return clocks.local(value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value
