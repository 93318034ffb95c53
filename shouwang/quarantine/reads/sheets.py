"""The wide temperature sheet: one line a person, day 1 to 14 side by side, as derived from the readings."""

from collections.abc import Sequence
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.quarantine.choices import Counting
from shouwang.quarantine.models import Observation, Reading

MOST_LINES = 5_000
Found = dict[tuple[int, str], Reading]


def sheet_rows(observations: Sequence[Observation], *, by: Actor) -> tuple[list[dict[str, Any]], int]:
    """The lines of the sheet with what was found by day (from 1) and slot, and how many days the longest has; three queries.

    Numbers and addresses are masked as everywhere; day 1 is the day of the start. Of two readings of a slot the last one stands, one that
    counts before one that the person reported and nobody has confirmed.
    """
    cards = people.persons([one.person_id for one in observations], by=by)
    found: dict[Any, Found] = {one.pk: {} for one in observations}
    observers: dict[Any, str] = {}
    begins = {one.pk: _first_day(one) for one in observations}
    for reading in Reading.objects.filter(observation__in=list(found), live=True).order_by("happened_at", "received"):
        day = (reading.slot_date - begins[reading.observation_id]).days + 1
        standing = found[reading.observation_id].get((day, reading.slot))
        if standing is None or reading.counting == Counting.COUNTS or standing.counting != Counting.COUNTS:
            found[reading.observation_id][day, reading.slot] = reading
        observers[reading.observation_id] = reading.observer
    days = max((day for one in found.values() for day, _ in one), default=0)
    return [_line(one, cards.get(one.person_id), found[one.pk], observers.get(one.pk, "")) for one in observations], days


def _first_day(observation: Observation) -> Any:
    return clocks.local(observation.started_at).date() if observation.started_at else observation.from_date


def _line(one: Observation, card: Any, found: Found, observer: str) -> dict[str, Any]:
    return {
        "full_name": card.full_name if card else "", "sex": card.sex if card else "", "age": card.age if card else None,
        "id_number": card.document if card else "", "address": card.masked_address if card else "", "phone": card.phone if card else "",
        "last_exposure_on": one.last_exposure_on, "from_date": _first_day(one), "observer": observer,
        "released_on": clocks.local(one.ended_at).date() if one.ended_at else None, "observation": one, "found": found,
    }  # fmt: skip
