"""Measures already begun are put under new rules: where the pack says so, by a decision with author and reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted
from shouwang.policy import reads as policy
from shouwang.quarantine import choices
from shouwang.quarantine.choices import Change, EventKind
from shouwang.quarantine.reads.conversions import BY_HAND, GOING, RULES, Conversion, conversion_of
from shouwang.quarantine.rules import measures
from shouwang.quarantine.writes.courses import Course
from shouwang.quarantine.writes.decisions import Deciding, check_started, decide_all
from shouwang.quarantine.writes.proposals import facts_of
from shouwang.quarantine.writes.rows import Decided


@transaction.atomic
def carry_out(batch: Sequence[Decided], *, by: Actor, proposed_by: str) -> list[Verdict]:
    """Put people under the rules in force: last day, checks, team, days of samples, thresholds. Their history keeps what held before.

    The second half of ``confirm_recomputation``: one person proposed the list, another decides here; who put the pack in force alone is not
    the one. Nobody's last day comes to lie in the past: what would be over ends today. Refused per row: nothing_to_recompute, another_measure, two_people,
    REASON_MISSING, not_started. Raises Refused not_permitted.
    """
    book = policy.rulebook()
    return decide_all(batch, by, "recompute_periods", Permission.DECIDE_MEASURE, lambda known, course, row, at: _recompute(known, course, row, at, book, proposed_by))


def _recompute(known: Deciding, course: Course, row: Decided, at: datetime, book: policy.Rulebook, proposed_by: str) -> Verdict:
    observation = course.observation
    check_started(observation, at)
    measures.check_reason(row.reason)
    decided = any(key == observation.pk and kind in BY_HAND for key, kind, _at in known.happened)
    if observation.state not in GOING:
        raise Refused("nothing_to_recompute", choices.NOTHING_TO_RECOMPUTE)
    found = conversion_of(observation, book, clocks.local(at).date(), decided=decided)
    if found is None:
        raise Refused("nothing_to_recompute", choices.NOTHING_TO_RECOMPUTE)
    _check(found, known.work.actor)
    told = _told(found)
    _apply(known, course, found, at)
    known.work.event(observation, EventKind.RECOMPUTED, at, reason=row.reason, **told, list_by=proposed_by)
    return accepted(observation.pk, **facts_of(observation))


def _check(found: Conversion, by: Actor) -> None:
    """What is no matter of a list; and that two people stand behind it."""
    if found.one_by_one:
        raise Refused("another_measure", choices.ANOTHER_MEASURE)
    if not found.period.confirmed_by and by.name == found.period.proposed_by:
        raise Refused("two_people", choices.ALONE_BEFORE)


def _apply(known: Deciding, course: Course, found: Conversion, at: datetime) -> None:
    observation, step = course.observation, found.step_after
    rule = {"pack": found.pack.id, "version": found.pack.version}
    course.redate(found.steps, at)
    known.work.change(observation, rule=observation.rule | {RULES: rule}, terms=found.terms.kept())
    if Change.TEAM in found.changes:
        known.work.team(observation, step.team, step.roles, {}, at, carry=True)
        known.work.change(observation, team_template=step.team)


def _told(found: Conversion) -> dict[str, Any]:
    """What changed, from what to what, under which pack before and now, and who put that in force."""
    rule = found.observation.rule.get(RULES) or found.observation.rule
    was, will = found.step_before, found.step_after
    return {
        "before": str(found.before), "after": str(found.after), "pack": found.pack.id, "version": found.pack.version,
        "pack_before": rule.get("pack", ""), "version_before": rule.get("version"), "changes": [str(one) for one in found.changes],
        "checks_before": was.plan, "checks": will.plan, "roles_before": list(was.roles), "roles": list(will.roles),
        "decided_by": [name for name in (found.period.proposed_by, found.period.confirmed_by) if name],
    }  # fmt: skip
