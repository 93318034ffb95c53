"""A person reports the own temperature and symptoms; marked as self-reported, confirmed by the team as the pack says."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as quarantine_writes
from shouwang.residents import choices
from shouwang.residents.writes.requests import id_of


@dataclass(frozen=True, slots=True)
class OwnReading:
    """What a thermometer at home showed. ``key`` is the form's own: sent twice, it is one reading."""

    person_id: UUID
    written: str
    symptoms: list[str] = field(default_factory=list)
    key: UUID = field(default_factory=uuid7)

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "OwnReading(…)"


@transaction.atomic
def report_reading(row: OwnReading, *, by: Actor) -> Verdict:
    """One reading for the check that is due now. Raises Refused no_reading where no measure is in force."""
    standing = quarantine.of_person(row.person_id, by=by)
    if not standing or standing[0].observation.ended_at is not None or standing[0].observation.started_at is None:
        raise Refused("no_reading", choices.NO_READING)
    reading = quarantine_writes.NewReading(
        id=id_of(row), observation_id=standing[0].observation.pk, written=row.written, symptoms=row.symptoms, self_reported=True,
        observer=by.name,
    )  # fmt: skip
    verdict = quarantine_writes.record_readings([reading], by=by)[0]
    record_event(by=by, action="residents.report_reading", area=by.area, count=int(verdict.taken), subject=row.person_id)
    return verdict
