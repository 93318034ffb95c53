"""Open observations that follow from no return, under the rules in force and under others: same class, other measure, checks, team or days."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy.facts import UNKNOWN_ORIGIN, ArrivalFacts
from shouwang.policy.outlooks import Case, Held, Line, Outcome
from shouwang.policy.packs import Pack
from shouwang.policy.reads import Rulebook
from shouwang.policy.tables import classify_as
from shouwang.quarantine.choices import OPEN
from shouwang.quarantine.models import Observation
from shouwang.quarantine.reads.lists import lines
from shouwang.quarantine.reads.states import below, observations

MOST = 20_000


def held_by_class(now: Rulebook, then: Rulebook, area: str, by: Actor) -> Held:
    """The open observations of an area that somebody ordered directly. Without a class known to the rules: decided by hand."""
    rows = observations(by=by).filter(below(area), state__in=OPEN, source_id__isnull=True).order_by("pk")
    found = list(rows[: MOST + 1])
    judged = [case for one in found[:MOST] if (case := _case(one, now, then)) is not None]
    return Held(judged, by_hand=len(found[:MOST]) - len(judged), more=len(found) > MOST)


def lines_of(keys: Sequence[UUID], by: Actor) -> dict[UUID, Line]:
    """Observations as a list shows them."""
    found = list(observations(by=by).filter(pk__in=list(keys)))
    return {line.pk: Line(line.name, line.place, reverse("quarantine:observation", args=[line.pk])) for line in lines(found, by=by)}


def _case(one: Observation, now: Rulebook, then: Rulebook) -> Case | None:
    was, will = (_outcome(one, book) for book in (now, then))
    return Case(one.pk, was, will, one.area) if was is not None and will is not None else None


def _outcome(one: Observation, book: Rulebook) -> Outcome | None:
    day = clocks.local(one.started_at or one.created_at).date()
    try:
        rules: Pack = book.rules_for([one.reported_by, one.unit], one.area, day)
    except Refused:
        return None
    facts = ArrivalFacts(arrived_on=one.from_date, last_exposure_on=one.last_exposure_on)
    found = classify_as(one.class_id, facts, rules, on=day, origin=UNKNOWN_ORIGIN)
    if found is None or found.first is None:
        return None
    return Outcome.of(found.class_id, found.line.titles if found.line else None, found.first.measure, found.ends_on)
