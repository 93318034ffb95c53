"""How the board is laid out: cards, charts with their tables, the list of who is late, the map of tiles."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import registry
from shouwang.situation import rules
from shouwang.situation.choices import LATE, REFERRALS, WORSE_WHEN_MORE
from shouwang.situation.reads import Board, Number, maps
from shouwang.ui import formats, tables
from shouwang.ui.cells import Link
from shouwang.ui.charts import Chart, Series
from shouwang.ui.outlines import Tab
from shouwang.ui.tables import Column, Empty, Table


@dataclass(frozen=True)
class Tile:
    """One area of the map: its number, its class in words, where its rows are."""

    name: str
    value: int
    level: int
    url: str


def layout(board: Board) -> dict[str, Any]:
    """Everything the template draws."""
    ranges = rules.bounds([place.value for place in board.places])
    return {
        "board": board, "cards": [_card(board, number) for number in board.numbers], "charts": [_chart(board, figure, values) for figure, _column, values in board.trends],
        "late": [_late_card(board, at) for at in range(len(board.late))], "late_table": _late_table(board), "late_areas": sum(any(place.late) for place in board.places), "tiles": [_tile(board, place, ranges) for place in board.places],
        "legend": [{"level": at, "words": _range(*one)} for at, one in enumerate(ranges)], "maps": _maps(board),
    }  # fmt: skip


def _rows_url(board: Board, area: str, name: str, column: str) -> str:
    if name == "reports_missing":
        return reverse("reports:missing", args=[area, board.day.isoformat()])
    return reverse("reports:rows", args=[area, board.day.isoformat(), name, column])


def _card(board: Board, number: Number) -> dict[str, Any]:
    change = None if number.before is None or number.today is None else int(number.today) - int(number.before)
    worse = bool(change and change > 0 and number.figure.name in WORSE_WHEN_MORE)
    note = _text("%(change)s on yesterday") % {"change": formats.signed(change)} if change is not None else _text("yesterday was not frozen")
    return {
        "label": number.figure.title, "value": number.today, "note": note, "tone": "warn" if worse else "neutral", "icon": "trending-up" if worse else "",
        "url": _rows_url(board, board.area, number.figure.name, number.column),
    }  # fmt: skip


def _chart(board: Board, figure: Any, values: list[Any]) -> dict[str, Any]:
    labels = [formats.short_day(day) for day in board.trend_days]
    columns = [Column("day", _("Day"), lambda row: row[0]), Column("value", figure.title, lambda row: row[1], numeric=True)]
    table = tables.of(columns, list(zip(labels, values, strict=True)), name=f"numbers-{figure.name}", caption=figure.title)
    return {"chart": Chart(figure.title, labels, [Series(figure.title, values)], low=0), "table": table}


def _late_titles() -> list[Any]:
    return [*((found.title if (found := registry.get(name)) else name) for name, _column in LATE), REFERRALS]


def _late_url(board: Board, area: str, at: int) -> str:
    return _rows_url(board, area, *LATE[at]) if at < len(LATE) else f"{reverse('quarantine:referrals')}?waiting=late&area={area}"


def _late_card(board: Board, at: int) -> dict[str, Any]:
    count = board.late[at]
    return {"label": _late_titles()[at], "value": count, "note": _awaited(board) if not at else "", "url": _late_url(board, board.area, at), "tone": "alert" if count else "good", "icon": "clock-exclamation" if count else "check"}


def _awaited(board: Board) -> str:
    """Of reports, before they are late: how many are still to come, and until when they are in time."""
    if not board.awaited:
        return ""
    return _text("%(count)s to come by %(time)s") % {"count": formats.number(board.awaited), "time": formats.clock(board.reports_due)}


def _late_table(board: Board) -> Table | None:
    """Who is late, the latest first; areas with nothing late are left out."""
    if not board.places:
        return None
    behind = sorted((place for place in board.places if any(place.late)), key=lambda place: -sum(place.late))
    columns = [Column("name", _("Area"), lambda place: Link(place.name, reverse("situation:board", args=[place.path])))]
    columns += [_late_column(board, at, title) for at, title in enumerate(_late_titles())]
    return tables.of(columns, behind, name="behind", caption=_("Who is late"), empty=Empty(_("Nobody is late"), _("Villages stand here as soon as work of theirs is overdue; they can then be reminded."), "circle-check"))


def _late_column(board: Board, at: int, title: Any) -> Column:
    return Column(f"late{at}", title, lambda place: Link(place.late[at], _late_url(board, place.path, at)) if place.late[at] else 0, numeric=True)


def _tile(board: Board, place: Any, ranges: list[tuple[int, int]]) -> Tile:
    url = _rows_url(board, place.path, board.shown.name, board.shown_column) if board.shown else ""
    return Tile(place.name, place.value, rules.class_of(place.value, ranges), url)


def _range(low: int, high: int) -> str:
    return formats.number(low) if low == high else f"{formats.number(low)}–{formats.number(high)}"


def _maps(board: Board) -> list[Tab]:
    return [Tab(figure.title, f"?figure={figure.name}", here=board.shown is not None and figure.name == board.shown.name) for figure, _column in maps()]
