"""What residents ask for, object to and declare."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from shouwang.ledger.orders import Order
from shouwang.lib.sealed import SealedText
from shouwang.residents.choices import DeclarationState, HelpKind, HelpState, ObjectionKind, Outcome, Way


class HelpRequest(Order):
    """Somebody at home asks for an errand, medicine, a doctor or an ear (DOMAIN 3.8)."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    kind = models.CharField(max_length=20, choices=HelpKind.choices)
    words = models.CharField(max_length=500)
    urgent = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=HelpState.choices, default=HelpState.OPEN)
    accepted_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=80, blank=True, default="")
    answer = models.CharField(max_length=300, blank=True, default="")  # what the person is told
    closed_at = models.DateTimeField(null=True, blank=True)

    get_kind_display: Callable[[], str]
    get_state_display: Callable[[], str]

    moves_when: ClassVar[Q] = Q(closed_at__isnull=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("asked_at")), name="help_period"),
        ]
        indexes = [
            models.Index(fields=["area", "due_at"], condition=Q(closed_at__isnull=True), name="help_open"),
            models.Index(fields=["closed_at"], name="help_closed"),
        ]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "kind", "urgent", "asked_at", "due_at", "state", "accepted_at", "closed_at")
        personal = ("person", "handled_by")
        sensitive = ("words", "answer")


class Objection(Order):
    """A person objects to a measure, or asks for a correction: a number, a deadline, an answer with reasons (DOMAIN 6.3)."""

    number = models.CharField(max_length=30, unique=True, db_collation="C")
    kind = models.CharField(max_length=20, choices=ObjectionKind.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    observation = models.ForeignKey(
        "quarantine.Observation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    observation_id: UUID | None
    words = models.CharField(max_length=500)
    lodged_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")

    get_kind_display: Callable[[], str]
    get_outcome_display: Callable[[], str]

    moves_when: ClassVar[Q] = Q(answered_at__isnull=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="objection_answer_whole",
            ),
        ]
        indexes = [models.Index(fields=["area", "due_at"], condition=Q(answered_at__isnull=True), name="objection_open")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "number", "kind", "lodged_at", "due_at", "answered_at")
        personal = ("person", "observation", "answered_by")
        sensitive = ("words", "outcome", "answer")


class Declaration(Order):
    """A return somebody declared. What was told is sealed; the register gets it through its own door."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_id: UUID | None
    way = models.CharField(max_length=20, choices=Way.choices)
    told = SealedText()
    declared_at = models.DateTimeField()
    due_at = models.DateTimeField()
    unnamed = models.BooleanField(default=False)  # names no document: somebody has to say who it is
    state = models.CharField(max_length=20, choices=DeclarationState.choices, default=DeclarationState.WAITING)
    arrival = models.UUIDField(null=True, blank=True)  # root of the return in the register
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")
    told_apart = models.JSONField(default=list, blank=True)  # questions about doubles that were answered by settling it, for taking it back

    get_way_display: Callable[[], str]
    get_state_display: Callable[[], str]

    moves_when: ClassVar[Q] = Q(settled_at__isnull=True)

    class Meta:
        indexes = [models.Index(fields=["area", "due_at"], condition=Q(settled_at__isnull=True), name="declaration_open")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "way", "declared_at", "due_at", "unnamed", "state", "arrival", "settled_at", "told_apart")
        personal = ("person", "settled_by", "why")
        sealed = ("told",)
