"""What the pages of reports ask, and how their tables are laid out."""

from shouwang.reports.forms.chains import ReturnForm, SignForm, steps
from shouwang.reports.forms.lists import CHANGES, below_table, revisions, rows_table, units_table, unsigned_table
from shouwang.reports.forms.sheets import REPORTED, Addresses, groups

__all__ = [
    "CHANGES", "REPORTED", "Addresses", "ReturnForm", "SignForm", "below_table", "groups", "revisions", "rows_table", "steps", "units_table",
    "unsigned_table",
]  # fmt: skip
