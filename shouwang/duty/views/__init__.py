"""Pages of duty: staff and teams; what nobody looks after, and grids that change hands."""

from shouwang.duty.views.coverage import coverage, fill, grids, hand_over_grid, of_area, undo_hand_over
from shouwang.duty.views.staff import (
    change,
    file,
    hand_over,
    listed,
    new,
    reassign,
    staff,
    team,
    teams,
    units,
)

__all__ = [
    "change",
    "coverage",
    "file",
    "fill",
    "grids",
    "hand_over",
    "hand_over_grid",
    "listed",
    "new",
    "of_area",
    "reassign",
    "staff",
    "team",
    "teams",
    "undo_hand_over",
    "units",
]
