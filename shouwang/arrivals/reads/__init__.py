"""Doors to returns for one acting post."""

from shouwang.arrivals.reads.files import File, Row, arrival, file, rows
from shouwang.arrivals.reads.lists import NEWEST, OPEN, SORTABLE, Filters, arrivals, find, of_person
from shouwang.arrivals.reads.rulings import classes_known, classes_open_to
from shouwang.arrivals.reads.words import class_label, measure_label, why

__all__ = [
    "NEWEST",
    "OPEN",
    "SORTABLE",
    "File",
    "Filters",
    "Row",
    "arrival",
    "arrivals",
    "class_label",
    "classes_known",
    "classes_open_to",
    "file",
    "find",
    "measure_label",
    "of_person",
    "rows",
    "why",
]
