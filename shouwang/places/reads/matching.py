"""Words to areas: the directory of a post's subtree, remembered by each process until the tree changes."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from shouwang.lib import clocks, paths
from shouwang.places.models import Area, AreaAlias, TreeVersion
from shouwang.places.reads.areas import in_force
from shouwang.places.rules import AreaMatch, Directory, Place

LEVELS = ("province", "prefecture", "county", "township", "village")
MOST_REMEMBERED = 32

_remembered: dict[tuple[UUID, str, date], Directory] = {}


def match_area(words: str, within: str, on: date | None = None) -> AreaMatch:
    """The area that words mean inside the area ``within`` on a day."""
    return match_areas([words], within, on)[0]


def match_areas(many_words: Iterable[str], within: str, on: date | None = None) -> list[AreaMatch]:
    """The same for many, in the same order; at most three queries for any number."""
    directory = _directory(within, on or clocks.today())
    answers: dict[str, AreaMatch] = {}
    for words in (asked := list(many_words)):
        if words not in answers:
            answers[words] = directory.match(words)
    return [answers[words] for words in asked]


def _directory(within: str, on: date) -> Directory:
    """The directory of the tree as it is now. Versions are random, so one that was rolled back never comes again."""
    version = TreeVersion.objects.values_list("token", flat=True).first()
    if version is None:
        return _load(within, on)
    asked = (version, within, on)
    if asked not in _remembered:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[asked] = _load(within, on)
    return _remembered[asked]


def _load(within: str, on: date) -> Directory:
    low, high = paths.bounds(within)
    above = paths.ancestors(within) if paths.is_path(within) else []
    wanted = Q(path__gte=low, path__lt=high, level__in=LEVELS) | Q(path__in=[*above, within])
    rows = Area.objects.filter(in_force(on) & wanted).order_by("path").values_list("path", "name", "level")
    aliases: dict[str, tuple[str, ...]] = {}
    for path, alias in AreaAlias.objects.filter(area__gte=low, area__lt=high).values_list("area", "alias"):
        aliases[path] = (*aliases.get(path, ()), alias)
    places = [Place(path, name, level, aliases.get(path, ())) for path, name, level in rows]
    return Directory([p for p in places if p.path not in above], within, [p for p in places if p.path in above])
