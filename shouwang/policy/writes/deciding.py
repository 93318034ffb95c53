"""Another person confirms or declines what was proposed; the one who proposed it can take it back."""

from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.policy import choices
from shouwang.policy.choices import ProposalState
from shouwang.policy.models import Proposal
from shouwang.policy.writes.checking import check_overlay, check_pack
from shouwang.policy.writes.forcing import log, write_overlay, write_pack
from shouwang.policy.writes.rows import Decision, NewOverlay, NewPack

CONFIRM = Permission.CONFIRM_POLICY
LONGEST_REMARK = 300


@transaction.atomic
def decide_proposals(batch: list[Decision], *, by: Actor) -> list[Verdict]:
    """Confirm proposals, which puts them in force at once, or decline them with a remark.

    Refused per row: not_found, not_open, expired, same_person, remark_missing, and whatever has come up since it was
    proposed (pack_faulty, no_pack). Raises Refused not_permitted.
    """
    by.check(CONFIRM)
    verdicts = [_decide(decision, by) for decision in batch]
    subject = batch[0].proposal if len(batch) == 1 else ""
    log(by, "policy.decide_proposals", [decision.remark for decision in batch], verdicts, subject=subject)
    return verdicts


@transaction.atomic
def withdraw_proposals(batch: list[UUID], *, by: Actor) -> list[Verdict]:
    """Take own proposals back. Refused per row: not_found, not_open, expired, not_the_proposer."""
    by.check(Permission.MANAGE_POLICY)
    verdicts = [_withdraw(key, by) for key in batch]
    log(by, "policy.withdraw_proposals", [], verdicts, subject=batch[0] if len(batch) == 1 else "")
    return verdicts


def pack_of(proposal: Proposal) -> NewPack:
    """The pack that is proposed, as the writes take it."""
    return NewPack(
        proposal.area, proposal.valid_from, proposal.reason, proposal.pack_id, proposal.content, proposal.valid_to,
        proposal.cutoff, proposal.freeze, proposal.basis, recompute=proposal.recompute,
    )  # fmt: skip


def overlay_of(proposal: Proposal) -> NewOverlay:
    """The unit's rules that are proposed, as the writes take them."""
    return NewOverlay(
        proposal.unit, proposal.area, proposal.content, proposal.valid_from, proposal.reason, proposal.valid_to,
        proposal.basis,
    )  # fmt: skip


def _decide(decision: Decision, by: Actor) -> Verdict:
    try:
        proposal = _open(decision.proposal, by)
        if by.user_id is None or by.user_id == proposal.proposed_by:
            raise Refused("same_person", choices.SAME_PERSON)
        if not decision.confirmed and not decision.remark.strip():
            raise Refused("remark_missing", choices.REMARK_MISSING)
        facts = _carry_out(proposal, by).facts if decision.confirmed else {}
    except Refused as refusal:
        return refused(refusal)
    _close(proposal, ProposalState.CONFIRMED if decision.confirmed else ProposalState.DECLINED, by, decision.remark)
    return accepted(proposal.pk, state=str(proposal.state), **facts)


def _carry_out(proposal: Proposal, by: Actor) -> Verdict:
    if proposal.unit:
        new_overlay = overlay_of(proposal)
        return write_overlay(new_overlay, check_overlay(new_overlay, by, CONFIRM), by, proposal)
    new_pack = pack_of(proposal)
    return write_pack(new_pack, check_pack(new_pack, by, CONFIRM), by, proposal)


def _withdraw(key: UUID, by: Actor) -> Verdict:
    try:
        proposal = _open(key, by)
        if by.user_id != proposal.proposed_by:
            raise Refused("not_the_proposer", choices.NOT_THE_PROPOSER)
    except Refused as refusal:
        return refused(refusal)
    _close(proposal, ProposalState.WITHDRAWN, by, "")
    return accepted(proposal.pk, state=str(proposal.state))


def _open(key: UUID, by: Actor) -> Proposal:
    """The proposal, locked, so that two people who decide at once do not decide twice."""
    proposal = Proposal.objects.select_for_update().filter(pk=key).first()
    if proposal is None or not by.covers(proposal.area):
        raise Refused("not_found", choices.NO_SUCH_PROPOSAL)
    if proposal.state != ProposalState.PROPOSED:
        facts = {"state": ProposalState(proposal.state).label, "name": proposal.decided_name}
        raise Refused("not_open", choices.NOT_OPEN, **facts)
    if proposal.expires_at <= clocks.now():
        raise Refused("expired", choices.PROPOSAL_EXPIRED)
    return proposal


def _close(proposal: Proposal, state: ProposalState, by: Actor, remark: str) -> None:
    proposal.state, proposal.remark = state, remark.strip()[:LONGEST_REMARK]
    proposal.decided_at, proposal.decided_by, proposal.decided_post = clocks.now(), by.user_id, by.post_id
    proposal.decided_name = by.name[:80]
    proposal.save(update_fields=["state", "remark", "decided_at", "decided_by", "decided_post", "decided_name"])
