"""Dates, numbers, temperatures and durations as the reader's language writes them, in the county's time."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.dateformat import format as by_pattern
from django.utils.translation import get_language, gettext, ngettext

from shouwang.lib import clocks

NOTHING = "–"
_DAY = {"zh": "Y年n月j日", "en": "j M Y"}
_SHORT_DAY = {"zh": "n月j日", "en": "j M"}
_WEEKDAY = {"zh": "Y年n月j日 l", "en": "l j M Y"}
_MOMENT = {"zh": "Y年n月j日 H:i", "en": "j M Y, H:i"}
_SHORT_MOMENT = {"zh": "n月j日 H:i", "en": "j M, H:i"}
_PARENTHESES = {"zh": "（{}）", "en": " ({})"}
MINUTES_OF_HOUR, HOURS_OF_DAY = 60, 24


def _language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _written(value: date | datetime | None, patterns: dict[str, str]) -> str:
    if value is None:
        return NOTHING
    here = clocks.local(value) if isinstance(value, datetime) else value
    return by_pattern(here, patterns[_language()])


def day(value: date | datetime | None) -> str:
    """2020年2月5日 / 5 Feb 2020."""
    return _written(value, _DAY)


def short_day(value: date | datetime | None) -> str:
    """2月5日 / 5 Feb, where the year is plain."""
    return _written(value, _SHORT_DAY)


def weekday(value: date | datetime | None) -> str:
    """2020年2月5日 星期三 / Wednesday 5 Feb 2020."""
    return _written(value, _WEEKDAY)


def moment(value: datetime | None) -> str:
    """2020年2月5日 14:30 / 5 Feb 2020, 14:30."""
    return _written(value, _MOMENT)


def short_moment(value: datetime | None) -> str:
    """2月5日 14:30 / 5 Feb, 14:30."""
    return _written(value, _SHORT_MOMENT)


def clock(value: datetime | time | None) -> str:
    """14:30."""
    if value is None:
        return NOTHING
    here = clocks.local(value) if isinstance(value, datetime) else value
    return here.strftime("%H:%M")


def number(value: Any) -> str:
    """12,345 or 12,345.6; a dash where there is none."""
    return NOTHING if value is None or value == "" else f"{value:,}"


def signed(value: int | None) -> str:
    """+12, −3, ±0: a change against yesterday."""
    if value is None:
        return NOTHING
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{abs(value):,}"


def temperature(value: Any) -> str:
    """36.5 °C, always one decimal; rounded half up, as a thermometer is read."""
    if value is None or value == "":
        return NOTHING
    return f"{Decimal(str(value)).quantize(Decimal('0.1'), ROUND_HALF_UP)} °C"


def share(done: int | None, due: int | None) -> str:
    """87.5%; a dash where nothing was due. Never 100% while something is open."""
    if done is None or not due:
        return NOTHING
    tenths = done * 1000 // due
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def duration(value: timedelta | None) -> str:
    """2 days 3 h / 2天3小时: the two largest units, minutes the smallest."""
    if value is None:
        return NOTHING
    minutes = int(value.total_seconds()) // MINUTES_OF_HOUR
    hours, minutes = divmod(minutes, MINUTES_OF_HOUR)
    days, hours = divmod(hours, HOURS_OF_DAY)
    parts = [_days(days)] if days else []
    parts += [gettext("%(hours)s h") % {"hours": hours}] if hours else []
    parts += [gettext("%(minutes)s min") % {"minutes": minutes}] if not days and (minutes or not hours) else []
    return ("" if _language() == "zh" else " ").join(parts)


def _days(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def ago(value: datetime | None) -> str:
    """How long before now: “2 h 5 min ago”."""
    if value is None:
        return NOTHING
    passed = clocks.now() - value
    if passed < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(duration)s ago") % {"duration": duration(passed)}


def in_parentheses(text: Any) -> str:
    """（text） / (text), with the brackets and blanks of the language."""
    return _PARENTHESES[_language()].format(text)
