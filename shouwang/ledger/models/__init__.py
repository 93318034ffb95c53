"""The engine's own tables: running totals, marks of distinct things, kept history, imported files, what headings mean."""

from shouwang.ledger.models.changes import ImportChange
from shouwang.ledger.models.files import ImportFile, ImportRow
from shouwang.ledger.models.headings import HeadingChoice
from shouwang.ledger.models.histories import History
from shouwang.ledger.models.tallies import Tally, TallyMark

__all__ = ["HeadingChoice", "History", "ImportChange", "ImportFile", "ImportRow", "Tally", "TallyMark"]
