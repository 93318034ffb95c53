"""A person's file as an archive: the same content for people (a workbook in their language) and for other systems (JSON)."""

import io
import json
import zipfile
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from shouwang.ledger.exchange.writers import SAFE
from shouwang.people.exchange import words
from shouwang.people.writes.files import PersonFile
from shouwang.ui import formats

SHEET_NAME = 31  # characters that a workbook allows


def person_archive(found: PersonFile, heading: str) -> bytes:
    """A ZIP with ``person.json`` and ``person.xlsx``; ``heading`` names purpose and recipient on every sheet."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", json.dumps(_as_json(found), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("person.xlsx", _workbook(found, heading))
    return memory.getvalue()


def _as_json(found: PersonFile) -> dict[str, Any]:
    return {
        "purpose": found.purpose, "recipient": found.recipient, "exported_by": found.by, "exported_at": found.at, "rows": found.count,
        "person": {"id": found.card.id, "full_name": found.card.full_name, "document": found.document, "phone": found.phone},
        "records": found.rows,
        "story": [{"at": event.at, "about": event.kind, "title": str(event.title), "text": str(event.text), "by": str(event.by)} for event in found.story.events],
        "looks": [{"at": look.at, "role": look.role, "unit": look.unit, "action": look.action, "reason": look.reason} for look in found.looks],
    }  # fmt: skip


def _workbook(found: PersonFile, heading: str) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, **SAFE}) as book:
        story = [[formats.moment(event.at), str(event.title), str(event.text), str(event.by)] for event in found.story.events]
        _sheet(book, _("Story"), heading, [_("Time"), _("What"), _("Details"), _("By whom")], story)
        for label, rows in found.rows.items():
            names = list(dict.fromkeys(name for row in rows for name in row))
            titles = [words.of_column(name) for name in names]
            _sheet(book, words.of_table(label), heading, titles, [[_text(row.get(name)) for name in names] for row in rows])
    return memory.getvalue()


def _sheet(book: Any, name: str, heading: str, titles: list[str], rows: list[list[str]]) -> None:
    page = book.add_worksheet(str(name)[:SHEET_NAME])
    page.set_footer(f"&L{heading.replace('&', '&&')[:200]}&R&P/&N")
    page.write_string(0, 0, heading)
    bold = book.add_format({"bold": True, "border": 1})
    for at, title in enumerate(titles):
        page.write_string(2, at, title, bold)
    for number, row in enumerate(rows, start=3):
        for at, text in enumerate(row):
            page.write_string(number, at, text)
    page.set_column(0, max(len(titles) - 1, 0), 22)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
