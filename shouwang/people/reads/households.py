"""Doors to households and who lives in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Substr
from django.db.models.lookups import Exact

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.people.choices import Served
from shouwang.people.models import VILLAGE_LENGTH, Household, HouseholdChange, ResidentCount
from shouwang.people.reads.cards import PersonCard, card, living
from shouwang.people.reads.looked_after import grids_without_worker


@dataclass(frozen=True)
class HouseholdPage:
    """A household with everybody who is listed in it."""

    household: Household
    persons: list[PersonCard]


@dataclass(frozen=True, slots=True)
class Listed:
    """A household with one of its persons, or with nobody; ``document`` and ``phone`` in full where they were revealed."""

    household: Household
    person: PersonCard | None
    document: str = ""
    phone: str = ""


def standing(on: date) -> QuerySet[Household]:
    """The households that count on a statistics day, with the number of people they count for."""
    rows = Household.objects.filter(Q(to_day__isnull=True) | Q(to_day__gt=on), from_day__lte=on)
    return rows.annotate(residents=Coalesce("members", "listed"))


def household(household_id: UUID, *, by: Actor) -> HouseholdPage | None:
    """One household of the post's area with its persons, or none; of two that were merged the one that stayed."""
    by.check(Permission.VIEW_PEOPLE)
    row = Household.objects.select_related("merged_into").filter(pk=household_id).first()
    row = (row.merged_into or row) if row else None
    if row is None:
        return None
    listed = living().filter(household=row).order_by("birth_date", "name_key")
    return HouseholdPage(row, [card(person) for person in listed])


def households(area: str, *, by: Actor, on: date | None = None, text: str = "", **which: str) -> QuerySet[Household]:
    """The households of an area on a day, in the order of their doors; of those with this code or estate if given.

    ``which`` narrows further: ``words`` (a head, door or address as written), ``tenure``, ``served`` (``Served``), ``aged``
    ("some", "due": somebody over 60 without a booster) and ``listed`` ("nobody", "fewer" than declared).
    """
    by.check(Permission.VIEW_PEOPLE)
    low, high = paths.bounds(area)
    rows = standing(on or clocks.stat_day(clocks.now())).filter(area__gte=low, area__lt=high)
    if text:
        rows = rows.filter(Q(code=text) | Q(compound=text))
    for name, value in which.items():
        rows = rows.filter(_NARROWED[name](value, area)) if value else rows
    return rows.order_by("area", "location_key", "pk")


def worded(words: str, _area: str = "") -> Q:
    """Households that are known by these words."""
    return Q(code=words) | Q(compound=words) | Q(door=words) | Q(head_name=words) | Q(address=words)


def _served(which: str, area: str) -> Q:
    in_no_grid = Q(Exact(Substr("area", VILLAGE_LENGTH + 1, 1), Value("")))
    if which == Served.NO_GRID:
        return in_no_grid
    without = Q(area__in=list(grids_without_worker(area)))
    return without if which == Served.NO_WORKER else without | in_no_grid


_NARROWED: dict[str, Callable[[str, str], Q]] = {
    "words": worded,
    "tenure": lambda tenure, _area: Q(tenure=tenure),
    "served": _served,
    "aged": lambda which, _area: Q(aged_60_plus__gt=Coalesce("boosted_60_plus", 0)) if which == "due" else Q(aged_60_plus__gt=0),
    "listed": lambda which, _area: Q(listed__lt=F("members")) if which == "fewer" else Q(listed=0),
}


def listed(area: str, *, by: Actor, on: date | None = None) -> list[Listed]:
    """Everybody of an area by household, in the order of the doors: the lines of the resident summary sheet."""
    homes = list(households(area, by=by, on=on))
    persons: dict[UUID | None, list[PersonCard]] = {}
    low, high = paths.bounds(area)
    of_area = living().filter(area__gte=low, area__lt=high, household__isnull=False)
    for row in of_area.order_by("birth_date", "name_key", "pk"):
        persons.setdefault(row.household_id, []).append(card(row))
    return [Listed(home, who) for home in homes for who in persons.get(home.pk, [None])]


def households_by_code(codes: Iterable[str], *, by: Actor) -> dict[str, Household]:
    """Households of the post's area by their own codes; a code that stands for several is left out."""
    asked = Household.objects.select_related("merged_into").filter(code__in=list(set(codes)))
    found: dict[str, set[Household]] = {}
    for row in asked:
        if by.covers((row.merged_into or row).area):
            found.setdefault(row.code, set()).add(row.merged_into or row)
    return {code: rows.pop() for code, rows in found.items() if len(rows) == 1}


def counted(subject: Subject, on: date, columns: Iterable[str]) -> dict[str, int]:
    """The sums of columns of the running count up to a statistics day. One query."""
    sums = _counts(subject, on).aggregate(**_sums(columns))
    return {column: sums[f"sum_{column}"] or 0 for column in columns}


def counted_by_area(subject: Subject, on: date, columns: Iterable[str]) -> dict[str, dict[str, int]]:
    """The same for each smallest area, by path. One query."""
    rows = _counts(subject, on).values("area").annotate(**_sums(columns)).order_by("area")
    return {row["area"]: {column: row[f"sum_{column}"] for column in columns} for row in rows}


def changed_since(subject: Subject, on: date, column: str, mark: int) -> dict[UUID, int]:
    """By how much each household has changed a column of the running count of a day since a number of the server sequence; those that did not are left out."""
    rows = HouseholdChange.objects.filter(subject.filter, day__lte=on, received__gt=mark)
    moved = rows.order_by().values_list("household").annotate(more=Sum(column))
    return {household: more for household, more in moved if more}


def everyones(_subject: Subject, _day: object) -> QuerySet[Household]:
    """Every household that the reader may see, whether it counts or not, with the number of people it counts for."""
    return Household.objects.annotate(residents=Coalesce("members", "listed"))


def _sums(columns: Iterable[str]) -> dict[str, Sum]:
    return {f"sum_{column}": Sum(column) for column in columns}


def households_by_area(subject: Subject, on: date) -> dict[str, int]:
    """How many households stand in each smallest area on a statistics day, by path. One query for any size."""
    return {path: numbers["households"] for path, numbers in counted_by_area(subject, on, ["households"]).items()}


def _counts(subject: Subject, on: date) -> QuerySet[ResidentCount]:
    return ResidentCount.objects.filter(subject.filter, day__lte=on)


def households_of(household_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, Household]:
    """Households of the post's area by their ids; the others are left out."""
    rows = Household.objects.in_bulk(list(household_ids))
    return {key: row for key, row in rows.items() if by.covers(row.area)}
