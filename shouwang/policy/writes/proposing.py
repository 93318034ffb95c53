"""One person proposes rules; nothing changes until another confirms."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.policy import choices
from shouwang.policy.choices import ProposalState
from shouwang.policy.models import Proposal
from shouwang.policy.pack_building import as_json
from shouwang.policy.writes.checking import check_overlay, check_pack
from shouwang.policy.writes.forcing import is_in_force, log
from shouwang.policy.writes.rows import NewOverlay, NewPack

LONGEST_BASIS = 300


@transaction.atomic
def propose_packs(batch: list[NewPack], *, by: Actor) -> list[Verdict]:
    """Propose packs for areas; each is read and tried on its examples at once. The verdict's id is the proposal's.

    Refused per row: pack_unknown, pack_faulty, reason_missing, period_reversed, out_of_area, cutoff_after_freeze,
    waits_already. ``duplicate``: exactly this is in force already. Raises Refused not_permitted.
    """
    by.check(Permission.MANAGE_POLICY)
    verdicts = [_propose_pack(new, by) for new in batch]
    log(by, "policy.propose_packs", [new.reason for new in batch], verdicts, subject=_subject(verdicts))
    return verdicts


@transaction.atomic
def propose_overlays(batch: list[NewOverlay], *, by: Actor) -> list[Verdict]:
    """Propose the rules of units, which may be stricter than the pack and never milder. Refused per row as packs are."""
    by.check(Permission.MANAGE_POLICY)
    verdicts = [_propose_overlay(new, by) for new in batch]
    log(by, "policy.propose_overlays", [new.reason for new in batch], verdicts, subject=_subject(verdicts))
    return verdicts


def _propose_pack(new: NewPack, by: Actor) -> Verdict:
    try:
        pack = check_pack(new, by)
        facts = {"pack_id": pack.id, "version": pack.version, "digest": pack.digest}
        if is_in_force(new, pack):
            return duplicate(None, **facts)
        named = {"pack_id": pack.id, "version": pack.version, "cutoff": new.cutoff, "freeze": new.freeze, "recompute": new.recompute}
        proposal = _write(new, by, content=as_json(new.tables), digest=pack.digest, **named)
    except Refused as refusal:
        return refused(refusal)
    return accepted(proposal.pk, **facts)


def _propose_overlay(new: NewOverlay, by: Actor) -> Verdict:
    try:
        overlay = check_overlay(new, by)
        proposal = _write(new, by, unit=new.unit, content=as_json(overlay.raw), digest=overlay.digest)
    except Refused as refusal:
        return refused(refusal)
    return accepted(proposal.pk, unit=new.unit, digest=overlay.digest)


def _write(new: NewPack | NewOverlay, by: Actor, **content: Any) -> Proposal:
    about = {"area": new.area, "valid_from": new.valid_from, "valid_to": new.valid_to}
    _check_new(about | {"digest": content["digest"], "unit": content.get("unit", "")})
    now = clocks.now()
    return Proposal.objects.create(
        **about, **content, reason=new.reason.strip(), basis=new.basis.strip()[:LONGEST_BASIS], proposed_at=now,
        proposed_by=by.user_id, proposed_post=by.post_id, proposed_name=by.name[:80],
        expires_at=now + timedelta(days=settings.POLICY_PROPOSAL_DAYS),
    )  # fmt: skip


def _check_new(same: dict[str, Any]) -> None:
    """The same proposal twice would be two decisions on one thing."""
    waiting = Proposal.objects.filter(**same, state=ProposalState.PROPOSED, expires_at__gt=clocks.now()).first()
    if waiting is not None:
        raise Refused("waits_already", choices.WAITS_ALREADY, name=waiting.proposed_name)


def _subject(verdicts: list[Verdict]) -> Any:
    return verdicts[0].id or "" if len(verdicts) == 1 else ""
