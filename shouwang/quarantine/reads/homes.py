"""Where persons live, as ``people`` knows it: for records of people who are not under observation."""

from collections.abc import Iterable
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.people import reads as people
from shouwang.places import reads as places


def places_of(persons: Iterable[UUID], *, by: Actor) -> dict[UUID, tuple[str, str]]:
    """Area and managing unit of persons, as far as the post may see them; two queries."""
    found = people.persons(list(persons), by=by)
    units = places.managing_units({card.area for card in found.values()})
    return {key: (card.area, units.get(card.area, "")) for key, card in found.items()}
