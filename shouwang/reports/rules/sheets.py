"""Pure rules of the daily report: deadlines, states, what may be signed. Times and sheets come as arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.reports.choices import (
    BELOW_MISSING,
    DERIVED_FIGURE,
    FROZEN_DAY,
    FUTURE_DAY,
    NOT_ABOVE,
    NOTHING_TO_RETURN,
    REMARK_MISSING,
    WRONG_HEIGHT,
    WRONG_LEVEL,
    Act,
    Level,
    SheetState,
)

# Minutes after the cut-off at which a level's confirmation is due (DOMAIN 3.24, common practice; county = the freeze).
MINUTES_AFTER_CUTOFF = {Level.VILLAGE: 30, Level.TOWNSHIP: 60, Level.HEALTH_CENTRE: 90, Level.COUNTY: 120, Level.PREFECTURE: 180}

# What "zero" means: nothing new that day, no arrival, fever or case (scenario rules). The figures that must then be 0.
NEWS = ("returnees_total", "fever_persons", "cases_confirmed", "cases_suspected")

AREA_LEVEL = {Level.VILLAGE: "village", Level.TOWNSHIP: "township", Level.HEALTH_CENTRE: "township", Level.COUNTY: "county", Level.PREFECTURE: "prefecture"}

# Which role signs at which level; a higher office may sign for none but its own.
SIGNERS = {
    Level.VILLAGE: {"village_officer", "community_staff", "system"},
    Level.TOWNSHIP: {"township_officer", "system"},
    Level.HEALTH_CENTRE: {"health_centre", "system"},
    Level.COUNTY: {"command_office", "system"},
    Level.PREFECTURE: {"upper_level", "system"},
}


def deadline(level: str, day: date, cutoff: time) -> datetime:
    """When a level's word on a day's sheet is due."""
    return clocks.at(day, cutoff) + timedelta(minutes=MINUTES_AFTER_CUTOFF[Level(level)])


def is_late(due: datetime, now: datetime) -> bool:
    """Whether a word that is due at a moment is late. The moment itself still is in time, as the cut-off still belongs to its day: 18:30:00 is not late."""
    return now > due


@dataclass(frozen=True)
class Word:
    """The last word of a level on a sheet."""

    act: str
    zero: bool
    at: datetime


def state(word: Word | None, *, due: datetime, cutoff_at: datetime, frozen_at: datetime | None, now: datetime) -> SheetState:
    """Where a sheet stands: what was said, else whether it is not due, awaited, late or missing."""
    if word and word.act == Act.RETURN:
        return SheetState.RETURNED
    if word:
        return SheetState.ZERO_CONFIRMED if word.zero else SheetState.SUBMITTED
    if frozen_at and now >= frozen_at:
        return SheetState.MISSING
    if now < cutoff_at:
        return SheetState.NOT_DUE
    return SheetState.LATE if is_late(due, now) else SheetState.AWAITED


def check_day(day: date, now: datetime) -> None:
    """A day can be signed from its own morning on. Raises Refused future_day."""
    if day > clocks.local(now).date():
        raise Refused("future_day", FUTURE_DAY, day=day)


def check_signer(level: str, role: str) -> None:
    """Only the level's own office signs. Raises Refused wrong_level."""
    if role not in SIGNERS[Level(level)]:
        raise Refused("wrong_level", WRONG_LEVEL, level=Level(level).label)


def levels_above(level: str) -> list[Level]:
    """The levels further up the chain."""
    return list(Level)[list(Level).index(Level(level)) + 1 :]


def returners(level: str) -> set[str]:
    """The roles that may give a sheet of this level back: those who sign further up."""
    return set().union(*(SIGNERS[above] for above in levels_above(level))) or {"system"}


def check_returner(level: str, role: str) -> None:
    """Only somebody further up gives a sheet back. Raises Refused not_above."""
    if role not in returners(level):
        raise Refused("not_above", NOT_ABOVE, level=Level(level).label)


def check_height(level: str, height: str, area: str) -> None:
    """Each level speaks about the sheet of its own area. Raises Refused wrong_height."""
    if AREA_LEVEL[Level(level)] != height:
        raise Refused("wrong_height", WRONG_HEIGHT, area=area, level=Level(level).label)


def check_returnable(level: str, last_act: str, frozen_at: datetime | None) -> None:
    """Only what is signed and not frozen goes back. Raises Refused frozen_day, nothing_to_return."""
    if frozen_at is not None:
        raise Refused("frozen_day", FROZEN_DAY, at=f"{clocks.local(frozen_at):%H:%M}")
    if last_act != Act.SIGN:
        raise Refused("nothing_to_return", NOTHING_TO_RETURN, level=Level(level).label)


def check_remark(act: str, remark: str) -> None:
    """A returned sheet says what to mend. Raises Refused remark_missing."""
    if act == Act.RETURN and not remark.strip():
        raise Refused("remark_missing", REMARK_MISSING)


def check_below(missing: int, expected: int, remark: str) -> None:
    """Signing over missing sheets needs a word of why. Raises Refused below_missing."""
    if missing and not remark.strip():
        raise Refused("below_missing", BELOW_MISSING, count=missing, expected=expected)


def refuse_typing(item: str) -> None:
    """Nobody types a figure. Always raises Refused derived_figure."""
    raise Refused("derived_figure", DERIVED_FIGURE, item=item)


def news(figures: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The figures that speak against a zero report."""
    return [name for name in NEWS if (figures.get(name) or {}).get("today")]


def counting_itself(figures: Mapping[str, Mapping[str, Any]], *, zero: bool) -> dict[str, dict[str, Any]]:
    """A village's figures with its own word counted: received, zero or not, no longer missing. Where none is expected nothing changes."""
    if not figures.get("reports_expected", {}).get("today"):
        return {name: dict(columns) for name, columns in figures.items()}
    own = {"reports_received": {"today": 1}, "reports_zero": {"today": int(zero)}, "reports_missing": {"today": 0}}
    return {name: dict(columns) | (own.get(name) or {}) for name, columns in figures.items()}


def differences(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, list[Any]]]:
    """What changed between two sheets: item, column, [before, after]; empty when nothing did."""
    changed: dict[str, dict[str, list[Any]]] = {}
    for item, columns in after.items():
        old = before.get(item, {})
        moved = {column: [old.get(column), value] for column, value in columns.items() if old.get(column) != value}
        if moved:
            changed[item] = moved
    return changed


def plain(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Figures as they are kept: whole numbers, words and floats, so that what was kept and what is counted compare."""
    return {name: {column: _plain(value) for column, value in columns.items()} for name, columns in figures.items()}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | None) else float(value)


AHEAD, AFTER = timedelta(minutes=10), timedelta(minutes=20)  # †, so that the two lie half an hour apart


def reminding_moments(level: str, day: date, cutoff: time) -> tuple[datetime, datetime]:
    """When a level is reminded by itself: shortly before its word is due, and once it is late (never before the cut-off)."""
    due = deadline(level, day, cutoff)
    return due - AHEAD, due + AFTER


def moment_passed(moments: Sequence[datetime], now: datetime, within: timedelta) -> datetime | None:
    """The latest of these moments that lies in the last stretch of time; None where there is none. So a job that was down for a while catches up once."""
    return max((moment for moment in moments if now - within < moment <= now), default=None)
