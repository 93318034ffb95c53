"""How observations stand, now or at a moment of the past."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.duty import reads as duty
from shouwang.lib import clocks, paths
from shouwang.people import reads as people
from shouwang.quarantine.choices import DUE, DUE_LABEL, State
from shouwang.quarantine.models import Alert, Observation, Stage
from shouwang.quarantine.rules.measures import shown_state, state_at

TEAM_INCOMPLETE, BREACHED, OPEN_ALERT, CHANGE_PROPOSED = "team_incomplete", "breached", "open_alert", "change_proposed"


@dataclass(frozen=True)
class Standing:
    """One observation as it stands at a moment."""

    observation: Observation
    state: str
    measure: str
    alerts: tuple[str, ...]
    missing_roles: tuple[str, ...]
    moment: datetime

    @property
    def due_on(self) -> date | None:
        """The last day."""
        return self.observation.due_on

    @property
    def measure_due_on(self) -> date | None:
        """The last day of the measure in force: in a course of several ("7+3") earlier than that of the course."""
        days = {step["measure"]: step.get("due_on") for step in self.observation.steps[:-1]}
        day = days.get(self.measure)
        return date.fromisoformat(day) if day else self.due_on

    @property
    def shown(self) -> str:
        """The state as people read it; ``due`` once the last day is reached."""
        return shown_state(self.state, self.observation.due_on, clocks.local(self.moment).date())

    @property
    def label(self) -> Any:
        """The shown state in words."""
        return DUE_LABEL if self.shown == DUE else State(self.state).label

    @property
    def flags(self) -> list[str]:
        """What somebody has to look at."""
        breached = self.observation.breached_at is not None and self.observation.breached_at <= self.moment
        found = {
            TEAM_INCOMPLETE: bool(self.missing_roles), BREACHED: breached, OPEN_ALERT: bool(self.alerts),
            CHANGE_PROPOSED: bool(self.observation.pending),
        }  # fmt: skip
        return [name for name, present in found.items() if present]


def standings(observations: Sequence[Observation], at: datetime | None = None) -> list[Standing]:
    """How these observations stand, in the same order; four queries for any number."""
    moment = at or clocks.now()
    keys = [one.pk for one in observations]
    measures, alerts = _measures(keys, moment), _alerts(keys, moment)
    missing = duty.missing_roles(keys, moment)
    return [
        Standing(
            one, state_at(one.state, one.started_at, one.ended_at, moment), measures.get(one.pk, str(one.measure)),
            tuple(alerts.get(one.pk, ())), tuple(missing.get(one.pk, ())), moment,
        )
        for one in observations
    ]  # fmt: skip


def _measures(keys: list[UUID], moment: datetime) -> dict[UUID, str]:
    rows = Stage.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=moment), observation__in=keys, from_at__lte=moment)
    return dict(rows.values_list("observation_id", "measure"))


def _alerts(keys: list[UUID], moment: datetime) -> dict[UUID, list[str]]:
    rows = Alert.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=moment), observation__in=keys, opened_at__lte=moment)
    found: dict[UUID, list[str]] = {}
    for key, kind in rows.order_by("opened_at").values_list("observation_id", "kind"):
        found.setdefault(key, []).append(kind)
    return found


def below(area: str) -> Q:
    """The rows of an area and everything below it."""
    low, high = paths.bounds(area)
    return Q(area__gte=low, area__lt=high)


def observation(key: UUID, *, by: Actor) -> Observation | None:
    """One observation of the post's area, or none."""
    if not by.can(Permission.VIEW_OBSERVATION):
        return None
    return Observation.objects.filter(below(by.area), pk=key).first()


def observations(*, by: Actor) -> QuerySet[Observation]:
    """The observations of the post's area that were not taken back."""
    return Observation.objects.filter(below(by.area)).exclude(state=State.WITHDRAWN)


def find(numbers: Sequence[str], *, by: Actor, at: datetime | None = None) -> list[Standing | None]:
    """How the latest observations of people stand, by identity number and in its order; none where nobody is known here."""
    persons = people.by_documents(list(numbers), by=by)
    latest: dict[UUID, Observation] = {}
    for one in observations(by=by).filter(person_id__in=set(persons.values())).order_by("created_at"):
        latest[one.person_id] = one
    found = {one.observation.person_id: one for one in standings(list(latest.values()), at)}
    return [found.get(persons[number]) if number in persons else None for number in numbers]


def of_person(person_id: UUID, *, by: Actor) -> list[Standing]:
    """The observations of one person, the latest first."""
    return standings(list(observations(by=by).filter(person_id=person_id).order_by("-created_at")))


def by_sources(source_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, Standing]:
    """The observations that followed from returns, by the root of the return."""
    rows = list(observations(by=by).filter(source_id__in=list(source_ids)).order_by("created_at"))
    return {one.observation.source_id: one for one in standings(rows) if one.observation.source_id}


def observation_ids(person_ids: Iterable[UUID]) -> list[UUID]:
    """The observations of persons that were not taken back, as ids."""
    rows = Observation.objects.filter(person_id__in=list(person_ids)).exclude(state=State.WITHDRAWN)
    return list(rows.order_by("created_at").values_list("pk", flat=True))
