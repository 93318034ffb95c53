"""What follows from a class: measures proposed to quarantine, and fevers it has to know of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from shouwang.accounts.actors import Actor
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.rules.returns import is_fever
from shouwang.policy.explanations import explain
from shouwang.policy.packs import Pack
from shouwang.policy.tables import Classification
from shouwang.quarantine.rules.terms import Step, Terms, restricting
from shouwang.quarantine.writes.fevers import record_fevers as record_fever_signs
from shouwang.quarantine.writes.fevers import withdraw_fevers
from shouwang.quarantine.writes.proposals import propose, withdraw
from shouwang.quarantine.writes.rows import NewFever, Proposal


@dataclass(frozen=True, slots=True)
class Followed:
    """A return with the class that was found for it and the rules that were applied."""

    arrival: Arrival
    classification: Classification | None
    rules: Pack


def propose_measures(followed: Iterable[Followed], *, actor: Actor, at: Any = None) -> None:
    """Propose what each class asks. ``at`` is the moment of a later decision; else the moment of registration counts.

    A later decision is proposed even when it asks nothing, so that what was proposed before is taken back.
    """
    said = Sentences()
    rows = [_proposal(one, one.classification, said, at) for one in followed if one.classification]
    wanted = [row for row in rows if at is not None or restricting(row.steps)]
    if wanted:
        propose(wanted, by=actor)


def record_fevers(followed: Iterable[Followed], *, actor: Actor) -> None:
    """Tell quarantine of every fever measured at registration."""
    rows = [_fever(one.arrival) for one in followed if is_fever(one.arrival.temperature_c, one.rules.signs.fever_c)]
    if rows:
        record_fever_signs(rows, by=actor)


def take_back_measures(arrivals: Sequence[Arrival], *, actor: Actor, reason: str) -> set[UUID]:
    """Take back the measures proposed for returns; the roots of those that had one. What somebody has ordered stays."""
    verdicts = withdraw([arrival.root for arrival in arrivals], reason=reason, by=actor) if arrivals else []
    return {arrival.root for arrival, verdict in zip(arrivals, verdicts, strict=True) if verdict.taken and verdict.id}


def drop_measures(arrivals: Sequence[Arrival], *, actor: Actor, reason: str) -> set[UUID]:
    """Take back everything that followed from returns; answers the roots of those whose measure was ordered."""
    verdicts = withdraw([arrival.root for arrival in arrivals], reason=reason, by=actor) if arrivals else []
    bound = {arrival.root for arrival, verdict in zip(arrivals, verdicts, strict=True) if not verdict.taken}
    free = [arrival.root for arrival in arrivals if arrival.root not in bound]
    if free:
        withdraw_fevers(free, by=actor)
    return bound


def move_fevers(followed: Sequence[Followed], *, actor: Actor) -> None:
    """Count the fevers of returns anew: as the facts and the place are now."""
    if followed:
        withdraw_fevers([one.arrival.root for one in followed], by=actor)
        record_fevers(followed, actor=actor)


class Sentences:
    """Explanations in the county's language; the many rows of a file share few of them."""

    def __init__(self) -> None:
        self._said: dict[Any, str] = {}

    def of(self, found: Classification) -> str:
        """The sentence that explains a class."""
        key = (found.rule, found.origin.words, found.from_date, found.due_on, found.ends_on, found.needs_missing)
        if key not in self._said:
            self._said[key] = explain(found, settings.LANGUAGE_CODE)
        return self._said[key]


def _proposal(one: Followed, found: Classification, said: Sentences, at: Any) -> Proposal:
    arrival = one.arrival
    return Proposal(
        person_id=arrival.person_id, area=arrival.area, unit=arrival.unit, reported_by=arrival.reported_by,
        class_id=found.class_id, steps=[Step.of(planned) for planned in found.measure_steps],
        terms=Terms.of(found.pack),
        happened_at=at or arrival.happened_at, last_exposure_on=found.last_exposure_on, rule=arrival.rule,
        sentence=said.of(found), source_id=arrival.root, address=arrival.address,
    )  # fmt: skip


def _fever(arrival: Arrival) -> NewFever:
    assert arrival.temperature_c is not None
    return NewFever(
        person_id=arrival.person_id, area=arrival.area, unit=arrival.unit, reported_by=arrival.reported_by,
        temperature_c=arrival.temperature_c, happened_at=arrival.happened_at, source="arrival", source_id=arrival.root,
    )  # fmt: skip
