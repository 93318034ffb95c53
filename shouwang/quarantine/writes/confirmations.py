"""What the team makes of the checks that people report themselves: confirmed, or measured otherwise."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, duplicate, refused
from shouwang.quarantine import choices
from shouwang.quarantine.models import Reading
from shouwang.quarantine.reads.hosts import hosting
from shouwang.quarantine.rules.readings import check_confirmable
from shouwang.quarantine.writes.readings import take_readings
from shouwang.quarantine.writes.rows import ConfirmedReading, NewReading
from shouwang.quarantine.writes.work import Work, lock, log


@transaction.atomic
def confirm_readings(batch: Sequence[ConfirmedReading], *, by: Actor) -> list[Verdict]:
    """Say of self-reported checks that they are right, or what the team measured instead.

    What was reported stays on record and is superseded by a reading that counts: the same value at the same time when the team
    ``agrees``, else the team's own. Refused: report_unknown, report_counts, report_never_counts, and what ``record_readings`` refuses.
    """
    by.check(Permission.RECORD_READINGS)
    work = Work(by)
    with hosting(by):
        answers = _confirm(work, batch)
    log(work, "confirm_readings", answers)
    return answers


def _confirm(work: Work, batch: Sequence[ConfirmedReading]) -> list[Verdict]:
    reports = _reports([row.reading_id for row in batch])
    rows: dict[UUID, NewReading] = {}
    verdicts = [_taken(row, reports.get(row.reading_id), rows) for row in batch]
    written = dict(zip(rows, take_readings(work, list(rows.values()), confirmed=_agreed(batch)), strict=True))
    return [verdict or written[row.reading_id] for row, verdict in zip(batch, verdicts, strict=True)]


def _reports(keys: Sequence[UUID]) -> dict[UUID, Reading]:
    """The self-reported checks of these ids in the post's area and of its guests, as they are while nobody else can settle them."""
    found = Reading.objects.filter(pk__in=keys, self_reported=True)
    lock(found.values_list("observation_id", flat=True))
    return {one.pk: one for one in found.all()}


def _agreed(batch: Sequence[ConfirmedReading]) -> set[UUID]:
    return {row.id for row in batch if row.agrees}


def _taken(row: ConfirmedReading, report: Reading | None, rows: dict[UUID, NewReading]) -> Verdict | None:
    """The verdict on a row that is not written; none where it is added to ``rows``."""
    if report is None:
        return refused(Refused("report_unknown", choices.REPORT_UNKNOWN))
    if not report.live or row.reading_id in rows:
        return duplicate(report.pk, "report_settled", str(choices.REPORT_SETTLED))
    try:
        rows[row.reading_id] = _repeated(row, report) if row.agrees else _own(row, report)
    except Refused as refusal:
        return refused(refusal)
    return None


def _repeated(row: ConfirmedReading, report: Reading) -> NewReading:
    """What was reported, word for word, as the team's."""
    check_confirmable(report.counting)
    return NewReading(
        id=row.id, observation_id=report.observation_id, written=report.temperature_c, kind="" if report.temperature_c else report.kind,
        symptoms=report.symptoms, slot_date=report.slot_date, slot=report.slot, happened_at=report.happened_at if report.exact_time else None,
        observer=row.observer, self_reported=True, late_reason=report.late_reason, note=report.note, supersedes=report.pk,
        why=str(choices.CONFIRMED_BY_TEAM), device=row.device,
    )  # fmt: skip


def _own(row: ConfirmedReading, report: Reading) -> NewReading:
    """What the team found itself in the same slot."""
    return NewReading(
        id=row.id, observation_id=report.observation_id, written=row.written, kind=row.kind, symptoms=row.symptoms,
        slot_date=report.slot_date, slot=report.slot, happened_at=row.happened_at, observer=row.observer, late_reason=row.late_reason,
        supersedes=report.pk, why=str(choices.MEASURED_BY_TEAM), device=row.device,
    )  # fmt: skip
