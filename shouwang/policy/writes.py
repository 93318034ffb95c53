"""Putting rules in force: packs for areas, overlays for units.

What does not read, or breaks its own examples, takes no effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.policy import choices, shelf
from shouwang.policy.models import OverlayInForce, PackInForce
from shouwang.policy.overlays import Overlay, check_fit, read_overlay
from shouwang.policy.pack_building import as_json
from shouwang.policy.pack_files import read_pack
from shouwang.policy.pack_tables import Faults, PackFaulty
from shouwang.policy.packs import Pack
from shouwang.policy.reads import rulebook
from shouwang.policy.trials import check_examples


@dataclass(frozen=True)
class NewPack:
    """A pack to put in force: from the shelf by its id, or with a content of its own (the tables of a TOML file).

    The period is the decision's, not the pack's: a county may go on with a pack whose own dates are over. ``cutoff``
    and ``freeze`` are the area's own statistics time.
    """

    area: str
    valid_from: date
    reason: str
    pack_id: str = ""
    content: Mapping[str, Any] | None = None
    valid_to: date | None = None
    cutoff: time | None = None
    freeze: time | None = None


@dataclass(frozen=True)
class NewOverlay:
    """The rules of one unit to put over the pack of its area. ``{"unit": code}`` alone ends the unit's own rules."""

    unit: str
    area: str
    content: Mapping[str, Any]
    valid_from: date
    reason: str
    valid_to: date | None = None


@transaction.atomic
def put_in_force(batch: list[NewPack], *, by: Actor) -> list[Verdict]:
    """Put packs in force for areas. The verdict's facts carry ``pack_id``, ``version`` and ``digest``."""
    by.check(Permission.MANAGE_POLICY)
    verdicts = [_put_pack(new, by) for new in batch]
    _log(by, "policy.put_in_force", [new.reason for new in batch], verdicts)
    return verdicts


@transaction.atomic
def put_overlay_in_force(batch: list[NewOverlay], *, by: Actor) -> list[Verdict]:
    """Put the rules of units in force, over the pack that is in force in their area on the first day."""
    by.check(Permission.MANAGE_POLICY)
    verdicts = [_put_overlay(new, by) for new in batch]
    _log(by, "policy.put_overlay_in_force", [new.reason for new in batch], verdicts)
    return verdicts


def check_pack(new: NewPack, by: Actor) -> Pack:
    """The pack as read and tried on its examples; refuses what may not be put in force. Raises Refused."""
    by.check(Permission.MANAGE_POLICY, new.area)
    _check_period(new.valid_from, new.valid_to, new.reason)
    try:
        pack = read_pack(_content(new), file=_file(new))
        check_examples(pack)
        _check_overlays_fit(pack, new)
    except PackFaulty as faulty:
        raise _refusal(faulty) from None
    if (new.freeze or pack.report.freeze) < (new.cutoff or pack.report.cutoff):
        raise Refused("cutoff_after_freeze", choices.CUTOFF_AFTER_FREEZE)
    return pack


def check_overlay(new: NewOverlay, by: Actor) -> Overlay:
    """The overlay as read against the pack of its area; refuses what may not be put in force. Raises Refused."""
    by.check(Permission.MANAGE_POLICY, new.area)
    _check_period(new.valid_from, new.valid_to, new.reason)
    pack = rulebook().pack_for(new.area, new.valid_from)
    try:
        return read_overlay({**new.content, "unit": new.unit}, pack=pack, file=f"overlay {new.unit}")
    except PackFaulty as faulty:
        raise _refusal(faulty) from None


def _put_pack(new: NewPack, by: Actor) -> Verdict:
    try:
        pack = check_pack(new, by)
    except Refused as refusal:
        return refused(refusal)
    facts = {"pack_id": pack.id, "version": pack.version, "digest": pack.digest}
    in_force = rulebook().period_for(new.area, new.valid_from)
    same = {"area": new.area, "digest": pack.digest, "valid_from": new.valid_from, "valid_to": new.valid_to}
    if in_force and PackInForce.objects.filter(pk=in_force.id, cutoff=new.cutoff, freeze=new.freeze, **same).exists():
        return duplicate(None, **facts)
    PackInForce.objects.create(
        **same, pack_id=pack.id, version=pack.version, disease=pack.disease, content=as_json(_content(new)),
        cutoff=new.cutoff, freeze=new.freeze, at=clocks.now(), by_post=by.post_id, reason=new.reason,
    )
    return accepted(None, **facts)


def _put_overlay(new: NewOverlay, by: Actor) -> Verdict:
    try:
        overlay = check_overlay(new, by)
    except Refused as refusal:
        return refused(refusal)
    OverlayInForce.objects.create(
        unit=new.unit, area=new.area, digest=overlay.digest, content=as_json(overlay.raw), valid_from=new.valid_from,
        valid_to=new.valid_to, at=clocks.now(), by_post=by.post_id, reason=new.reason,
    )
    return accepted(None, unit=new.unit, digest=overlay.digest)


def _content(new: NewPack) -> Mapping[str, Any]:
    return shelf.content(new.pack_id) if new.content is None else new.content


def _file(new: NewPack) -> str:
    return f"{new.pack_id or 'pack'}.toml"


def _check_period(valid_from: date, valid_to: date | None, reason: str) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refused("period_reversed", choices.PERIOD_REVERSED)
    if not reason.strip():
        raise Refused("reason_missing", choices.REASON_MISSING)


def _check_overlays_fit(pack: Pack, new: NewPack) -> None:
    """The overlays of units below must still make sense over the new pack; otherwise their units are told first."""
    faults = Faults(_file(new))
    for overlay in rulebook().overlays_since(new.area, new.valid_from):
        check_fit(pack, overlay, faults, at=f"overlay[{overlay.unit}]")
    faults.stop_if_any()


def _refusal(faulty: PackFaulty) -> Refused:
    lines = [str(fault) for fault in faulty.faults]
    return Refused("pack_faulty", choices.PACK_FAULTY, faults="; ".join(lines), lines=lines)


def _log(by: Actor, action: str, reasons: list[str], verdicts: list[Verdict]) -> None:
    taken = [dict(verdict.facts) for verdict in verdicts if verdict.taken]
    reason = "; ".join(dict.fromkeys(reasons))
    record_event(by=by, action=action, area=by.area, count=len(taken), detail={"put": taken}, reason=reason)
