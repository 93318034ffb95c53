"""Periods begun under other rules, where the pack in force says that their last day is recomputed: who would change, before anybody decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.policy import reads as policy
from shouwang.policy.packs import Pack
from shouwang.quarantine.choices import EventKind, State
from shouwang.quarantine.models import Event, Observation
from shouwang.quarantine.reads.lists import Line, lines
from shouwang.quarantine.reads.states import below, observations
from shouwang.quarantine.rules.terms import Step, last_due, not_before, under_days

BY_HAND = (EventKind.EXTENDED, EventKind.RENEWED, EventKind.MEASURE_CHANGED)  # somebody decided the last day: that stands
GOING = (State.ACTIVE, State.IN_HOSPITAL)
RULES = "periods"  # in an observation's ``rule``: the pack by whose days its last day was recomputed


@dataclass(frozen=True)
class Conversion:
    """One period: the last day it has, and the steps that the rules in force give it."""

    observation: Observation
    pack: Pack
    steps: Sequence[Step]

    @property
    def pk(self) -> UUID:
        """The observation's id."""
        return self.observation.pk

    @property
    def before(self) -> date | None:
        """The last day it has."""
        return self.observation.due_on

    @property
    def after(self) -> date | None:
        """The last day under the rules in force."""
        return last_due(self.steps)

    @property
    def days(self) -> int:
        """How many days later (sooner: less than none)."""
        return (self.after - self.before).days if self.after and self.before else 0

    @property
    def area(self) -> str:
        """Where the person is."""
        return self.observation.area


def conversions(area: str, *, by: Actor, only: Sequence[UUID] | None = None) -> list[Conversion]:
    """The periods of an area whose last day would be another one; those that an officer has decided are left out. Three queries."""
    rows = observations(by=by).filter(below(area), state__in=GOING, started_at__isnull=False, due_on__isnull=False)
    rows = rows if only is None else rows.filter(pk__in=list(only))
    found = list(rows.order_by("area", "pk"))
    decided = set(Event.objects.filter(observation__in=[one.pk for one in found], kind__in=BY_HAND, live=True).values_list("observation_id", flat=True))
    book, today = policy.rulebook(), clocks.today()
    judged = [conversion_of(one, book, today) for one in found if one.pk not in decided]
    return [one for one in judged if one is not None]


def conversion_of(one: Observation, book: policy.Rulebook, today: date) -> Conversion | None:
    """What the rules in force make of one period; None where it stays as it is."""
    period = book.period_for(one.area, today)
    if period is None or not period.recompute:
        return None
    pack = book.rules_for([one.reported_by, one.unit], one.area, today)
    rule = one.rule.get(RULES) or one.rule
    if (rule.get("pack"), rule.get("version")) == (pack.id, pack.version):
        return None
    steps = under_days([Step.read(kept) for kept in one.steps], {measure.id: measure.days for measure in pack.measures.values()})
    if steps is None or last_due(steps := not_before(steps, today)) == one.due_on:
        return None
    return Conversion(one, pack, steps)


@dataclass(frozen=True)
class NamedConversion:
    """The same with the person's line."""

    conversion: Conversion
    line: Line

    @property
    def pk(self) -> UUID:
        """The observation's id."""
        return self.conversion.pk


def named_conversions(rows: Sequence[Conversion], *, by: Actor) -> list[NamedConversion]:
    """Conversions as a list shows them, in the same order; the same queries for any number."""
    shown = {line.pk: line for line in lines([row.observation for row in rows], by=by)}
    return [NamedConversion(row, shown[row.observation.pk]) for row in rows]
