"""The daily report leaving the house: as JSON, and as the official spreadsheet (DOMAIN 5, ledger 7)."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from shouwang.ledger.figures import NOW, TODAY, TOTAL
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.reports.choices import GROUP_TITLES
from shouwang.reports.models import Signature
from shouwang.reports.reads import Sheet
from shouwang.ui import formats

COLUMNS = (TODAY, TOTAL, NOW)
WIDTHS = (6, 34, 12, 12, 12, 28)


def as_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the API and ``shouwang report daily`` give it; a column that a figure does not have is null."""
    return {
        "area": sheet.subject.area, "code": places.code_of(sheet.subject.area, sheet.day.date) if sheet.subject.area else "",
        "unit": sheet.subject.unit, "date": sheet.day.date.isoformat(), "cutoff": clocks.local(sheet.day.end).isoformat(),
        "state": "frozen" if sheet.frozen else "live", "revision": sheet.revision,
        "frozen_at": clocks.local(sheet.frozen_at).isoformat() if sheet.frozen_at else None,
        "items": [
            {"item": item.name, "title": str(item.figure.title), "group": item.figure.group}
            | {column: item.values.get(column) for column in COLUMNS} | {"later": item.later}
            for item in sheet.items
        ],
    }


def title_of(sheet: Sheet) -> str:
    """The reporting unit as the head of the sheet names it."""
    if sheet.subject.unit:
        unit = places.unit(sheet.subject.unit)
        return unit.name if unit else sheet.subject.unit
    return places.full_name(sheet.subject.area)


def as_workbook(sheet: Sheet, words: list[Signature]) -> bytes:
    """The official layout: title, unit and date line, head, one row an item, signatures at the foot; set up for printing."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(_("Daily report"))
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        _write_head(book, page, sheet)
        _write_items(book, page, sheet)
        _write_foot(page, words, 4 + len(sheet.items))
    return memory.getvalue()


def _write_head(book: Any, page: Any, sheet: Sheet) -> None:
    page.merge_range(0, 0, 0, 5, _("Daily report of epidemic prevention and control"), book.add_format({"bold": True, "font_size": 16, "align": "center"}))
    facts = {"unit": title_of(sheet), "date": sheet.day.date.isoformat(), "cutoff": f"{clocks.local(sheet.day.end):%H:%M}"}
    page.merge_range(1, 0, 1, 5, _("Reporting unit: %(unit)s   Date: %(date)s   As of: %(cutoff)s") % facts, book.add_format({}))
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#E8F1F2"})
    page.write_row(2, 0, [_("No."), _("Item"), _("New today"), _("Cumulative"), _("Now"), _("Remark")], head)


def _write_items(book: Any, page: Any, sheet: Sheet) -> None:
    cell = book.add_format({"border": 1})
    for number, item in enumerate(sheet.items, start=1):
        values = ["" if item.values.get(column) is None else _number(item.values[column]) for column in COLUMNS]
        later = "; ".join(f"{old} → {new}" for old, new in item.later.values())
        remark = _("after signature: %(change)s") % {"change": later} if later else ""
        page.write_row(2 + number, 0, [number, str(item.figure.title), *values, remark], cell)


def _number(value: Any) -> Any:
    return value if isinstance(value, str | int) else float(value)


def _write_foot(page: Any, words: list[Signature], row: int) -> None:
    zero = any(word.zero for word in words)
    page.write(row, 0, (_("Zero report: yes") if zero else _("Zero report: no")))
    for number, word in enumerate(words, start=1):
        at = f"{clocks.local(word.happened_at):%Y-%m-%d %H:%M}"
        page.write(row + number, 0, f"{word.get_level_display()}: {word.signer}  {word.get_act_display()}  {at}  {word.remark}")


def as_paper(sheet: Sheet, words: list[Signature]) -> dict[str, Any]:
    """The sheet as facts of a paper to be signed by hand, in the reader's language."""
    state = _("frozen, revision %(number)s") % {"number": sheet.revision} if sheet.frozen else _("not frozen yet")
    last = words[-1] if words else None
    return {
        "reporting_unit": title_of(sheet), "day": formats.day(sheet.day.date), "cutoff": formats.clock(sheet.day.end), "rows": _on_paper(sheet),
        "zero": _("yes") if any(word.zero for word in words) else _("no"), "state": state, "prepared_by": words[0].signer if words else "",
        "approved_by": last.signer if last and last is not words[0] else "", "sent_at": formats.moment(last.happened_at) if last else "",
    }  # fmt: skip


def _on_paper(sheet: Sheet) -> list[dict[str, str]]:
    """A line for each group, then its items, numbered through."""
    lines, group = list[dict[str, str]](), ""
    for number, item in enumerate(sheet.items, start=1):
        if item.figure.group != group:
            group = item.figure.group
            lines.append({"group": str(GROUP_TITLES.get(group, group)), "no": "", "item": "", "today": "", "total": "", "now": "", "remark": ""})
        values = {column: "" if item.values.get(column) is None else formats.number(_number(item.values[column])) for column in COLUMNS}
        later = "; ".join(f"{old} → {new}" for old, new in item.later.values())
        remark = _("after signature: %(change)s") % {"change": later} if later else ""
        lines.append({"group": "", "no": str(number), "item": str(item.figure.title), "remark": remark, **values})
    return lines
