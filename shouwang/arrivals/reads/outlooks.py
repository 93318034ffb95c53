"""Open returns judged by the rules in force and by others, for looking at what would change."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.arrivals.choices import DecidedBy, State
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.reads.files import rows
from shouwang.arrivals.reads.lists import Filters, arrivals
from shouwang.arrivals.reads.rulings import Rules
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.policy.outlooks import Case, Held, Line, Outcome
from shouwang.policy.packs import Titles
from shouwang.policy.reads import Rulebook
from shouwang.policy.tables import Classification

MOST = 20_000  # returns judged for one look
RECENT = timedelta(days=28)  # twice the longest look-back of the packs: whoever came before is settled


def held_by_rules(now: Rulebook, then: Rulebook, area: str, by: Actor) -> Held:
    """The open returns of an area under both rulebooks; those an officer decided are only counted."""
    found = list(_open(area, by)[: MOST + 1])
    by_rule = [one for one in found[:MOST] if one.decided_by != DecidedBy.OFFICER]
    judged = list(_judged(by_rule, Rules(now, by_rule), Rules(then, by_rule)))
    return Held(judged, by_hand=len(found[:MOST]) - len(by_rule), more=len(found) > MOST)


def lines_of(keys: Sequence[UUID], by: Actor) -> dict[UUID, Line]:
    """Returns by the root, as a list shows them; in a constant number of queries."""
    found = arrivals(Filters(), by=by).filter(root__in=list(keys))
    return {
        row.arrival.root: Line(row.name_for(by), row.place, reverse("arrivals:file", args=[row.arrival.pk]))
        for row in rows(found, by=by)
    }


def _open(area: str, by: Actor) -> QuerySet[Arrival]:
    """Registered and not gone again, with a measure that is not over, or who came lately and may still get one."""
    today = clocks.today()
    standing = Q(to_date__gt=today) | Q(arrived_on__gt=today - RECENT)
    states = (State.REGISTERED, State.CLASSIFIED)
    return arrivals(Filters(area=area), by=by).filter(standing, state__in=states).order_by("pk")


def _judged(found: Sequence[Arrival], now: Rules, then: Rules) -> Iterator[Case]:
    today = clocks.today()
    for one in found:
        try:
            yield Case(one.root, _outcome(now.classify(one), today), _outcome(then.classify(one), today), one.area)
        except Refused:
            continue  # no rules there: nothing to hold against each other


def _outcome(found: Classification, today: date) -> Outcome:
    """The measure that is in force today, or the first that comes; none where all of them are over."""
    step: Any = next((step for step in found.measure_steps if step.due_on is None or step.due_on > today), None)
    titles = found.line.titles if found.line else None
    if step is None:
        return Outcome(found.class_id, titles)
    return Outcome.of(found.class_id, titles or Titles(found.class_id, found.class_id), step.measure, found.ends_on)
