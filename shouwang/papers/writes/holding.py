"""Keeps single papers past their time, because an auditor, a court or somebody concerned needs them; and lets them go their way again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, Verdict, accepted, duplicate, refused
from shouwang.papers import choices
from shouwang.papers.choices import KEEP, SEE, SEEING
from shouwang.papers.models import Paper

MOST_REASON = 300
HELD = ["held_at", "held_by", "held_why", "version"]


@dataclass(frozen=True)
class Hold:
    """A paper to be kept, or not to be kept any more, and why: who asked for it, the file number."""

    paper_id: UUID
    reason: str


@transaction.atomic
def hold(batch: Sequence[Hold], *, by: Actor) -> list[Verdict]:
    """Keep papers whatever their time, until somebody lifts it. Facts: ``number``. Kept already is a duplicate: the first reason stands.

    Refused per row: not_found, reason_missing, let_go (nothing is left to be kept). Raises Refused not_permitted.
    """
    return _each(batch, _hold, "papers.hold", by)


@transaction.atomic
def lift(batch: Sequence[Hold], *, by: Actor) -> list[Verdict]:
    """Keep papers no longer than others; what is over goes with the next night. Facts: ``number``.

    Refused per row: not_found, reason_missing, not_held. Raises Refused not_permitted.
    """
    return _each(batch, _lift, "papers.lift", by)


def _each(batch: Sequence[Hold], act: Callable[[Hold, Paper, Actor], Verdict], action: str, by: Actor) -> list[Verdict]:
    by.check(KEEP)
    keys = {one.paper_id for one in batch}
    rows = {row.pk: row for row in Paper.objects.select_for_update().filter(pk__in=keys).order_by("pk") if by.covers(row.area)}
    verdicts = [_tried(one, rows.get(one.paper_id), act, by) for one in batch]
    done = [rows[one.paper_id] for one, verdict in zip(batch, verdicts, strict=True) if verdict.outcome == ACCEPTED]
    Paper.objects.bulk_update(done, HELD)
    reasons = "; ".join(dict.fromkeys(one.reason for one in batch))[:MOST_REASON]
    record_event(by=by, action=action, area=by.area, count=len(done), reason=reasons, detail={"papers": [row.number for row in done]})
    return verdicts


def _tried(one: Hold, row: Paper | None, act: Callable[[Hold, Paper, Actor], Verdict], by: Actor) -> Verdict:
    try:
        if row is None or not by.can(SEEING.get(row.kind, SEE)):
            raise Refused("not_found", choices.NOT_FOUND)
        if not one.reason.strip():
            raise Refused("reason_missing", choices.HOLD_REASON)
        return act(one, row, by)
    except Refused as refusal:
        return refused(refusal)


def _hold(one: Hold, row: Paper, by: Actor) -> Verdict:
    if row.let_go_on is not None:
        raise Refused("let_go", choices.LET_GO)
    if row.held_at is not None:
        return duplicate(row.pk, "paper_held_already", str(choices.HELD_ALREADY), number=row.number)
    row.held_at, row.held_by, row.held_why = clocks.now(), by.name[:80], one.reason.strip()[:MOST_REASON]
    row.version += 1
    return accepted(row.pk, number=row.number)


def _lift(_one: Hold, row: Paper, _by: Actor) -> Verdict:
    if row.held_at is None:
        raise Refused("not_held", choices.NOT_HELD)
    row.held_at, row.held_by, row.held_why = None, "", ""
    row.version += 1
    return accepted(row.pk, number=row.number)
