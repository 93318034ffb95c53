"""Dates and times are read in every form of DOMAIN 6.2, and never guessed."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwang.lib import clocks
from shouwang.lib.dates import check_not_future, day_in, latest_year, read_date, read_moment, read_time
from shouwang.lib.refusals import Refused

SHEET = date(2020, 1, 25)


def code_of(value: object, sheet: date | None = SHEET) -> str:
    with pytest.raises(Refused) as refusal:
        read_date(value, sheet_date=sheet)
    return refusal.value.code


@pytest.mark.parametrize(
    "written",
    [
        "2020/1/24",
        "2020-1-24 15:30",
        "2020-01-24T15:30:00",
        "2020.01.24",
        "20200124",
        20200124,
        20200124.0,
        "2020年1月24日",
        "2020年1月24号",
        "2020年1月24日 15时30分",
        "2020年1月24日上午",
        "二〇二〇年一月二十四日",
        "２０２０／１／２４",
        " 2020/1/24 ",
        43854,
        43854.0,
        43854.645833,
        "43854",
        datetime(2020, 1, 24, 15, 30, tzinfo=clocks.COUNTY_ZONE),
        date(2020, 1, 24),
        datetime(2020, 1, 23, 20, tzinfo=UTC),
        "2020-01-23T20:00:00Z",
    ],
)
def test_a_whole_date_is_read_in_every_form(written: object) -> None:
    read = read_date(written, sheet_date=None)
    assert (read.day, read.assumed_year) == (date(2020, 1, 24), False)


@pytest.mark.parametrize(
    "written", ["1月24日", "1.24", 1.24, "1/24", "1-24", "一月廿四日", "一月二十四日", "1月24號", "1月24日下午3点半"]
)
def test_a_missing_year_comes_from_the_sheet(written: object) -> None:
    read = read_date(written, sheet_date=SHEET)
    assert (read.day, read.assumed_year) == (date(2020, 1, 24), True)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1月25日", date(2020, 1, 25)),
        ("1月26日", date(2019, 1, 26)),
        ("12月30日", date(2019, 12, 30)),
        ("二月三日", date(2019, 2, 3)),
        ("2月29日", date(2016, 2, 29)),
    ],
)
def test_the_year_is_the_latest_that_is_not_after_the_sheet(written: str, day: date) -> None:
    assert read_date(written, sheet_date=SHEET).day == day


def test_without_a_sheet_date_the_year_is_asked_for() -> None:
    assert code_of("1月24日", None) == "YEAR_UNKNOWN"


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "昨天",
        "2020/2/30",
        "2020/13/1",
        "24/1/2020",
        "2月30日",
        "正月初三",
        "二月初三",
        "45.67",
        1.2,
        0,
        -1,
        123456,
        True,
        "2020年1月",
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_date_or_two_dates_is_refused(written: object) -> None:
    assert code_of(written) == "DATE_UNREADABLE"


def test_a_day_after_the_sheet_is_refused() -> None:
    check_not_future(SHEET, SHEET)
    with pytest.raises(Refused) as refusal:
        check_not_future(SHEET + timedelta(days=1), SHEET)
    assert refusal.value.code == "DATE_IN_FUTURE"


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("8:05", time(8, 5)),
        ("08:05", time(8, 5)),
        ("上午8:05", time(8, 5)),
        ("下午3:20", time(15, 20)),
        ("8时5分", time(8, 5)),
        ("8点", time(8)),
        ("8点半", time(8, 30)),
        ("八时五分", time(8, 5)),
        ("八点一刻", time(8, 15)),
        ("3:20 PM", time(15, 20)),
        ("３：２０", time(3, 20)),
        ("12:05:30", time(12, 5, 30)),
        ("中午12:30", time(12, 30)),
        ("中午1点", time(13)),
        ("上午12:05", time(0, 5)),
        ("晚上8点", time(20)),
        (0.336805, time(8, 5)),
        (0, time(0)),
        (43854.5, time(12)),
        (time(8, 5), time(8, 5)),
        (datetime(2020, 1, 24, 8, 5, tzinfo=clocks.COUNTY_ZONE), time(8, 5)),
        (timedelta(hours=8, minutes=5), time(8, 5)),
    ],
)
def test_a_time_is_read_in_every_form(written: object, clock: time) -> None:
    assert read_time(written) == clock


@pytest.mark.parametrize("written", ["25:00", "8:61", "晚上12点", "8", "早", "", None, 7])
def test_what_is_no_time_is_refused(written: object) -> None:
    with pytest.raises(Refused) as refusal:
        read_time(written)
    assert refusal.value.code == "DATE_UNREADABLE"


@pytest.mark.parametrize(
    "written",
    [
        "2020-1-24 15:30",
        "2020年1月24日下午3点半",
        "1月24日 15:30",
        "2020-01-24T15:30:00+08:00",
        "2020-01-24T07:30:00Z",
        43854.645833333,
        datetime(2020, 1, 24, 15, 30, tzinfo=clocks.COUNTY_ZONE),
    ],
)
def test_a_moment_stands_in_county_time(written: object) -> None:
    read = read_moment(written, sheet_date=SHEET)
    assert (read.moment, read.has_time) == (clocks.at(date(2020, 1, 24), time(15, 30)), True)


@pytest.mark.parametrize("written", ["2020-1-24", 43854, 43854.0, date(2020, 1, 24), "2020年1月24日上午"])
def test_a_day_alone_is_a_moment_without_a_time(written: object) -> None:
    read = read_moment(written, sheet_date=SHEET)
    assert (read.moment, read.has_time) == (clocks.at(date(2020, 1, 24), time()), False)


@given(st.dates(date(1910, 1, 2), date(2099, 12, 31)))
def test_every_serial_is_its_day(day: date) -> None:
    assert read_date((day - date(1899, 12, 30)).days, sheet_date=None).day == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2010, 1, 1), date(2099, 12, 31)))
def test_the_latest_year_is_never_after_the_sheet(day: date, sheet: date) -> None:
    found = latest_year(day.month, day.day, sheet)
    assert found <= sheet
    assert (found.month, found.day) == (day.month, day.day)


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_whatever_is_written_gets_a_day_or_a_code(value: object) -> None:
    with suppress(Refused):
        assert read_moment(value, sheet_date=SHEET).moment.tzinfo


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("8月3日 崔桥", date(2020, 8, 3), "崔桥"), ("崔桥8月3号", date(2020, 8, 3), "崔桥"), ("2020-02-03", date(2020, 2, 3), ""),
        ("崔桥 2020/2/3", date(2020, 2, 3), "崔桥"), ("崔橋 ２月３日", date(2020, 2, 3), "崔橋"), ("12月31日 县", date(2019, 12, 31), "县"),
        ("崔桥", None, "崔桥"), ("VO-411621101201-1", None, "VO-411621101201-1"), ("13月40日", None, "13月40日"), ("", None, ""),
    ],
)  # fmt: skip
def test_a_day_is_found_among_the_words_of_a_search(words: str, day: date | None, rest: str) -> None:
    assert day_in(words, date(2020, 8, 5)) == (day, rest)
