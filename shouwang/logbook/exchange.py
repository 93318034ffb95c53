"""The log as a file."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from shouwang.ledger.exchange.writers import SAFE
from shouwang.logbook.reads import Entry
from shouwang.ui import formats


def log_workbook(entries: Sequence[Entry], heading: str) -> bytes:
    """Entries as a spreadsheet, under a line that says what it is for and who took it."""
    memory = io.BytesIO()
    titles = [_("Time"), _("Who"), _("Duty"), _("Unit"), _("Place"), _("What"), _("Action"), _("About"), _("How many"), _("Reason")]
    with xlsxwriter.Workbook(memory, {"constant_memory": True, **SAFE}) as book:
        page = book.add_worksheet(_("Log")[:31])
        page.write_string(0, 0, heading)
        page.set_footer(f"&L{heading.replace('&', '&&')[:200]}&R&P/&N")
        bold = book.add_format({"bold": True, "border": 1})
        for at, title in enumerate(titles):
            page.write_string(2, at, title, bold)
        for number, entry in enumerate(entries, start=3):
            for at, text in enumerate(_line(entry)):
                page.write_string(number, at, text)
        page.set_column(0, len(titles) - 1, 20)
    return memory.getvalue()


def _line(entry: Entry) -> list[str]:
    event = entry.event
    about = entry.person.masked_name if entry.person else event.subject
    words = [formats.moment(event.at), event.actor, entry.role, entry.unit, entry.place, entry.words, event.action, about, event.count, event.reason]
    return [str(word) for word in words]
