"""What the pages of reports ask, and how their tables are laid out."""

from shouwang.reports.forms.briefs import (
    BriefForm,
    brief_steps,
    briefs_table,
    public_table,
    published_table,
    trend_charts,
)
from shouwang.reports.forms.chains import ReturnForm, SignForm, steps
from shouwang.reports.forms.lists import (
    CHANGES,
    below_table,
    revisions,
    rows_table,
    state_badge,
    units_table,
)
from shouwang.reports.forms.sheets import REPORTED, Addresses, groups
from shouwang.reports.forms.unsigned import UNSIGNED, unsigned_in

__all__ = [
    "CHANGES",
    "REPORTED",
    "UNSIGNED",
    "Addresses",
    "BriefForm",
    "ReturnForm",
    "SignForm",
    "below_table",
    "brief_steps",
    "briefs_table",
    "groups",
    "public_table",
    "published_table",
    "revisions",
    "rows_table",
    "state_badge",
    "steps",
    "trend_charts",
    "units_table",
    "unsigned_in",
]  # fmt: skip
