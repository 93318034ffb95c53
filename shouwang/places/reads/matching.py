"""Words to areas: the directory of a post's subtree, remembered by each process until the tree changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Warned
from shouwang.places.choices import DOUBTS, NOT_HERE, UNKNOWN
from shouwang.places.models import Area, AreaAlias, TreeVersion
from shouwang.places.reads.areas import full_names, in_force, path_of, paths_of
from shouwang.places.rules import AreaMatch, Directory, Place

LEVELS = ("province", "prefecture", "county", "township", "village")
MOST_REMEMBERED = 32

_remembered: dict[tuple[UUID, str, date], Directory] = {}


def match_area(words: str, within: str, on: date | None = None) -> AreaMatch:
    """The area that words mean inside the area ``within`` on a day."""
    return match_areas([words], within, on)[0]


def find_area(text: str, within: str, on: date | None = None) -> AreaMatch:
    """The area inside ``within`` that a code, a path or words mean."""
    path = path_of(text)
    return AreaMatch(path) if path and paths.holds(within, path) else match_area(text, within, on)


def match_areas(many_words: Iterable[str], within: str, on: date | None = None) -> list[AreaMatch]:
    """The same for many, in the same order; at most three queries for any number."""
    directory = _directory(within, on or clocks.today())
    answers: dict[str, AreaMatch] = {}
    for words in (asked := list(many_words)):
        if words not in answers:
            answers[words] = directory.match(words)
    return [answers[words] for words in asked]


@dataclass(frozen=True)
class Placed:
    """Where a row of a list belongs: the narrowest sure area, with a warning if wider than meant; or why nowhere."""

    path: str
    warnings: tuple[Warned, ...] = ()
    refusal: Refused | None = None


def placed(rows: Sequence[tuple[str, str]], within: str, on: date | None = None) -> list[Placed]:
    """Where rows belong by their columns township and village (names or codes); empty ones mean ``within`` itself."""
    codes = {text for row in rows for text in row if text[:1].isdigit()}
    known = {text: path for text, path in paths_of(codes, on).items() if paths.holds(within, path)}
    whole = match_areas(["".join(row) for row in rows], within, on)
    upper = match_areas([row[0] for row in rows], within, on)
    found = [_found(row, within, known, *matches) for row, *matches in zip(rows, whole, upper, strict=True)]
    names = full_names(path for kept, match, _words in found if match for path in (*match.candidates, kept or within))
    return [_placed(*one, names) for one in found]


Found = tuple[str | None, AreaMatch | None, str]  # the narrowest sure area, the match that is in doubt, its words


def _found(row: tuple[str, str], within: str, known: dict[str, str], whole: AreaMatch, upper: AreaMatch) -> Found:
    township, village = row
    if sure := known.get(village) or whole.path or (known.get(township) if not village else None):
        return sure, None, ""
    if not township and not village:
        return within, None, ""
    kept = known.get(township) or upper.path or (within if not township else None)
    return kept, whole, township + village


def _placed(kept: str | None, match: AreaMatch | None, words: str, names: dict[str, str]) -> Placed:
    if kept is None:
        return Placed("", refusal=Refused(UNKNOWN, NOT_HERE, words=words))
    if match is None:
        return Placed(kept)
    offered = "、".join(names.get(path, path) for path in match.candidates)
    sentence = str(DOUBTS[match.code]) % {"words": words, "offered": offered, "kept": names.get(kept, kept)}
    return Placed(kept, (Warned(match.code, sentence),))


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
