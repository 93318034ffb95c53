"""Lists that features declare (``ui.lists.List``): answers their pages, what is done with many rows, and their export."""

from shouwang.ledger.lists.acting import Chosen
from shouwang.ledger.lists.answering import answer
from shouwang.ledger.lists.exporting import hand_over
from shouwang.ledger.lists.reading import read

__all__ = ["Chosen", "answer", "hand_over", "read"]
