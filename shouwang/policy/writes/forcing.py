"""Rules that come into force. A person does it with a second one; alone only the operator at the machine itself may:
while nothing is in force yet, or with a reason that stays in the history."""

from typing import Any

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.scope import keep_nothing
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.policy import choices
from shouwang.policy.models import OverlayInForce, PackInForce, Proposal
from shouwang.policy.overlays import Overlay
from shouwang.policy.pack_building import as_json
from shouwang.policy.packs import Pack
from shouwang.policy.reads import rulebook
from shouwang.policy.writes.checking import check_overlay, check_pack
from shouwang.policy.writes.rows import NewOverlay, NewPack

OPERATOR = "system"  # the role of the command line on the machine itself


@transaction.atomic
def put_in_force(batch: list[NewPack], *, by: Actor) -> list[Verdict]:
    """Put packs in force without a second person. The verdict's facts carry ``pack_id``, ``version``, ``digest``.

    Raises Refused not_permitted, two_people (for everybody but the operator at the machine). Refused per row:
    two_people where a pack is in force and no reason is given for doing it alone.
    """
    _check_operator(by)
    verdicts = [_put_pack(new, by) for new in batch]
    log(by, "policy.put_in_force", [new.alone_because or new.reason for new in batch], verdicts)
    return verdicts


@transaction.atomic
def put_overlay_in_force(batch: list[NewOverlay], *, by: Actor) -> list[Verdict]:
    """Put the rules of units in force without a second person, over the pack of their area on the first day."""
    _check_operator(by)
    verdicts = [_put_overlay(new, by) for new in batch]
    log(by, "policy.put_overlay_in_force", [new.alone_because or new.reason for new in batch], verdicts)
    return verdicts


def write_pack(new: NewPack, pack: Pack, by: Actor, proposal: Proposal | None = None) -> Verdict:
    """The row that puts a checked pack in force; the same decision twice is one."""
    facts = {"pack_id": pack.id, "version": pack.version, "digest": pack.digest}
    if is_in_force(new, pack):
        return duplicate(None, **facts)
    keep_nothing()
    PackInForce.objects.create(
        area=new.area, digest=pack.digest, valid_from=new.valid_from, valid_to=new.valid_to, pack_id=pack.id,
        version=pack.version, disease=pack.disease, content=as_json(new.tables), cutoff=new.cutoff, freeze=new.freeze,
        recompute=new.recompute, **_decided(new, by, proposal),
    )  # fmt: skip
    return accepted(None, **facts)


def write_overlay(new: NewOverlay, overlay: Overlay, by: Actor, proposal: Proposal | None = None) -> Verdict:
    """The row that puts a checked overlay in force."""
    keep_nothing()
    OverlayInForce.objects.create(
        unit=new.unit, area=new.area, digest=overlay.digest, content=as_json(overlay.raw), valid_from=new.valid_from,
        valid_to=new.valid_to, **_decided(new, by, proposal),
    )  # fmt: skip
    return accepted(None, unit=new.unit, digest=overlay.digest)


def is_in_force(new: NewPack, pack: Pack) -> bool:
    """Whether exactly this is what applies on the first day already."""
    in_force = rulebook().period_for(new.area, new.valid_from)
    same = {"area": new.area, "digest": pack.digest, "valid_from": new.valid_from, "valid_to": new.valid_to}
    chosen = {"cutoff": new.cutoff, "freeze": new.freeze, "recompute": new.recompute}
    return in_force is not None and PackInForce.objects.filter(pk=in_force.id, **same, **chosen).exists()


def log(by: Actor, action: str, reasons: list[str], verdicts: list[Verdict], subject: Any = "") -> None:
    """One event for the whole call."""
    taken = [dict(verdict.facts) for verdict in verdicts if verdict.taken]
    reason = "; ".join(dict.fromkeys(reason for reason in reasons if reason))
    record_event(
        by=by, action=action, area=by.area, count=len(taken), subject=subject, detail={"put": taken}, reason=reason
    )


def _check_operator(by: Actor) -> None:
    by.check(Permission.MANAGE_POLICY)
    if by.role != OPERATOR:
        raise Refused("two_people", choices.TWO_PEOPLE)


def _put_pack(new: NewPack, by: Actor) -> Verdict:
    try:
        pack = check_pack(new, by)
        if not is_in_force(new, pack):
            _check_alone(new)
        return write_pack(new, pack, by)
    except Refused as refusal:
        return refused(refusal)


def _put_overlay(new: NewOverlay, by: Actor) -> Verdict:
    try:
        overlay = check_overlay(new, by)
        if OverlayInForce.objects.filter(unit=new.unit, area=new.area).exists() and not new.alone_because.strip():
            raise Refused("two_people", choices.TWO_PEOPLE)
        return write_overlay(new, overlay, by)
    except Refused as refusal:
        return refused(refusal)


def _check_alone(new: NewPack) -> None:
    """An empty county has nobody yet who could confirm; where rules are in force, somebody can."""
    period = rulebook().period_for(new.area, new.valid_from)
    if period is not None and not new.alone_because.strip():
        facts = {"pack": period.pack_id, "day": period.valid_from.isoformat()}
        raise Refused("two_people", choices.IN_FORCE_ALREADY, **facts)


def _decided(new: NewPack | NewOverlay, by: Actor, proposal: Proposal | None) -> dict[str, Any]:
    common = {"at": clocks.now(), "reason": new.reason, "basis": new.basis}
    if proposal is None:
        return common | {"by_post": by.post_id, "proposed_by": by.name[:80], "alone_because": new.alone_because[:300]}
    return common | {
        "by_post": proposal.proposed_post, "proposal": proposal.pk, "proposed_by": proposal.proposed_name,
        "proposed_at": proposal.proposed_at, "confirmed_by": by.name[:80],
    }  # fmt: skip
