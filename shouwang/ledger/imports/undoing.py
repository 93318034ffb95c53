"""A whole import is taken back: every record it made, at one go."""

from itertools import batched
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import CANNOT_UNDO, CHANGES_NOT_KEPT, RECORDABLE, State
from shouwang.ledger.imports.importer import Importer, Undo, check_may_import, find
from shouwang.ledger.imports.steps import alone, begin, check_state, context_of, facts_of, locked, order
from shouwang.ledger.models import ImportChange, ImportFile
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import DUPLICATE

PART = 5000


@transaction.atomic
def order_undo(import_id: UUID, *, by: Actor, reason: str = "") -> ImportFile:
    """Have everything this file recorded taken back, in the name of ``by``.

    A file of which nothing is recorded is put aside. Raises Refused not_found, not_now, cannot_undo, not_permitted.
    """
    file = locked(import_id)
    importer = find(file.ledger)
    check_may_import(importer, file.area, by)
    check_state(file, RECORDABLE)
    recorded = file.rows.filter(committed=True).count()
    if recorded:
        check_can_undo(file, importer)
    order(file, State.UNDOING, by)
    file.total = recorded
    file.save()
    record_event(
        by=by,
        action="ledger.order_undo",
        area=file.area,
        count=recorded,
        subject=file.pk,
        reason=reason,
        detail=facts_of(file),
    )
    return file


def undo_import(import_id: UUID, *, by: Actor) -> None:
    """Take back what the file recorded; all of it or, after a break, nothing, and then again from the start."""
    with alone(import_id) as free:
        if not free or not begin(import_id, (State.UNDOING,), by):
            return
        with acting_as(by):
            file = locked(import_id)
            importer = find(file.ledger)
            check_may_import(importer, file.area, by)
            made = made_by(file)
            for part in batched(made, PART) if made else [()]:  # lists of places have no records of their own
                check_can_undo(file, importer)(list(part), context_of(file, by))
            file.rows.update(pending=False, committed=False)
            file.state, file.undone_at, file.done = State.UNDONE, clocks.now(), file.total
            file.save(update_fields=["state", "undone_at", "done"])
            record_event(
                by=by,
                action="ledger.undo_import",
                area=file.area,
                count=len(made) or file.total,
                subject=file.pk,
                detail=facts_of(file),
            )


def made_by(file: ImportFile) -> list[UUID]:
    """The records the file brought, newest first; what was known before is not its own."""
    own = file.rows.filter(committed=True, record_id__isnull=False).exclude(outcome=DUPLICATE)
    return list(dict.fromkeys(own.order_by("-number").values_list("record_id", flat=True)))


def check_can_undo(file: ImportFile, importer: Importer) -> Undo:
    """What takes the file back. Raises Refused cannot_undo where nothing can, or it was recorded before changes of lists were noted."""
    if importer.undo is None:
        raise Refused("cannot_undo", CANNOT_UNDO, title=importer.title)
    if importer.noted and not ImportChange.objects.filter(import_id=file.pk).exists() and _changed_something(file):
        raise Refused("cannot_undo", CHANGES_NOT_KEPT)
    return importer.undo


def _changed_something(file: ImportFile) -> bool:
    return file.rows.filter(committed=True).exclude(outcome=DUPLICATE).exists()


def why_not_undone(file: ImportFile) -> str:
    """Why what the file recorded cannot be taken back, in a sentence; empty where it can."""
    try:
        check_can_undo(file, find(file.ledger))
    except Refused as refusal:
        return str(refusal)
    return ""
