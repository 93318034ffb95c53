"""Fills the registries once every feature is loaded: figures in the order of the daily report, importers, duties."""

from django.conf import settings

from shouwang.duty import reads as duty
from shouwang.ledger import signatures
from shouwang.ledger.figures import registry
from shouwang.ledger.imports import areas, importer
from shouwang.lib import clocks, paths
from shouwang.people.exchange import words
from shouwang.people.reads import looked_after
from shouwang.people.writes import collisions
from shouwang.places import reads as places
from shouwang.project import headings, menu, policies, stories
from shouwang.project.rooms import rooms
from shouwang.reports import reads as reports

GROUPS_IN_ORDER = ["organisation", "checkpoints", "arrivals", "observation", "command"]


def fill() -> None:
    """Register everything; called once when Django is ready."""
    figures = [figure for module in rooms(settings.FEATURES, "figures") for figure in module.FIGURES]
    registry.register(*sorted(figures, key=lambda figure: GROUPS_IN_ORDER.index(figure.group)))
    importers = [declared for module in rooms(settings.FEATURES, "exchange") for declared in getattr(module, "IMPORTERS", ())]
    importer.register(*importers)
    for module in rooms(settings.FEATURES, "choices"):
        collisions.declare(getattr(module, "ONE_EACH", {}))
    areas.supply(places.path_of, areas_below)
    words.supply(headings.TABLES, headings.COLUMNS)
    looked_after.supply(duty.grids_without_worker)
    signatures.supply(reports.signed_days)
    menu.fill()
    policies.fill()
    stories.fill()


def areas_below(path: str) -> list[tuple[str, str]]:
    """The areas one level below an area, by path, with their names."""
    depth = len(path) // paths.WIDTH
    if not paths.is_path(path) or depth == len(paths.LEVELS):
        return []
    return [(area.path, area.name) for area in places.areas_below(path, paths.LEVELS[depth], clocks.today())]
