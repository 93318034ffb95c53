"""A verdict on every row: what the engine found first, then what the feature says, one warning a code."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import InterfaceError, OperationalError, ProgrammingError, transaction

from shouwang.ledger.choices import ROW_FAILED, SAME_ROW
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.imports.importer import Context, Importer, Work
from shouwang.ledger.imports.warnings import one_a_code
from shouwang.lib import rubbish
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, DUPLICATE, REFUSED, WITH_WARNINGS, Verdict

PART = 4000  # rows judged together: few queries, bounded memory
MOST_FAILED = 20  # rows that may fail by themselves before the work as a whole has failed

NOT_OF_A_ROW = (Refused, OperationalError, InterfaceError, ProgrammingError)  # the next row would fare no better
Earlier = Callable[[set[Any]], dict[Any, int]]  # rows of the same file by the ids of their records

log = logging.getLogger(__name__)


def own_verdict(row: ParsedRow) -> Verdict | None:
    """What the engine says of a row on its own; None where the feature has to judge."""
    if row.refusal is not None:
        return Verdict(REFUSED, code=row.refusal.code, reason=str(row.refusal), warnings=one_a_code(row.warnings))
    if row.of_row is not None:
        return Verdict(
            DUPLICATE, code="DUPLICATE_EXACT", reason=str(SAME_ROW) % {"row": row.of_row}, facts={"of_row": row.of_row}
        )
    return None


def parts(importer: Importer, rows: Sequence[ParsedRow]) -> Iterator[list[int]]:
    """The rows to be judged, in parts, by position; rows about the same person or thing stand in the same part."""
    waiting = [at for at, row in enumerate(rows) if own_verdict(row) is None]
    if len(waiting) > PART:
        waiting.sort(key=lambda at: str(importer.about(rows[at])))
    part: list[int] = []
    for at in waiting:
        if len(part) >= PART and importer.about(rows[at]) != importer.about(rows[part[-1]]):
            yield part
            part = []
        part.append(at)
    if part:
        yield part


def asked(work: Work, rows: Sequence[ParsedRow], context: Context) -> list[Verdict]:
    """The feature's verdicts with the engine's warnings. A row that breaks the work is refused by itself (law 7)."""
    found = _Careful(work, context).answers(list(rows))
    return pointing(rows, [merged(row, verdict) for row, verdict in zip(rows, found, strict=True)])


class _Careful:
    """Does the work; where it breaks, with halves of the rows, until the row that breaks it stands alone."""

    def __init__(self, work: Work, context: Context) -> None:
        self.work, self.context, self.failed = work, context, 0

    def answers(self, rows: list[ParsedRow]) -> list[Verdict]:
        try:
            with transaction.atomic():
                return self.work(rows, self.context)
        except NOT_OF_A_ROW:
            raise
        except Exception as failure:
            broken = failure
        return self._halves(rows, broken)

    def _halves(self, rows: list[ParsedRow], failure: Exception) -> list[Verdict]:
        if len(rows) > 1:
            middle = len(rows) // 2
            return self.answers(rows[:middle]) + self.answers(rows[middle:])
        self.failed += 1
        if self.failed > MOST_FAILED:
            raise failure
        log.error("import %s: one row failed with %s", self.context.import_id, type(failure).__name__)
        return [Verdict(REFUSED, code="ROW_FAILED", reason=str(ROW_FAILED))]


def pointing(rows: Sequence[ParsedRow], verdicts: list[Verdict], earlier: Earlier | None = None) -> list[Verdict]:
    """A verdict on a duplicate says which row it repeats, where the record it repeats came from this file."""
    here = {
        verdict.id: row.row
        for row, verdict in zip(rows, verdicts, strict=True)
        if verdict.id and verdict.outcome not in (DUPLICATE, REFUSED)
    }
    asked_for = {
        verdict.of for verdict in verdicts if verdict.outcome == DUPLICATE and verdict.of and verdict.of not in here
    }
    known = here | (earlier(asked_for) if earlier and asked_for else {})
    return [
        replace(verdict, facts=verdict.facts | {"of_row": known[verdict.of]})
        if verdict.outcome == DUPLICATE and verdict.of in known
        else verdict
        for verdict in verdicts
    ]


def merged(row: ParsedRow, verdict: Verdict) -> Verdict:
    """The feature's verdict with the engine's warnings before its own."""
    warnings = one_a_code((*row.warnings, *verdict.warnings))
    outcome = WITH_WARNINGS if verdict.outcome == ACCEPTED and warnings else verdict.outcome
    return replace(verdict, outcome=outcome, warnings=warnings)


@rubbish.not_searched_for()
def judge_all(importer: Importer, rows: Sequence[ParsedRow], context: Context) -> list[Verdict]:
    """A verdict on every row, in order; nothing is written."""
    verdicts = [own_verdict(row) for row in rows]
    for part in parts(importer, rows):
        for at, verdict in zip(part, asked(importer.judge, [rows[at] for at in part], context), strict=True):
            verdicts[at] = verdict
    return [verdict for verdict in verdicts if verdict is not None]
