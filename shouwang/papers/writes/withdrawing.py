"""Withdraws papers: they stay, but do not verify any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import ACCEPTED, Verdict, accepted, duplicate, refused
from shouwang.papers import choices
from shouwang.papers.choices import ISSUE, PERMISSIONS
from shouwang.papers.models import Paper

MOST_REASON = 300


@dataclass(frozen=True)
class Withdrawal:
    """A paper that shall not count any more, and why."""

    paper_id: UUID
    reason: str


@transaction.atomic
def withdraw(batch: Sequence[Withdrawal], *, by: Actor) -> list[Verdict]:
    """Withdraw papers with a reason. Facts: ``number``. Withdrawn already is a duplicate; elsewhere is not there."""
    keys = sorted({one.paper_id for one in batch})
    rows = {row.pk: row for row in Paper.objects.select_for_update().filter(pk__in=keys).order_by("pk") if by.covers(row.area)}
    now = clocks.now()
    verdicts = [_tried(one, rows.get(one.paper_id), now, by) for one in batch]
    done = [rows[one.paper_id] for one, verdict in zip(batch, verdicts, strict=True) if verdict.outcome == ACCEPTED]
    Paper.objects.bulk_update(done, ["withdrawn_at", "withdrawn_why", "withdrawn_by", "version"]) if done else None
    record_event(by=by, action="papers.withdraw", area=by.area, count=len(done), reason="; ".join(dict.fromkeys(one.reason for one in batch))[:300])
    return verdicts


def _tried(one: Withdrawal, row: Paper | None, now: datetime, by: Actor) -> Verdict:
    try:
        return _withdraw(one, row, now, by)
    except Refused as refusal:
        return refused(refusal)


def _withdraw(one: Withdrawal, row: Paper | None, now: datetime, by: Actor) -> Verdict:
    if row is None:
        raise Refused("not_found", choices.NOT_FOUND)
    by.check(PERMISSIONS.get(row.kind, ISSUE), row.area)
    if not one.reason.strip():
        raise Refused("reason_missing", choices.REASON_MISSING)
    if row.withdrawn_at is not None:
        return duplicate(row.pk, "paper_withdrawn_already", str(choices.WITHDRAWN_ALREADY), number=row.number)
    row.withdrawn_at, row.withdrawn_why, row.withdrawn_by = now, one.reason.strip()[:MOST_REASON], by.name[:80]
    row.version += 1
    return accepted(row.pk, number=row.number)
