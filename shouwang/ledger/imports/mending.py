"""A refused row is mended on the spot: read again as if the file had said it so, and judged again."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import ALREADY_RECORDED, MENDABLE, ROW_NOT_FOUND
from shouwang.ledger.exchange.cells import Rules
from shouwang.ledger.exchange.headers import Header
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.rows import ParsedRow, parse
from shouwang.ledger.exchange.writers import show
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.imports.importer import check_may_import, find
from shouwang.ledger.imports.judging import asked, own_verdict
from shouwang.ledger.imports.receiving import limits_for
from shouwang.ledger.imports.steps import check_state, context_of, locked
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.lib import clocks, numbers
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import REFUSED, Verdict


@transaction.atomic
def open_row(import_id: UUID, number: int, *, by: Actor) -> tuple[Ledger, dict[str, str], Verdict]:
    """Everything a row says, in full, to be mended; the look is logged. Raises Refused not_found, not_permitted."""
    file, row = _row(import_id, number, by)
    parsed, verdict = stored.opened(row)
    record_event(by=by, action="ledger.open_row", area=file.area, subject=file.pk, detail={"row": number})
    ledger = find(file.ledger).ledger
    return ledger, {column.name: text_of(column, parsed) for column in columns_of(ledger, parsed)}, verdict


@transaction.atomic
def mend_row(import_id: UUID, number: int, texts: Mapping[str, str], *, by: Actor) -> Verdict:
    """Put other words into a row that is not recorded yet, and judge it again; fields not named stay.

    Raises Refused not_found, not_now, already_recorded, not_permitted.
    """
    file, row = _row(import_id, number, by)
    check_state(file, MENDABLE)
    if row.committed:
        raise Refused("already_recorded", ALREADY_RECORDED)
    importer = find(file.ledger)
    before, _verdict = stored.opened(row)
    read = reread(importer.ledger, before, texts, file)
    verdict = own_verdict(read) or asked(importer.judge, [read], context_of(file, by))[0]
    row.pending = verdict.outcome != REFUSED
    stored.say(row, read, verdict).save()
    file.counts = stored.counts(file)
    file.save(update_fields=["counts"])
    detail = {"row": number, "fields": sorted(texts), "outcome": verdict.outcome}
    record_event(by=by, action="ledger.mend_row", area=file.area, subject=file.pk, detail=detail)
    return verdict


def _row(import_id: UUID, number: int, by: Actor) -> tuple[ImportFile, ImportRow]:
    file = locked(import_id)
    check_may_import(find(file.ledger), file.area, by)
    row = file.rows.filter(number=number).first()
    if row is None:
        raise Refused("not_found", ROW_NOT_FOUND)
    return file, row


def columns_of(ledger: Ledger, parsed: ParsedRow) -> list[Column]:
    """The columns of the ledger that a row has, in the official order."""
    return [column for column in ledger.columns if column.name in parsed.values or column.required]


def text_of(column: Column, parsed: ParsedRow) -> str:
    """A value of the row as somebody would type it into the sheet."""
    value = parsed.values.get(column.name)
    return "" if value in ("", None, []) else str(show(column, value))


def reread(ledger: Ledger, before: ParsedRow, texts: Mapping[str, str], file: ImportFile) -> ParsedRow:
    """The row as the engine reads it with the new texts in place of the old ones."""
    columns = columns_of(ledger, before)
    line = [texts.get(column.name, text_of(column, before)) for column in columns]
    numbered = dict(enumerate(columns))
    header = Header(
        0,
        0,
        {at: column.name for at, column in numbered.items()},
        {at: column.title for at, column in numbered.items()},
        {},
    )
    limits = limits_for(file.area, file.as_of)
    rules = Rules(_sheet_date(file, before.sheet), limits.low, limits.high, limits.fever_c)
    row = next(
        row
        for row in parse(ledger, header, line, (before.sheet, before.row), rules, file.as_of)
        if isinstance(row, ParsedRow)
    )
    return _as_reading(row, before, line, columns, rules) if before.column else row


def _as_reading(row: ParsedRow, before: ParsedRow, line: list[str], columns: list[Column], rules: Rules) -> ParsedRow:
    """A row of a wide sheet stays the reading of its day and half."""
    row.column = before.column
    row.values = {name: value for name, value in before.values.items() if name not in row.values} | row.values
    if row.refusal is None:
        at = next(at for at, column in enumerate(columns) if column.name == "temperature_c")
        row.values["kind"] = numbers.read_temperature(line[at], rules.low, rules.high).kind
    return row


def _sheet_date(file: ImportFile, sheet: str) -> date | None:
    if file.as_of:
        return clocks.local(file.as_of).date()
    return next(
        (
            date.fromisoformat(seen["sheet_date"])
            for seen in file.sheets
            if seen["name"] == sheet and seen["sheet_date"]
        ),
        None,
    )
