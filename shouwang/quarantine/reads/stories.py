"""Everything about one observation, in the order it happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.duty import reads as duty
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
    Watch,
)
from shouwang.quarantine.reads.states import Standing, standings
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
    readings = list(Reading.objects.filter(observation=observation, live=True).order_by("happened_at", "received"))
    card = people.person(observation.person_id, by=by)
    unit = places.unit(observation.unit) if observation.unit else None
    return Story(
        standing=standings([observation])[0], card=card, place=places.full_name(observation.area), unit=unit.name if unit else "",
        terms=Terms.read(observation.terms), team=duty.teams([observation.pk]).get(observation.pk),
        stages=list(observation.stages.order_by("from_at")), cells=_cells(observation, readings, clocks.now()), readings=readings,
        events=list(observation.events.filter(live=True).order_by("happened_at", "received")),
        alerts=list(observation.alerts.order_by("opened_at")), referrals=list(observation.referrals.order_by("made_at")),
        assessments=list(observation.assessments.filter(live=True).order_by("happened_at")),
        documents=list(observation.documents.filter(live=True).order_by("happened_at")),
        looks=list(observation.spot_checks.filter(live=True).order_by("happened_at")),
        samples=list(observation.sample_results.filter(live=True).order_by("sampled_on")),
    )  # fmt: skip


def _cells(observation: Observation, readings: list[Reading], now: datetime) -> list[CheckCell]:
    """Every check that was due until now, day by day."""
    found = {(one.slot_date, one.slot): one for one in readings if one.counting == Counting.COUNTS}
    reported = {(one.slot_date, one.slot): one for one in readings if one.counting != Counting.COUNTS}
    cells: dict[tuple[date, str], CheckCell] = {}
    for watch in Watch.objects.filter(observation=observation).order_by("from_at"):
        first = clocks.local(watch.from_at).date()
        last = min(clocks.local(min(watch.to_at or now, now)).date(), date.fromordinal(first.toordinal() + MOST_DAYS))
        for check in checks_of_days(watch.plan, first, last):
            if check.opens_at <= now and is_due(check, watch.from_at, watch.to_at, watch.plan):
                reading = found.get(check.key)
                at = reading.happened_at if reading else None
                cells[check.key] = CheckCell(check, check_state(check, True, at, now), reading, None if reading else reported.get(check.key))
    return list(cells.values())
