"""Pages of returnees."""

from shouwang.arrivals.views.decisions import change_state, decide, settle, undo, undo_place, withdraw
from shouwang.arrivals.views.register import assign, export, file, index, new
from shouwang.arrivals.views.transfers import slip, step, transfer, transfers, violations, waiting

__all__ = [
    "assign", "change_state", "decide", "export", "file", "index", "new", "settle", "slip", "step", "transfer", "transfers", "undo", "undo_place",
    "violations", "waiting", "withdraw",
]  # fmt: skip
