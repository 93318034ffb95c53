"""Measures begun under other rules, where the pack in force says that they follow it: who would change, and what, before anybody decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.policy import reads as policy
from shouwang.policy.packs import ArrivalClass, Pack
from shouwang.policy.reads import PackPeriod
from shouwang.quarantine.choices import Change, EventKind, State
from shouwang.quarantine.models import Event, Observation
from shouwang.quarantine.reads.lists import Line, lines
from shouwang.quarantine.reads.states import below, observations
from shouwang.quarantine.rules.terms import (
    Step,
    Terms,
    last_due,
    not_before,
    place_of,
    under_days,
    under_measures,
    under_tests,
)

BY_HAND = (EventKind.EXTENDED, EventKind.RENEWED, EventKind.MEASURE_CHANGED)  # somebody decided the last day: that stands
GOING = (State.ACTIVE, State.IN_HOSPITAL)
RULES = "periods"  # in an observation's ``rule``: the pack whose rules it was put under


@dataclass(frozen=True)
class Conversion:
    """One measure: what it is now, and what the rules in force make of it."""

    observation: Observation
    period: PackPeriod
    pack: Pack
    steps: Sequence[Step]
    terms: Terms
    changes: Sequence[Change]

    @property
    def pk(self) -> UUID:
        """The observation's id."""
        return self.observation.pk

    @property
    def one_by_one(self) -> bool:
        """Whether the rules give the class another measure, so that somebody has to decide about the person, not about a list."""
        return Change.MEASURE in self.changes

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

    @property
    def step_before(self) -> Step:
        """The step in force, as it is."""
        return in_force(self.observation, kept(self.observation))

    @property
    def step_after(self) -> Step:
        """The step in force, under the rules in force."""
        return in_force(self.observation, self.steps)


def kept(one: Observation) -> list[Step]:
    """The planned measures as they were kept."""
    return [Step.read(step) for step in one.steps]


def in_force(one: Observation, steps: Sequence[Step]) -> Step:
    """The step of an observation that is in force."""
    return steps[place_of(steps, one.measure)] if steps else Step(measure=one.measure)


def going(area: str, *, by: Actor, where: Q | None = None) -> QuerySet[Observation]:
    """The measures of an area that have begun and have a last day; of these ``where`` if given."""
    rows = observations(by=by).filter(below(area), state__in=GOING, started_at__isnull=False, due_on__isnull=False)
    return (rows.filter(where) if where is not None else rows).order_by("area", "pk")


def decided_among(found: Sequence[Observation]) -> set[UUID]:
    """Those of whom an officer has set measure or last day. One query."""
    return set(Event.objects.filter(observation__in=[one.pk for one in found], kind__in=BY_HAND, live=True).values_list("observation_id", flat=True))


def conversions(area: str, *, by: Actor) -> list[Conversion]:
    """Who of an area would change; where an officer has decided the last day, that stands. Three queries; one where no pack in force recomputes."""
    book, today = policy.rulebook(), clocks.today()
    wanted = [_under_others(place, period) for place, period in book.recomputing(area, today).items()]
    if not wanted:
        return []
    found = list(going(area, by=by, where=reduce(or_, wanted)))
    decided = decided_among(found)
    judged = [conversion_of(one, book, today, decided=one.pk in decided) for one in found]
    return [one for one in judged if one is not None]


def _under_others(area: str, period: PackPeriod) -> Q:
    """Measures of an area that were not put under this pack yet, neither when they began nor later."""
    pack = {"pack": period.pack_id, "version": period.version}
    begun = Q(rule__contains=pack) & ~Q(rule__has_key=RULES)
    return below(area) & ~begun & ~Q(rule__contains={RULES: pack})


def conversion_of(one: Observation, book: policy.Rulebook, today: date, *, decided: bool = False, before: policy.Rulebook | None = None) -> Conversion | None:
    """What the rules in force make of one measure; None where it stays as it is.

    ``decided``: an officer set measure or last day, which stand. ``before``: the rules it began under, where ``book`` only supposes others.
    """
    period = book.period_for(one.area, today)
    if period is None or not book.follows(one.area, today):
        return None
    pack = book.rules_for([one.reported_by, one.unit], one.area, today)
    rule = one.rule.get(RULES) or one.rule
    if (rule.get("pack"), rule.get("version")) == (pack.id, pack.version):
        return None
    steps = _steps(one, pack, old_pack(one, before or book), today, decided=decided)
    if steps is None:
        return None if decided else Conversion(one, period, pack, kept(one), Terms.of(pack), (Change.MEASURE,))
    changes = tuple(_changes(one, steps, Terms.of(pack)))
    return Conversion(one, period, pack, steps, Terms.of(pack), changes) if changes else None


def old_pack(one: Observation, book: policy.Rulebook) -> Pack | None:
    """The rules on the day it began; none where there were none."""
    day = clocks.local(one.started_at or one.created_at).date()
    return book.rules_for([one.reported_by, one.unit], one.area, day) if book.period_for(one.area, day) else None


def _steps(one: Observation, pack: Pack, old: Pack | None, today: date, *, decided: bool) -> list[Step] | None:
    """The planned measures under a pack; None where it does not know one of them, or leads the class to others than the rules before."""
    before, line = kept(one), class_of(one, pack)
    steps = under_measures(before, pack.measures, one.measure)
    if steps is None or (not decided and _leads_elsewhere(before, line, class_of(one, old))):
        return None
    if decided:
        return steps
    dated = under_days(steps, {measure.id: measure.days for measure in pack.measures.values()}) or steps
    number = place_of(before, one.measure)
    tested = under_tests(dated, {step.measure.id: step.tests for step in line.steps}, today) if line is not None else dated
    return [*before[:number], *not_before(tested[number:], today)]


def class_of(one: Observation, pack: Pack | None) -> ArrivalClass | None:
    """The class of a person as a pack has it, if it has it."""
    return next((line for line in pack.classes if line.id == one.class_id), None) if pack else None


def _leads_elsewhere(steps: Sequence[Step], new: ArrivalClass | None, old: ArrivalClass | None) -> bool:
    """Whether the class led to these measures and leads to others now. Whoever was under others anyway (moved since the home would not do) stays there."""
    return new is not None and _through(steps, old or new) and not _through(steps, new)


def _through(steps: Sequence[Step], line: ArrivalClass) -> bool:
    """Whether a class leads through these measures; what is over already may be missing at the beginning."""
    measures = [step.measure.id for step in line.steps]
    return measures[-len(steps) :] == [step.measure for step in steps]


def _changes(one: Observation, steps: Sequence[Step], terms: Terms) -> Iterator[Change]:
    before = kept(one)
    if last_due(steps) != one.due_on:
        yield Change.LAST_DAY
    if [step.plan for step in steps] != [step.plan for step in before]:
        yield Change.CHECKS
    if has_usual_team(one) and _team(in_force(one, steps)) != _team(in_force(one, before)):
        yield Change.TEAM
    if [step.tests for step in steps] != [step.tests for step in before]:
        yield Change.TESTS
    if one.terms and Terms.read(one.terms) != terms:
        yield Change.TERMS


def has_usual_team(one: Observation) -> bool:
    """Whether the team is the one its rules named; one that somebody chose otherwise, and a site's own staff, stand."""
    return one.ordered_at is not None and one.team_template == in_force(one, kept(one)).team


def _team(step: Step) -> tuple[str, tuple[str, ...]]:
    return step.team, step.roles


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
