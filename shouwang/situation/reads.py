"""The board of one area: a fixed number of queries, whatever lies below it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Left

from shouwang.accounts.actors import Actor
from shouwang.ledger.figures import Figure, Values, registry, values_by_area, values_of
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.quarantine import reads as quarantine
from shouwang.reports import reads as reports
from shouwang.reports.rules import deadline, is_late
from shouwang.situation import rules
from shouwang.situation.choices import LATE, MAPS, NUMBERS, REPORTS, TRENDS

TREND_DAYS = 14
BELOW = {"county": "township", "township": "village"}


@dataclass(frozen=True)
class Number:
    """One figure today, and as it was frozen yesterday (None where it was not)."""

    figure: Figure
    column: str
    today: Any
    before: Any


@dataclass(frozen=True)
class Place:
    """An area one level down: what is late there, by kind, and its number on the map."""

    path: str
    name: str
    late: tuple[int, ...]
    value: int


@dataclass(frozen=True)
class Board:
    """Everything the page shows of an area. Holds no person."""

    area: str
    name: str
    day: date
    at: datetime
    numbers: list[Number]
    trend_days: list[date]
    trends: list[tuple[Figure, str, list[Any]]]
    late: tuple[int, ...]  # reports, checks, returnees, teams, referrals
    awaited: int  # reports that are not here and are not late yet
    reports_due: datetime
    places: list[Place]
    shown: Figure | None  # what colours the map
    shown_column: str


def version(now: datetime) -> str:
    """What a board drawn now would be known by; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM ledger_received_seq")
        return rules.version(int(cursor.fetchone()[0]), now)


def maps() -> list[tuple[Figure, str]]:
    """The figures that may colour the map."""
    return [(figure, column) for name, column in MAPS if (figure := registry.get(name))]


def board(area: str, chosen: str, now: datetime, *, by: Actor) -> Board:
    """The board of an area in the actor's; ``chosen`` names the figure of the map."""
    subject, today = Subject(area=area), clocks.local(now).date()
    day = reports.day_of(today, area)
    history = reports.frozen_figures(subject, today - timedelta(days=1), TREND_DAYS - 1)
    live = _live(subject, day)
    shown = next(((figure, column) for figure, column in maps() if figure.name == chosen), maps()[0] if maps() else (None, ""))
    below = _below(subject, day, shown, by, now)
    numbers = [_number(name, column, live, history.get(today - timedelta(days=1), {})) for name, column in NUMBERS if name in live]
    trends = [(figure, column, [*(_of(figures, name, column) for figures in history.values()), live[name].get(column)]) for name, column in TRENDS if (figure := registry.get(name))]
    return Board(
        area, places.full_name(area), today, now, numbers, [*history, today], trends, _late(subject, live, by, now), _awaited(subject, live, now), _reports_due(area, today), below, shown[0], shown[1],
    )  # fmt: skip


def _live(subject: Subject, day: Day) -> dict[str, Values]:
    """The wanted figures as they are counted now, each family in one go."""
    wanted = dict.fromkeys(name for name, _column in [*NUMBERS, *TRENDS, *LATE])
    return values_of(registry.some(wanted), subject, day)


def _number(name: str, column: str, live: dict[str, Values], before: dict[str, Any]) -> Number:
    figure = registry.get(name)
    assert figure
    return Number(figure, column, live[name].get(column), _of(before, name, column))


def _of(figures: dict[str, Any], name: str, column: str) -> Any:
    return figures.get(name, {}).get(column)


def _late(subject: Subject, live: dict[str, Values], by: Actor, now: datetime) -> tuple[int, ...]:
    counted = [_counted(name, live.get(name, {}).get(column), subject, now) for name, column in LATE]
    return (*counted, sum(_referrals(subject.area, len(subject.area), by, now).values()))


def _counted(name: str, value: Any, subject: Subject, now: datetime) -> int:
    """A number of what is late; a report is not late before its hour."""
    return 0 if name == REPORTS and not _reports_are_late(subject.area, now) else int(str(value or 0))


def _awaited(subject: Subject, live: dict[str, Values], now: datetime) -> int:
    """Reports that are not here yet, and need not be."""
    return 0 if _reports_are_late(subject.area, now) else int(str(live.get(REPORTS, {}).get("today") or 0))


def _reports_are_late(area: str, now: datetime) -> bool:
    return is_late(_reports_due(area, clocks.local(now).date()), now)


def _reports_due(area: str, day: date) -> datetime:
    """Until when, that moment included, a village's word on a day is in time."""
    return deadline("village", day, policy.cutoff_for(area, day)[0])


def _referrals(area: str, width: int, by: Actor, now: datetime) -> dict[str, int]:
    """Referrals that have waited for a day, by the leading part of their path. One query."""
    waiting = quarantine.late_referrals(by=replace(by, area=area), now=now)
    rows = waiting.order_by().values(place=Left("area", width)).annotate(n=Count("pk"))
    return {row["place"]: row["n"] for row in rows}


def _below(subject: Subject, day: Day, shown: tuple[Any, str], by: Actor, now: datetime) -> list[Place]:
    level = BELOW.get(paths.level(subject.area))
    if level is None:
        return []
    numbers = values_by_area(registry.some([*(name for name, _column in LATE), shown[0].name if shown[0] else ""]), subject, day, level)
    late = [_column(numbers, name, column) if name != REPORTS or _reports_are_late(subject.area, now) else {} for name, column in LATE]
    late.append(_referrals(subject.area, len(subject.area) + paths.WIDTH, by, now))
    values = _column(numbers, shown[0].name, shown[1]) if shown[0] else {}
    areas = places.areas_below(subject.area, level, day.date)
    return [Place(area.path, area.name, tuple(found.get(area.path, 0) for found in late), values.get(area.path, 0)) for area in areas]


def _column(numbers: dict[str, dict[str, Values]], name: str, column: str) -> dict[str, int]:
    """One column of one figure, by area."""
    return {path: int(str(values.get(name, {}).get(column) or 0)) for path, values in numbers.items()}
