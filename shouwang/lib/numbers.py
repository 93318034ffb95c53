"""Numbers as people type them into spreadsheets: temperatures, quantities, counts, yes and no (DOMAIN 6.2).

A temperature is never invented: "正常" says that somebody asked and nobody measured.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from shouwang.lib.refusals import Refused

MEASURED = "measured"
NORMAL = "normal"  # asked, not measured
NOT_MEASURED = "not_measured"
AWAY = "away"  # not at home: the caller flags POSSIBLE_BREACH
ReadingKind = Literal["measured", "normal", "not_measured", "away"]

STEP = Decimal("0.1")  # what a clinical thermometer shows, in degrees Celsius

_NORMAL_WORDS = frozenset(
    {"正常", "体温正常", "无异常", "未见异常", "无发热", "不发热", "無異常", "體溫正常", "無發熱"}
)
_NOTHING = frozenset({"", "无", "無", "空", "-", "--", "---", "—", "——", "–", "/", "\\", "N/A"})
_NO_READING_WORDS = _NOTHING | {"未测", "没测", "未测量", "未测温", "未量", "漏测", "未測"}
_AWAY_WORDS = frozenset({"外出", "外出未归", "外出不在", "不在家", "不在", "未在家", "离家", "離家"})
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_DEGREES_AND_TENTHS = re.compile(r"(\d{2})(?:度|°C?)(\d)分?")
_DEGREE_SIGNS = re.compile(r"(?:°C?|度|C|摄氏度)$")
_DECIMAL_MARKS = re.compile(r"(?<=\d)[。,.:、·](?=\d)")
_PLAIN = re.compile(r"\d{1,3}(?:\.\d+)?")

_ABOUT = re.compile(r"^(?:大约|大概|约|近|将近|共|共计|計|计)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_QUANTITY = re.compile(r"([+-]?\d+(?:\.\d+)?)(十|百|千|万|亿|萬|億)?余?([^\d.,+\-]{0,6})")
_MULTIPLES = {None: 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "对", "已", "對"})
_NO = frozenset(
    {"否", "无", "×", "✗", "✘", "☒", "x", "n", "no", "false", "0", "不是", "没有", "没", "未", "無", "沒有"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a temperature cell says; ``value`` in degrees Celsius only when ``kind`` is measured."""

    value: Decimal | None
    kind: ReadingKind


def read_temperature(value: Any, low: Decimal | float, high: Decimal | float) -> Reading:
    """A body temperature. ``low`` and ``high`` are the plausible limits of the policy pack, in degrees Celsius.

    More than one decimal is rounded half up, so that 37.25 stays visible as 37.3. Raises Refused TEMP_IMPLAUSIBLE for
    what lies outside or is no number: "365" is not silently 36.5.
    """
    text = _tidy(value)
    if text in _NORMAL_WORDS:
        return Reading(None, NORMAL)
    if text in _NO_READING_WORDS:
        return Reading(None, NOT_MEASURED)
    if text in _AWAY_WORDS:
        return Reading(None, AWAY)
    return Reading(_plausible(text, Decimal(str(low)), Decimal(str(high))), MEASURED)


def read_quantity(value: Any) -> Decimal:
    """An amount: "3.5万元" is 35,000, "约100,000" is 100,000, "1万个" is 10,000. Raises Refused QTY_NOT_NUMBER."""
    text = _THOUSANDS.sub("", _ABOUT.sub("", _tidy(value)))
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise Refused("QTY_NOT_NUMBER", _("“%(text)s” is not a number."), text=text[:20])
    return Decimal(match[1]) * _MULTIPLES[match[2]]


def read_count(value: Any) -> int:
    """A whole number that is not negative: ages, members. "45岁" is 45. Raises Refused QTY_NOT_NUMBER."""
    quantity = read_quantity(value)
    if quantity < 0 or quantity != quantity.to_integral_value():
        raise Refused("QTY_NOT_NUMBER", _("“%(text)s” is not a whole number."), text=str(quantity))
    return int(quantity)


def read_bool(value: Any) -> bool | None:
    """Yes or no, None for blank. Raises Refused UNKNOWN_VALUE, which an import reports as a warning."""
    text = _tidy(value).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text in _NOTHING:
        return None
    raise Refused("UNKNOWN_VALUE", _("“%(text)s” is neither yes nor no."), text=text[:20])


def _tidy(value: Any) -> str:
    """The cell's text without blanks, half-width; numbers as they are shown, without the noise of binary fractions."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    text = str(value)
    if text.isascii():
        return _BLANKS.sub("", text)
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def _plausible(text: str, low: Decimal, high: Decimal) -> Decimal:
    text = _DEGREES_AND_TENTHS.sub(r"\1.\2", text)
    text = _DECIMAL_MARKS.sub(".", _DEGREE_SIGNS.sub("", text))
    if not _PLAIN.fullmatch(text):
        raise Refused("TEMP_IMPLAUSIBLE", _("“%(text)s” is not a temperature."), text=text[:20])
    degrees = Decimal(text).quantize(STEP, ROUND_HALF_UP)
    if not low <= degrees <= high:
        raise Refused(
            "TEMP_IMPLAUSIBLE",
            _("%(value)s °C is not plausible: a body has %(low)s to %(high)s °C."),
            value=degrees,
            low=low,
            high=high,
        )
    return degrees
