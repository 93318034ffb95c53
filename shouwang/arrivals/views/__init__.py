"""Pages of returnees."""

from shouwang.arrivals.views.decisions import change_state, decide, settle, withdraw
from shouwang.arrivals.views.register import assign, export, file, index, new

__all__ = ["assign", "change_state", "decide", "export", "file", "index", "new", "settle", "withdraw"]
