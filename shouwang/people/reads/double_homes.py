"""The queue of households that may be one, what was decided about households, and what the search for them looks at."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce, Greatest, Least, Left

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks, paths
from shouwang.people.choices import HomesDecision
from shouwang.people.models import VILLAGE_LENGTH, HomesSuspicion, Household, HouseholdMerge, Person
from shouwang.people.reads.households import standing, worded
from shouwang.people.rules.double_homes import Known, Pair, known
from shouwang.people.rules.households import PLACE_PARTS
from shouwang.people.rules.suspicions import in_order


def homes_suspected(*, by: Actor, area: str = "", why: str = "", words: str = "") -> QuerySet[HomesSuspicion]:
    """What is open in the post's area, oldest first: both households stand today, and nobody decided about the two.

    Narrowed, if given, to an ``area``, a reason, and a head, door, code or address as written.
    """
    by.check(Permission.VIEW_PEOPLE)
    today = clocks.stat_day(clocks.now())
    rows = HomesSuspicion.objects.annotate(one_area=_area_today("one", today), other_area=_area_today("other", today))
    rows = rows.filter(one_area__isnull=False, other_area__isnull=False).prefetch_related("one", "other")
    rows = rows.filter(~Exists(_apart_now().filter(first=OuterRef("one"), last=OuterRef("other"))))
    rows = rows.filter(why=why) if why else rows
    if words:
        rows = rows.filter(Q(one__in=Household.objects.filter(worded(words))) | Q(other__in=Household.objects.filter(worded(words))))
    if area and area != by.area:
        low, high = paths.bounds(area)
        rows = rows.filter(Q(one_area__gte=low, one_area__lt=high) | Q(other_area__gte=low, other_area__lt=high))
    return rows.order_by("created_at", "pk")


def _area_today(side: str, on: date) -> Subquery:
    """Where a household of the pair stands; nothing where it does not. Looked up by its key for each pair: joined, the
    database may begin with all households of an area and try each with each."""
    still = Q(to_day__isnull=True) | Q(to_day__gt=on)
    return Subquery(Household.objects.filter(still, pk=OuterRef(side), merged_into__isnull=True).values("area"))


def open_homes_suspicions(*, by: Actor) -> int:
    """How many wait for a decision in the post's area."""
    return homes_suspected(by=by).count()


def homes_decided(*, by: Actor, area: str = "", decision: str = "", words: str = "") -> QuerySet[HouseholdMerge]:
    """The decisions about two households that are in force in the post's area, the latest first; narrowed as the queue is."""
    by.check(Permission.VIEW_PEOPLE)
    rows = HouseholdMerge.objects.select_related("kept", "gone").filter(_SAME | _NOT_SAME)
    if decision:
        rows = rows.filter(_SAME if decision == HomesDecision.SAME else _NOT_SAME)
    if words:
        rows = rows.filter(Q(kept__in=Household.objects.filter(worded(words))) | Q(gone__in=Household.objects.filter(worded(words))))
    if area and area != by.area:
        low, high = paths.bounds(area)
        rows = rows.filter(Q(kept__area__gte=low, kept__area__lt=high) | Q(gone__area__gte=low, gone__area__lt=high))
    return rows.order_by("-merged_at", "-pk")


_SAME = Q(undone_at__isnull=True)
_NOT_SAME = Q(undone_at=F("merged_at"), doubted_at__isnull=True)


def _apart_now() -> QuerySet[HouseholdMerge]:
    """Pairs told apart, in force, each by the households that stand for the two today."""
    gone, kept = _stands_for("gone"), _stands_for("kept")
    return HouseholdMerge.objects.filter(_NOT_SAME).annotate(first=Least(gone, kept), last=Greatest(gone, kept))


def _stands_for(side: str) -> Coalesce:
    """The household that stands for one of the pair today: itself, or the one it was merged into. By its key, as above."""
    merged = Household.objects.filter(pk=OuterRef(side)).values("merged_into")
    return Coalesce(Subquery(merged), side, output_field=UUIDField())


def settled(village: str) -> set[Pair]:
    """Pairs of a village that need no question: asked already, or told apart. Two queries."""
    low, high = paths.bounds(village)
    asked = HomesSuspicion.objects.filter(area__gte=low, area__lt=high).values_list("one", "other")
    apart = _apart_now().filter(area__gte=low, area__lt=high).values_list("first", "last")
    return {in_order(one, other) for rows in (asked, apart) for one, other in rows}


def villages_with_homes(area: str) -> list[str]:
    """The villages of an area in which a household stands; where no village is known, the area it was left at. One query."""
    low, high = paths.bounds(area)
    rows = Household.objects.filter(area__gte=low, area__lt=high, merged_into__isnull=True)
    return list(rows.order_by().annotate(village=Left("area", VILLAGE_LENGTH)).values_list("village", flat=True).distinct().order_by("village"))


def homes_known(village: str) -> list[Known]:
    """What every household of a village that stands today is recognised by. Two queries for any number."""
    place = Q(area=village)
    if len(village) == VILLAGE_LENGTH:
        low, high = paths.bounds(village)
        place = Q(area__gte=low, area__lt=high)
    phones = _phones(place)
    rows = standing(clocks.stat_day(clocks.now())).filter(place, merged_into__isnull=True)
    rows = rows.only("pk", "area", "head_name", "address", *PLACE_PARTS).order_by("created_at", "pk")
    return [known(row, phones.get(row.pk, ())) for row in rows]


def _phones(place: Q) -> dict[UUID, set[bytes]]:
    found: dict[UUID, set[bytes]] = {}
    for household, phone in _listed_phones(place):
        found.setdefault(household, set()).add(phone)
    return found


def _listed_phones(place: Q) -> Iterator[tuple[UUID, bytes]]:
    rows = Person.objects.filter(place, merged_into__isnull=True, household__isnull=False, phone_index__isnull=False)
    return ((household, bytes(phone)) for household, phone in rows.order_by().values_list("household", "phone_index").iterator() if household)
