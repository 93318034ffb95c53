"""Dates, numbers, temperatures and durations are written as the reader's language writes them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from shouwang.lib import clocks
from shouwang.ui import formats

NOON = datetime(2020, 2, 5, 4, 0, tzinfo=UTC)  # 12:00 in the county


@pytest.mark.parametrize(
    ("language", "written"), [("zh-hans", "2020年2月5日"), ("zh-hant", "2020年2月5日"), ("en", "5 Feb 2020")]
)
def test_a_day_is_written_by_language(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.day(date(2020, 2, 5)) == written


def test_a_moment_is_shown_in_the_county_time() -> None:
    with translation.override("en"):
        assert formats.moment(NOON) == "5 Feb 2020, 12:00"
        assert formats.short_moment(NOON) == "5 Feb, 12:00"
    with translation.override("zh-hans"):
        assert formats.moment(NOON) == "2020年2月5日 12:00"
        assert formats.weekday(NOON) == "2020年2月5日 星期三"


def test_the_day_of_a_moment_is_the_county_day() -> None:
    with translation.override("en"):
        assert formats.day(datetime(2020, 2, 5, 17, 0, tzinfo=UTC)) == "6 Feb 2020"


def test_a_clock_has_four_digits() -> None:
    assert formats.clock(time(7, 5)) == "07:05"
    assert formats.clock(NOON) == "12:00"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (36.5, "36.5 °C"),
        (Decimal("37"), "37.0 °C"),
        (Decimal("37.25"), "37.3 °C"),
        ("36.84", "36.8 °C"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_a_temperature_has_one_decimal(value: object, written: str) -> None:
    assert formats.temperature(value) == written


@pytest.mark.parametrize(
    ("done", "due", "written"),
    [(1, 3, "33.3%"), (999, 1000, "99.9%"), (99999, 100000, "99.9%"), (5, 5, "100%"), (0, 0, "–")],
)
def test_a_share_is_never_whole_while_something_is_open(done: int, due: int, written: str) -> None:
    assert formats.share(done, due) == written


@pytest.mark.parametrize(("value", "written"), [(12345, "12,345"), (0, "0"), (None, "–"), (1234.5, "1,234.5")])
def test_numbers_are_grouped_and_nothing_is_a_dash(value: object, written: str) -> None:
    assert formats.number(value) == written


@pytest.mark.parametrize(("value", "written"), [(3, "+3"), (-12, "−12"), (0, "±0"), (None, "–")])
def test_a_change_shows_its_sign(value: int | None, written: str) -> None:
    assert formats.signed(value) == written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=1, hours=2, minutes=5), "1 day 2 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(0), "0 min"),
    ],
)
def test_a_duration_is_written_in_its_largest_units(span: timedelta, written: str) -> None:
    with translation.override("en"):
        assert formats.duration(span) == written


def test_chinese_durations_have_no_blanks() -> None:
    with translation.override("zh-hans"):
        assert " " not in formats.duration(timedelta(days=1, hours=2))


def test_what_has_passed_is_measured_by_the_one_clock() -> None:
    with translation.override("en"), clocks.stopped(NOON + timedelta(minutes=95)):
        assert formats.ago(NOON) == "1 h 35 min ago"
        assert formats.ago(NOON + timedelta(minutes=95)) == "just now"


def test_brackets_are_those_of_the_language() -> None:
    with translation.override("zh-hans"):
        assert formats.in_parentheses("网格") == "（网格）"
    with translation.override("en"):
        assert formats.in_parentheses("grid") == " (grid)"
