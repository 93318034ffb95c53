"""Doors to places: areas by path, code or words; units and who answers for what; sites."""

from shouwang.places.reads.areas import (
    area,
    areas,
    areas_below,
    areas_of,
    code_of,
    codes_of,
    counties_in_use,
    exists,
    full_name,
    full_names,
    history_of,
    in_force,
    names,
    path_of,
    paths_of,
)
from shouwang.places.reads.matching import match_area, match_areas
from shouwang.places.reads.responsibility import (
    managing_units,
    managing_units_of,
    responsibilities,
    villages_of,
    with_managing_unit,
)
from shouwang.places.reads.sites import open_at, site, sites, sites_below
from shouwang.places.reads.units import unit, unit_area, unit_chain, unit_names, units, units_below

__all__ = [
    "area",
    "areas",
    "areas_below",
    "areas_of",
    "code_of",
    "codes_of",
    "counties_in_use",
    "exists",
    "full_name",
    "full_names",
    "history_of",
    "in_force",
    "managing_units",
    "managing_units_of",
    "match_area",
    "match_areas",
    "names",
    "open_at",
    "path_of",
    "paths_of",
    "responsibilities",
    "site",
    "sites",
    "sites_below",
    "unit",
    "unit_area",
    "unit_chain",
    "unit_names",
    "units",
    "units_below",
    "villages_of",
    "with_managing_unit",
]
