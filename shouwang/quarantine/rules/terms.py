"""What the policy of the day asks of one person, in the form that is kept with the observation."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from shouwang.policy.choices import CountFrom, MeasurePlace, SelfReports, Starts
from shouwang.policy.packs import Measure, Pack
from shouwang.policy.tables import PlannedStep
from shouwang.quarantine.rules.slots import plan_of

NO_MEASURE = "none"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One planned measure: its dates, checks, home assessment and team."""

    measure: str
    from_date: date | None = None
    due_on: date | None = None
    days: int | None = None
    plan: str = ""  # the checks that are due; empty without checks
    starts: str = Starts.ON_ORDER
    place: str = MeasurePlace.ANYWHERE
    assessment: str = ""
    team: str = ""
    roles: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()  # days on which a sample is due, ISO
    legal_basis: str = ""

    @classmethod
    def of(cls, planned: PlannedStep) -> "Step":
        """The step of a classification."""
        tests = tuple(day.isoformat() for day in planned.tests_on)
        return replace(cls.of_measure(planned.measure), from_date=planned.from_on, due_on=planned.due_on, tests=tests)

    @classmethod
    def of_measure(cls, measure: Measure) -> "Step":
        """A measure of the pack, without dates yet."""
        team = measure.team
        return cls(
            measure=measure.id, days=measure.days, plan=plan_of(measure.slots), starts=str(measure.starts), place=str(measure.place),
            assessment=measure.assessment, team=team.id if team else "", roles=team.roles if team else (),
            legal_basis=measure.legal_basis.zh,
        )

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Step":
        """A step as it was kept."""
        days = {name: date.fromisoformat(kept[name]) for name in ("from_date", "due_on") if kept.get(name)}
        lists = {name: tuple(kept.get(name, ())) for name in ("roles", "tests")}
        return cls(**{**kept, "from_date": None, "due_on": None, **days, **lists})

    def kept(self) -> dict[str, Any]:
        """The step as it is kept: without what is empty."""
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {name: value for name, value in plain.items() if value not in (None, "", ()) and name != "legal_basis"}

    @property
    def at_once(self) -> bool:
        """Whether it binds from the moment of classification, without an order."""
        return self.starts == Starts.AT_ONCE

    @property
    def at_site(self) -> bool:
        """Whether it is lived through at a central site."""
        return self.place == MeasurePlace.SITE

    @property
    def at_clinic(self) -> bool:
        """Whether the person is to be seen by a clinic."""
        return self.place == MeasurePlace.CLINIC


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Thresholds of the checks, and what a release needs."""

    fever_c: float
    low: float
    high: float
    require: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    plan: str = ""  # the pack's own checks, for readings that nobody is charged with
    self_reported: str = SelfReports.CONFIRM.value  # what a temperature is worth that the person reports

    @classmethod
    def of(cls, pack: Pack) -> "Terms":
        """What a pack asks."""
        signs = pack.signs
        return cls(
            fever_c=signs.fever_c, low=signs.plausible_low_c, high=signs.plausible_high_c, require=pack.release.require,
            documents=pack.release.documents, symptoms=signs.symptoms, plan=plan_of(pack.checks.slots),
            self_reported=pack.checks.self_reported,
        )

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Terms":
        """Terms as they were kept."""
        return cls(**{**kept, **{name: tuple(kept.get(name, ())) for name in ("require", "documents", "symptoms")}})

    def kept(self) -> dict[str, Any]:
        """Terms as they are kept."""
        return asdict(self)


def restricting(steps: Sequence[Step]) -> list[Step]:
    """The steps that ask something of the person."""
    return [step for step in steps if step.measure and step.measure != NO_MEASURE]


def dated(steps: Sequence[Step], counted_from: date, begins: date) -> list[Step]:
    """The steps with their dates counted anew: each begins when the one before is over."""
    found, base, start = [], counted_from, begins
    for step in steps:
        due = base + timedelta(days=step.days) if step.days is not None else None
        found.append(replace(step, from_date=start, due_on=due))
        if due is not None:
            base = start = due
    return found


def under_days(steps: Sequence[Step], days: Mapping[str, int | None]) -> list[Step] | None:
    """The steps with the days that other rules give the same measures, counted from the same day as they were.

    None where that cannot be said: a measure the other rules do not know, or one without a last day.
    """
    first = steps[0] if steps else None
    known = [(step, days.get(step.measure)) for step in steps]
    if first is None or first.days is None or first.due_on is None or first.from_date is None or any(new is None for _step, new in known):
        return None
    return dated([replace(step, days=new) for step, new in known], first.due_on - timedelta(days=first.days), first.from_date)


def under_measures(steps: Sequence[Step], measures: Mapping[str, Measure], current: str) -> list[Step] | None:
    """The steps with the checks and teams that other rules give the same measures, from the one in force on; what is over stays.

    None where the other rules do not know one of them.
    """
    if any(step.measure not in measures for step in steps):
        return None
    number = place_of(steps, current)
    return [*steps[:number], *(_asked(step, Step.of_measure(measures[step.measure])) for step in steps[number:])]


def _asked(step: Step, wanted: Step) -> Step:
    return replace(step, plan=wanted.plan, team=wanted.team, roles=wanted.roles)


def place_of(steps: Sequence[Step], current: str) -> int:
    """Which of the steps is in force; the first where none of them is."""
    return next((number for number, step in enumerate(steps) if step.measure == current), 0)


def under_tests(steps: Sequence[Step], days: Mapping[str, Sequence[int]], today: date) -> list[Step]:
    """The steps with the days of samples that other rules give the same measures; those of the past stay what they were."""
    return [replace(step, tests=_tests(step, days.get(step.measure, ()), today)) for step in steps]


def _tests(step: Step, days: Sequence[int], today: date) -> tuple[str, ...]:
    if step.due_on is None or step.days is None:
        return step.tests
    base, first = step.due_on - timedelta(days=step.days), today.isoformat()
    wanted = ((base + timedelta(days=day)).isoformat() for day in days)
    return (*(day for day in step.tests if day < first), *(day for day in wanted if day >= first))


def not_before(steps: Sequence[Step], day: date) -> list[Step]:
    """The steps with no last day in the past: what would be over already ends today, not earlier."""
    return [replace(step, due_on=max(step.due_on, day) if step.due_on else None) for step in steps]


def counted_from(pack: Pack, last_exposure_on: date | None, arrived_on: date) -> date:
    """The day the days are counted from, as the pack says."""
    if pack.exposure.count_from == CountFrom.ARRIVAL or last_exposure_on is None:
        return arrived_on
    return last_exposure_on


def last_due(steps: Sequence[Step]) -> date | None:
    """The last day of the whole."""
    return steps[-1].due_on if steps else None


def rule_of(pack: Pack, class_id: str = "", unit: str = "") -> dict[str, Any]:
    """What a decision rests on, for the record."""
    return {"pack": pack.id, "version": pack.version, "unit": unit, "class": class_id}
