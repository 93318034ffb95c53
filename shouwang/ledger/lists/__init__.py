"""Lists that features declare (``ui.lists.List``): answers their pages, what is done with many rows, and their export."""

from shouwang.ledger.lists.acting import Chosen
from shouwang.ledger.lists.answering import answer
from shouwang.ledger.lists.exporting import hand_over, record_export
from shouwang.ledger.lists.reading import read
from shouwang.ledger.lists.undoing import Undoing

__all__ = ["Chosen", "Undoing", "answer", "hand_over", "read", "record_export"]
