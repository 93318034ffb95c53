"""Doors to returns for one acting post."""

from shouwang.arrivals.reads.files import File, Row, arrival, file, rows
from shouwang.arrivals.reads.histories import Returns, returns_of
from shouwang.arrivals.reads.lists import NEWEST, QUEUES, SORTABLE, WITHIN, Filters, arrivals, find, of_person
from shouwang.arrivals.reads.rulings import classes_known, classes_open_to
from shouwang.arrivals.reads.teams import suggested
from shouwang.arrivals.reads.transfers import (
    APPROVED_WITHIN,
    TRANSFER_QUEUES,
    TRANSFER_SORTABLE,
    UNDER_WAY_WITHIN,
    Summary,
    TransferFile,
    TransferFilters,
    TransferRow,
    expected_here,
    find_transfers,
    passengers_of,
    summary,
    transfer_file,
    transfer_rows,
    violations,
    waiting_for_transfer,
    without_transfer,
)
from shouwang.arrivals.reads.words import class_label, measure_label, why

__all__ = [
    "APPROVED_WITHIN",
    "NEWEST",
    "QUEUES",
    "SORTABLE",
    "TRANSFER_QUEUES",
    "TRANSFER_SORTABLE",
    "UNDER_WAY_WITHIN",
    "WITHIN",
    "File",
    "Filters",
    "Returns",
    "Row",
    "Summary",
    "TransferFile",
    "TransferFilters",
    "TransferRow",
    "arrival",
    "arrivals",
    "class_label",
    "classes_known",
    "classes_open_to",
    "expected_here",
    "file",
    "find",
    "find_transfers",
    "measure_label",
    "of_person",
    "passengers_of",
    "returns_of",
    "rows",
    "suggested",
    "summary",
    "transfer_file",
    "transfer_rows",
    "violations",
    "waiting_for_transfer",
    "why",
    "without_transfer",
]
