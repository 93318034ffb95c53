"""Returns as they were registered, the decisions on their class, and what other offices said of them."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.arrivals.choices import DecidedBy, DeclaredBy, State, Transport
from shouwang.ledger.records import Record, record_indexes
from shouwang.lib import clocks
from shouwang.lib.fields import AreaPath
from shouwang.lib.ids import uuid7
from shouwang.lib.sealed import SealedText
from shouwang.policy.choices import OriginKind

ORDERS = {"arrival_class": "class", "arrived_on": "arrived", "to_date": "last_day"}  # in which the list is read besides the newest first


class Arrival(Record):
    """One registration of one person's return (DOMAIN 3.2, 5.1). Lists are JSON: arrays would slow every import down.

    The facts are fixed; a correction is a new record with the same ``root``. What is done with the return (place,
    state,
    class, dates) changes in the row, each earlier version is kept.
    """

    root = models.UUIDField(default=uuid7)  # the first record of this return: its address, and what other tables name
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    origin = models.CharField(max_length=20, choices=OriginKind.choices)
    origin_code = models.CharField(max_length=12, blank=True, default="", db_collation="C")  # official, as far as known

    age = models.SmallIntegerField(null=True)  # completed years on the day of registration
    from_place = models.CharField(max_length=120)
    via_place = models.CharField(max_length=120, blank=True, default="")
    via_key_area = models.BooleanField(null=True)
    left_on = models.DateField(null=True)
    arrived_on = models.DateField()
    transport = models.CharField(max_length=20, choices=Transport.choices, blank=True, default="")
    transport_no = models.CharField(max_length=60, blank=True, default="")
    companions = models.CharField(max_length=200, blank=True, default="")
    case_contact = models.BooleanField(null=True)
    temperature_c = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    symptoms = models.JSONField(default=list)  # codes, or words as written
    vaccination = models.CharField(max_length=120, blank=True, default="")
    test = models.CharField(max_length=120, blank=True, default="")
    health_certificate = models.BooleanField(null=True)
    fever_history = models.BooleanField(null=True)
    work_need = models.BooleanField(null=True)
    stay_in_risk_area_days = models.SmallIntegerField(null=True)
    stay_in_risk_county_days = models.SmallIntegerField(null=True)
    registered_address = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    employer = models.CharField(max_length=120, blank=True, default="")
    responsible = models.CharField(max_length=60, blank=True, default="")
    responsible_phone = SealedText(null=True)
    grid_worker = models.CharField(max_length=60, blank=True, default="")
    recorded_by = models.CharField(max_length=60, blank=True, default="")
    declared_by = models.CharField(max_length=20, choices=DeclaredBy.choices, blank=True, default="")
    external_no = models.CharField(max_length=60, blank=True, default="")
    remark = models.CharField(max_length=500, blank=True, default="")
    stated = models.JSONField(default=dict)  # class, measure and dates as the sheet had them; never used to decide

    area_words = models.CharField(max_length=120, blank=True, default="")  # the place as it was written
    candidates = models.JSONField(default=list)  # paths a person may choose from
    place_open = models.BooleanField(default=False)  # a person has to confirm the place
    unassigned = models.BooleanField(default=False)  # not yet given to a village
    needs_transfer = models.BooleanField(default=False)  # the class demands point-to-point transfer
    no_phone = models.BooleanField(default=False)  # no telephone of the person is known: kept by the database itself (phones.sql)
    state = models.CharField(max_length=20, choices=State.choices, default=State.REGISTERED)
    conflict_with = models.UUIDField(null=True)  # root of the registration it contradicts; never live while open

    arrival_class = models.CharField(max_length=60, blank=True, default="")
    measure = models.CharField(max_length=60, blank=True, default="")
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)  # due
    rule = models.JSONField(default=dict)  # pack, version, unit, line, and the explanation not yet said in any language
    decided_by = models.CharField(max_length=20, choices=DecidedBy.choices, blank=True, default="")
    classified_at = models.DateTimeField(null=True)  # null while no class or undecided

    keeps_history: ClassVar[bool] = True
    may_change: ClassVar[tuple[str, ...]] = (
        "live", "area", "unit", "reported_by", "candidates", "place_open", "unassigned", "state", "arrival_class",
        "measure", "from_date",
        "to_date", "rule", "decided_by", "classified_at", "needs_transfer",
    )  # fmt: skip

    class Meta:
        indexes = [
            *record_indexes("arrival"),
            models.Index(fields=["person"], name="arrival_person"),
            models.Index(
                fields=["area"], condition=Q(live=True, classified_at__isnull=True), name="arrival_unclassified"
            ),
            models.Index(fields=["area"], condition=Q(live=True, unassigned=True), name="arrival_unassigned"),
            models.Index(fields=["area"], condition=Q(live=True, place_open=True), name="arrival_place_open"),
            models.Index(fields=["area"], condition=Q(state="conflict"), name="arrival_conflict"),
            models.Index(fields=["area"], condition=Q(live=True, needs_transfer=True), name="arrival_needs_transfer"),
            models.Index(fields=["-happened_at", "id"], condition=Q(live=True), name="arrival_newest"),  # the list's order
            *(models.Index(fields=[name, "id"], condition=Q(live=True), name=f"arrival_by_{short}") for name, short in ORDERS.items()),
            models.Index(fields=["-happened_at", "id"], include=["area"], condition=Q(live=True, no_phone=True), name="arrival_no_phone"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["root"], condition=Q(live=True), name="arrival_one_live"),
            models.UniqueConstraint(fields=["person", "arrived_on"], condition=Q(live=True), name="arrival_once"),
        ]

    @property
    def reporter(self) -> str:
        """Who reported it, also where that is the managing unit."""
        return self.reported_by or self.unit

    @property
    def announced(self) -> bool:
        """Whether the person is only expected."""
        return self.state == State.ANNOUNCED

    @property
    def on(self) -> date:
        """The county day of the registration."""
        return clocks.local(self.happened_at).date()

    class Privacy:
        public = (
            *Record.RECORD_FIELDS, "root", "origin", "origin_code", "transport", "declared_by", "external_no",
            "candidates",
            "place_open", "unassigned", "needs_transfer", "state", "conflict_with", "decided_by", "classified_at",
        )  # fmt: skip
        personal = (
            "person", "no_phone", "age", "registered_address", "address", "employer", "responsible", "grid_worker", "recorded_by",
            "area_words",
        )  # fmt: skip
        sensitive = (
            "from_place", "via_place", "via_key_area", "left_on", "arrived_on", "transport_no", "companions",
            "case_contact",
            "temperature_c", "symptoms", "vaccination", "test", "health_certificate", "fever_history", "work_need",
            "stay_in_risk_area_days", "stay_in_risk_county_days", "remark", "stated", "arrival_class", "measure",
            "from_date",
            "to_date", "rule",
        )  # fmt: skip
        sealed = ("responsible_phone",)


class Classification(Record):
    """One decision on the class of a return: what followed from it, the rule that made it, who and why."""

    arrival = models.UUIDField()  # root of the return
    arrival_class = models.CharField(max_length=60)
    measure = models.CharField(max_length=60, blank=True, default="")
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)
    rule = models.JSONField(default=dict)  # pack, version, unit, line, and the explanation not yet said in any language
    decided_by = models.CharField(max_length=20, choices=DecidedBy.choices)

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("classification"), models.Index(fields=["arrival"], name="classification_arrival")]

    class Scope(Record.Scope):
        own = "arrival"

    class Privacy:
        public = (*Record.RECORD_FIELDS, "arrival", "decided_by")
        sensitive = ("arrival_class", "measure", "from_date", "to_date", "rule")


class PlaceGiven(Record):
    """A return was given to a village or grid (its ``area``): from where, and what was uncertain before. Given back, it supersedes that."""

    arrival = models.UUIDField()  # root of the return
    from_area = AreaPath()
    before = models.JSONField(default=dict)  # place_open and candidates, as they were

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("place_given"), models.Index(fields=["arrival"], name="place_given_arrival")]

    class Scope(Record.Scope):
        own = "arrival"

    class Privacy:
        public = (*Record.RECORD_FIELDS, "arrival", "from_area", "before")


class OtherReport(Record):
    """Another office reported a return that was known already: what it said otherwise."""

    arrival = models.UUIDField()  # root of the return
    declared_by = models.CharField(max_length=20, choices=DeclaredBy.choices, blank=True, default="")
    differences = models.JSONField(default=dict)  # field: [as registered, as reported]

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("other_report"), models.Index(fields=["arrival"], name="other_report_arrival")]

    class Scope(Record.Scope):
        own = "arrival"

    class Privacy:
        public = (*Record.RECORD_FIELDS, "arrival", "declared_by")
        sensitive = ("differences",)
