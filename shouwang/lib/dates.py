"""Dates and times as people type them into spreadsheets (DOMAIN 6.2).

A year that is missing is taken from the sheet's own date line; a date that can be read in two ways is refused.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused

SERIAL_ZERO = date(1899, 12, 30)  # of the 1900 date system, for days after its 29 February 1900, which never was
SERIAL_RANGE = (3_654, 73_050)  # 1910 to 2099; a number outside is no date
LEAP_CYCLE = 8  # the longest time without a 29 February, in years

_FOLD = str.maketrans("號點時﹕∶〇零", "号点时::00")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2}
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十廿卅0两]+")
_LUNAR = re.compile(r"[正冬腊臘]月|初|闰|閏")


def _clock_pattern(mark: str = "") -> str:
    """A clock time; the names of its groups begin with ``mark``, so that it can stand inside another pattern."""
    return (
        rf"(?P<{mark}half>凌晨|早上|上午|中午|下午|晚上|早|晚|[AaPp]\.?[Mm]\.?)?\s*"
        rf"(?P<{mark}hour>\d{{1,2}})\s*(?::|时|点)\s*"
        rf"(?:(?P<{mark}minute>\d{{1,2}})\s*分?|(?P<{mark}thirty>半)|(?P<{mark}quarter>[13])刻|整)?"
        rf"(?:\s*:?\s*(?P<{mark}second>\d{{1,2}})(?:\.\d+)?\s*秒?)?\s*(?P<{mark}latin>[AaPp]\.?[Mm]\.?)?"
    )


_TIME = re.compile(_clock_pattern())
_BETWEEN = r"\s*[-/.{}、,]\s*"
_MONTH_AND_DAY = r"(?P<month>\d{1,2})" + _BETWEEN.format("月") + r"(?P<day>\d{1,2})\s*[日号]?"
_AFTER = rf"(?:\s*[T,]?\s*(?:{_clock_pattern('at_')}\s*(?P<offset>Z|[+-]\d\d:?\d\d)?|凌晨|早上|上午|中午|下午|晚上))?"
_WHOLE = re.compile(r"(?P<year>\d{4})" + _BETWEEN.format("年") + _MONTH_AND_DAY + _AFTER)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)" + _AFTER)
_YEARLESS = re.compile(_MONTH_AND_DAY + _AFTER)
_DAY_IN_WORDS = re.compile(r"(?<![\dA-Za-z-])(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?(?![\d-])")
_AFTERNOON = {"下午", "晚上", "晚", "p"}
_MORNING = {"凌晨", "早上", "上午", "早", "a"}


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A day, and whether its year was taken from the sheet's date (the caller then warns YEAR_ASSUMED)."""

    day: date
    assumed_year: bool = False


@dataclass(frozen=True, slots=True)
class ReadMoment:
    """A moment in county time; without a clock time in the cell it stands at midnight and ``has_time`` is false."""

    moment: datetime
    assumed_year: bool = False
    has_time: bool = True


def read_date(value: Any, *, sheet_date: date | None) -> ReadDate:
    """The day in a cell; a time after it is passed over.

    Raises Refused: DATE_UNREADABLE, or YEAR_UNKNOWN when neither the cell nor the sheet names a year.
    """
    if isinstance(value, datetime):
        return ReadDate(clocks.local(value).date())
    if isinstance(value, date):
        return ReadDate(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, sheet_date)
    read, match = _from_text(_tidy(value), sheet_date)
    return ReadDate(_moment(read, match).moment.date(), read.assumed_year) if match and match["offset"] else read


def day_in(text: str, today: date) -> tuple[date | None, str]:
    """A day named somewhere in the words of a search, and the other words; a day without a year is the latest such one."""
    tidy = _tidy(text)
    match = _DAY_IN_WORDS.search(tidy)
    if match is None:
        return None, text
    try:
        return read_date(match[0].strip(), sheet_date=today).day, f"{tidy[: match.start()]} {tidy[match.end() :]}".strip()
    except Refused:
        return None, text


def read_time(value: Any) -> time:
    """The clock time in a cell: 8:05, 上午8:05, 8时5分, the fraction of a day. Raises Refused DATE_UNREADABLE."""
    if isinstance(value, datetime):
        return clocks.local(value).time()
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
        return _fraction(value / timedelta(days=1))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _fraction(value % 1 if isinstance(value, float) else value)
    match = _TIME.fullmatch(_numerals(_tidy(value)))
    if match is None:
        raise _unreadable()
    return _clock(match, "")


def read_moment(value: Any, *, sheet_date: date | None) -> ReadMoment:
    """The moment in a cell that holds date and time. Raises Refused as ``read_date`` does."""
    if isinstance(value, datetime):
        return ReadMoment(clocks.local(value))
    if isinstance(value, float) and SERIAL_RANGE[0] <= value <= SERIAL_RANGE[1]:
        return ReadMoment(clocks.at(_serial(int(value)), _fraction(value % 1)), has_time=not value.is_integer())
    if isinstance(value, date | int | float):
        read = read_date(value, sheet_date=sheet_date)
        return ReadMoment(clocks.at(read.day, time()), read.assumed_year, has_time=False)
    return _moment(*_from_text(_tidy(value), sheet_date))


def check_not_future(day: date, sheet_date: date) -> None:
    """Refuses what is said to have happened after the sheet was written."""
    if day > sheet_date:
        sentence = _("%(day)s lies after the date of the sheet, %(sheet)s.")
        raise Refused("DATE_IN_FUTURE", sentence, day=day, sheet=sheet_date)


def latest_year(month: int, day: int, not_after: date) -> date:
    """The latest such day that is not after another. Raises ValueError where there is none."""
    for year in range(not_after.year, not_after.year - LEAP_CYCLE - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= not_after:
            return found
    raise ValueError("no such day")


def _tidy(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip().translate(_FOLD)


@lru_cache(maxsize=4096)
def _from_text(text: str, sheet_date: date | None) -> tuple[ReadDate, re.Match[str] | None]:
    if text.isdigit() and len(text) == 5:
        return _from_number(int(text), sheet_date), None
    text = _numerals(text)
    match = _WHOLE.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return ReadDate(_day(int(match["year"]), match)), match
    match = _YEARLESS.fullmatch(text)
    if match is None:
        raise _unreadable()
    return ReadDate(_without_year(match, sheet_date), assumed_year=True), match


def _numerals(text: str) -> str:
    """Chinese numerals as digits. A day of the lunar calendar cannot be turned into a date."""
    if text.isascii():
        return text
    if _LUNAR.search(text):
        raise Refused("DATE_UNREADABLE", _("This looks like a day of the lunar calendar; write the calendar date."))
    return _CHINESE_NUMBER.sub(lambda match: _number(match[0]), text)


def _number(numeral: str) -> str:
    """二〇二〇 is 2020 (read digit by digit), 二十四 and 廿四 are 24."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" not in numeral:
        return "".join(str(_NUMERALS.get(character, character)) for character in numeral)
    tens, _ten, ones = numeral.partition("十")
    return str((_NUMERALS.get(tens, 1)) * 10 + _NUMERALS.get(ones, 0))


def _day(year: int, match: re.Match[str]) -> date:
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        raise _unreadable() from None


def _without_year(match: re.Match[str], sheet_date: date | None) -> date:
    _day(2000, match)
    if sheet_date is None:
        raise Refused("YEAR_UNKNOWN", _("The year is missing, and the sheet has no date line that would give it."))
    return latest_year(int(match["month"]), int(match["day"]), sheet_date)


def _from_number(value: float, sheet_date: date | None) -> ReadDate:
    """20200124, a serial, or 1.24 that the spreadsheet took for a number."""
    if SERIAL_RANGE[0] <= value <= SERIAL_RANGE[1]:
        return ReadDate(_serial(int(value)))
    text = repr(value).removesuffix(".0")
    if re.fullmatch(r"\d{1,2}\.[123]", text):
        raise Refused(
            "DATE_UNREADABLE", _("The cell holds a number: it may be the 1st or the 10th, the 2nd or the 20th.")
        )
    if re.fullmatch(r"\d{8}|\d{1,2}\.\d{1,2}", text):
        return _from_text(text, sheet_date)[0]
    raise _unreadable()


def _serial(days: int) -> date:
    return SERIAL_ZERO + timedelta(days=days)


def _fraction(part: float) -> time:
    """The fraction of a day, to the nearest second."""
    seconds = round(part * 86_400)
    if not 0 <= seconds < 86_400:
        raise _unreadable()
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _moment(read: ReadDate, match: re.Match[str] | None) -> ReadMoment:
    if match is None or match["at_hour"] is None:
        return ReadMoment(clocks.at(read.day, time()), read.assumed_year, has_time=False)
    clock = _clock(match, "at_")
    if offset := match["offset"]:
        moment = datetime.fromisoformat(f"{read.day}T{clock}{offset}")
        return ReadMoment(clocks.local(moment), read.assumed_year)
    return ReadMoment(clocks.at(read.day, clock), read.assumed_year)


def _clock(match: re.Match[str], mark: str) -> time:
    """The time of a match of ``_clock_pattern`` whose groups' names begin with ``mark``."""
    hour = _hour(int(match[f"{mark}hour"]), match[f"{mark}half"] or match[f"{mark}latin"] or "")
    minute = 30 if match[f"{mark}thirty"] else int(match[f"{mark}minute"] or 0)
    if quarter := match[f"{mark}quarter"]:
        minute = 15 * int(quarter)
    try:
        return time(hour, minute, int(match[f"{mark}second"] or 0))
    except ValueError:
        raise _unreadable() from None


def _hour(hour: int, half: str) -> int:
    """The hour of 24, from a word for the half of the day. Midnight written as 晚上12点 belongs to no certain day."""
    word = half[:1].lower() if half.isascii() else half
    if hour == 12 and word in {"晚上", "晚"}:
        raise _unreadable()
    if word in _AFTERNOON and hour < 12:
        return hour + 12
    if word == "中午" and hour < 10:
        return hour + 12
    return 0 if word in _MORNING and hour == 12 else hour


def _unreadable() -> Refused:
    return Refused("DATE_UNREADABLE", _("This cannot be read as a date or time."))
