"""Draws of spot checks, and how far they are worked off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine.choices import HOSPITAL, SpotCheckResult, State
from shouwang.quarantine.models import Observation, SpotCheck, SpotDraw, Stage
from shouwang.quarantine.reads.states import below
from shouwang.quarantine.rules import draws as rules

OPEN_FOR = timedelta(days=2)  # a draw that is older is history, not work
BAD = rules.ALERTING


def eligible(within: str, measure: str, since: datetime, until: datetime) -> list[UUID]:
    """Whose measure was in force in an area at any time from ``since`` to ``until`` (the same moment: then): who can be drawn.

    The stages say so for any moment, whatever has become of the observation since. Nobody looks for people who were in hospital.
    """
    then = Stage.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=since), below(within), from_at__lte=until).exclude(measure=HOSPITAL)
    found = then.filter(measure=measure) if measure else then
    return sorted(set(found.exclude(observation__state=State.WITHDRAWN).values_list("observation_id", flat=True)))


def draws(*, by: Actor) -> QuerySet[SpotDraw]:
    """The draws of the post's area, the latest first; they are nobody's business who may not make spot checks."""
    found = SpotDraw.objects.filter(below(by.area), live=True).order_by("-happened_at", "pk")
    return found if by.can(Permission.SPOT_CHECK) else found.none()


def draw(key: UUID, *, by: Actor) -> SpotDraw | None:
    """One draw of the post's area, or none."""
    return draws(by=by).filter(pk=key).first()


@dataclass(frozen=True)
class DrawLine:
    """One draw in a list: where, and how far it is worked off."""

    draw: SpotDraw
    place: str
    done: int
    bad: int

    @property
    def pk(self) -> UUID:
        """The draw's id."""
        return self.draw.pk

    @property
    def open(self) -> int:
        """People nobody has reached yet."""
        return len(self.draw.drawn) - self.done


def draw_lines(found: Sequence[SpotDraw]) -> list[DrawLine]:
    """Draws ready to show; two queries for any number."""
    names = places.names({one.within for one in found})
    last = _last_looks([one.pk for one in found])
    results = {one.pk: [look.result for (draw_id, _), look in last.items() if draw_id == one.pk] for one in found}
    return [
        DrawLine(
            one, names.get(one.within, ""), sum(result != SpotCheckResult.NO_ANSWER for result in results[one.pk]),
            sum(result in BAD for result in results[one.pk]),
        )
        for one in found
    ]  # fmt: skip


def _last_looks(keys: Sequence[UUID]) -> dict[tuple[UUID | None, UUID], SpotCheck]:
    """The last look at everybody who was drawn, by draw and observation."""
    rows = SpotCheck.objects.filter(draw__in=keys, live=True).order_by("happened_at", "received")
    return {(look.draw_id, look.observation_id): look for look in rows}


def spot_checks_open(*, by: Actor, now: datetime) -> int:
    """How many people of the draws of the last days nobody has reached yet."""
    recent = draws(by=by).filter(happened_at__gte=now - OPEN_FOR)
    return sum(line.open for line in draw_lines(list(recent.defer("pool"))))


@dataclass(frozen=True)
class Drawn:
    """Somebody who was drawn: the observation (none where it lies outside the own area by now), the person, the looks so far."""

    key: UUID
    observation: Observation | None
    card: Any
    place: str
    looks: list[SpotCheck]
    of_past: bool = False  # drawn for days gone by: the person is asked about them, also after the end

    @property
    def last(self) -> SpotCheck | None:
        """The last look of this draw."""
        return self.looks[-1] if self.looks else None

    @property
    def is_over(self) -> bool:
        """Whether the measure has ended since: nobody looks any more, unless it is about a day gone by."""
        return self.observation is None or (self.observation.ended_at is not None and not self.of_past)

    @property
    def is_done(self) -> bool:
        """Whether somebody was reached."""
        return self.last is not None and self.last.result != SpotCheckResult.NO_ANSWER

    @property
    def is_bad(self) -> bool:
        """Whether what was found alerts."""
        return self.last is not None and self.last.result in BAD


@dataclass(frozen=True)
class DrawSheet:
    """A draw to work off, and its proof."""

    draw: SpotDraw
    place: str
    rows: list[Drawn]

    @property
    def repeats(self) -> bool:
        """Whether the same people come up when it is drawn again from the frozen list."""
        return rules.drawn(self.draw.pool, self.draw.seed, len(self.draw.drawn)) == self.draw.drawn

    @property
    def checksum(self) -> str:
        """The mark of the frozen list."""
        return rules.checksum(self.draw.pool)

    @property
    def done(self) -> int:
        """How many were reached."""
        return sum(row.is_done for row in self.rows)


def draw_sheet(found: SpotDraw, *, by: Actor) -> DrawSheet:
    """The list of a draw in the order of a walk; six queries for any number."""
    return DrawSheet(found, places.full_name(found.within), _drawn(found, found.drawn, by))


def drawn_row(found: SpotDraw, key: UUID, *, by: Actor) -> Drawn | None:
    """One line of a draw's list; none for somebody who was not drawn."""
    return _drawn(found, [key], by)[0] if key in found.drawn else None


def _drawn(found: SpotDraw, keys: Sequence[UUID], by: Actor) -> list[Drawn]:
    known = Observation.objects.filter(below(by.area)).in_bulk(list(keys))
    cards = people.persons([one.person_id for one in known.values()], by=by)
    names = places.short_names({one.area for one in known.values()}, by.area)
    looks: dict[UUID, list[SpotCheck]] = {}
    for look in SpotCheck.objects.filter(Q(draw=found), observation__in=keys, live=True).order_by("happened_at", "received"):
        looks.setdefault(look.observation_id, []).append(look)
    rows = [_row(found, key, known.get(key), cards, names, looks.get(key, [])) for key in keys]
    return sorted(rows, key=lambda row: row.observation.area if row.observation else "")


def _row(found: SpotDraw, key: UUID, one: Observation | None, cards: dict[UUID, Any], names: dict[str, str], looks: list[SpotCheck]) -> Drawn:
    return Drawn(key, one, cards.get(one.person_id) if one else None, names.get(one.area, "") if one else "", looks, found.first_day is not None)
