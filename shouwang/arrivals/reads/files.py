"""One return with everything that is known of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.choices import State
from shouwang.arrivals.models import Arrival, Classification, OtherReport, Passenger
from shouwang.arrivals.reads.lists import below
from shouwang.arrivals.reads.transfers import passengers_of
from shouwang.arrivals.rules.returns import shown_state
from shouwang.people import reads as people
from shouwang.people.reads import PersonCard
from shouwang.places import reads as places
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine.reads import Standing


@dataclass(frozen=True)
class Row:
    """One return as a list shows it."""

    arrival: Arrival
    person: PersonCard | None
    place: str
    observation: Standing | None
    passenger: Passenger | None = None  # in the latest transfer

    @property
    def waits_for_transfer(self) -> bool:
        """Whether the class demands a transfer that nobody has asked for."""
        return self.arrival.needs_transfer and self.passenger is None

    @property
    def state(self) -> str:
        """Where the return stands: its own state, or how far its measure has come."""
        return shown_state(self.arrival.state, self.observation.state if self.observation else "")

    def name_for(self, reader: Actor) -> str:
        """The name as this post may see it."""
        if self.person is None:
            return ""
        return self.person.full_name if reader.can(Permission.VIEW_PEOPLE) else self.person.masked_name


@dataclass(frozen=True)
class File:
    """One return: how it stands, its decisions, what other offices said, the records before, what contradicts it."""

    row: Row
    decisions: Sequence[Classification]
    reports: Sequence[OtherReport]
    before: Sequence[Arrival]
    contradicting: Sequence[Arrival]
    first: Arrival | None  # what this registration contradicts, where it does


def arrival(arrival_id: UUID, *, by: Actor) -> Arrival | None:
    """The record that stands for a return, by the id of any of its records; or a contradicting registration."""
    if not by.can(Permission.VIEW_ARRIVALS):
        return None
    named = Arrival.objects.filter(below(by.area), pk=arrival_id).first()
    if named is None or named.live or named.conflict_with:
        return named
    return Arrival.objects.filter(below(by.area), root=named.root, live=True).first() or named


def rows(arrivals: Iterable[Arrival], *, by: Actor) -> list[Row]:
    """Returns with persons, places and measures, in a constant number of queries."""
    found = list(arrivals)
    cards = people.persons({one.person_id for one in found}, by=by)
    names = places.full_names({one.area for one in found}, by.area)
    held = quarantine.by_sources([one.root for one in found], by=by) if by.can(Permission.VIEW_OBSERVATION) else {}
    travel = passengers_of([one.root for one in found])
    return [
        Row(one, cards.get(one.person_id), names.get(one.area, ""), held.get(one.root), travel.get(one.root))
        for one in found
    ]


def file(arrival_id: UUID, *, by: Actor) -> File | None:
    """Everything about one return of the post's area, or none."""
    found = arrival(arrival_id, by=by)
    if found is None:
        return None
    root = found.conflict_with or found.root
    records = list(
        Arrival.objects.filter(Q(root=root) | Q(conflict_with=root, state=State.CONFLICT)).order_by("received")
    )
    return File(
        row=rows([found], by=by)[0],
        decisions=list(Classification.objects.filter(arrival=found.root).order_by("-received")),
        reports=list(OtherReport.objects.filter(arrival=root, live=True).order_by("received")),
        before=[one for one in records if one.root == root and not one.live],
        contradicting=[one for one in records if one.conflict_with and one.pk != found.pk],
        first=next((one for one in records if found.conflict_with and one.root == root and one.live), None),
    )
