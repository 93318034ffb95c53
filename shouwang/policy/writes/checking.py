"""What keeps rules from being put in force. Everything is checked when proposed, and again when confirmed."""

from datetime import date

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib.refusals import Refused
from shouwang.policy import choices
from shouwang.policy.overlays import Overlay, check_fit, effective, read_overlay
from shouwang.policy.pack_files import read_pack
from shouwang.policy.pack_tables import Fault, Faults, PackFaulty
from shouwang.policy.packs import Pack
from shouwang.policy.reads import rulebook
from shouwang.policy.strictness import milder_parts
from shouwang.policy.trials import check_examples
from shouwang.policy.writes.rows import NewOverlay, NewPack


def check_pack(new: NewPack, by: Actor, permission: Permission = Permission.MANAGE_POLICY) -> Pack:
    """The pack as read and tried on its examples; refuses what may not be put in force. Raises Refused."""
    by.check(permission, new.area)
    _check_period(new.valid_from, new.valid_to, new.reason)
    try:
        pack = read_pack(new.tables, file=new.file)
        check_examples(pack)
        _check_overlays_fit(pack, new)
    except PackFaulty as faulty:
        raise refusal_of(faulty) from None
    if (new.freeze or pack.report.freeze) < (new.cutoff or pack.report.cutoff):
        raise Refused("cutoff_after_freeze", choices.CUTOFF_AFTER_FREEZE)
    return pack


def check_overlay(new: NewOverlay, by: Actor, permission: Permission = Permission.MANAGE_POLICY) -> Overlay:
    """The overlay as read against the pack of its area, and not milder. Raises Refused."""
    by.check(permission, new.area)
    _check_period(new.valid_from, new.valid_to, new.reason)
    if not new.unit.strip():
        raise Refused("unit_missing", choices.UNIT_MISSING)
    pack = rulebook().pack_for(new.area, new.valid_from)
    file = f"overlay {new.unit}"
    try:
        overlay = read_overlay({**new.content, "unit": new.unit}, pack=pack, file=file)
        _check_not_milder(pack, overlay, file)
    except PackFaulty as faulty:
        raise refusal_of(faulty) from None
    return overlay


def refusal_of(faulty: PackFaulty) -> Refused:
    """The refusal that tells every fault: in one sentence, and line by line."""
    lines = [str(fault) for fault in faulty.faults]
    return Refused("pack_faulty", choices.PACK_FAULTY, faults="; ".join(lines), lines=lines)


def _check_period(valid_from: date, valid_to: date | None, reason: str) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refused("period_reversed", choices.PERIOD_REVERSED)
    if not reason.strip():
        raise Refused("reason_missing", choices.REASON_MISSING)


def _check_overlays_fit(pack: Pack, new: NewPack) -> None:
    """The overlays of units below must still make sense over the new pack; otherwise their units are told first."""
    faults = Faults(new.file)
    for overlay in rulebook().overlays_since(new.area, new.valid_from):
        check_fit(pack, overlay, faults, at=f"overlay[{overlay.unit}]")
    faults.stop_if_any()


def _check_not_milder(pack: Pack, overlay: Overlay, file: str) -> None:
    found = milder_parts(pack, effective(pack, (overlay,)))
    if found:
        raise PackFaulty([Fault(file, key, sentence, facts) for key, sentence, facts in found])
