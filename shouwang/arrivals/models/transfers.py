"""Transfers from door to door: who is fetched, each leg with its crew, each hand-over with both sides (DOMAIN 3.3)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.arrivals.choices import (
    HandOverStep,
    Place,
    Protection,
    TransferState,
    ViolationKind,
    WhatNext,
)  # fmt: skip
from shouwang.ledger.orders import Order
from shouwang.ledger.records import Record, record_indexes
from shouwang.lib.fields import UnitCode


class Transfer(Order):
    """One journey of one or several persons from door to door. It lies in the township (or county) that holds them all."""

    state = models.CharField(max_length=20, choices=TransferState.choices, default=TransferState.REQUESTED)
    since = models.DateTimeField()  # in this state
    organiser = UnitCode()
    from_kind = models.CharField(max_length=20, choices=Place.choices, blank=True, default="")
    from_words = models.CharField(max_length=120, blank=True, default="")
    to_kind = models.CharField(max_length=20, choices=Place.choices, default=Place.SITE)
    to_site = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    to_words = models.CharField(max_length=120, blank=True, default="")
    pick_up_at = models.DateTimeField(null=True, blank=True)  # planned
    hand_over_at = models.DateTimeField(null=True, blank=True)  # planned
    note = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.BigIntegerField(null=True, blank=True)  # post
    disinfected_at = models.DateTimeField(null=True, blank=True)
    disinfected_by = models.CharField(max_length=60, blank=True, default="")
    failed_why = models.CharField(max_length=200, blank=True, default="")
    flags = models.JSONField(default=list)  # of TransferFlag

    moves_when: ClassVar[Q] = ~Q(state__in=(TransferState.CLOSED, TransferState.FAILED))

    class Meta:
        indexes = [models.Index(fields=["state", "area"], name="transfer_state")]

    class Privacy:
        public = (
            *Order.ORDER_FIELDS, "state", "since", "organiser", "from_kind", "to_kind", "to_site", "pick_up_at",
            "hand_over_at", "approved_at", "approved_by", "disinfected_at", "flags",
        )  # fmt: skip
        personal = ("from_words", "to_words", "note", "disinfected_by", "failed_why")


class Leg(Order):
    """One drive of a transfer: an out and an in, one vehicle, one driver, no stop; or a failure with its reason."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="+")
    transfer_id: UUID
    number = models.SmallIntegerField()
    vehicle = models.CharField(max_length=60, blank=True, default="")
    plate = models.CharField(max_length=20, blank=True, default="")
    driver = models.CharField(max_length=60, blank=True, default="")
    escort = models.CharField(max_length=60, blank=True, default="")
    protection = models.CharField(max_length=20, choices=Protection.choices, blank=True, default="")
    sent_at = models.DateTimeField()
    out_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    in_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failed_why = models.CharField(max_length=200, blank=True, default="")
    what_next = models.CharField(max_length=20, choices=WhatNext.choices, blank=True, default="")

    moves_when: ClassVar[Q] = Q(in_at__isnull=True, failed_at__isnull=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "number"], name="leg_once")]
        indexes = [
            models.Index(fields=["driver"], condition=Q(in_at__isnull=True, failed_at__isnull=True), name="leg_driving"),
        ]  # fmt: skip

    class Privacy:
        public = (*Order.ORDER_FIELDS, "transfer", "number", "sent_at", "out_at", "in_at", "failed_at", "what_next", "protection")
        personal = ("vehicle", "plate", "driver", "escort", "failed_why")


class Passenger(Order):
    """One person in one transfer. It lies where the person's return lies, so that the village knows who is coming."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="+")
    transfer_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    arrival = models.UUIDField(null=True, blank=True)  # root of the return
    state = models.CharField(max_length=20, choices=TransferState.choices, default=TransferState.REQUESTED)
    expected_at = models.DateTimeField(null=True, blank=True)  # planned hand-over, for the village
    missed_why = models.CharField(max_length=200, blank=True, default="")  # not at the place of the pick-up
    ended_at = models.DateTimeField(null=True, blank=True)

    refers: ClassVar[dict[str, tuple[str, ...]]] = {"arrival": ("arrivals.Arrival",)}
    moves_when: ClassVar[Q] = Q(ended_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="passenger_one_open"),
        ]
        indexes = [models.Index(fields=["arrival"], name="passenger_arrival")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "transfer", "state", "expected_at", "ended_at")
        personal = ("person", "arrival", "missed_why")


class HandOver(Record):
    """One person passed from one side to the other: when it was planned, when it was, who gave and who took."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="+")
    transfer_id: UUID
    leg = models.ForeignKey(Leg, on_delete=models.PROTECT, related_name="+")
    leg_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    arrival = models.UUIDField(null=True, blank=True)  # root of the return
    step = models.CharField(max_length=20, choices=HandOverStep.choices)
    planned_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    given_by = models.CharField(max_length=120, blank=True, default="")
    taken_by = models.CharField(max_length=120, blank=True, default="")
    temperature_c = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)

    refers: ClassVar[dict[str, tuple[str, ...]]] = {"arrival": ("arrivals.Arrival",)}
    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leg", "person", "step"], condition=Q(live=True), name="hand_over_once"),
        ]
        indexes = [*record_indexes("hand_over"), models.Index(fields=["arrival"], name="hand_over_arrival")]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "transfer", "leg", "step", "planned_at")
        personal = ("person", "arrival", "place", "given_by", "taken_by")
        sensitive = ("temperature_c",)


class Violation(Record):
    """Somebody below the township organised a pick-up, or asked for one: refused, and kept as a finding."""

    kind = models.CharField(max_length=20, choices=ViolationKind.choices)
    organiser = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    person_id: UUID | None
    words = models.CharField(max_length=300, blank=True, default="")

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = record_indexes("violation")

    class Privacy:
        public = (*Record.RECORD_FIELDS, "kind", "organiser")
        personal = ("person",)
        sensitive = ("words",)


class TransferWaived(Record):
    """Somebody decided that no transfer is made although the class demands one (``why``). ``live`` until taken back."""

    arrival = models.UUIDField()  # root of the return

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("transfer_waived"), models.Index(fields=["arrival"], name="transfer_waived_arrival")]

    class Scope(Record.Scope):
        own = "arrival"

    class Privacy:
        public = (*Record.RECORD_FIELDS, "arrival")
