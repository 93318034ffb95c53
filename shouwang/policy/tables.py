"""The decision table: from what is known of a person to one class, its measures and their dates. First match wins."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from shouwang.policy.choices import UNDECIDED, CountFrom
from shouwang.policy.facts import ArrivalFacts, Origin
from shouwang.policy.overlays import Overlay, effective
from shouwang.policy.packs import ArrivalClass, Measure, Pack


@dataclass(frozen=True, slots=True)
class Rule:
    """What a decision rests on: enough to find it again in any later year."""

    pack_id: str
    version: int
    unit: str  # the unit whose overlay decided; empty: the pack itself
    class_id: str


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One measure with its dates: in force on the days before ``due_on``, released on ``due_on``."""

    measure: Measure
    from_on: date | None
    due_on: date | None
    tests_on: tuple[date, ...] = ()

    def in_force_on(self, day: date) -> bool:
        """Whether the measure binds on this day. A measure without length never does by itself."""
        return self.from_on is not None and self.due_on is not None and self.from_on <= day < self.due_on


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of a person and what follows from it."""

    class_id: str
    measure_steps: tuple[PlannedStep, ...]
    counted_from: date | None  # the day the days are counted from: last exposure or arrival
    last_exposure_on: date | None
    needs_missing: tuple[str, ...]  # proofs that would have opened a line of the table
    then: tuple[str, ...]
    transfer_required: bool
    line: ArrivalClass | None = field(repr=False)
    pack: Pack = field(repr=False)
    origin: Origin = field(repr=False)

    @property
    def decided(self) -> bool:
        """Whether a line of the table fitted."""
        return self.line is not None

    @property
    def first(self) -> PlannedStep | None:
        """The first measure with its dates."""
        return self.measure_steps[0] if self.measure_steps else None

    @property
    def measure(self) -> str:
        """The id of the first measure; empty when undecided."""
        return self.first.measure.id if self.first else ""

    @property
    def from_date(self) -> date | None:
        """First day of the first measure."""
        return self.first.from_on if self.first else None

    @property
    def due_on(self) -> date | None:
        """The day the first measure ends."""
        return self.first.due_on if self.first else None

    @property
    def ends_on(self) -> date | None:
        """The day the last measure ends."""
        return self.measure_steps[-1].due_on if self.measure_steps else None

    @property
    def rule(self) -> Rule:
        """Pack, version, overlay and line that decided."""
        unit = self.line.unit if self.line else self.pack.otherwise
        return Rule(self.pack.id, self.pack.version, unit, self.class_id)

    def step_on(self, day: date) -> PlannedStep | None:
        """The measure that is in force on a day, if one is."""
        return next((step for step in self.measure_steps if step.in_force_on(day)), None)


def classify(
    facts: ArrivalFacts, pack: Pack, overlays: Sequence[Overlay] = (), *, on: date, origin: Origin
) -> Classification:
    """The class of a person by the pack in force on the day ``on``; overlays of the own unit first, then parents'."""
    rules = effective(pack, tuple(overlays)) if overlays else pack
    missing: list[str] = []
    for line in rules.classes:
        if _fits(line, facts, origin):
            lacking = [need for need in line.needs if getattr(facts, need) is not True]
            if not lacking:
                return _classified(line, facts, rules, on, origin, tuple(missing))
            missing += [need for need in lacking if need not in missing]
    return _undecided(facts, rules, origin, tuple(missing))


def classify_as(
    class_id: str, facts: ArrivalFacts, pack: Pack, overlays: Sequence[Overlay] = (), *, on: date, origin: Origin
) -> Classification | None:
    """What follows when an officer puts a person into a class; None for a class that the rules in force do not have."""
    rules = effective(pack, tuple(overlays)) if overlays else pack
    line = next((line for line in rules.classes if line.id == class_id), None)
    return _classified(line, facts, rules, on, origin, ()) if line else None


def due_on(counted_from: date, days: int) -> date:
    """The day of release: a measure is in force on the days before it."""
    return counted_from + timedelta(days=days)


def _fits(line: ArrivalClass, facts: ArrivalFacts, origin: Origin) -> bool:
    return all(condition.test(facts, origin) for condition in line.when)


def _classified(
    line: ArrivalClass, facts: ArrivalFacts, pack: Pack, on: date, origin: Origin, missing: tuple[str, ...]
) -> Classification:
    counted_from = _counted_from(facts, pack)
    steps = _planned(line, facts.arrived_on or on, counted_from)
    return Classification(
        line.id, steps, counted_from, facts.exposed_on, missing, line.then, line.transfer_required, line, pack, origin
    )


def _undecided(facts: ArrivalFacts, pack: Pack, origin: Origin, missing: tuple[str, ...]) -> Classification:
    counted_from = _counted_from(facts, pack)
    return Classification(UNDECIDED, (), counted_from, facts.exposed_on, missing, (), False, None, pack, origin)


def _counted_from(facts: ArrivalFacts, pack: Pack) -> date | None:
    if pack.exposure.count_from == CountFrom.ARRIVAL:
        return facts.arrived_on or facts.exposed_on
    return facts.exposed_on


@lru_cache(maxsize=8192)  # the rows of a spreadsheet share few days
def _planned(line: ArrivalClass, begins: date, counted_from: date | None) -> tuple[PlannedStep, ...]:
    """Each step begins when the one before is due; the first is counted from the last exposure (or arrival)."""
    planned = []
    start, base = begins, counted_from
    for step in line.steps:
        ends = due_on(base, step.measure.days) if base is not None and step.measure.days is not None else None
        tests = tuple(due_on(base, day) for day in step.tests) if base is not None else ()
        planned.append(PlannedStep(step.measure, start, ends, tests))
        if ends is not None:
            start = base = ends
    return tuple(planned)
