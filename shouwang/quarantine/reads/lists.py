"""Observations as lists show them: with person, place, last check, and what stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine.choices import DUE, OPEN, State
from shouwang.quarantine.models import Alert, Observation, Reading
from shouwang.quarantine.reads.states import Standing, below, observations, standings


@dataclass(frozen=True)
class Line:
    """One observation in a list."""

    standing: Standing
    card: Any  # PersonCard, none if the person cannot be seen
    place: str
    last: Reading | None

    @property
    def pk(self) -> UUID:
        """The observation's id."""
        return self.standing.observation.pk

    @property
    def name(self) -> str:
        """The person's name."""
        return self.card.full_name if self.card else "–"

    @property
    def day(self) -> int | None:
        """Which day of the measure it is."""
        begun = self.standing.observation.started_at
        return (clocks.today() - clocks.local(begun).date()).days + 1 if begun else None


def filtered(*, by: Actor, state: str = "", measure: str = "", area: str = "", what: str = "", words: str = "") -> QuerySet[Observation]:
    """The observations a list asks for; without a state those that are open. ``what``: alert, due, breached or pending.

    ``words``: somebody's name, initials or whole number.
    """
    rows = observations(by=by)
    rows = rows.filter(below(area)) if area and by.covers(area) else rows
    rows = rows.filter(_state(state))
    if words:
        rows = rows.filter(person__in=[card.id for card in people.search(words, by=by, area=area)])
    if measure:
        rows = rows.filter(measure=measure)
    return rows.filter(_what(what)) if what else rows


def _state(state: str) -> Q:
    if state == DUE:
        return Q(state=State.ACTIVE, due_on__lte=clocks.today())
    if state == "all":
        return Q()
    return Q(state=state) if state else Q(state__in=OPEN)


def _what(what: str) -> Q:
    alerted = Exists(Alert.objects.filter(observation=OuterRef("pk"), closed_at__isnull=True))
    known = {"alert": Q(alerted), "breached": Q(breached_at__isnull=False), "pending": ~Q(pending={})}
    return known.get(what, Q())


def lines(rows: Sequence[Observation], *, by: Actor) -> list[Line]:
    """Rows ready to show; eight queries for any number."""
    cards = people.persons([row.person_id for row in rows], by=by)
    names = places.short_names({row.area for row in rows}, by.area)
    last = _last_readings([row.pk for row in rows])
    return [Line(one, cards.get(one.observation.person_id), names.get(one.observation.area, ""), last.get(one.observation.pk)) for one in standings(rows)]


def _last_readings(keys: list[UUID]) -> dict[UUID, Reading]:
    rows = Reading.objects.filter(observation__in=keys, live=True, temperature_c__isnull=False, slot_date__gte=_recently())
    return {row.observation_id: row for row in rows.order_by("happened_at", "received")}


def _recently() -> date:
    """Checks older than three days say nothing of today."""
    return date.fromordinal(clocks.today().toordinal() - 3)
