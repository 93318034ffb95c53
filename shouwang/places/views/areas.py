"""The tree: an area with what stands in it, the whole tree, the search."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks, paths
from shouwang.places import exchange, forms, reads
from shouwang.places.figures import FIGURES
from shouwang.places.views.doors import own_area, spreadsheet
from shouwang.places.views.sites import site_rows
from shouwang.places.views.units import unit_rows
from shouwang.ui import listings, slots, trail

SEE = Permission.VIEW_PLACES
SHOWN = 30  # sites and units on an area's own page; the lists show all
TREE_DEPTH = {"county": "village", "township": "grid", "village": "micro_grid", "grid": "micro_grid"}


@door(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The own area."""
    return redirect("places:area", area=actor_of(request).area)


@door(SEE)
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One area: what it is, what stands in it, who answers for it, how it came to be."""
    found = own_area(request, area)
    return render(request, "places/area.html", _about(request, found) | _inside(found))


def _about(request: HttpRequest, area: Any) -> dict[str, Any]:
    path, history = area.path, reads.history_of(area.path)
    unit = reads.unit(reads.managing_units([path])[path])
    return {
        "area": area,
        "crumbs": trail.crumbs(path, actor_of(request).area),
        "links": slots.links("area", path, actor_of(request)),
        "title": reads.full_name(path),
        "code": reads.code_of(path),
        "successor": reads.area(area.successor) if area.successor else None,
        "unit": unit,
        "may_see_unit": unit is not None and actor_of(request).covers(unit.area),
        "aliases": reads.aliases(path),
        "events": forms.area_events(area, history, reads.full_names(_moved_to_or_from(history))),
        "may_change": actor_of(request).can(Permission.MANAGE_PLACES, path) and not _is_over(area),
        "may_draw": area.level in ("township", "village", "grid"),
        "own": path == actor_of(request).area,
    }


def _moved_to_or_from(history: Any) -> list[str]:
    return [path for move in history.moves for path in (move.old, move.new)]


def _is_over(area: Any) -> bool:
    return bool(area.valid_to and area.valid_to < clocks.today())


def _inside(area: Any) -> dict[str, Any]:
    below = list(reads.children(area.path))
    sites = list(reads.sites(area=area.path)[: SHOWN + 1])
    units = list(reads.units_below(area.path)[: SHOWN + 1])
    return {
        "tiles": forms.tiles(FIGURES, Subject(area=area.path), Day.of(clocks.today())),
        "children": forms.areas_table(below, *_facts(below)) if below else None,
        "sites": forms.part_of(forms.SITES, site_rows("", sites[:SHOWN])) if sites else None,
        "more_sites": len(sites) > SHOWN,
        "units": forms.part_of(forms.UNITS, unit_rows("", units[:SHOWN])) if units else None,
        "more_units": len(units) > SHOWN,
    }


def _facts(areas: list[Any]) -> tuple[dict[str, str], dict[str, str], dict[str, dict[str, int]]]:
    """Codes, answering units and counts of areas on a list."""
    below = [area.path for area in areas]
    units = reads.managing_units(below)
    names = reads.unit_names(units.values())
    return (
        reads.codes_of(below),
        {path: names.get(unit, unit) for path, unit in units.items()},
        reads.counts_below(below),
    )


@door(SEE)
def tree(request: HttpRequest, area: str) -> HttpResponse:
    """An area with everything below it, to open and shut; of the highest areas two levels."""
    found = own_area(request, area)
    at = paths.LEVELS.index(found.level)
    lowest = TREE_DEPTH.get(found.level) or paths.LEVELS[min(at + 2, len(paths.LEVELS) - 1)]
    nodes = forms.tree(list(reads.tree_below(found.path, lowest)), found.path)
    crumbs = trail.crumbs(found.path, actor_of(request).area)
    context = {"area": found, "crumbs": crumbs, "title": reads.full_name(found.path), "nodes": nodes}
    return render(request, "places/tree.html", context)


@door(SEE)
def find(request: HttpRequest) -> HttpResponse:
    """Areas by name or code."""
    listing = listings.read(request.GET)
    form = forms.FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = listings.numbered(reads.named(words, actor_of(request).area) if words else [], listing)
    table = forms.found_table(found, listing, reads.full_names(one.path for one in found.rows), _codes(found.rows))
    return render(request, "places/find.html", {"form": form, "table": table, "title": _("Find a place")})


def _codes(rows: Any) -> dict[str, str]:
    return reads.codes_of(row.path for row in rows)


@door(SEE)
def grids_file(request: HttpRequest, area: str) -> HttpResponse:
    """The grids of an area as a spreadsheet."""
    return spreadsheet(exchange.grids_workbook(own_area(request, area).path), "grids")
