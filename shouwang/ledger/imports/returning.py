"""Sheets that go back to whoever sent them. Both hold personal data in full, so each is logged."""

from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import NOT_FOUND
from shouwang.ledger.exchange import writers
from shouwang.ledger.imports import reads
from shouwang.ledger.imports.importer import check_may_import, find
from shouwang.ledger.imports.receiving import content_of
from shouwang.ledger.models import ImportFile
from shouwang.lib.refusals import Refused


@transaction.atomic
def sheet_back(import_id: UUID, *, by: Actor) -> bytes:
    """The file as it came, with the verdict on every row. Raises Refused not_found, not_permitted, FILE_ codes."""
    file = _file(import_id, by)
    table, verdicts = reads.verdicts_table(file)
    _log(file, len(table.rows), "sheet", by)
    return writers.with_verdicts(content_of(file), file.file_name, table, verdicts)


@transaction.atomic
def original(import_id: UUID, *, by: Actor) -> bytes:
    """The file as it was sent. Raises Refused not_found, not_permitted."""
    file = _file(import_id, by)
    _log(file, 1, "original", by)
    return content_of(file)


@transaction.atomic
def refused_rows(import_id: UUID, *, by: Actor) -> bytes:
    """The refused rows with their reasons. Raises Refused not_found, not_permitted."""
    file = _file(import_id, by)
    table, verdicts = reads.refused_table(file)
    _log(file, len(table.rows), "refused", by)
    return writers.only_refused(find(file.ledger).ledger, table, verdicts)


def log_look(import_id: UUID, count: int, *, by: Actor) -> None:
    """Somebody read verdicts with the values in full."""
    _log(_file(import_id, by), count, "verdicts", by)


def _file(import_id: UUID, by: Actor) -> ImportFile:
    file = ImportFile.objects.defer("content").filter(pk=import_id).first()
    if file is None:
        raise Refused("not_found", NOT_FOUND)
    check_may_import(find(file.ledger), file.area, by)
    return file


def _log(file: ImportFile, count: int, what: str, by: Actor) -> None:
    record_event(by=by, action="ledger.export", area=file.area, count=count, subject=file.pk, detail={"what": what})
