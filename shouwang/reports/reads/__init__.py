"""Doors to the daily report: figures, sheets, signatures, who is missing."""

from shouwang.reports.reads.duties import expected_villages, missing_villages
from shouwang.reports.reads.sheets import (
    Item,
    Sheet,
    day_of,
    figure,
    live_values,
    revisions,
    rows_behind,
    sheet,
    sheet_by_area,
)
from shouwang.reports.reads.signatures import chain, last_words, signatures

__all__ = [
    "Item",
    "Sheet",
    "chain",
    "day_of",
    "expected_villages",
    "figure",
    "last_words",
    "live_values",
    "missing_villages",
    "revisions",
    "rows_behind",
    "sheet",
    "sheet_by_area",
    "signatures",
]
