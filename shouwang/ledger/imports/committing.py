"""The rows of a judged file become records, chunk by chunk.

Each chunk is one transaction that holds the records and the progress.
"""

from math import inf
from time import monotonic
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import NOTHING_TO_RECORD, RECORDABLE, State
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.imports.importer import check_may_import, find
from shouwang.ledger.imports.judging import asked, pointing
from shouwang.ledger.imports.steps import alone, begin, check_state, context_of, facts_of, locked, order
from shouwang.ledger.models import ImportFile, ImportRow
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import DUPLICATE, REFUSED

CHUNK = 500


@transaction.atomic
def order_commit(import_id: UUID, *, by: Actor) -> ImportFile:
    """Have the waiting rows recorded in the name of ``by``.

    Raises Refused not_found, not_now, nothing_to_record, not_permitted.
    """
    file = locked(import_id)
    check_may_import(find(file.ledger), file.area, by)
    check_state(file, RECORDABLE if file.judged_at else (State.JUDGED,))
    waiting = file.rows.filter(pending=True).count()
    if not waiting:
        raise Refused("nothing_to_record", NOTHING_TO_RECORD)
    order(file, State.COMMITTING, by)
    file.total = waiting
    file.save()
    record_event(
        by=by, action="ledger.order_commit", area=file.area, count=waiting, subject=file.pk, detail=facts_of(file)
    )
    return file


def commit_file(import_id: UUID, *, by: Actor, seconds: float = inf) -> bool:
    """Record the waiting rows. Broken off anywhere, it goes on where it stood. True: the time is over, rows still wait.

    Does nothing while another process is at it. Raises Refused where the post may not do it any more.
    """
    until = monotonic() + seconds
    with alone(import_id) as free:
        if not free or not (file := begin(import_id, (State.COMMITTING,), by)):
            return False
        check_may_import(find(file.ledger), file.area, by)
        while _record_chunk(import_id, by):
            if monotonic() > until:
                return True
        _finish(import_id, by)
        return False


def _record_chunk(import_id: UUID, by: Actor) -> bool:
    """The next rows and the progress, in one transaction; false when none are left."""
    with acting_as(by):
        file = locked(import_id)
        rows = list(file.rows.filter(pending=True).order_by("number")[:CHUNK])
        if rows:
            _record(file, rows, by)
            file.done, file.tries = file.done + len(rows), 0
            file.save(update_fields=["done", "tries"])
    return bool(rows)


def _record(file: ImportFile, rows: list[ImportRow], by: Actor) -> None:
    parsed = [stored.parsed(row) for row in rows]
    verdicts = pointing(
        parsed, asked(find(file.ledger).record, parsed, context_of(file, by)), lambda ids: _rows_of(file, ids)
    )
    for row, read, verdict in zip(rows, parsed, verdicts, strict=True):
        row.pending, row.committed = False, verdict.outcome != REFUSED
        stored.say(row, read, verdict)
    stored.settle(rows)


def _rows_of(file: ImportFile, record_ids: set[UUID]) -> dict[UUID, int]:
    own = file.rows.filter(record_id__in=record_ids, committed=True).exclude(outcome=DUPLICATE)
    return dict(own.values_list("record_id", "row"))


def _finish(import_id: UUID, by: Actor) -> None:
    with acting_as(by):
        file = locked(import_id)
        file.state, file.committed_at, file.counts = State.COMMITTED, clocks.now(), stored.counts(file)
        file.save(update_fields=["state", "committed_at", "counts"])
        record_event(
            by=by, action="ledger.commit_file", area=file.area, count=file.total, subject=file.pk, detail=facts_of(file)
        )
