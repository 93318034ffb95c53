"""Changes of places: the area tree, grids, units and responsibility, sites. Each answers a batch row by row."""

from shouwang.places.writes.aliases import NewAlias, record_aliases
from shouwang.places.writes.areas import load_areas
from shouwang.places.writes.changes import Closing, Moving, Renaming, close_areas, move_areas, rename_areas
from shouwang.places.writes.grids import GRID_HOLDERS, NewGrid, make_grids
from shouwang.places.writes.sites import NewSite, record_sites
from shouwang.places.writes.undoing import undo_import
from shouwang.places.writes.units import NewResponsibility, NewUnit, record_units, set_responsibility

__all__ = [
    "GRID_HOLDERS",
    "Closing",
    "Moving",
    "NewAlias",
    "NewGrid",
    "NewResponsibility",
    "NewSite",
    "NewUnit",
    "Renaming",
    "close_areas",
    "load_areas",
    "make_grids",
    "move_areas",
    "record_aliases",
    "record_sites",
    "record_units",
    "rename_areas",
    "set_responsibility",
    "undo_import",
]
