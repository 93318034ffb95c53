"""To which villages returns were given."""

from collections.abc import Iterable
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.models import Arrival, PlaceGiven


def last_given(roots: Iterable[UUID]) -> dict[UUID, PlaceGiven]:
    """The last giving of each return that was not taken back, by the root of the return."""
    rows = PlaceGiven.objects.filter(arrival__in=list(roots), live=True, supersedes__isnull=True).order_by("received")
    return {row.arrival: row for row in rows}


def may_give_back(arrival: Arrival, *, by: Actor) -> bool:
    """Whether this post can take back to whom the return was given, as far as the return itself says."""
    one = last_given([arrival.root]).get(arrival.root)
    return one is not None and one.area == arrival.area and by.can(Permission.CLASSIFY_ARRIVALS, one.from_area)
