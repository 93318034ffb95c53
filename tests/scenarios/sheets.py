"""Rows as the official spreadsheet of their ledger: Chinese titles, place names instead of codes."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlsxwriter

from shouwang.ledger.exchange.ledgers import Ledger

Fields = dict[str, Any]
SLOTS = {"am": "上午", "pm": "下午"}
# Fields of the scenario that a ledger knows under another name.
RENAMED: dict[str, dict[str, str]] = {
    "returnee_register": {"at": "recorded_at", "area_text": "address", "text": "remark"},
    "temperature_sheet": {"at": "measured_at", "text": "temperature_c"},
    "resident_summary": {"code": "household_code", "at": "updated_on"},
    "staff_list": {"at": "from_at"},
    "site_list": {"site_kind": "kind", "managing_unit": "unit"},
    "grid_list": {"grid_kind": "kind"},
    "unit_list": {"unit_kind": "kind"},
}


def workbook(ledger: Ledger, rows: list[Fields], words: Callable[[str], tuple[str, str]], made_at: datetime) -> bytes:
    """The file that an office would send; the date line carries the day it was made."""
    lines = [_line(ledger, row, words) for row in rows]
    named = {column.name: column for column in ledger.columns}
    present = [name for name in named if any(line.get(name) not in (None, "") for line in lines)]
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Sheet1")
        page.write_string(0, 0, ledger.title)
        page.write_string(1, 0, f"填报日期：{made_at:%Y年%m月%d日 %H:%M}")
        for at, name in enumerate(present):
            page.write_string(2, at, named[name].title)
        for number, line in enumerate(lines, start=3):
            for at, name in enumerate(present):
                _cell(page, number, at, line.get(name), named[name])
    return memory.getvalue()


def _line(ledger: Ledger, row: Fields, words: Callable[[str], tuple[str, str]]) -> Fields:
    renamed = RENAMED.get(ledger.name, {})
    line = {renamed.get(name, name): value for name, value in row.items()}
    if row.get("area"):
        line["township"], line["village"] = words(row["area"])
    if ledger.name == "resident_summary":
        line.setdefault("full_name", row.get("head_name"))
    return line


def _cell(page: Any, number: int, at: int, value: Any, column: Any) -> None:
    if value in (None, ""):
        return
    if isinstance(value, bool):
        value = "是" if value else "否"
    elif column.type == "enum":
        value = SLOTS.get(value) or next((word for word, code in column.values.items() if code == value), value)
    elif isinstance(value, datetime):
        value = f"{value:%Y-%m-%d %H:%M}"
    elif isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, int | float):
        page.write_number(number, at, value)
    else:
        page.write_string(number, at, "、".join(map(str, value)) if isinstance(value, list) else str(value))
