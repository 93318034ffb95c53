"""What was written down for a check: reading the text, judging the value, noticing what cannot be true.

Thresholds of the patterns (DOMAIN 3.6, "Bad"): a visit takes minutes, so three homes within one minute by one person are
marked. Times in a file are often rounded by hand (a whole round "at 9:00"); there, three homes are marked only if their value is the
same too, and any values from twenty homes on. One value for everybody is marked from ten homes of one round on.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shouwang.lib.refusals import Refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import ReadingKind
from shouwang.quarantine.rules.slots import Check, is_before_visit

HOMES_IN_A_MINUTE = 3  # by one person, with times a device took
HOMES_IN_A_WRITTEN_MINUTE = 20  # with times written by hand, whatever the values
HOMES_OF_ONE_VALUE = 10  # in one slot, by one person

_NORMAL = {"正常", "无异常", "無異常", "normal"}
_NOT_MEASURED = {"", "未测", "未測", "未量", "—", "-", "–", "/", "无", "無"}
_AWAY = {"外出", "不在家", "不在", "away"}
_DEGREES = re.compile(r"(\d{1,3})(?:度|℃|°)(\d)?(?:c|C)?$")
_NUMBER = re.compile(r"(\d{1,3})(?:[.,。、](\d{1,2}))?(?:度|℃|°c|°C|°)?$")


@dataclass(frozen=True)
class Found:
    """What a check found."""

    kind: ReadingKind
    temperature_c: Decimal | None = None


def read_value(written: object) -> Found:
    """What somebody wrote in a temperature cell. Never invents a number: 365 stays 365. Raises Refused TEMP_UNREADABLE."""
    if isinstance(written, int | float | Decimal) and not isinstance(written, bool):
        return _measured(Decimal(str(written)))
    text = unicodedata.normalize("NFKC", str(written or "")).strip().lower().replace(" ", "")
    for words, kind in ((_NORMAL, ReadingKind.NORMAL), (_NOT_MEASURED, ReadingKind.NOT_MEASURED), (_AWAY, ReadingKind.AWAY)):
        if text in words:
            return Found(kind)
    return _measured(_number(text))


def _number(text: str) -> Decimal:
    degrees = _DEGREES.match(text)
    if degrees:
        return Decimal(f"{degrees[1]}.{degrees[2] or 0}")
    number = _NUMBER.match(text)
    if number is None:
        raise Refused("TEMP_UNREADABLE", choices.TEMP_UNREADABLE, text=text[:20])
    return Decimal(f"{number[1]}.{number[2] or 0}")


def _measured(value: Decimal) -> Found:
    return Found(ReadingKind.VALUE, value.quantize(Decimal("0.1")))


def check_plausible(value: Decimal | None, low: float, high: float) -> None:
    """Refuse what is no body temperature; both bounds belong to it. Raises Refused TEMP_IMPLAUSIBLE."""
    if value is not None and not low <= float(value) <= high:
        raise Refused("TEMP_IMPLAUSIBLE", choices.TEMP_IMPLAUSIBLE, value=value, low=low, high=high)


def is_fever(value: Decimal | None, fever_c: float) -> bool:
    """Whether a value is at or above the pack's threshold."""
    return value is not None and float(value) >= fever_c


def is_ahead(check: Check, happened_at: datetime, now: datetime) -> bool:
    """Whether a check is written down for a time that has not come."""
    return check.opens_at > now or happened_at > now


def is_written_before(check: Check, happened_at: datetime) -> bool:
    """Whether it was written down before the visit can have been made."""
    return is_before_visit(check, happened_at)


def is_same_minute(homes: int, same_homes: int, exact_time: bool) -> bool:
    """Whether so many homes within a minute, ``same_homes`` of them with one value, cannot have been visited."""
    if exact_time:
        return homes >= HOMES_IN_A_MINUTE
    return same_homes >= HOMES_IN_A_MINUTE or homes >= HOMES_IN_A_WRITTEN_MINUTE


def is_same_value(values: Sequence[Decimal | None]) -> bool:
    """Whether the values of one person's round (one for each home) are all one value, in a round that is long enough."""
    return len(values) >= HOMES_OF_ONE_VALUE and len(set(values)) == 1 and values[0] is not None


def minute(moment: datetime) -> datetime:
    """The minute a moment lies in."""
    return moment.replace(second=0, microsecond=0)


def repeated(keys: Iterable[object]) -> set[object]:
    """The keys that come more than once."""
    return {key for key, times in Counter(keys).items() if times > 1}
