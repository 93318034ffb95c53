"""Everything about one observation, in the order it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.duty import reads as duty
from shouwang.ledger.records import Record
from shouwang.lib import clocks
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.quarantine.choices import CheckState, Counting
from shouwang.quarantine.models import (
    Alert,
    Assessment,
    Document,
    Event,
    Observation,
    Reading,
    Referral,
    SampleResult,
    SpotCheck,
    Stage,
    Stay,
    Watch,
)
from shouwang.quarantine.reads.states import Standing, below, observations, standings
from shouwang.quarantine.rules.slots import Check, check_state, checks_of_days, is_due
from shouwang.quarantine.rules.terms import Terms

MOST_DAYS = 40  # of checks on one page


@dataclass(frozen=True)
class CheckCell:
    """One due check of the curve: its slot, how it stands, what was found last."""

    check: Check
    state: CheckState
    reading: Reading | None
    reported: Reading | None = None  # what the person reported, while it does not count

    @property
    def shown(self) -> Reading | None:
        """What is to be seen of the check: the one that counts, else what the person reported."""
        return self.reading or self.reported


@dataclass(frozen=True)
class Story:
    """One observation with all that belongs to it."""

    standing: Standing
    card: Any
    place: str
    unit: str
    terms: Terms
    team: Any  # duty's TeamCard, none where there is no team
    stages: list[Stage]
    cells: list[CheckCell]
    readings: list[Reading]
    events: list[Event]
    alerts: list[Alert]
    referrals: list[Referral]
    assessments: list[Assessment]
    documents: list[Document]
    looks: list[SpotCheck]
    samples: list[SampleResult]
    stays: list[Stay]

    @property
    def observation(self) -> Observation:
        """The observation itself."""
        return self.standing.observation

    @property
    def open_alerts(self) -> list[Alert]:
        """Alerts nobody has closed."""
        return [alert for alert in self.alerts if alert.closed_at is None]

    @property
    def open_referral(self) -> Referral | None:
        """The referral whose last word is not said."""
        return next((one for one in self.referrals if one.closed_at is None), None)

    def count(self, state: str) -> int:
        """How many checks stand so."""
        return sum(cell.state == state for cell in self.cells)


def story(observation: Observation, *, by: Actor) -> Story:
    """The whole of one observation, in a constant number of queries."""
    return stories([observation], by=by)[0]


def stories(observations: Sequence[Observation], *, by: Actor) -> list[Story]:
    """The whole of each observation, in the same order; the same number of queries for any number of them."""
    keys = [one.pk for one in observations]
    kept = {model: _by_observation(model, keys, order) for model, order in _PARTS.items()}
    cards = people.persons({one.person_id for one in observations}, by=by)
    units, names = places.unit_names({one.unit for one in observations if one.unit}), places.full_names({one.area for one in observations})
    teams, stays, now = duty.teams(keys), _stays(keys), clocks.now()
    return [
        Story(
            standing=standing, card=cards.get(one.person_id), place=names.get(one.area, ""), unit=units.get(one.unit, ""),
            terms=Terms.read(one.terms), team=teams.get(one.pk), stages=kept[Stage].get(one.pk, []),
            cells=_cells(kept[Watch].get(one.pk, []), kept[Reading].get(one.pk, []), now), readings=kept[Reading].get(one.pk, []),
            events=kept[Event].get(one.pk, []), alerts=kept[Alert].get(one.pk, []), referrals=kept[Referral].get(one.pk, []),
            assessments=kept[Assessment].get(one.pk, []), documents=kept[Document].get(one.pk, []), looks=kept[SpotCheck].get(one.pk, []),
            samples=kept[SampleResult].get(one.pk, []), stays=stays.get(one.pk, []),
        )
        for one, standing in zip(observations, standings(observations), strict=True)
    ]  # fmt: skip


# What belongs to an observation, and in which order it is told.
_PARTS: dict[type[Any], tuple[str, ...]] = {
    Stage: ("from_at",), Watch: ("from_at",), Reading: ("happened_at", "received"), Event: ("happened_at", "received"),
    Alert: ("opened_at",), Referral: ("made_at",), Assessment: ("happened_at",), Document: ("happened_at",), SpotCheck: ("happened_at",),
    SampleResult: ("sampled_on",),
}  # fmt: skip


def _stays(keys: Sequence[UUID]) -> dict[UUID, list[Stay]]:
    """Stays at isolation sites; a site may lie in another area, so no key leads there."""
    found: dict[UUID, list[Stay]] = {}
    for stay in Stay.objects.filter(observation_id__in=keys).select_related("room").order_by("in_at"):
        if stay.observation_id:
            found.setdefault(stay.observation_id, []).append(stay)
    return found


def _by_observation(model: type[Any], keys: Sequence[UUID], order: tuple[str, ...]) -> dict[UUID, list[Any]]:
    """The rows of these observations; of records those that count."""
    rows = model.objects.filter(observation__in=keys, **({"live": True} if issubclass(model, Record) else {}))
    found: dict[UUID, list[Any]] = {}
    for row in rows.order_by(*order):
        found.setdefault(row.observation_id, []).append(row)
    return found


def _cells(watches: list[Watch], readings: list[Reading], now: datetime) -> list[CheckCell]:
    """Every check that was due until now, day by day."""
    found = {(one.slot_date, one.slot): one for one in readings if one.counting == Counting.COUNTS}
    reported = {(one.slot_date, one.slot): one for one in readings if one.counting != Counting.COUNTS}
    cells: dict[tuple[date, str], CheckCell] = {}
    for watch in watches:
        first = clocks.local(watch.from_at).date()
        last = min(clocks.local(min(watch.to_at or now, now)).date(), date.fromordinal(first.toordinal() + MOST_DAYS))
        for check in checks_of_days(watch.plan, first, last):
            if check.opens_at <= now and is_due(check, watch.from_at, watch.to_at, watch.plan):
                reading = found.get(check.key)
                at = reading.happened_at if reading else None
                cells[check.key] = CheckCell(check, check_state(check, True, at, now), reading, None if reading else reported.get(check.key))
    return list(cells.values())


def observations_of(person_id: UUID, *, by: Actor) -> list[Observation]:
    """The observations of a person in the post's area, the earliest first."""
    return list(observations(by=by).filter(person_id=person_id).order_by("created_at", "pk"))


def loose_records(person_id: UUID, *, by: Actor) -> tuple[list[Referral], list[Document]]:
    """Referrals and papers of a person that belong to no observation, as far as the post sees them."""
    referrals = Referral.objects.filter(below(by.area), person_id=person_id, observation__isnull=True).order_by("made_at")
    papers = Document.objects.filter(below(by.area), person_id=person_id, observation__isnull=True, live=True)
    return list(referrals), list(papers.order_by("happened_at"))
