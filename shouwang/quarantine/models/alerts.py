"""Fevers, alerts to the team and the township, and people sent to a clinic."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from shouwang.accounts.scope import guests_by
from shouwang.ledger.orders import Order
from shouwang.ledger.records import Record, record_indexes
from shouwang.quarantine.choices import AlertKind, Answer
from shouwang.quarantine.models.observations import Observation


class FeverSign(Record):
    """A body temperature at or above the pack's threshold, wherever it was measured: at a check, on arrival, at a clinic."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    temperature_c = models.DecimalField(max_digits=4, decimal_places=1)
    source = models.CharField(max_length=20)  # reading, arrival, clinic, checkpoint
    source_id = models.UUIDField(null=True, blank=True, db_index=True)

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")
    refers: ClassVar[dict[str, tuple[str, ...]]] = {"source_id": ("quarantine.Reading", "arrivals.Arrival")}

    class Meta:
        indexes = record_indexes("fever_sign")

    class Scope(Record.Scope):
        also = guests_by("person_id")

    class Privacy:
        public = (*Record.RECORD_FIELDS, "source", "source_id")
        personal = ("person",)
        sensitive = ("temperature_c",)


class Alert(Order):
    """Something about an observed person that the team and the township must act on; open until somebody closes it and says why."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="alerts")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    kind = models.CharField(max_length=20, choices=AlertKind.choices)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=300, blank=True, default="")
    closed_by = models.CharField(max_length=80, blank=True, default="")
    temperature_c = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    symptoms = ArrayField(models.CharField(max_length=40), default=list)
    reading_id = models.UUIDField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    get_kind_display: Callable[[], str]

    moves_when: ClassVar[Q] = Q(closed_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation", "kind"], condition=Q(closed_at__isnull=True), name="alert_one_open"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="alert_period"),
        ]
        indexes = [models.Index(fields=["area"], condition=Q(closed_at__isnull=True), name="alert_open")]

    class Scope(Order.Scope):
        also = guests_by("observation_id")

    class Privacy:
        public = (*Order.ORDER_FIELDS, "kind", "opened_at", "closed_at", "reading_id")
        personal = ("person", "observation", "closed_by")
        sensitive = ("temperature_c", "symptoms", "closed_why", "note")


class Referral(Order):
    """One person sent to a fever clinic, and what the clinic answered. People who are not under observation are sent too."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, null=True, blank=True, related_name="referrals")
    observation_id: UUID | None
    alert = models.ForeignKey(Alert, on_delete=models.SET_NULL, null=True, blank=True, related_name="referrals")
    to_unit = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    temperature_c = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    symptoms = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80, blank=True, default="")
    vehicle = models.CharField(max_length=60, blank=True, default="")
    answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.SENT)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")

    get_answer_display: Callable[[], str]

    moves_when: ClassVar[Q] = Q(closed_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at__isnull=True), name="referral_one_open"),
        ]
        indexes = [models.Index(fields=["area"], condition=Q(closed_at__isnull=True), name="referral_open")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "to_unit", "made_at", "answered_at", "closed_at")
        personal = ("person", "observation", "alert", "made_by", "answered_by", "vehicle")
        sensitive = ("temperature_c", "symptoms", "answer", "note")
