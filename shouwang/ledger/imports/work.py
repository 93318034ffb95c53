"""What the worker does: the step an import waits for, in the name of the post that ordered it."""

from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any
from uuid import UUID

from django.utils import translation

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.choices import State
from shouwang.ledger.imports.committing import commit_file
from shouwang.ledger.imports.receiving import judge_file
from shouwang.ledger.imports.steps import in_whose_name, locked, stop
from shouwang.ledger.imports.undoing import undo_import
from shouwang.ledger.models import ImportFile
from shouwang.lib.refusals import Refused

STEPS: dict[str, Callable[..., Any]] = {
    State.RECEIVED: judge_file, State.JUDGING: judge_file, State.COMMITTING: commit_file, State.UNDOING: undo_import,
}  # fmt: skip


def go_on(import_id: UUID, *, seconds: float = inf) -> bool:
    """Do the steps that wait; true where the time was over before all rows were recorded.

    Safe to call at any time, by any number of processes.
    """
    done, more = "", False
    while (file := _look(import_id)) and file.state in STEPS and file.state != done:
        done = file.state
        with translation.override(file.language or None):
            more = _step(file, seconds)
    return more


def _step(file: ImportFile, seconds: float) -> bool:
    step = STEPS[file.state]
    if file.state == State.COMMITTING:
        step = partial(step, seconds=seconds)
    try:
        return bool(step(file.pk, by=_actor(file)))
    except Refused as refusal:
        with acting_as(system("import", file.area)):
            stop(locked(file.pk), refusal)
        return False


def _actor(file: ImportFile) -> Actor:
    with acting_as(system("import")):
        return in_whose_name(file)


def _look(import_id: UUID) -> ImportFile | None:
    with acting_as(system("import")):
        return ImportFile.objects.defer("content").filter(pk=import_id).first()


def unfinished() -> list[UUID]:
    """Every import that waits for a step, oldest first."""
    with acting_as(system("import")):
        return list(
            ImportFile.objects.filter(state__in=list(STEPS)).order_by("created_at").values_list("pk", flat=True)
        )
