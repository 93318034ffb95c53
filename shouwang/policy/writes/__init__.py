"""Putting rules in force: proposed by one, confirmed by another; alone only by the operator at the machine."""

from shouwang.policy.writes.checking import check_overlay, check_pack
from shouwang.policy.writes.deciding import decide_proposals, withdraw_proposals
from shouwang.policy.writes.forcing import put_in_force, put_overlay_in_force
from shouwang.policy.writes.proposing import propose_overlays, propose_packs
from shouwang.policy.writes.rows import Decision, NewOverlay, NewPack

__all__ = [
    "Decision",
    "NewOverlay",
    "NewPack",
    "check_overlay",
    "check_pack",
    "decide_proposals",
    "propose_overlays",
    "propose_packs",
    "put_in_force",
    "put_overlay_in_force",
    "withdraw_proposals",
]
