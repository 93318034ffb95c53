"""Periods already begun get the last day that new rules give them: where the pack says so, by a decision with author and reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted
from shouwang.policy import reads as policy
from shouwang.quarantine import choices
from shouwang.quarantine.choices import EventKind
from shouwang.quarantine.reads.conversions import BY_HAND, RULES, conversion_of
from shouwang.quarantine.rules import measures
from shouwang.quarantine.writes.courses import Course
from shouwang.quarantine.writes.decisions import Deciding, check_started, decide_all
from shouwang.quarantine.writes.proposals import facts_of
from shouwang.quarantine.writes.rows import Decided


@transaction.atomic
def recompute_periods(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Give people the last day that the pack in force gives the measure they are under, counted from the same day as before.

    Nobody's last day comes to lie in the past: what would be over ends today. Refused per row: nothing_to_recompute,
    REASON_MISSING, not_started. Raises Refused not_permitted.
    """
    book = policy.rulebook()
    return decide_all(batch, by, "recompute_periods", Permission.DECIDE_MEASURE, lambda known, course, row, at: _recompute(known, course, row, at, book))


def _recompute(known: Deciding, course: Course, row: Decided, at: datetime, book: policy.Rulebook) -> Verdict:
    observation = course.observation
    check_started(observation, at)
    measures.check_reason(row.reason)
    decided = any(key == observation.pk and kind in BY_HAND for key, kind, _at in known.happened)
    found = None if decided else conversion_of(observation, book, clocks.local(at).date())
    if found is None:
        raise Refused("nothing_to_recompute", choices.NOTHING_TO_RECOMPUTE)
    rule = {"pack": found.pack.id, "version": found.pack.version}
    before, after = observation.due_on, found.after
    course.redate(found.steps, at)
    known.work.change(observation, rule=observation.rule | {RULES: rule})
    known.work.event(observation, EventKind.RECOMPUTED, at, reason=row.reason, before=str(before), after=str(after), **rule)
    return accepted(observation.pk, **facts_of(observation))
