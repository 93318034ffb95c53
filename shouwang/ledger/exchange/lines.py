"""Lines that are no data rows: titles and date lines above, totals, footers, notes and blanks below."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from shouwang.ledger.exchange.headers import Header
from shouwang.ledger.exchange.ledgers import heading_key
from shouwang.lib import clocks, dates
from shouwang.lib.refusals import Refused

_DATE = re.compile(r"\d{4}\s*[年./\-]\s*\d{1,2}\s*[月./\-]\s*\d{1,2}\s*日?|(?<!\d)20\d{6}(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[时:]|點|点)\s*(\d{2})?")
_TOTALS = {heading_key(word) for word in ("合计", "小计", "总计", "共计", "合計", "總計", "小計", "总数")}
_FOOTERS = tuple(
    heading_key(word)
    for word in ("填表人", "审核人", "负责人", "填报人", "制表人", "制表", "复核人", "单位负责人", "联系人", "经办人", "填报单位", "填报日期", "填表日期", "签字", "盖章", "注", "备注", "说明")
)
_NOTHING_BELOW = {heading_key(word) for word in ("以下空白", "以下无内容", "无")}


def date_line(texts: list[str]) -> tuple[date, datetime | None] | None:
    """The day (and moment, where a clock stands behind it) that the texts of a line name; none if they name none."""
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        found = _DATE.search(plain)
        day = _day(found[0]) if found else None
        if found and day:
            return day, _moment(day, plain[found.end() :])
    return None


def _day(text: str) -> date | None:
    try:
        return dates.read_date(text.replace(" ", ""), sheet_date=None).day
    except Refused:
        return None


def _moment(day: date, rest: str) -> datetime | None:
    clock = _CLOCK.search(rest)
    if not clock or int(clock[1]) > 23:
        return None
    return clocks.at(day, time(int(clock[1]), int(clock[2] or 0)))


def what_kind(row: list[Any], header: Header) -> str:
    """Why a line below the header is no data row; empty if it is one."""
    filled = {column: cell for column, cell in enumerate(row) if cell not in ("", None) and str(cell).strip()}
    numbers = {column for column, field in header.fields.items() if field == "no"}
    if not filled.keys() - numbers:
        return "blank"
    first = heading_key(next(iter(filled.values())))
    named = [heading_key(cell) for column, cell in filled.items() if header.fields.get(column) in ("full_name", "door")]
    if any(heading_key(cell) in _TOTALS for cell in list(filled.values())[:3]):
        return "total"
    if first.startswith(_FOOTERS) and all(name == first for name in named):
        return "footer"
    if first in _NOTHING_BELOW and len(set(map(str, filled.values()))) == 1:
        return "note"
    merged_note = len(set(map(str, filled.values()))) == 1 and (len(filled) > 3 or not named)
    return "note" if merged_note and isinstance(next(iter(filled.values())), str) else ""
