"""Places by API: the tree, grids, units, responsibility, sites. An ``area`` is a path or an official code."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.lib import clocks
from shouwang.places import reads, writes
from shouwang.places.choices import AreaKind, SiteState

router = Router(tags=["places"])
MOST_ROWS = 1_000


class AreaIn(Schema):
    """One line of an official list."""

    code: str
    name: str
    level: str
    parent: str = ""
    kind: str = ""
    urban_rural: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Areas(Schema):
    """An official list, or a part of one; a complete edition closes what it no longer has."""

    rows: list[AreaIn]
    edition: str
    complete: bool = False
    on: date | None = None


class GridIn(Schema):
    """A grid, micro-grid or area of scattered homes; without a code it gets the next one."""

    area: str
    name: str = ""
    kind: str = AreaKind.GRID
    code: str = ""
    parent: str = ""
    since: date | None = None


class UnitIn(Schema):
    """An organisation, and the areas it answers for."""

    code: str
    name: str
    kind: str
    area: str
    parent: str = ""
    manages: list[str] = []
    since: date | None = None


class ResponsibilityIn(Schema):
    """From a day a unit answers for an area; no unit ends what was."""

    area: str
    unit: str = ""
    since: date | None = None
    until: date | None = None


class SiteIn(Schema):
    """A site, and since when it has its state."""

    code: str
    name: str
    kind: str
    area: str
    unit: str = ""
    hours: str = ""
    state: str = SiteState.OPEN
    rooms: int | None = None
    contact: str = ""
    at: datetime | None = None


class AreaOut(Schema):
    """An area with the code and the unit of today."""

    path: str
    code: str
    name: str
    full_name: str
    level: str
    kind: str
    unit: str
    valid_from: date | None
    valid_to: date | None
    successor: str


class UnitOut(Schema):
    """A unit."""

    code: str
    name: str
    kind: str
    area: str
    parent: str


class SiteOut(Schema):
    """A site."""

    code: str
    name: str
    kind: str
    area: str
    unit: str
    hours: str
    state: str
    rooms: int | None
    opened_at: datetime | None
    closed_at: datetime | None


class MatchOut(Schema):
    """What words mean: an area, or why none is sure and what may be meant."""

    path: str | None
    code: str
    candidates: list[AreaOut]


class Below(Schema):
    """Which areas: of a level, in an area (the own one if none is named), on a day, after a path."""

    level: str = "village"
    within: str = ""
    on: date | None = None
    after: str = ""


def _actor(request: HttpRequest, permission: Permission = Permission.VIEW_PLACES) -> Actor:
    actor = actor_of(request)
    actor.check(permission)
    return actor


def _own(actor: Actor, area: str) -> str:
    """The path of an area of the actor; 404 for any other."""
    path = reads.path_of(area) if area else actor.area
    if not path or not actor.covers(path):
        raise Http404
    return path


def _paths(texts: Iterable[str]) -> dict[str, str]:
    """Paths for what was sent; what stands for no area is left as it is, for the write to refuse."""
    wanted = set(texts)
    return {text: text for text in wanted} | reads.paths_of(wanted)


def _areas_out(paths: Iterable[str]) -> list[dict[str, Any]]:
    found = reads.areas_of(paths)
    codes, names, units = reads.codes_of(found), reads.full_names(found), reads.managing_units(found)
    return [
        {"path": path, "code": codes.get(path, ""), "full_name": names[path], "unit": units[path]}
        | {field: getattr(area, field) for field in ("name", "level", "kind", "valid_from", "valid_to", "successor")}
        for path, area in sorted(found.items())
    ]


@router.post("/areas", response=Answer)
def load_areas(request: HttpRequest, listed: Areas) -> dict[str, Any]:
    """Take in an official list."""
    rows = [{name: str(value or "") for name, value in row.dict().items()} for row in listed.rows]
    actor = _actor(request, Permission.MANAGE_PLACES)
    return answer(writes.load_areas(rows, edition=listed.edition, on=listed.on, complete=listed.complete, by=actor))


@router.get("/areas", response=list[AreaOut])
def areas(request: HttpRequest, which: Query[Below]) -> list[dict[str, Any]]:
    """The areas of a level, at most 1,000 at a time in the order of the tree."""
    path = _own(_actor(request), which.within)
    found = reads.areas_below(path, which.level, which.on).filter(path__gt=which.after)
    return _areas_out(found.values_list("path", flat=True)[:MOST_ROWS])


@router.get("/areas/{area}", response=AreaOut)
def area(request: HttpRequest, area: str) -> dict[str, Any]:
    """One area by path or code."""
    return _areas_out([_own(_actor(request), area)])[0]


@router.get("/match", response=MatchOut)
def match(request: HttpRequest, words: str, within: str = "", on: date | None = None) -> dict[str, Any]:
    """What area words mean inside an area."""
    found = reads.match_area(words, _own(_actor(request), within), on)
    return {"path": found.path, "code": found.code, "candidates": _areas_out(found.candidates)}


@router.post("/grids", response=Answer)
def make_grids(request: HttpRequest, rows: list[GridIn]) -> dict[str, Any]:
    """Draw grids."""
    actor, paths = _actor(request, Permission.MANAGE_PLACES), _paths(row.area for row in rows)
    batch = [writes.NewGrid(**_sent(row, area=paths[row.area])) for row in rows]
    return answer(writes.make_grids(batch, by=actor))


@router.get("/grids", response=list[AreaOut])
def grids(request: HttpRequest, within: str = "", after: str = "", kind: str = "") -> list[dict[str, Any]]:
    """Grids of every kind in an area, at most 1,000 at a time."""
    found = reads.grids_below(_own(_actor(request), within), kind=kind).filter(path__gt=after)
    return _areas_out(found.values_list("path", flat=True)[:MOST_ROWS])


@router.post("/units", response=Answer)
def record_units(request: HttpRequest, rows: list[UnitIn]) -> dict[str, Any]:
    """Take in organisations."""
    actor = _actor(request, Permission.MANAGE_PLACES)
    paths = _paths(text for row in rows for text in (row.area, *row.manages))
    batch = [
        writes.NewUnit(**_sent(row, area=paths[row.area], manages=tuple(paths[text] for text in row.manages)))
        for row in rows
    ]
    return answer(writes.record_units(batch, by=actor))


@router.get("/units", response=list[UnitOut])
def units(request: HttpRequest, within: str = "") -> Any:
    """The units that stand in an area."""
    return reads.units_below(_own(_actor(request), within))[:MOST_ROWS]


@router.get("/units/{code}", response=UnitOut)
def unit(request: HttpRequest, code: str) -> Any:
    """One unit of the own area."""
    found = reads.unit(code)
    if found is None or not _actor(request).covers(found.area):
        raise Http404
    return found


@router.post("/responsibilities", response=Answer)
def set_responsibility(request: HttpRequest, rows: list[ResponsibilityIn]) -> dict[str, Any]:
    """Say which unit answers for which area."""
    actor, paths = _actor(request, Permission.MANAGE_PLACES), _paths(row.area for row in rows)
    batch = [writes.NewResponsibility(**_sent(row, area=paths[row.area])) for row in rows]
    return answer(writes.set_responsibility(batch, by=actor))


@router.get("/responsibilities", response=dict[str, str])
def responsibilities(request: HttpRequest, within: str = "", on: date | None = None) -> dict[str, str]:
    """The unit that answers for each village of an area, by path; empty where none does."""
    villages = reads.areas_below(_own(_actor(request), within), "village", on).values_list("path", flat=True)
    return reads.managing_units(villages[:MOST_ROWS], on)


@router.post("/sites", response=Answer)
def record_sites(request: HttpRequest, rows: list[SiteIn]) -> dict[str, Any]:
    """Take in sites."""
    actor, paths = _actor(request, Permission.MANAGE_PLACES), _paths(row.area for row in rows)
    batch = [writes.NewSite(**_sent(row, area=paths[row.area], at=_moment(row.at))) for row in rows]
    return answer(writes.record_sites(batch, by=actor))


@router.get("/sites", response=list[SiteOut])
def sites(request: HttpRequest, within: str = "", kind: str = "", after: str = "") -> Any:
    """Sites in an area in any state, at most 1,000 at a time in the order of their codes."""
    found = reads.sites(kind=kind or None, area=_own(_actor(request), within)).filter(code__gt=after)
    return found.order_by("code")[:MOST_ROWS]


@router.get("/sites/{code}", response=SiteOut)
def site(request: HttpRequest, code: str) -> Any:
    """One site of the own area."""
    found = reads.site(code)
    if found is None or not _actor(request).covers(found.area):
        raise Http404
    return found


def _sent(row: Schema, **found: Any) -> dict[str, Any]:
    """What was sent, with what was found for it."""
    return row.dict() | found


def _moment(given: datetime | None) -> datetime | None:
    return clocks.local(given) if given else None
