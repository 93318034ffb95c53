"""For ledgers that are plain lists: a row's texts, rows that cannot be placed, a rehearsal that changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.imports.importer import Context, Work
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, WITH_WARNINGS, Verdict, Warned, refused


def text_of(row: ParsedRow, name: str) -> str:
    """A cell's text; empty where there is none."""
    return str(row.values.get(name) or "").strip()


def rehearsed(record: Work) -> Work:
    """The same work, done and taken back: what it would answer. Changes nothing."""

    def judge(rows: list[ParsedRow], context: Context) -> list[Verdict]:
        with transaction.atomic():
            verdicts = record(rows, context)
            transaction.set_rollback(True)
        return verdicts

    return judge


def answered(
    batch: Sequence[Any], warned: Sequence[tuple[Warned, ...]], write: Callable[[list[Any]], list[Verdict]]
) -> list[Verdict]:
    """The verdicts of a batch in which a Refused stands for a row that could not be put into words for the write."""
    answers = iter(write([new for new in batch if not isinstance(new, Refused)]))
    verdicts = [refused(new) if isinstance(new, Refused) else next(answers) for new in batch]
    return [_with(verdict, warnings) for verdict, warnings in zip(verdicts, warned, strict=True)]


def _with(verdict: Verdict, warnings: tuple[Warned, ...]) -> Verdict:
    if not warnings or not verdict.taken:
        return verdict
    outcome = WITH_WARNINGS if verdict.outcome == ACCEPTED else verdict.outcome
    return replace(verdict, outcome=outcome, warnings=(*verdict.warnings, *warnings))
