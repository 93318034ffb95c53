"""Areas by path, by code, and what stands below them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Left

from shouwang.lib import clocks, paths
from shouwang.places.choices import GRID_KINDS
from shouwang.places.models import Area, AreaAlias, AreaCode, AreaMove, AreaName, Site
from shouwang.places.rules import area_key, codes, fold

MOST_AROUND = 600  # places to choose from
COUNTY_DEPTH = paths.LEVELS.index("county")


def in_force(on: date) -> Q:
    """What is valid on a day; an empty end means always."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def area(path: str) -> Area | None:
    """The area of a path, closed ones too."""
    return Area.objects.filter(pk=path).first()


def areas_of(wanted: Iterable[str]) -> dict[str, Area]:
    """Many areas at once, by path."""
    return Area.objects.in_bulk(list(set(wanted)))


def exists(path: str) -> bool:
    """Whether there is an area of this path, closed ones too."""
    return Area.objects.filter(pk=path).exists()


def areas(wanted: Iterable[str]) -> QuerySet[Area]:
    """Many areas as rows, in the order of the tree."""
    return Area.objects.filter(pk__in=list(set(wanted))).order_by("path")


def counties_in_use() -> list[str]:
    """The counties whose townships are loaded: those this installation serves."""
    townships = Area.objects.filter(level="township").values_list("path", flat=True)
    return sorted({paths.cut(path, "county") for path in townships})


def areas_below(path: str, level: str, on: date | None = None) -> QuerySet[Area]:
    """The areas of a level in the area ``path`` (itself included if it is one) on a day, in the order of the tree."""
    low, high = paths.bounds(path)
    return Area.objects.filter(in_force(on or clocks.today()), level=level, path__gte=low, path__lt=high).order_by(
        "path"
    )


def grids_below(path: str, *, kind: str = "", on: date | None = None) -> QuerySet[Area]:
    """Grids, micro-grids and scattered homes in an area on a day; of one kind, if named."""
    low, high = paths.bounds(path)
    kinds = [kind] if kind else GRID_KINDS
    return Area.objects.filter(in_force(on or clocks.today()), kind__in=kinds, path__gte=low, path__lt=high).order_by(
        "path"
    )


def grids_meant(wanted: Iterable[tuple[str, str]], within: str, on: date | None = None) -> dict[tuple[str, str], str]:
    """The grids that words (a code or a name) mean, each in an area: ``(area, words)`` to path. Two queries."""
    asked = {(area, words) for area, words in wanted if words}
    codes_known = paths_of((words for _area, words in asked), on)
    rows = grids_below(within, on=on).filter(name__in={words for _area, words in asked}).values_list("name", "path")
    named: dict[str, list[str]] = {}
    for name, path in rows:
        named.setdefault(name, []).append(path)
    found: dict[tuple[str, str], str] = {}
    for area, words in asked:
        here = [path for path in named.get(words, ()) if paths.holds(area, path)]
        if words in codes_known or len(here) == 1:
            found[area, words] = codes_known.get(words) or here[0]
    return found


def children(path: str, on: date | None = None) -> QuerySet[Area]:
    """The areas right below one, over levels left out, on a day."""
    return Area.objects.filter(in_force(on or clocks.today()), _right_below(path)).order_by("path")


def _right_below(path: str) -> Q:
    """Those one level below are read by their level; those further down have levels left out, and stand together."""
    depth = len(path) // paths.WIDTH
    if depth == len(paths.LEVELS):
        return Q(pk__in=[])
    (low, high), (far_low, far_high) = paths.bounds(path), paths.bounds(path + paths.SKIPPED)
    further = f"^{path}({paths.SKIPPED})+[0-9]{{{paths.WIDTH}}}$"
    next_level = Q(level=paths.LEVELS[depth], path__gte=low, path__lt=high)
    return next_level | Q(path__gte=far_low, path__lt=far_high, path__regex=further)


def near(path: str, top: str) -> list[tuple[str, str]]:
    """Path and name of the areas right below one and, inside ``top``, of those beside it. One query."""
    if not paths.is_path(path):
        return []
    above = paths.parent(path)
    wanted = _right_below(path) | (_right_below(above) if path != top and above.startswith(top) else Q(pk__in=[]))
    found = Area.objects.filter(in_force(clocks.today()), wanted).exclude(path=path).order_by("path")
    return list(found.values_list("path", "name")[:MOST_AROUND])


def tree_below(path: str, lowest: str, on: date | None = None) -> QuerySet[Area]:
    """An area and everything below it down to a level, in the order of the tree."""
    low, high = paths.bounds(path)
    levels = paths.LEVELS[: paths.LEVELS.index(lowest) + 1]
    return Area.objects.filter(in_force(on or clocks.today()), level__in=levels, path__gte=low, path__lt=high).order_by(
        "path"
    )


def by_initials(words: str) -> Q:
    """What is read so: two letters or more, from the beginning of the name; nothing for other words."""
    key = words.strip().casefold()
    return Q(initials__startswith=key) if key.isascii() and key.isalnum() and not key.isdigit() and len(key) > 1 else Q(pk__in=[])


def office_named(words: str) -> Q:
    """A unit or site by words in its name in either script, by its code, or by its first letters."""
    return Q(name_key__contains=fold(words)) | Q(code__startswith=words) | by_initials(words)


def named(words: str, within: str, on: date | None = None) -> QuerySet[Area]:
    """The areas in an area whose name holds the words, or that have them as code."""
    low, high = paths.bounds(within)
    by_name = Q(name__contains=words) | Q(name_key__contains=area_key(words)) | by_initials(words)
    by_code = Q(pk__in=AreaCode.objects.filter(code__startswith=words).values("area")) if words[:1].isdigit() else Q()
    found = Area.objects.filter(in_force(on or clocks.today()), path__gte=low, path__lt=high)
    return found.filter(by_name | by_code).order_by("path")


def counts_below(wanted: Collection[str], on: date | None = None) -> dict[str, dict[str, int]]:
    """How many villages, grids and open checkpoints lie in each of the highest of some areas. Two queries."""
    highest = min((len(path) for path in wanted), default=0)
    asked = sorted(path for path in wanted if len(path) == highest)
    if not asked:
        return {}
    low, high, cut = asked[0], paths.bounds(asked[-1])[1], Left("path", len(asked[0]))
    day = on or clocks.today()
    rows = Area.objects.filter(in_force(day), path__gte=low, path__lt=high).order_by().values(place=cut)
    villages, grids = Count("pk", filter=Q(level="village")), Count("pk", filter=Q(kind="grid"))
    found = {row.pop("place"): row for row in rows.annotate(villages=villages, grids=grids)}
    sites = Site.objects.filter(kind="checkpoint", state="open", area__gte=low, area__lt=high).order_by()
    for row in sites.values(place=Left("area", len(asked[0]))).annotate(checkpoints=Count("pk")):
        found.setdefault(row["place"], {})["checkpoints"] = row["checkpoints"]
    return {path: found.get(path, {}) for path in asked}


def aliases(path: str) -> list[str]:
    """What people also call an area."""
    return list(AreaAlias.objects.filter(area=path).order_by("alias").values_list("alias", flat=True))


def path_of(text: str, on: date | None = None) -> str | None:
    """The management path a path or a code stands for, or none. Without a day closed codes count, the newest first."""
    return paths_of([text], on).get(text)


def paths_of(texts: Iterable[str], on: date | None = None) -> dict[str, str]:
    """The same for many, in one query for paths and one for codes; what stands for no area is left out."""
    asked = {text: text.strip() for text in set(texts)}
    kept = {text: codes.full_code(plain) if codes.is_code(plain) else plain for text, plain in asked.items()}
    known = set(
        Area.objects.filter(pk__in=[plain for plain in kept.values() if paths.is_path(plain)]).values_list(
            "pk", flat=True
        )
    )
    by_code = _paths_by_code([plain for plain in kept.values() if not paths.is_path(plain)], on)
    found = {text: plain if plain in known else by_code.get(plain) for text, plain in kept.items()}
    return {text: path for text, path in found.items() if path}


def _paths_by_code(wanted: list[str], on: date | None) -> dict[str, str]:
    if not wanted:
        return {}
    rows = AreaCode.objects.filter(code__in=wanted)
    if on is not None:
        rows = rows.filter(in_force(on))
    return dict(rows.order_by(F("valid_to").asc(nulls_last=True), "pk").values_list("code", "area"))


def code_of(path: str, on: date | None = None) -> str:
    """The code of an area on a day (12 digits, or the office's own); empty if it has none."""
    return codes_of([path], on).get(path, "")


def codes_of(wanted: Iterable[str], on: date | None = None) -> dict[str, str]:
    """The codes of many areas, by path; an area closed by that day keeps its last one."""
    rows = AreaCode.objects.filter(area__in=list(set(wanted)))
    if on is not None:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
    return dict(rows.order_by(F("valid_to").asc(nulls_last=True), "pk").values_list("area", "code"))


def names(wanted: Iterable[str]) -> dict[str, str]:
    """Today's names of areas, by path; unknown paths are left out."""
    return dict(Area.objects.filter(pk__in=list(set(wanted))).values_list("pk", "name"))


def full_name(path: str) -> str:
    """The names from the county down (扶沟县 崔桥镇 八庙村); of a higher area its own."""
    return full_names([path]).get(path, "")


def full_names(wanted: Iterable[str], under: str = "") -> dict[str, str]:
    """The full names of many areas, in one query; inside the area ``under`` its own name goes without saying."""
    asked = set(wanted)
    steps = {path: [step for step in [*paths.ancestors(path), path] if _is_shown(step, path, under)] for path in asked}
    known = names(step for way in steps.values() for step in way)
    return {
        path: " ".join(known[step] for step in way if step in known) for path, way in steps.items() if path in known
    }


def short_names(wanted: Iterable[str], under: str = "") -> dict[str, str]:
    """The names from the village down (八庙村 第1网格), as lists say where something is; one query. Inside the area ``under`` its own name goes without saying."""
    ways = {path: [step for step in _from_the_village(path) if step == path or len(step) > len(under)] for path in set(wanted)}
    known = names(step for way in ways.values() for step in way)
    return {path: " ".join(known[step] for step in way if step in known) for path, way in ways.items() if path in known}


def _from_the_village(path: str) -> Iterable[str]:
    return dict.fromkeys((paths.cut(path, "village"), paths.cut(path, "grid"), path))


def columns_of(wanted: Iterable[str]) -> dict[str, dict[str, str]]:
    """The names of township and village of areas: the two columns in which every list says where something is."""
    asked = set(wanted)
    known = names(paths.cut(path, level) for path in asked for level in ("township", "village"))
    return {path: {level: _name_at(path, level, known) for level in ("township", "village")} for path in asked}


def _name_at(path: str, level: str, known: dict[str, str]) -> str:
    place = paths.cut(path, level)
    return known.get(place, "") if paths.is_path(place) and paths.level(place) == level else ""


def _is_shown(step: str, path: str, under: str) -> bool:
    return step == path or len(step) > max(COUNTY_DEPTH * paths.WIDTH, len(under))


@dataclass(frozen=True)
class AreaHistory:
    """How an area came to be what it is."""

    codes: list[AreaCode]
    names: list[AreaName]
    moves: list[AreaMove]


def history_of(path: str) -> AreaHistory:
    """Codes, former names and moves of an area, oldest first."""
    return AreaHistory(
        codes=list(AreaCode.objects.filter(area=path).order_by(F("valid_to").asc(nulls_last=True), "pk")),
        names=list(AreaName.objects.filter(area=path).order_by("valid_to", "pk")),
        moves=list(AreaMove.objects.filter(Q(old=path) | Q(new=path)).order_by("on", "pk")),
    )
