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
_DATED = re.compile(rf"(?:日期|时间|時間|截至|截止)\D{{0,6}}({_DATE.pattern})")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[时:]|點|点)\s*(\d{2})?")
_TOTALS = {heading_key(word) for word in ("合计", "小计", "总计", "共计", "合計", "總計", "小計", "总数")}
_FOOTERS = tuple(
    heading_key(word)
    for word in (
        "填表人",
        "审核人",
        "负责人",
        "填报人",
        "制表人",
        "制表",
        "复核人",
        "单位负责人",
        "联系人",
        "经办人",
        "填报单位",
        "填报日期",
        "填表日期",
        "签字",
        "盖章",
        "注",
        "备注",
        "说明",
    )
)
_TOTAL_STARTS = {"合", "小", "总", "總", "共", "本"}
_FOOTER_STARTS = {word[0] for word in _FOOTERS} | set("審負單聯經簽蓋註備說")
_COUNTED = re.compile(r"^本页|\d+[人户名条个]?$")
LONGEST_TOTAL = 12
MERGED_NOTE = 3
Blank = ("", None)
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


def date_at_foot(rows: list[list[Any]], header: Header) -> date | None:
    """The date that lines below a table give as their own (填表日期, 截至 …); dates of data rows do not count."""
    for row in rows:
        if what_kind(row, header) in ("footer", "note"):
            text = " ".join(dict.fromkeys(str(cell) for cell in row if cell not in Blank))
            found = _DATED.search(unicodedata.normalize("NFKC", text))
            if found and (day := _day(found[1])):
                return day
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
    """Why a line below the header is no data row; empty if it is one. Quick for the many lines that are."""
    filled = [(column, cell) for column, cell in enumerate(row) if cell not in Blank]
    if not filled or (len(filled) == 1 and header.fields.get(filled[0][0]) == "no" and not _is_words(filled[0][1])):
        return "blank"
    if any(_is_total(cell) for _column, cell in filled[:3]):
        return "total"
    first = filled[0][1]
    if isinstance(first, str) and first.strip()[:1] in _FOOTER_STARTS and _is_footer(first, filled, header):
        return "footer"
    return "note" if _is_note(filled, header) else ""


def _is_words(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip().isdigit()


def _is_total(cell: Any) -> bool:
    return (
        isinstance(cell, str)
        and len(cell) < LONGEST_TOTAL
        and cell.strip()[:1] in _TOTAL_STARTS
        and _COUNTED.sub("", heading_key(cell)) in _TOTALS
    )


def _is_footer(first: str, filled: list[tuple[int, Any]], header: Header) -> bool:
    key = heading_key(first)
    named = [heading_key(cell) for column, cell in filled if header.fields.get(column) in ("full_name", "door")]
    return key.startswith(_FOOTERS) and all(name == key for name in named)


def _is_note(filled: list[tuple[int, Any]], header: Header) -> bool:
    """One text over the whole line (merged), or one text outside the column of names."""
    first = filled[0][1]
    if not isinstance(first, str) or any(cell != first for _column, cell in filled[1:]):
        return False
    if heading_key(first) in _NOTHING_BELOW:
        return True
    return len(filled) > MERGED_NOTE or all(
        header.fields.get(column) not in ("full_name", "door") for column, _cell in filled
    )
