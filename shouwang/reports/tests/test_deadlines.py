"""The moment at which a word is due still is in time; a moment later it is late. So for the sheet, for my day and for the board alike."""

from datetime import date, time, timedelta

import pytest

from shouwang.lib import clocks
from shouwang.reports import due, rules
from shouwang.reports.choices import Act, Level, SheetState
from shouwang.reports.rules import Word
from shouwang.reports.tests.conftest import DAY, County

CUTOFF, FREEZE = time(18, 0), time(20, 0)
MOMENT = timedelta(microseconds=1)
DUE = {Level.VILLAGE: time(18, 30), Level.TOWNSHIP: time(19, 0), Level.COUNTY: time(20, 0)}


def state(word: Word | None, hour: time, *, plus: timedelta = timedelta(0), level: Level = Level.VILLAGE) -> SheetState:
    at = clocks.at(DAY, hour) + plus
    due_at = rules.deadline(level, DAY, CUTOFF)
    return rules.state(word, due=due_at, cutoff_at=clocks.at(DAY, CUTOFF), frozen_at=clocks.at(DAY, FREEZE), now=at)


@pytest.mark.parametrize(("level", "hour"), DUE.items())
def test_each_level_is_due_at_its_hour_and_late_from_the_next_moment_on(level: Level, hour: time) -> None:
    at = clocks.at(DAY, hour)
    assert rules.deadline(level, DAY, CUTOFF) == at
    assert [rules.is_late(at, now) for now in (at - MOMENT, at, at + MOMENT)] == [False, False, True]


@pytest.mark.parametrize(
    ("hour", "plus", "wanted"),
    [
        (time(18, 0), -MOMENT, SheetState.NOT_DUE), (time(18, 0), timedelta(0), SheetState.AWAITED),
        (time(18, 30), timedelta(0), SheetState.AWAITED), (time(18, 30), MOMENT, SheetState.LATE),
        (time(20, 0), -MOMENT, SheetState.LATE), (time(20, 0), timedelta(0), SheetState.MISSING),
    ],
)  # fmt: skip
def test_where_a_sheet_that_nobody_signed_stands(hour: time, plus: timedelta, wanted: SheetState) -> None:
    assert state(None, hour, plus=plus) == wanted


def test_a_word_that_was_said_is_not_late_whenever_it_came() -> None:
    said = Word(Act.SIGN, False, clocks.at(DAY, time(19, 50)))
    assert state(said, time(21, 0)) == SheetState.SUBMITTED


def test_my_day_calls_it_late_at_the_same_moment(county: County) -> None:
    village, late = county.actor("village_officer", county.village_1), []
    for now in (clocks.at(DAY, time(18, 30)), clocks.at(DAY, time(18, 30)) + MOMENT):
        with clocks.stopped(now):
            late.append({duty.kind: duty.late for duty in due.due(village, now)}["report_to_sign"])
    assert late == [0, 1]


def test_the_day_before_is_no_longer_asked_for_once_todays_is_due(county: County) -> None:
    village = county.actor("village_officer", county.village_1)
    now = clocks.at(date(2020, 2, 6), time(18, 0)) + MOMENT
    with clocks.stopped(now):
        [own] = [duty for duty in due.due(village, now) if duty.kind == "report_to_sign"]
    assert "2020-02-06" in own.url
