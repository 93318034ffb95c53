"""What waits for somebody: alerts, referrals without answer, releases, orders, assessments, marked readings, missed checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DecimalField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Greatest

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.quarantine.choices import (
    CENTRAL_ISOLATION,
    DONE_KINDS,
    IN_FORCE,
    WAITING_ANSWERS,
    Counting,
    FlagState,
    State,
)
from shouwang.quarantine.models import (
    Alert,
    Assessment,
    DueSlot,
    Observation,
    Reading,
    ReadingFlag,
    Referral,
)
from shouwang.quarantine.reads import waiting
from shouwang.quarantine.reads.checks import closing
from shouwang.quarantine.reads.hosts import checked_in, named_here, rooms_of
from shouwang.quarantine.reads.states import below, observations
from shouwang.quarantine.reads.teams import observations_without_full_team

LOOK_BACK_DAYS = 2


def open_alerts(*, by: Actor) -> QuerySet[Alert]:
    """Alerts nobody has closed, the oldest first, each with ``highest_c``: the highest temperature since it was raised, in °C.

    What raised it counts with what was measured afterwards, unless it was corrected or withdrawn since.
    """
    rows = Alert.objects.filter(below(by.area), closed_at__isnull=True).select_related("observation")
    return rows.annotate(highest_c=Greatest(_raised_at(), _measured_since())).order_by("opened_at", "pk")


def _raised_at() -> Case:
    """The alert's own temperature, while the check that raised it stands."""
    withdrawn = Reading.objects.filter(pk=OuterRef("reading_id"), live=False)
    return Case(When(Exists(withdrawn), then=None), default=F("temperature_c"), output_field=DecimalField())


def _measured_since() -> Subquery:
    """The highest temperature of the checks made since an alert was raised."""
    since = Reading.objects.filter(observation=OuterRef("observation"), happened_at__gte=OuterRef("opened_at"), live=True)
    return Subquery(since.order_by().values("observation").annotate(highest=Max("temperature_c")).values("highest"))


def open_referrals(*, by: Actor) -> QuerySet[Referral]:
    """People sent to a clinic of whom the last word is not said, the oldest first."""
    return Referral.objects.filter(below(by.area), closed_at__isnull=True).select_related("observation").order_by("made_at", "pk")


def unanswered_referrals(*, by: Actor) -> QuerySet[Referral]:
    """Referrals that wait for the clinic."""
    return open_referrals(by=by).filter(answer__in=WAITING_ANSWERS)


def late_referrals(*, by: Actor, now: datetime) -> QuerySet[Referral]:
    """Those among them that have waited too long."""
    return unanswered_referrals(by=by).filter(_waited_too_long(by, now))


def referral_counts(*, by: Actor, now: datetime) -> dict[str, int]:
    """How many referrals wait for the clinic (``waiting``), and how many of them for too long (``late``)."""
    late = Count("pk", filter=_waited_too_long(by, now))
    return unanswered_referrals(by=by).order_by().aggregate(waiting=Count("pk"), late=late)


def _waited_too_long(by: Actor, now: datetime) -> Q:
    within = timedelta(hours=policy.limits_for(by.area, clocks.local(now).date()).clinic_hours)
    return Q(made_at__lt=now - within)


def release_proposals(*, by: Actor, now: datetime | None = None) -> QuerySet[Observation]:
    """Ordered measures whose last day is reached and with which all is in order: no open alert, no sample positive or awaited."""
    return observations(by=by).filter(waiting.for_release(clocks.local(now or clocks.now()).date())).order_by("due_on", "area", "pk")


def last_day_reached(*, by: Actor, now: datetime | None = None) -> QuerySet[Observation]:
    """Ordered measures in force whose last day is reached, whatever stands against a release."""
    today = clocks.local(now or clocks.now()).date()
    return observations(by=by).filter(state__in=IN_FORCE, ordered_at__isnull=False, due_on__lte=today)


def blocked_releases(*, by: Actor, now: datetime | None = None) -> QuerySet[Observation]:
    """Those whose last day is reached but which something stands against."""
    return last_day_reached(by=by, now=now).filter(waiting.against_release()).order_by("due_on", "area", "pk")


def waiting_orders(*, by: Actor) -> QuerySet[Observation]:
    """Proposed measures that nobody has started, and stricter ones that wait for an order."""
    return observations(by=by).filter(waiting.for_an_order()).order_by("created_at", "pk")


def unassessed(*, by: Actor) -> QuerySet[Observation]:
    """Measures at home in force whose home nobody has found suitable."""
    return observations(by=by).filter(waiting.for_a_look_at_the_home()).order_by("ordered_at", "pk")


def unsigned(*, by: Actor) -> QuerySet[Observation]:
    """Open measures with an assessment that lacks a signature."""
    return observations(by=by).filter(waiting.for_a_signature()).order_by("ordered_at", "created_at", "pk")


def lacking_signature(keys: Sequence[UUID], part: str) -> dict[UUID, UUID]:
    """The latest assessment of each observation that lacks the signature of the community or of a health worker."""
    rows = Assessment.objects.filter(observation__in=list(keys), live=True, **{f"{part}_signer": ""}).order_by("happened_at")
    return {one.observation_id: one.pk for one in rows}


def without_full_team(*, by: Actor) -> QuerySet[Observation]:
    """Ordered measures in force of whose team some role is filled by nobody."""
    return observations_without_full_team(clocks.now()).filter(below(by.area)).order_by("ordered_at", "pk")


def self_reports(*, by: Actor) -> QuerySet[Reading]:
    """Checks that people reported themselves and that count when the team confirms them, while nobody has made the check.

    They wait where the people are now, at home or at a site. Asked for within ``hosting``.
    """
    made = Reading.objects.filter(
        observation=OuterRef("observation"), slot_date=OuterRef("slot_date"), slot=OuterRef("slot"), live=True,
        kind__in=DONE_KINDS, counting=Counting.COUNTS,
    )  # fmt: skip
    reported = Reading.objects.filter(checked_in(by.area), live=True, counting=Counting.TO_CONFIRM, observation__ended_at__isnull=True)
    return reported.filter(~Exists(made)).select_related("observation").order_by("slot_date", "happened_at", "pk")


def open_flags(*, by: Actor) -> QuerySet[ReadingFlag]:
    """Readings that do not look credible, the newest first."""
    return ReadingFlag.objects.filter(below(by.area), state=FlagState.OPEN).select_related("reading", "observation").order_by("-created_at", "-pk")


def missed_checks(area: str, now: datetime) -> QuerySet[DueSlot]:
    """Checks of the last two days that nobody made although their window is over, of those who were in an area. Asked for within ``hosting``."""
    since = now - timedelta(days=LOOK_BACK_DAYS)
    return closing(since, now).filter(checked_in(area, closing="closes_at", first=clocks.local(since).date()), done=False)


@dataclass(frozen=True)
class Silence:
    """Somebody who has not been checked: how many checks of the last two days, and since when."""

    observation_id: UUID
    person_id: UUID
    area: str
    missed: int
    last_at: datetime
    told_from: int  # missed checks from which on the township is told

    @property
    def is_escalated(self) -> bool:
        """Whether the township is told."""
        return self.missed >= self.told_from


def silent(*, by: Actor, now: datetime, least: int = 1, area: str = "") -> list[Silence]:
    """People with missed checks in the last two days, those longest without a word first. Asked for within ``hosting``."""
    rows = (
        missed_checks(area or by.area, now).order_by().values("observation_id", "person_id", "area")
        .annotate(missed=Count("id"), last_at=Max("closes_at")).filter(missed__gte=least).order_by("-missed", "last_at", "observation_id")
    )
    told_from = policy.limits_for(by.area, clocks.local(now).date()).missed_checks
    return [Silence(**row, told_from=told_from) for row in rows]


def expected_at_sites(*, by: Actor) -> QuerySet[Observation]:
    """People ordered to a central site, in force."""
    return observations(by=by).filter(state=State.ACTIVE, measure=CENTRAL_ISOLATION).order_by("ordered_at", "pk")


@dataclass(frozen=True)
class Named:
    """A row with the person and the place it is about, ready to show."""

    row: Any
    card: Any
    place: str
    unit: str = ""  # the name of the unit it goes to, where there is one
    is_guest: bool = False  # of another area, at an own site: ``place`` is the room, and nothing leads to the person


def named(rows: list[Any], *, by: Actor) -> list[Named]:
    """Rows with persons and places, in two queries for any number; in three more where guests of own sites are among them."""
    guests = [row.observation_id for row in rows if not by.covers(row.area)]
    find = named_here if guests else people.persons
    cards, names = find([_person(row) for row in rows], by=by), places.short_names({row.area for row in rows if by.covers(row.area)}, by.area)
    rooms = rooms_of(guests) if guests else {}
    return [
        Named(row, cards.get(_person(row)), names.get(row.area, "") or rooms.get(row.observation_id, ""), is_guest=not by.covers(row.area))
        for row in rows
    ]


def _person(row: Any) -> UUID:
    key: UUID = row.person_id if hasattr(row, "person_id") else row.observation.person_id
    return key
