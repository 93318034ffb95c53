"""The returns of one person with everything decided and said about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.arrivals.models import Arrival, Classification, OtherReport, PlaceGiven
from shouwang.arrivals.reads.lists import Filters, arrivals, below


@dataclass(frozen=True)
class Returns:
    """What is kept of a person's returns: registrations that count, decisions on the class, other offices' reports, places given."""

    arrivals: Sequence[Arrival]
    decisions: Sequence[Classification]
    reports: Sequence[OtherReport]
    given: Sequence[PlaceGiven]


def returns_of(person_id: UUID, *, by: Actor) -> Returns:
    """All returns of a person in the post's area, in four queries."""
    found = list(arrivals(Filters(), by=by).filter(person_id=person_id).order_by("happened_at"))
    roots = [one.root for one in found]
    decisions = Classification.objects.filter(below(by.area), arrival__in=roots).order_by("received")
    reports = OtherReport.objects.filter(below(by.area), arrival__in=roots, live=True).order_by("received")
    given = PlaceGiven.objects.filter(below(by.area), arrival__in=roots).order_by("received")
    return Returns(found, list(decisions), list(reports), list(given))
