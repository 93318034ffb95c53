"""What one decision changed, kept so that it can be taken back."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from shouwang.ledger.records import Record, record_indexes
from shouwang.quarantine.choices import ActKind
from shouwang.quarantine.models.observations import Observation


class Act(Record):
    """An order or a release: every value that it changed, as it was before, and every row that it made. ``live`` until taken back."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="+")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    kind = models.CharField(max_length=20, choices=ActKind.choices)
    after = models.IntegerField()  # the observation's version when it was done: another one says that something changed since
    before = models.JSONField(default=dict)  # by table: values changed, rows removed, rows made

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("observation_act"), models.Index(fields=["observation", "kind"], name="act_observation")]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "kind", "after")
        personal = ("person", "observation")
        sensitive = ("before",)
