"""One observation of one person, the stages it goes through, and what happened to it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from shouwang.accounts.scope import guests_by
from shouwang.ledger.orders import Order
from shouwang.ledger.records import Record, record_indexes
from shouwang.quarantine.choices import ENDED, OPEN, DocumentKind, EventKind, State


class Observation(Order):
    """A measure on one person with reason, rule, dates and end (DOMAIN 3.6). It stays one through a change of measure or place."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    household = models.UUIDField(null=True, blank=True)
    class_id = models.CharField(max_length=60, blank=True, default="")
    basis = models.CharField(max_length=120, blank=True, default="")  # class, or why somebody ordered it
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    sentence = models.TextField(blank=True, default="")  # the reason, for the person concerned
    rule = models.JSONField(default=dict)  # pack, version, overlay, class
    terms = models.JSONField(default=dict)  # what the pack of that day asks: fever, checks, assessment, team, release
    steps = models.JSONField(default=list)  # the planned measures with their dates
    pending = models.JSONField(default=dict)  # a stricter measure that follows from a new class and waits for an order
    source_id = models.UUIDField(null=True, blank=True, db_index=True)  # root of the return it follows from
    last_exposure_on = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=40)  # as of the last change; the stages say it for any instant
    from_date = models.DateField()
    due_on = models.DateField(null=True, blank=True)  # last day of the whole: in force on the days before it
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    started_at = models.DateTimeField(null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)  # by somebody, with team and checks; null = by classification alone
    ended_at = models.DateTimeField(null=True, blank=True)
    end_kind = models.CharField(max_length=20, blank=True, default="")
    team_template = models.CharField(max_length=40, blank=True, default="")
    site = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    address = models.CharField(max_length=200, blank=True, default="")
    breached_at = models.DateTimeField(null=True, blank=True)
    objection_to = models.CharField(max_length=120, blank=True, default="")  # where the person may complain

    # by their related names, managers of the rows that point here
    stages: Any
    events: Any
    alerts: Any
    referrals: Any
    assessments: Any
    documents: Any
    spot_checks: Any
    sample_results: Any
    watches: Any
    readings: Any

    moves_when: ClassVar[Q] = Q(ended_at__isnull=True)
    refers: ClassVar[dict[str, tuple[str, ...]]] = {"household": ("people.Household",), "source_id": ("arrivals.Arrival",)}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="observation_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=OPEN) | Q(ended_at__isnull=False, state__in=ENDED),
                name="observation_ended_has_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(started_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="observation_period",
            ),
        ]
        indexes = [
            models.Index(fields=["area"], condition=Q(ended_at__isnull=True), name="observation_open"),
            models.Index(fields=["due_on"], condition=Q(ended_at__isnull=True), name="observation_due"),
        ]

    class Scope(Order.Scope):
        also = guests_by("id")

    class Privacy:
        public = (*Order.ORDER_FIELDS, "rule", "terms", "team_template", "site", "source_id", "legal_basis", "objection_to")
        personal = ("person", "household", "address")
        sensitive = (
            "class_id", "basis", "sentence", "steps", "pending", "last_exposure_on", "measure", "from_date", "due_on", "state",
            "started_at", "ordered_at", "ended_at", "end_kind", "breached_at",
        )  # fmt: skip


class Stage(Order):
    """One measure of an observation, from one instant to another. A later stage that is planned already stands here too."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="stages")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    measure = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    from_date = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    site = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    tests = models.JSONField(default=list)  # days on which a sample is due
    begun = models.BooleanField(default=True)  # false while a planned stage has not been written down as begun

    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation"], condition=Q(to_at__isnull=True), name="stage_one_open"),
            models.CheckConstraint(condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="stage_period"),
        ]
        indexes = [
            models.Index(fields=["area", "measure"], name="stage_area"),
            models.Index(fields=["measure", "to_at"], name="stage_measure"),
            models.Index(fields=["from_at"], condition=Q(begun=False), name="stage_planned"),
        ]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "site", "tests", "begun")
        personal = ("person", "observation")
        sensitive = ("measure", "from_at", "to_at", "from_date", "due_on")


class Event(Record):
    """Something that happened to an observation, with who decided it and why; the flows of the daily report count these."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    observation_id: UUID | None
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    measure = models.CharField(max_length=40, blank=True, default="")  # the measure it concerns
    reason = models.CharField(max_length=300, blank=True, default="")
    author = models.CharField(max_length=80, blank=True, default="")
    detail = models.JSONField(default=dict)

    get_kind_display: Callable[[], str]

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("observation_event"), models.Index(fields=["observation"], name="event_observation")]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "kind")
        personal = ("person", "observation", "author")
        sensitive = ("measure", "reason", "detail")


class Assessment(Record):
    """Whether a home is suitable: the answers line by line, and the two signatures (DOMAIN 3.6)."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="assessments")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    checklist = models.CharField(max_length=40)
    answers = models.JSONField(default=list)
    suitable = models.BooleanField()
    again = models.BooleanField(default=False)
    community_signer = models.CharField(max_length=60, blank=True, default="")
    community_signed_at = models.DateTimeField(null=True, blank=True)
    health_signer = models.CharField(max_length=60, blank=True, default="")
    health_signed_at = models.DateTimeField(null=True, blank=True)

    may_change: ClassVar[tuple[str, ...]] = (
        "live", "area", "unit", "community_signer", "community_signed_at", "health_signer", "health_signed_at",
    )  # fmt: skip

    class Meta:
        indexes = [*record_indexes("assessment"), models.Index(fields=["observation"], name="assessment_observation")]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "checklist", "again", "community_signed_at", "health_signed_at")
        personal = ("person", "observation", "community_signer", "health_signer")
        sensitive = ("answers", "suitable")


class Document(Record):
    """A paper put into a person's hands: a card, a notice, a certificate."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    observation = models.ForeignKey(Observation, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents")
    observation_id: UUID | None
    kind = models.CharField(max_length=40, choices=DocumentKind.choices)
    number = models.CharField(max_length=40, blank=True, default="", db_collation="C")  # of a certificate or notice
    received_by = models.CharField(max_length=60, blank=True, default="")  # who signed for it

    get_kind_display: Callable[[], str]

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("document"), models.Index(fields=["observation"], name="document_observation")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "day"], condition=Q(live=True), name="document_once_a_day"),
        ]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "kind", "number")
        personal = ("person", "observation", "received_by")
