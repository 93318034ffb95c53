"""Spreadsheets coming in: received, judged row by row, recorded, taken back.

Features say what a row means (``importer``).
"""

from shouwang.ledger.imports.committing import commit_file, order_commit
from shouwang.ledger.imports.headings import choose_headings
from shouwang.ledger.imports.mending import mend_row, open_row
from shouwang.ledger.imports.reads import failed
from shouwang.ledger.imports.receiving import judge_file, receive_file
from shouwang.ledger.imports.returning import log_look, original, refused_rows, sheet_back
from shouwang.ledger.imports.run import report_of, run_import
from shouwang.ledger.imports.undoing import order_undo, undo_import, why_not_undone
from shouwang.ledger.imports.work import go_on, unfinished

__all__ = [
    "choose_headings", "commit_file", "failed", "go_on", "judge_file", "log_look", "mend_row", "open_row", "order_commit", "order_undo", "original",
    "receive_file",
    "refused_rows", "report_of", "run_import", "sheet_back", "undo_import", "unfinished", "why_not_undone",
]  # fmt: skip
