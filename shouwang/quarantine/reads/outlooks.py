"""Open observations that follow from no return, under the rules in force and under others; and measures begun, if they followed the others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy.facts import UNKNOWN_ORIGIN, ArrivalFacts
from shouwang.policy.outlooks import Case, Held, Line, Outcome
from shouwang.policy.packs import Pack, Titles
from shouwang.policy.reads import Rulebook
from shouwang.policy.tables import classify_as
from shouwang.quarantine.choices import OPEN
from shouwang.quarantine.models import Observation
from shouwang.quarantine.reads.conversions import (
    Conversion,
    class_of,
    conversion_of,
    decided_among,
    going,
    in_force,
    kept,
    old_pack,
)
from shouwang.quarantine.reads.lists import lines
from shouwang.quarantine.reads.states import below, observations
from shouwang.quarantine.rules.slots import slots_of

MOST = 20_000
BY_ORDER = Titles("单独下令", "Ordered without a class")


def held_by_class(now: Rulebook, then: Rulebook, area: str, by: Actor) -> Held:
    """The open observations of an area that somebody ordered directly. Without a class known to the rules: decided by hand."""
    rows = observations(by=by).filter(below(area), state__in=OPEN, source_id__isnull=True).order_by("pk")
    found = list(rows[: MOST + 1])
    judged = [case for one in found[:MOST] if (case := _case(one, now, then)) is not None]
    return Held(judged, by_hand=len(found[:MOST]) - len(judged), more=len(found) > MOST)


def held_begun(now: Rulebook, then: Rulebook, area: str, by: Actor) -> Held | None:
    """The measures begun in an area, as they are and as they would be if they followed other rules; None where it is not proposed that they do."""
    today = clocks.today()
    if not then.follows(area, today):
        return None
    found = list(going(area, by=by)[: MOST + 1])
    decided = decided_among(found)
    cases = [_begun(one, conversion_of(one, then, today, decided=one.pk in decided, before=now), now) for one in found[:MOST]]
    return Held(cases, more=len(found) > MOST)


def _begun(one: Observation, found: Conversion | None, book: Rulebook) -> Case:
    pack, step = old_pack(one, book), in_force(one, kept(one))
    line, measure = class_of(one, pack), pack.measures.get(one.measure) if pack else None
    titles = line.titles if line else None if one.class_id else BY_ORDER
    now = Outcome(one.class_id or "ordered", titles, one.measure, measure.titles if measure else None, one.due_on, slots_of(step.plan), step.roles)
    if found is None:
        return Case(one.pk, now, now, one.area)
    if found.one_by_one:
        return Case(one.pk, now, _elsewhere(one, found), one.area)
    after = found.step_after
    return Case(one.pk, now, replace(now, last_day=found.after, slots=slots_of(after.plan), roles=after.roles), one.area)


def _elsewhere(one: Observation, found: Conversion) -> Outcome:
    """The measure to which the other rules lead the class, and until when; in the end somebody decides it."""
    line = class_of(one, found.pack)
    if line is None:
        return Outcome("")
    days = [step.measure.days for step in line.steps]
    first = found.steps[0]
    if first.due_on is None or first.days is None or None in days:
        return Outcome.of(line.id, line.titles, line.steps[0].measure, None)
    last_day = first.due_on + timedelta(days=sum(filter(None, days)) - first.days)
    return Outcome.of(line.id, line.titles, line.steps[0].measure, last_day)


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
