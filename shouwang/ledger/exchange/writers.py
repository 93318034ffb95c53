"""Spreadsheets out: a ledger in its official layout, and a file that came in with the verdict on every row.

Texts are written as texts: an identity number keeps its digits, and nothing that begins with = is ever a formula.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.reading import Table
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.exchange.workbooks import read_workbook
from shouwang.lib import clocks
from shouwang.lib.phones import national
from shouwang.lib.verdicts import REFUSED, Verdict

PAPER_A4 = 9
WIDTHS = {"text": 16, "place": 24, "id": 21, "phone": 14, "date": 12, "time": 18, "int": 7, "bool": 7, "temp": 7}
SAFE = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
GRAVITY = ("accepted", "corrected", "duplicate", "accepted_with_warnings", "refused")
MARKS = {
    "accepted": "#E3F2E6",
    "accepted_with_warnings": "#FFF3D6",
    "refused": "#FBE0DF",
    "duplicate": "#E6E9EE",
    "corrected": "#E3F2E6",
}


@dataclass(frozen=True)
class Frame:
    """What stands around the rows of an official sheet."""

    unit: str = ""
    day: date | None = None
    prepared_by: str = ""
    purpose: str = ""  # what an export with full numbers is for; printed on every page


def official(
    ledger: Ledger, rows: Iterable[Mapping[str, Any]], frame: Frame, *, totals: Mapping[str, Any] | None = None
) -> bytes:
    """The ledger with its official titles in the official order, between title line and footer."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"constant_memory": True, **SAFE}) as book:
        page = book.add_worksheet(ledger.title[:31])
        _set_up(page, ledger, frame)
        _head(book, page, ledger, frame)
        number = 2
        cell = book.add_format({"border": 1, "valign": "vcenter"})
        for number, row in enumerate(rows, start=3):
            for at, column in enumerate(ledger.columns):
                _write(page, number, at, show(column, row.get(column.name), number - 2), cell)
        _foot(book, page, ledger, number + 1, totals or {}, number - 2)
    return memory.getvalue()


def _set_up(page: Any, ledger: Ledger, frame: Frame) -> None:
    page.set_landscape()
    page.set_paper(PAPER_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.freeze_panes(3, 0)
    page.set_footer(f"&L{frame.purpose}&R&P / &N")
    for at, column in enumerate(ledger.columns):
        page.set_column(at, at, WIDTHS.get(column.type, 12))


def _head(book: Any, page: Any, ledger: Ledger, frame: Frame) -> None:
    page.write_string(0, 0, ledger.title, book.add_format({"bold": True, "font_size": 16}))
    page.write_string(1, 0, f"填报单位：{frame.unit}    填报日期：{frame.day or clocks.today()}")
    title = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E8F1F2"}
    )
    for at, column in enumerate(ledger.columns):
        page.write_string(2, at, column.title, title)


def _foot(book: Any, page: Any, ledger: Ledger, row: int, totals: Mapping[str, Any], count: int) -> None:
    bold = book.add_format({"bold": True, "border": 1})
    page.write_string(row, 0, "合计", bold)
    if len(ledger.columns) > 1:
        page.write_string(row, 1, f"{count}", bold)
    for at, column in enumerate(ledger.columns):
        if column.name in totals:
            _write(page, row, at, totals[column.name], bold)
    page.write_string(row + 1, 0, "填表人：            审核人：            负责人：")


def show(column: Column, value: Any, number: int = 0) -> Any:
    """A value as the official sheet shows it: official words, phones without prefix, days in ISO form."""
    if column.name == "no" and value in ("", None):
        return number
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.type == "enum":
        return next((word for word, code in column.values.items() if code == value), value)
    if column.type == "phone" and isinstance(value, str):
        return national(value)
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{clocks.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return float(value)
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else value


def _write(page: Any, row: int, at: int, value: Any, style: Any) -> None:
    if value in ("", None):
        page.write_blank(row, at, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, at, value, style)
    else:
        page.write_string(row, at, str(value), style)


# ---- the same sheet back


def with_verdicts(content: bytes, filename: str, table: Table, verdicts: Sequence[Verdict]) -> bytes:
    """The file as it came, every cell in its place, with what became of each row in two columns behind the last one."""
    said = _by_line(table.rows, verdicts)
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"constant_memory": True, **SAFE}) as book:
        styles = {
            outcome: book.add_format({"bg_color": colour, "text_wrap": False}) for outcome, colour in MARKS.items()
        }
        for sheet in read_workbook(content, filename):
            page = book.add_worksheet(_sheet_name(sheet.name, book))
            behind = max((len(row) for row in sheet.rows), default=0)
            headers = {line for seen in table.sheets if seen.name == sheet.name for line in seen.header_rows[:1]}
            for number, row in enumerate(sheet.rows):
                for at, value in enumerate(row):
                    _write(page, number, at, _plain(value), None)
                if number + 1 in headers:
                    page.write_string(number, behind, _("Verdict"))
                    page.write_string(number, behind + 1, _("Reason"))
                _say(page, number, behind, said.get((sheet.name, number + 1), []), styles)
    return memory.getvalue()


def _sheet_name(name: str, book: Any) -> str:
    clean = "".join(character for character in name if character not in "[]:*?/\\")[:28] or "Sheet"
    taken = {page.get_name().casefold() for page in book.worksheets()}
    return clean if clean.casefold() not in taken else f"{clean}{len(taken) + 1}"


def _by_line(
    rows: Sequence[ParsedRow], verdicts: Sequence[Verdict]
) -> dict[tuple[str, int], list[tuple[str, Verdict]]]:
    found: dict[tuple[str, int], list[tuple[str, Verdict]]] = {}
    for row, verdict in zip(rows, verdicts, strict=True):
        found.setdefault((row.sheet, row.row), []).append((row.column, verdict))
    return found


def _say(page: Any, row: int, at: int, said: list[tuple[str, Verdict]], styles: dict[str, Any]) -> None:
    if not said:
        return
    worst = max((verdict.outcome for _column, verdict in said), key=GRAVITY.index)
    page.write_string(row, at, outcome_words()[worst], styles[worst])
    page.write_string(
        row, at + 1, "；".join(words for column, verdict in said if (words := sentence(column, verdict))), styles[worst]
    )


def sentence(column: str, verdict: Verdict) -> str:
    """What is to be said about a row: the reason, then the warnings; the heading of a wide reading before it."""
    said = [str(verdict.reason), *(str(warned.sentence) for warned in verdict.warnings)]
    words = "；".join(part for part in said if part)
    return f"{column}：{words}" if column and words else words


def outcome_words() -> dict[str, str]:
    """Outcomes in the reader's language."""
    return {
        "accepted": _("accepted"),
        "accepted_with_warnings": _("accepted with warnings"),
        "refused": _("refused"),
        "duplicate": _("known already"),
        "corrected": _("corrected"),
    }


def only_refused(ledger: Ledger, table: Table, verdicts: Sequence[Verdict]) -> bytes:
    """The refused rows alone, under the official titles, with the reason behind: to be mended there and sent again."""
    refused = [(row, verdict) for row, verdict in zip(table.rows, verdicts, strict=True) if verdict.outcome == REFUSED]
    columns = [column for column in ledger.columns if any(column.name in row.values for row, _verdict in refused)]
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"constant_memory": True, **SAFE}) as book:
        page = book.add_worksheet(ledger.title[:31])
        bold = book.add_format({"bold": True})
        for at, title in enumerate([*(column.title for column in columns), _("Reason"), _("Row in the file sent")]):
            page.write_string(0, at, title, bold)
        for number, (row, verdict) in enumerate(refused, start=1):
            shown = [show(column, row.values.get(column.name)) for column in columns]
            for at, value in enumerate([*shown, sentence(row.column, verdict), row.row]):
                _write(page, number, at, value, None)
    return memory.getvalue()
