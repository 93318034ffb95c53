"""Measures begun are put under new rules by two people: one proposes the list, another confirms it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.quarantine.choices import conversions as choices
from shouwang.quarantine.choices.conversions import RecomputationState
from shouwang.quarantine.models import Recomputation
from shouwang.quarantine.reads.conversions import Conversion, conversions
from shouwang.quarantine.reads.recomputations import proposed_by, waiting_observations
from shouwang.quarantine.rules import measures
from shouwang.quarantine.writes.conversions import carry_out
from shouwang.quarantine.writes.rows import Decided

MOST_WORDS = 300


@transaction.atomic
def propose_recomputation(batch: Sequence[Decided], *, by: Actor) -> list[Verdict]:
    """Propose to put people under the rules in force; nothing changes until another person confirms the list (``confirm_recomputation``).

    Refused per row: nothing_to_recompute, another_measure, waits_for_another (in a list that waits already), reason_missing.
    The facts of each taken row name the list (``list``). Raises Refused not_permitted.
    """
    by.check(Permission.DECIDE_MEASURE)
    found = {one.pk: one for one in conversions(by.area, by=by)}
    waiting = waiting_observations(by=by)
    judged = [_judge(row, found, waiting) for row in batch]
    taken = [one for one in judged if isinstance(one, Conversion)]
    key = _kept(taken, batch[0].reason, by) if taken else None
    reason = batch[0].reason[:MOST_WORDS] if batch else ""
    record_event(by=by, action="quarantine.propose_recomputation", area=by.area, count=len(taken), subject=key or "", reason=reason)
    return [accepted(one.pk, list=str(key)) if isinstance(one, Conversion) else one for one in judged]


def _judge(row: Decided, found: Mapping[UUID, Conversion], waiting: set[str]) -> Conversion | Verdict:
    try:
        measures.check_reason(row.reason)
        one = found.get(row.observation_id) if row.observation_id else None
        if one is None:
            raise Refused("nothing_to_recompute", choices.NOTHING_TO_RECOMPUTE)
        if one.one_by_one:
            raise Refused("another_measure", choices.ANOTHER_MEASURE)
        if str(one.pk) in waiting:
            raise Refused("waits_for_another", choices.WAITS_FOR_ANOTHER)
    except Refused as refusal:
        return refused(refusal)
    return one


def _kept(taken: Sequence[Conversion], reason: str, by: Actor) -> UUID:
    proposal = Recomputation.objects.create(
        area=by.area, observations=list(dict.fromkeys(str(one.pk) for one in taken)), every=len(taken), later=sum(one.days > 0 for one in taken),
        sooner=sum(one.days < 0 for one in taken), reason=reason.strip()[:MOST_WORDS], proposed_at=clocks.now(), proposed_by=by.user_id,
        proposed_name=by.name[:80],
    )  # fmt: skip
    return proposal.pk


@transaction.atomic
def confirm_recomputation(key: UUID, *, by: Actor) -> list[Verdict]:
    """Put those of a proposed list under the rules in force, whoever of them still is under others; a verdict for each.

    Refused per row as ``carry_out``: what has changed since is not forced. Raises Refused not_permitted, not_found, not_open, same_person.
    """
    by.check(Permission.DECIDE_MEASURE)
    proposal = _open(key, by)
    if proposed_by(proposal, by=by):
        raise Refused("same_person", choices.NOT_BY_WHO_PROPOSED)
    verdicts = carry_out([Decided(observation_id=UUID(one), reason=proposal.reason) for one in proposal.observations], by=by, proposed_by=proposal.proposed_name)
    proposal.changed = sum(verdict.taken for verdict in verdicts)
    _close(proposal, RecomputationState.CONFIRMED, "", by)
    return verdicts


@transaction.atomic
def set_recomputation_aside(key: UUID, *, remark: str, by: Actor) -> None:
    """Decline a proposed list, or take the own one back; with the reason. Raises Refused not_permitted, not_found, not_open, reason_missing."""
    by.check(Permission.DECIDE_MEASURE)
    proposal = _open(key, by)
    measures.check_reason(remark)
    _close(proposal, RecomputationState.SET_ASIDE, remark, by)
    record_event(by=by, action="quarantine.set_recomputation_aside", area=proposal.area, subject=proposal.pk, count=proposal.every, reason=remark[:MOST_WORDS])


def _open(key: UUID, by: Actor) -> Recomputation:
    found = Recomputation.objects.select_for_update().filter(pk=key).first()
    if found is None or not by.covers(found.area):
        raise Refused("not_found", choices.RECOMPUTATION_UNKNOWN)
    if found.state != RecomputationState.PROPOSED:
        raise Refused("not_open", choices.RECOMPUTATION_DECIDED)
    return found


def _close(proposal: Recomputation, state: RecomputationState, remark: str, by: Actor) -> None:
    proposal.state, proposal.remark = state, remark.strip()[:MOST_WORDS]
    proposal.decided_at, proposal.decided_by, proposal.decided_name = clocks.now(), by.user_id, by.name[:80]
    proposal.save(update_fields=["state", "remark", "decided_at", "decided_by", "decided_name", "changed"])
