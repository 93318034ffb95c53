"""Doors to the daily report: figures, sheets, signatures, who is missing."""

from shouwang.reports.reads.briefs import BELOW as BRIEF_LEVELS
from shouwang.reports.reads.briefs import (
    brief,
    brief_content,
    briefs,
    correction_of,
    last_services,
    published,
    published_brief,
)
from shouwang.reports.reads.changes import Changes, changes
from shouwang.reports.reads.duties import confirmed, expected_villages, missing_villages, read_once, reporting
from shouwang.reports.reads.sheets import (
    Item,
    Sheet,
    area_of,
    day_of,
    figure,
    frozen_moments,
    live_values,
    revisions,
    rows_behind,
    sheet,
    sheet_by_area,
)
from shouwang.reports.reads.signatures import chain, last_words, returned, signatures, signed_days
from shouwang.reports.reads.since import Since, since
from shouwang.reports.reads.trends import frozen_by_area, frozen_figures
from shouwang.reports.reads.unsigned import OpenSheet, Unsigned, by_unit, open_sheets, states_below, unsigned

__all__ = [
    "BRIEF_LEVELS",
    "Changes",
    "Item",
    "OpenSheet",
    "Sheet",
    "Since",
    "Unsigned",
    "area_of",
    "brief",
    "brief_content",
    "briefs",
    "by_unit",
    "chain",
    "changes",
    "confirmed",
    "correction_of",
    "day_of",
    "expected_villages",
    "figure",
    "frozen_by_area",
    "frozen_figures",
    "frozen_moments",
    "last_services",
    "last_words",
    "live_values",
    "missing_villages",
    "open_sheets",
    "published",
    "published_brief",
    "read_once",
    "reporting",
    "returned",
    "revisions",
    "rows_behind",
    "sheet",
    "sheet_by_area",
    "signatures",
    "signed_days",
    "since",
    "states_below",
    "unsigned",
]
