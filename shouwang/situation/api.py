"""The board by API: the numbers that the page shows, from the same read."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.figures import Number
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.situation import reads
from shouwang.situation.choices import LATE_KINDS

router = Router(tags=["situation"])


class Which(Schema):
    """Whose board: an area (path or official code; the own one where none is named), and the figure that the map shows."""

    area: str = ""
    figure: str = ""


class NumberOut(Schema):
    """A figure today, and as it was frozen yesterday (null where it was not)."""

    figure: str
    title: str
    column: str
    today: Number
    yesterday: Number


class TrendOut(Schema):
    """A figure over the days of ``days``, the last of them today as counted now; null for a day that was not frozen."""

    figure: str
    title: str
    column: str
    values: list[Number]


class PlaceOut(Schema):
    """An area one level down: how much is late there by kind, and its number on the map."""

    area: str
    code: str
    name: str
    late: dict[str, int]
    value: int


class BoardOut(Schema):
    """Everything the board shows of an area. Holds no person."""

    area: str
    name: str
    day: date
    at: datetime
    numbers: list[NumberOut]
    days: list[date]
    trends: list[TrendOut]
    late: dict[str, int]
    awaited: int
    reports_due: datetime
    map: str
    places: list[PlaceOut]


@router.get("/board", response=BoardOut)
def board(request: HttpRequest, which: Query[Which]) -> dict[str, Any]:
    """The situation of an area: today against yesterday, trends, who is late."""
    actor = actor_of(request)
    area = places.path_of(which.area) if which.area else actor.area
    if not area or not actor.can(Permission.VIEW_REPORTS, area) or not places.exists(area):
        raise Http404
    return _as_json(reads.board(area, which.figure, clocks.now(), by=actor))


def _as_json(found: reads.Board) -> dict[str, Any]:
    codes = places.codes_of([place.path for place in found.places], found.day)
    return {
        "area": found.area, "name": found.name, "day": found.day, "at": found.at, "days": found.trend_days,
        "numbers": [{"figure": one.figure.name, "title": str(one.figure.title), "column": one.column, "today": one.today, "yesterday": one.before} for one in found.numbers],
        "trends": [{"figure": figure.name, "title": str(figure.title), "column": column, "values": values} for figure, column, values in found.trends],
        "late": _late(found.late), "awaited": found.awaited, "reports_due": found.reports_due, "map": found.shown.name if found.shown else "",
        "places": [
            {"area": place.path, "code": codes.get(place.path, ""), "name": place.name, "late": _late(place.late), "value": place.value}
            for place in found.places
        ],
    }  # fmt: skip


def _late(counts: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(LATE_KINDS, counts, strict=True))
