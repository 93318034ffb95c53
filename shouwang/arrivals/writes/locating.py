"""Where each row belongs: by path or code, by words, or by the address; and which unit answers for it."""

from collections.abc import Iterable
from datetime import date

from shouwang.arrivals import choices
from shouwang.arrivals.writes.cases import VILLAGE_LENGTH, Batch, Case
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.places.rules import AreaMatch

WARNINGS = {
    "AREA_FUZZY": choices.AREA_TO_CONFIRM,
    "AREA_AMBIGUOUS": choices.AREA_SEVERAL,
    "AREA_UNKNOWN": choices.AREA_NOT_FOUND,
}


def judge_places(batch: Batch) -> None:
    """Find area and units of every row. A near hit is never taken: the row stays where it is certain to belong."""
    _by_code(batch)
    for day, cases in batch.by_day():
        _by_words(batch, [case for case in cases if not case.area], day)
    for case in batch.open():
        if not batch.actor.covers(case.area):
            case.refuse(Refused("out_of_area", choices.OUT_OF_AREA))
    _units(batch)


def _by_code(batch: Batch) -> None:
    found = places.paths_of({case.row.area for case in batch.open() if case.row.area})
    for case in batch.open():
        if case.row.area:
            case.area = found.get(case.row.area, "")
            if not case.area:
                case.refuse(Refused("AREA_UNKNOWN", choices.NO_AREA, place=case.row.area))


def _by_words(batch: Batch, cases: list[Case], day: date) -> None:
    roots: dict[str, list[Case]] = {}
    for case in cases:
        roots.setdefault(case.row.within or batch.actor.area, []).append(case)
    for root, together in roots.items():
        matches = places.match_areas([_words(case) for case in together], root, day)
        offered = places.full_names({match.candidates[0] for match in matches if match.code == "AREA_FUZZY"})
        for case, match in zip(together, matches, strict=True):
            _settle(case, root, match, offered)


def _words(case: Case) -> str:
    return case.row.area_words or case.row.address


def _settle(case: Case, root: str, match: AreaMatch, offered: dict[str, str]) -> None:
    """Take an exact hit; else stay at the smallest area that holds everything it may be, and ask."""
    case.area = match.path or _surely_holds(root, match.candidates)
    if not paths.is_path(case.area):
        case.refuse(Refused("AREA_UNKNOWN", choices.NO_AREA, place=_words(case)))
    if match.path or (not case.row.area_words and len(root) >= VILLAGE_LENGTH):
        return  # a door number in a village's own list names no place and need not
    case.candidates, case.place_open = match.candidates, bool(match.candidates or case.row.area_words)
    place = offered.get(match.candidates[0], "") if match.candidates else ""
    case.warn(match.code, WARNINGS[match.code] % {"words": _words(case), "place": place})


def _surely_holds(root: str, candidates: Iterable[str]) -> str:
    """The township that all candidates lie in, if it is one; else where the sender may look."""
    townships = {paths.cut(path, "township") for path in candidates}
    return townships.pop() if len(townships) == 1 and paths.holds(root, min(townships)) else root


def _units(batch: Batch) -> None:
    known = places.units({case.row.reported_by_unit for case in batch.open()})
    for day, cases in batch.by_day():
        managing = places.managing_units({case.area for case in cases}, day)
        for case in cases:
            case.unit = managing[case.area]
            case.reporter = case.row.reported_by_unit or batch.actor.unit
            if case.row.reported_by_unit and case.row.reported_by_unit not in known:
                case.reporter = batch.actor.unit
                case.warn("UNKNOWN_VALUE", choices.UNKNOWN_UNIT % {"unit": case.row.reported_by_unit})
