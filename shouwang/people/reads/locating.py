"""Where the lines of a sheet belong: by grid, by code or path, by the words for the place; never by guess."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shouwang.accounts.actors import Actor
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Warned
from shouwang.people.choices import AREA_AMBIGUOUS, AREA_FUZZY, AREA_NOT_FOUND, NO_AREA
from shouwang.people.rules.suspicions import common_area
from shouwang.places import reads as places
from shouwang.places.rules import AreaMatch

SENTENCES = {"AREA_FUZZY": AREA_FUZZY, "AREA_AMBIGUOUS": AREA_AMBIGUOUS, "AREA_UNKNOWN": AREA_NOT_FOUND}


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What a line says of its place: ``area`` and ``grid`` as path or code, ``words`` as written, all inside ``within``."""

    area: str = ""
    grid: str = ""
    words: str = ""
    within: str = ""


@dataclass(slots=True)
class Located:
    """The path of a line's place, with what a person should look at; or why there is none."""

    area: str = ""
    warnings: list[Warned] = field(default_factory=list)
    refusal: Refused | None = None


def locate(asked: Sequence[Where], *, by: Actor) -> list[Located]:
    """The place of every line. What is not known exactly stays at the smallest place that is certain, with a warning."""
    known = places.paths_of({text for where in asked for text in (where.area, where.grid) if text})
    found = [_by_code(where, known) for where in asked]
    _by_words(
        [(where, place) for where, place in zip(asked, found, strict=True) if not place.area and not place.refusal], by
    )
    for where, place in zip(asked, found, strict=True):
        _enter_grid(where, place, known)
    return found


def _by_code(where: Where, known: dict[str, str]) -> Located:
    if not where.area:
        return Located()
    if where.area not in known:
        return Located(refusal=Refused("AREA_UNKNOWN", NO_AREA, words=where.area))
    return Located(known[where.area])


def _by_words(lines: list[tuple[Where, Located]], by: Actor) -> None:
    roots: dict[str, list[tuple[Where, Located]]] = {}
    for where, place in lines:
        roots.setdefault(where.within or by.area, []).append((where, place))
    for root, together in roots.items():
        matches = places.match_areas([where.words for where, _ in together], root)
        names = places.full_names({path for match in matches for path in match.candidates} | {root})
        for (where, place), match in zip(together, matches, strict=True):
            _settle(where, place, root, match, names)


def _settle(where: Where, place: Located, root: str, match: AreaMatch, names: dict[str, str]) -> None:
    """Take an exact hit; else stay at the smallest place that holds everything it may be."""
    place.area = match.path or _surely_holds(root, match.candidates)
    if match.path or not where.words:
        return
    offered = names.get(match.candidates[0], "") if match.candidates else ""
    facts = {"words": where.words, "offered": offered, "place": names.get(root, root)}
    place.warnings.append(Warned(match.code, SENTENCES[match.code] % facts))


def _surely_holds(root: str, candidates: Sequence[str]) -> str:
    shared = candidates[0] if candidates else root
    for path in candidates[1:]:
        shared = common_area(shared, path)
    shared = paths.cut(shared, "township")
    return shared if paths.holds(root, shared) else root


def _enter_grid(where: Where, place: Located, known: dict[str, str]) -> None:
    """A known grid inside the place is more exact; one that is not known, or lies elsewhere, is not followed."""
    if not where.grid or place.refusal:
        return
    grid = known.get(where.grid, "")
    if grid and paths.holds(place.area, grid):
        place.area = grid
        return
    name = places.full_name(place.area)
    place.warnings.append(Warned("AREA_UNKNOWN", AREA_NOT_FOUND % {"words": where.grid, "place": name}))
