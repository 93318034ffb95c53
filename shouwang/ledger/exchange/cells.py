"""Reads one cell by the type of its column; what cannot be read refuses the row or warns, never guesses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.ledger.exchange.ledgers import Column, heading_key
from shouwang.lib import clocks, dates, documents, names, numbers, phones
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Warned

UNKNOWN = _("“%(text)s” is not one of the known words for %(column)s; it is kept as written.")
YEAR_ASSUMED = _("The year is missing in “%(text)s”; %(year)s was taken from the date of the sheet.")
FEVER = _("%(value)s °C is fever: measure again, alert team and health centre.")
AWAY = _("Said to be away from home: a possible breach of quarantine.")
Blank = ("", None)
NEVER_ALIKE = {"id", "phone", "list"}  # numbers of one person each; lists belong to their row
MOST_KNOWN = 1000  # different cells of a column that are kept


@dataclass(frozen=True, slots=True)
class Rules:
    """What reading depends on: the sheet's own date, plausible limits in °C, the fever threshold in °C."""

    sheet_date: date | None
    low: float = 34.0  # DOMAIN 4, pack signs.plausible_c
    high: float = 43.0
    fever_c: float = 37.3

    @property
    def not_after(self) -> date:
        """The last day that may have happened already."""
        return self.sheet_date or clocks.today()


@dataclass(slots=True)
class Cell:
    """A value, and what a person should look at."""

    value: Any = None
    warnings: tuple[Warned, ...] = ()


def read_cell(column: Column, raw: Any, rules: Rules) -> Cell:
    """The cell's value by its column's type. Raises Refused where the row cannot be taken."""
    if raw in Blank or (isinstance(raw, str) and raw.isspace()):
        return Cell(_BLANKS.get(column.type))
    return _READERS[column.type](column, raw, rules)


def reader(column: Column, rules: Rules) -> Callable[[Any], Cell]:
    """What reads the cells of a column, one after the other; raises Refused as ``read_cell`` does.

    The same day, place or answer stands in thousands of rows: it is read once, and kept once.
    """
    if column.type in NEVER_ALIKE:
        return partial(read_cell, column, rules=rules)
    known: dict[Any, Cell] = {}

    def once(raw: Any) -> Cell:
        key = (raw.__class__, raw)
        cell = known.get(key)
        if cell is None:
            cell = read_cell(column, raw, rules)
            if len(known) < MOST_KNOWN:
                known[key] = cell
        return cell

    return once


def as_text(raw: Any) -> str:
    """A cell as text: whole numbers without their .0, days and moments in ISO form."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return raw.isoformat(sep=" ") if isinstance(raw, datetime) else str(raw).strip()


def _text(column: Column, raw: Any, _rules: Rules) -> Cell:
    text = as_text(raw)
    return Cell(names.tidy_name(text) if column.name in ("full_name", "head_name") else text)


def _warned(column: Column, raw: Any) -> Cell:
    text = as_text(raw)[:40]
    return Cell(None, (Warned("UNKNOWN_VALUE", str(UNKNOWN) % {"text": text, "column": column.title}),))


def _int(column: Column, raw: Any, _rules: Rules) -> Cell:
    if isinstance(raw, float) and raw.is_integer() and raw >= 0:
        return Cell(int(raw))
    try:
        return Cell(numbers.read_count(raw))
    except Refused:
        return _warned(column, raw)


def _dec(_column: Column, raw: Any, _rules: Rules) -> Cell:
    return Cell(numbers.read_quantity(raw))


def _date(column: Column, raw: Any, rules: Rules) -> Cell:
    read = dates.read_date(raw, sheet_date=rules.sheet_date)
    if column.name not in PLANNED:
        dates.check_not_future(read.day, rules.not_after)
    return Cell(read.day, _year_warning(raw, read.assumed_year, read.day.year))


def _time(_column: Column, raw: Any, rules: Rules) -> Cell:
    """A moment; a bare clock time stays one, for a row that has its day in another column."""
    try:
        read = dates.read_moment(raw, sheet_date=rules.sheet_date)
    except Refused:
        return Cell(dates.read_time(raw))
    return Cell(read.moment, _year_warning(raw, read.assumed_year, read.moment.year))


def _year_warning(raw: Any, assumed: bool, year: int) -> tuple[Warned, ...]:
    return (Warned("YEAR_ASSUMED", str(YEAR_ASSUMED) % {"text": as_text(raw), "year": year}),) if assumed else ()


def _bool(column: Column, raw: Any, _rules: Rules) -> Cell:
    try:
        return Cell(numbers.read_bool(raw))
    except Refused:
        return _warned(column, raw)


def _enum(column: Column, raw: Any, _rules: Rules) -> Cell:
    found = column.values.get(raw) or column.words.get(heading_key(as_text(raw)))
    if found is not None:
        return Cell(found)
    warned = _warned(column, raw)
    return Cell(as_text(raw), warned.warnings)


def _id(_column: Column, raw: Any, _rules: Rules) -> Cell:
    if documents.tidy_number(raw) in _NO_NUMBER:
        return Cell("")
    return Cell(documents.read_document(raw).number)


def _phone(_column: Column, raw: Any, _rules: Rules) -> Cell:
    try:
        return Cell(phones.read_phone(raw))
    except Refused as refusal:
        return Cell(as_text(raw), (Warned(refusal.code, str(refusal)),) if refusal.code == "PHONE_INVALID" else ())


def _list(_column: Column, raw: Any, _rules: Rules) -> Cell:
    return Cell(words_of(raw))


def words_of(raw: Any) -> list[str]:
    """The parts of a cell that lists several things; none where it says that there is nothing."""
    return list(_parts(as_text(raw)))


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    for mark in "、,;；/\n":
        text = text.replace(mark, "，")
    return tuple(part.strip() for part in text.split("，") if part.strip() and heading_key(part) not in _NONE)


@lru_cache(maxsize=4096)
def _temperature(raw: Any, low: float, high: float) -> numbers.Reading:
    return numbers.read_temperature(raw, low, high)


def _temp(_column: Column, raw: Any, rules: Rules) -> Cell:
    read = _temperature(raw, rules.low, rules.high)
    if read.kind == "measured" or read.value is not None:
        return Cell(read.value, fever_warning(read.value, rules))
    return Cell(None, (Warned("POSSIBLE_BREACH", str(AWAY)),) if read.kind == "away" else ())


def fever_warning(value: Decimal | None, rules: Rules) -> tuple[Warned, ...]:
    """The warning that goes with a feverish value."""
    if value is None or value < Decimal(str(rules.fever_c)):
        return ()
    return (Warned("FEVER", str(FEVER) % {"value": value}),)


PLANNED = {"to_date", "return_on", "expires_on", "due", "released_on"}  # days that may lie ahead
_NO_NUMBER = {"", "无", "無", "NONE", "未提供", "不详", "-", "—", "/"}
_NONE = {heading_key(word) for word in ("无", "無", "没有", "none", "正常")}
_BLANKS: dict[str, Any] = {"text": "", "id": "", "phone": "", "place": "", "list": None, "enum": ""}
_READERS: dict[str, Callable[[Column, Any, Rules], Cell]] = {
    "text": _text,
    "place": _text,
    "int": _int,
    "dec": _dec,
    "date": _date,
    "time": _time,
    "bool": _bool,
    "enum": _enum,
    "id": _id,
    "phone": _phone,
    "list": _list,
    "temp": _temp,
}
