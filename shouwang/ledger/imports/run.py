"""One file, from beginning to end, at once: for the command line and for tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.exchange import report
from shouwang.ledger.exchange.reading import Table
from shouwang.ledger.exchange.workbooks import MOST_BYTES
from shouwang.ledger.imports import reads
from shouwang.ledger.imports.committing import commit_file
from shouwang.ledger.imports.headings import taught
from shouwang.ledger.imports.importer import Context, Importer, check_may_import, find
from shouwang.ledger.imports.judging import judge_all
from shouwang.ledger.imports.receiving import keep_table, moment_of, read_table, receive_file
from shouwang.ledger.imports.steps import alone
from shouwang.lib.ids import uuid7


@dataclass(frozen=True)
class Report:
    """What became of a file: the head (counts, sheets, ignored), and the verdicts one by one."""

    head: dict[str, Any]
    verdicts: Iterator[dict[str, Any]]
    import_id: UUID | None = None

    def whole(self) -> dict[str, Any]:
        """Everything in one dict."""
        return self.head | {"verdicts": list(self.verdicts)}


def run_import(
    ledger: str, path: Path, area: str, *, by: Actor, as_of: datetime | None = None, dry_run: bool = False
) -> dict[str, Any]:
    """Read, judge and (unless ``dry_run``) record a file.

    Raises Refused where it cannot be read or may not be imported.
    """
    return report_of(ledger, path, area, by=by, as_of=as_of, dry_run=dry_run).whole()


def report_of(
    ledger: str, path: Path, area: str, *, by: Actor, as_of: datetime | None = None, dry_run: bool = False
) -> Report:
    """The same as ``run_import``, with the verdicts one by one: those of a large file are never in memory together."""
    importer = find(ledger)
    check_may_import(importer, area, by)
    content = first_bytes(path)
    with acting_as(by):
        table = read_table(importer, content, path.name, area, as_of, taught(ledger, by))
    if dry_run or not table.found:
        return _judged(importer, table, Context(by, area, as_of or moment_of(table)))
    return _recorded(importer, table, content, path.name, area, as_of, by)


def first_bytes(path: Path) -> bytes:
    """A file as far as it may be read, and one byte more where it goes on: such a file is refused as too large."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _judged(importer: Importer, table: Table, context: Context) -> Report:
    """The verdicts; whatever judging may have written is taken back."""
    with acting_as(context.by), transaction.atomic():
        verdicts = judge_all(importer, table.rows, context)
        transaction.set_rollback(True)
    lines = (report.line(row, verdict) for row, verdict in zip(table.rows, verdicts, strict=True))
    return Report(report.head(table, report.counts(table, verdicts)), lines)


def _recorded(
    importer: Importer, table: Table, content: bytes, filename: str, area: str, as_of: datetime | None, by: Actor
) -> Report:
    """Stored, recorded, and reported from what is stored. Broken off, the worker goes on with it."""
    import_id = uuid7()
    with alone(import_id):
        with acting_as(by):
            receive_file(
                ledger=importer.name,
                filename=filename,
                content=content,
                area=area,
                by=by,
                as_of=as_of,
                at_once=True,
                id=import_id,
            )
        keep_table(import_id, importer, table, by=by)
        commit_file(import_id, by=by)
    with acting_as(by):
        head = reads.head(import_id)
    return Report(head, reads.lines(import_id, by), import_id)
