"""Fevers, wherever they were measured: each person counts once a day."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.ledger import tallies
from shouwang.lib.verdicts import Verdict, accepted, duplicate
from shouwang.quarantine.models import FeverSign, Observation
from shouwang.quarantine.writes.rows import NewFever
from shouwang.quarantine.writes.work import Work, log


@transaction.atomic
def record_fevers(batch: Sequence[NewFever], *, by: Actor) -> list[Verdict]:
    """Count fevers that another feature measured. The caller has compared the value with the pack's threshold."""
    work = Work(by)
    known = dict(FeverSign.objects.filter(source_id__in=_sources(batch), live=True).values_list("source_id", "pk"))
    verdicts = [_record(work, known, row) for row in batch]
    work.flush()
    log(work, "record_fevers", verdicts)
    return verdicts


def _sources(batch: Sequence[NewFever]) -> list[UUID]:
    return [row.source_id for row in batch if row.source_id]


def _record(work: Work, known: dict[UUID | None, UUID], row: NewFever) -> Verdict:
    if row.source_id in known:
        return duplicate(known[row.source_id])
    sign = work.add(
        FeverSign(
            **work.record(row.area, row.unit, row.happened_at, row.reported_by), person_id=row.person_id,
            temperature_c=row.temperature_c, source=row.source, source_id=row.source_id,
        )
    )  # fmt: skip
    if row.source_id:
        known[row.source_id] = sign.pk
    return accepted(sign.pk)


@transaction.atomic
def withdraw_fevers(source_ids: Sequence[UUID], *, by: Actor) -> list[Verdict]:
    """Stop counting the fevers of records that were taken back."""
    forget_fevers(source_ids)
    verdicts = [accepted(key) for key in source_ids]
    log(Work(by), "withdraw_fevers", verdicts)
    return verdicts


def forget_fevers(source_ids: Sequence[UUID]) -> None:
    """The same inside another use case."""
    tallies.withdraw(FeverSign, FeverSign.objects.filter(source_id__in=list(source_ids), live=True).values_list("pk", flat=True))


def add_fever(
    work: Work, observation: Observation, temperature_c: Decimal, at: datetime, source: str, source_id: UUID | None = None
) -> FeverSign:
    """A fever of somebody under observation."""
    return work.add(
        FeverSign(
            **work.record_about(observation, at), person_id=observation.person_id, temperature_c=temperature_c, source=source,
            source_id=source_id,
        )
    )  # fmt: skip
