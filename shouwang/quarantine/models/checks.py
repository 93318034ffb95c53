"""When checks are due, the checks that were made, and those that somebody has to look at."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouwang.accounts.scope import guests_by
from shouwang.ledger.orders import Order
from shouwang.ledger.records import Record, record_indexes
from shouwang.quarantine.choices import Counting, FlagState, LateReason, Pattern, ReadingKind
from shouwang.quarantine.models.observations import Observation


class SlotTime(models.Model):
    """The calendar of a plan of checks (``am 07:00-11:00, pm 14:00-18:00``): when each slot of each day opens and closes."""

    plan = models.CharField(max_length=200, db_collation="C")
    slot_date = models.DateField()
    slot = models.CharField(max_length=20, db_collation="C")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "slot_date", "slot"], name="slot_time_once")]
        indexes = [models.Index(fields=["closes_at"], name="slot_time_closes")]

    class Scope:
        public = "a calendar; holds no area and no person"

    class Privacy:
        public = ("id", "plan", "slot_date", "slot", "opens_at", "closes_at")


class Watch(Order):
    """A span of time in which checks by a plan are due for a person. It goes on over a change of measure or place."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="watches")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    plan = models.CharField(max_length=200, db_collation="C")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation"], condition=Q(to_at__isnull=True), name="watch_one_open"),
            models.CheckConstraint(condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="watch_period"),
        ]
        indexes = [
            models.Index(fields=["area"], condition=Q(to_at__isnull=True), name="watch_open"),
            models.Index(fields=["to_at"], name="watch_to"),
        ]

    class Scope(Order.Scope):
        shown = guests_by("observation_id")

    class Privacy:
        public = (*Order.ORDER_FIELDS, "plan")
        personal = ("person", "observation")
        sensitive = ("from_at", "to_at")


class DueSlot(models.Model):
    """One check that was, is or will be due: a view over watches and the calendar (``sql/due_slots.sql``), never stored (law 5)."""

    id = models.TextField(primary_key=True)
    observation = models.ForeignKey(Observation, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    person_id: UUID
    area = models.CharField(max_length=21, db_collation="C")
    unit = models.CharField(max_length=40, db_collation="C")
    reported_by = models.CharField(max_length=40, db_collation="C")
    slot_date = models.DateField()
    slot = models.CharField(max_length=20)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    done: bool  # where reads.checks.with_done says so

    class Meta:
        managed = False
        db_table = "quarantine_dueslot"

    class Scope:
        public = "a view that runs with the reader's own rights: the tables below it are scoped"

    class Privacy:
        public = ("id", "area", "unit", "reported_by", "slot_date", "slot", "opens_at", "closes_at")
        personal = ("person", "observation")


class Reading(Record):
    """One check of one person for one slot. Measuring again is another reading of the same slot; the slot is done once."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, db_index=False, related_name="readings")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    slot_date = models.DateField()
    slot = models.CharField(max_length=20, db_collation="C")
    kind = models.CharField(max_length=20, choices=ReadingKind.choices)
    temperature_c = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    symptoms = ArrayField(models.CharField(max_length=40), default=list)
    observer = models.CharField(max_length=60, blank=True, default="")
    self_reported = models.BooleanField(default=False)
    counting = models.CharField(max_length=20, choices=Counting.choices, default=Counting.COUNTS)
    exact_time = models.BooleanField(default=True)  # false where the sheet had no time and the middle of the slot was taken
    late_reason = models.CharField(max_length=20, choices=LateReason.choices, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    get_kind_display: Callable[[], str]

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "slot_date", "slot", "happened_at", "kind", "temperature_c", "self_reported"], condition=Q(live=True),
                nulls_distinct=False, name="reading_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=ReadingKind.MEASURED, temperature_c__isnull=False)
                | (~Q(kind=ReadingKind.MEASURED) & Q(temperature_c__isnull=True)),
                name="reading_value_has_number",
            ),
        ]  # fmt: skip
        indexes = [
            *record_indexes("reading"),
            models.Index(fields=["slot_date", "observation", "slot"], condition=Q(live=True), name="reading_day"),
            models.Index(fields=["observation", "slot_date", "slot"], name="reading_slot"),
            models.Index(fields=["observer", "slot_date"], name="reading_round"),
            models.Index(fields=["area"], condition=Q(live=True, counting=Counting.TO_CONFIRM), name="reading_to_confirm"),
        ]

    class Scope(Record.Scope):
        also = guests_by("observation_id")

    class Privacy:
        public = (*Record.RECORD_FIELDS, "slot_date", "slot", "self_reported", "counting", "exact_time", "late_reason")
        personal = ("person", "observation", "observer")
        sensitive = ("kind", "temperature_c", "symptoms", "note")


class ReadingFlag(Order):
    """A reading that is kept but does not look credible; somebody decides."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="flags")
    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="+")
    observation_id: UUID
    pattern = models.CharField(max_length=20, choices=Pattern.choices)
    homes = models.IntegerField(default=1)  # how many homes the pattern spans
    state = models.CharField(max_length=20, choices=FlagState.choices, default=FlagState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "pattern"], name="reading_flag_once")]
        indexes = [
            models.Index(fields=["area"], condition=Q(state=FlagState.OPEN), name="reading_flag_open"),
            models.Index(fields=["-created_at"], condition=Q(state=FlagState.OPEN), name="reading_flag_newest"),
        ]

    class Scope(Order.Scope):
        also = guests_by("observation_id")

    class Privacy:
        public = (*Order.ORDER_FIELDS, "pattern", "homes", "state", "decided_at")
        personal = ("reading", "observation", "decided_by")
        sensitive = ("why",)
