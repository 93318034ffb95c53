"""Rooms of isolation sites, who stays in them; supervisors' spot checks; results of samples."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from shouwang.ledger.orders import Order
from shouwang.ledger.records import Record, record_indexes
from shouwang.quarantine.choices import (
    BookingEnd,
    SampleOutcome,
    SpotCheckMode,
    SpotCheckResult,
    StayEnd,
    StayGroup,
    StayKind,
)
from shouwang.quarantine.models.draws import SpotDraw
from shouwang.quarantine.models.observations import Observation


class Room(Order):
    """One numbered room of an isolation site. Free or not is derived from its stays (DOMAIN 3.7)."""

    site = models.CharField(max_length=40, db_collation="C")
    number = models.CharField(max_length=20, db_collation="C")
    for_staff = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="room_once")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "site", "number", "for_staff", "closed_at", "closed_why")


class RoomClosure(Order):
    """A span in which a room was nobody's to move into: out of use, or the staff's. So that any past day can be counted."""

    site = models.CharField(max_length=40, db_collation="C")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="closures")
    room_id: UUID
    for_staff = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    moves_when: ClassVar[Q] = Q(to_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "for_staff"], condition=Q(to_at__isnull=True), name="room_closure_one_open"),
            models.CheckConstraint(condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")), name="room_closure_period"),
        ]
        indexes = [models.Index(fields=["site", "from_at"], name="room_closure_site")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "site", "room", "for_staff", "from_at", "to_at")


class Stay(Order):
    """One person in one room of a site. The room is free again only after disinfection (``freed_at``)."""

    site = models.CharField(max_length=40, db_collation="C")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="stays")
    room_id: UUID | None
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    observation_id = models.UUIDField(null=True, blank=True, db_index=True)  # of another area perhaps, so no key
    kind = models.CharField(max_length=20, choices=StayKind.choices, default=StayKind.OBSERVED)
    companion_reason = models.CharField(max_length=200, blank=True, default="")
    in_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)
    out_kind = models.CharField(max_length=20, choices=StayEnd.choices, blank=True, default="")
    freed_at = models.DateTimeField(null=True, blank=True)
    continues = models.UUIDField(null=True, blank=True)  # the stay in another room of the site that this one goes on from
    group = models.CharField(max_length=20, choices=StayGroup.choices, default=StayGroup.OTHER)
    needs = models.JSONField(default=list)  # of choices.Need
    needs_note = models.CharField(max_length=200, blank=True, default="")

    get_kind_display: Callable[[], str]
    get_out_kind_display: Callable[[], str]

    moves_when: ClassVar[Q] = Q(out_at__isnull=True)
    refers: ClassVar[dict[str, tuple[str, ...]]] = {"observation_id": ("quarantine.Observation",), "continues": ("quarantine.Stay",)}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(out_at__isnull=True), name="stay_one_open"),
            models.CheckConstraint(condition=Q(out_at__isnull=True) | Q(out_at__gte=F("in_at")), name="stay_period"),
            models.UniqueConstraint(
                fields=["room"], condition=Q(out_at__isnull=True, kind=StayKind.OBSERVED, room__isnull=False), name="stay_one_in_a_room",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["site", "in_at"], name="stay_site")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "site", "kind", "in_at", "out_at", "out_kind", "freed_at", "continues")
        personal = ("person", "observation_id", "room", "companion_reason", "due_on")
        sensitive = ("group", "needs", "needs_note")


class Booking(Order):
    """A room (or a bed without a number) promised to somebody who is on the way, by the site or by the order that sends them there.

    Free again when they come, when it is cancelled, when they are sent elsewhere, and by itself at ``lapses_at``.
    """

    site = models.CharField(max_length=40, db_collation="C")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings")
    room_id: UUID | None
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_id: UUID | None
    observation_id = models.UUIDField(null=True, blank=True)  # of another area perhaps, so no key
    whom = models.CharField(max_length=120, blank=True, default="")  # in words, where the person is not registered yet
    expected_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    end_kind = models.CharField(max_length=20, choices=BookingEnd.choices, blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")

    moves_when: ClassVar[Q] = Q(closed_at__isnull=True)
    refers: ClassVar[dict[str, tuple[str, ...]]] = {"observation_id": ("quarantine.Observation",)}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=Q(closed_at__isnull=True, room__isnull=False), name="booking_one_a_room"),
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at__isnull=True, person__isnull=False), name="booking_one_a_person"),
        ]
        indexes = [models.Index(fields=["site"], condition=Q(closed_at__isnull=True), name="booking_open")]

    class Scope(Order.Scope):
        # Whoever may order somebody reserves their bed, wherever the site lies, and gives it up with the order.
        also = "EXISTS (SELECT 1 FROM people_person AS sent WHERE sent.id = quarantine_booking.person_id)"

    class Privacy:
        public = (*Order.ORDER_FIELDS, "site", "room", "expected_at", "lapses_at", "booked_at", "closed_at", "end_kind")
        personal = ("person", "observation_id", "whom", "booked_by", "why")


class SiteRequest(Order):
    """Something that somebody at a site asks for, until it is settled."""

    site = models.CharField(max_length=40, db_collation="C")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, null=True, blank=True, related_name="requests")
    stay_id: UUID | None
    text = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="")
    done_by = models.CharField(max_length=80, blank=True, default="")

    moves_when: ClassVar[Q] = Q(done_at__isnull=True)

    class Meta:
        indexes = [models.Index(fields=["site", "opened_at"], name="site_request_site")]

    class Privacy:
        public = (*Order.ORDER_FIELDS, "site", "opened_at", "done_at")
        personal = ("stay", "done_by")
        sensitive = ("text", "answer")


class SiteWaste(Record):
    """Bins of a site's waste that were handed over."""

    site = models.CharField(max_length=40, db_collation="C")
    bins = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True, default="")

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = [*record_indexes("site_waste"), models.Index(fields=["site", "day"], name="site_waste_site")]

    class Privacy:
        public = (*Record.RECORD_FIELDS, "site", "bins", "note")


class SpotCheck(Record):
    """A supervisor looked, unannounced, whether an observed person is where they should be."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="spot_checks")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    draw = models.ForeignKey(SpotDraw, on_delete=models.PROTECT, null=True, blank=True, related_name="looks")
    draw_id: UUID | None
    mode = models.CharField(max_length=20, choices=SpotCheckMode.choices)
    result = models.CharField(max_length=20, choices=SpotCheckResult.choices)
    note = models.CharField(max_length=300, blank=True, default="")

    get_mode_display: Callable[[], str]
    get_result_display: Callable[[], str]

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = record_indexes("spot_check")

    class Privacy:
        public = (*Record.RECORD_FIELDS, "mode", "draw")
        personal = ("person", "observation")
        sensitive = ("result", "note")


class SampleResult(Record):
    """What a sample of an observed person showed, as the laboratory told it."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="sample_results")
    observation_id: UUID
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person_id: UUID
    sampled_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=SampleOutcome.choices)
    laboratory = models.CharField(max_length=60, blank=True, default="")

    get_outcome_display: Callable[[], str]

    may_change: ClassVar[tuple[str, ...]] = ("live", "area", "unit")

    class Meta:
        indexes = record_indexes("sample_result")
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "sampled_on", "outcome"], condition=Q(live=True), name="sample_result_once",
            ),
        ]  # fmt: skip

    class Privacy:
        public = (*Record.RECORD_FIELDS, "laboratory")
        personal = ("person", "observation")
        sensitive = ("sampled_on", "outcome")
