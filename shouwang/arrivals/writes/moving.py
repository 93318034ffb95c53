"""Puts returns into other areas, with everything that belongs to them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import DecidedBy
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.rulings import Rules
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.correcting import reclassify, recount_fevers
from shouwang.arrivals.writes.measures import Followed, propose_measures, take_back_measures
from shouwang.ledger import tallies
from shouwang.lib import clocks
from shouwang.people.writes import move_persons
from shouwang.places import reads as places
from shouwang.policy.reads import rulebook

CHUNK = 1000
PLACE = ("area", "unit", "reported_by", "unassigned", "place_open", "candidates", "live")
FOLLOWING = ("arrivals_classification", "arrivals_otherreport", "arrivals_passenger", "arrivals_placegiven")
WHY = "assigned to another place"


def move_arrivals(moves: Iterable[tuple[Arrival, str]], *, actor: Actor) -> None:
    """Put returns into other areas: their figures, persons, histories, classes and proposed measures follow.

    A measure that somebody has ordered already stays where it was ordered.
    """
    targets = {arrival.root: (arrival, area) for arrival, area in moves}
    if not targets:
        return
    arrivals = [arrival for arrival, _ in targets.values()]
    held = take_back_measures(arrivals, actor=actor, reason=WHY)
    tallies.withdraw(Arrival, [arrival.pk for arrival in arrivals])
    units = places.managing_units({area for _, area in targets.values()}, clocks.today())
    for arrival, area in targets.values():
        _put(arrival, area, units[area])
    Arrival.objects.bulk_update(arrivals, PLACE, batch_size=CHUNK)
    tallies.post(Arrival, [arrival.pk for arrival in arrivals])
    _histories_follow(list(targets))
    move_persons({arrival.person_id: arrival.area for arrival in arrivals}, by=actor)
    changed = {arrival.root for arrival in reclassify(arrivals, actor=actor, why=WHY)}
    _propose_again([arrival for arrival in arrivals if arrival.root in held - changed], actor)
    recount_fevers(arrivals, actor=actor)


def _put(arrival: Arrival, area: str, unit: str) -> None:
    reporter = arrival.reporter
    changes: dict[str, Any] = {
        "area": area, "unit": unit, "reported_by": "" if reporter == unit else reporter,
        "unassigned": rules.is_unassigned(area), "place_open": False, "candidates": [], "live": True,
    }  # fmt: skip
    for name, value in changes.items():
        setattr(arrival, name, value)


def _propose_again(arrivals: Sequence[Arrival], actor: Actor) -> None:
    """What was proposed where the return lay before is proposed where it lies now, from the same moment."""
    found = Rules(rulebook(), arrivals)
    followed = []
    for arrival in arrivals:
        by_officer = arrival.decided_by == DecidedBy.OFFICER
        classification = found.classify_as(arrival.arrival_class, arrival) if by_officer else found.classify(arrival)
        followed.append(Followed(arrival, classification, classification.pack))
    propose_measures(followed, actor=actor)


def _histories_follow(roots: list[UUID]) -> None:
    """What belongs to a return lies where the return lies, so that whoever sees one sees the other."""
    with connection.cursor() as cursor:
        for table in FOLLOWING:
            cursor.execute(
                f"UPDATE {table} AS kept SET area = now.area, unit = now.unit FROM arrivals_arrival AS now "
                "WHERE now.live AND now.root = kept.arrival AND now.root = ANY(%s) AND kept.area <> now.area",
                [roots],
            )
