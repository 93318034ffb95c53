"""Who the rows of a batch are about: persons and their observations, in a constant number of queries."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.lib.names import name_key
from shouwang.lib.refusals import Refused
from shouwang.people import reads as people
from shouwang.quarantine import choices
from shouwang.quarantine.models import Observation
from shouwang.quarantine.reads.states import below
from shouwang.quarantine.rules.measures import needs_order


def person_ids(rows: Sequence[Any], by: Actor) -> list[UUID | None]:
    """The persons that rows name, as far as the post may see them; for rows that name an observation see ``Subjects``."""
    numbers = [row.id_number for row in rows if row.id_number and not row.person_id]
    found = people.by_documents(numbers, by=by) if numbers else {}
    return [row.person_id or found.get(row.id_number) for row in rows]


class Subjects:
    """The observations of the persons that rows name. ``open_only`` leaves out those that have ended.

    ``by_name``: a row without a number means whoever of that name is under observation; for sheets only, since elsewhere a
    name may be that of somebody new.
    """

    def __init__(self, rows: Sequence[Any], by: Actor, *, open_only: bool = True, by_name: bool = False) -> None:
        self.persons = dict(zip(map(id, rows), person_ids(rows, by), strict=True))
        self.several: set[int] = set()  # rows whose name alone fits more than one person
        if by_name:
            self._by_name([row for row in rows if _only_named(row)], by)
        self.by_id = {one.pk: one for one in self._named(rows)}
        self.by_person: dict[UUID, list[Observation]] = {}
        for one in self._of_persons(open_only):
            self.by_person.setdefault(one.person_id, []).append(self.by_id.setdefault(one.pk, one))

    def _by_name(self, rows: Sequence[Any], by: Actor) -> None:
        """People without a number in the row: whoever of that name is under observation in the post's area."""
        if not rows:
            return
        observed = Observation.objects.filter(below(by.area), started_at__isnull=False).values_list("person_id", flat=True)
        found: dict[str, set[UUID]] = {}
        for card in people.persons(observed, by=by).values():
            found.setdefault(name_key(card.full_name), set()).add(card.id)
        for row in rows:
            alike = found.get(name_key(row.full_name), set())
            if len(alike) == 1:
                self.persons[id(row)] = next(iter(alike))
            elif alike:
                self.several.add(id(row))

    def _named(self, rows: Sequence[Any]) -> Iterable[Observation]:
        wanted = [row.observation_id for row in rows if row.observation_id]
        return Observation.objects.filter(pk__in=wanted) if wanted else []

    def _of_persons(self, open_only: bool) -> Iterable[Observation]:
        wanted = {person for person in self.persons.values() if person}
        if not wanted:
            return []
        found = Observation.objects.filter(person_id__in=wanted).exclude(state=choices.State.WITHDRAWN)
        return (found.filter(ended_at__isnull=True) if open_only else found).order_by("created_at")

    @property
    def observations(self) -> list[Observation]:
        """All that were found."""
        return list(self.by_id.values())

    def person_of(self, row: Any) -> UUID:
        """The person of a row. Raises Refused person_missing or no_person."""
        if row.observation_id:
            return self.observation_of(row).person_id
        person = self.persons.get(id(row))
        if person is None:
            raise self._nobody(row)
        return person

    def observation_of(self, row: Any) -> Observation:
        """The latest observation of a row's person. Raises Refused person_missing, no_person or no_observation."""
        return self._pick(row, lambda found: found[-1])

    def covering(self, row: Any, moment: datetime) -> Observation:
        """The observation that was in force at a moment. Raises Refused not_started or not_covered as well."""

        def in_force(found: list[Observation]) -> Observation:
            covering = [one for one in found if _covers(one, moment)]
            if covering:
                return covering[-1]
            if needs_order(found[-1].state):
                raise Refused("not_started", choices.NOT_STARTED)
            raise Refused("not_covered", choices.NOT_COVERED)

        return self._pick(row, in_force)

    def _pick(self, row: Any, pick: Callable[[list[Observation]], Observation]) -> Observation:
        if row.observation_id:
            found = [self.by_id[row.observation_id]] if row.observation_id in self.by_id else []
        else:
            person = self.persons.get(id(row))
            if person is None:
                raise self._nobody(row)
            found = self.by_person.get(person, [])
        if not found:
            raise Refused("no_observation", choices.NO_OBSERVATION)
        return pick(found)

    def _nobody(self, row: Any) -> Refused:
        if id(row) in self.several:
            return Refused("several_of_name", choices.SEVERAL_OF_NAME)
        if not (row.id_number or row.person_id or row.full_name):
            return Refused("person_missing", choices.PERSON_MISSING)
        return Refused("no_person", choices.NO_PERSON)


def _only_named(row: Any) -> bool:
    return bool(row.full_name) and not (row.id_number or row.person_id or row.observation_id)


def _covers(observation: Observation, moment: datetime) -> bool:
    started, ended = observation.started_at, observation.ended_at
    return started is not None and started <= moment and (ended is None or moment <= ended)
