"""Doors to the rules in force, and to what is proposed. Whoever asks for many areas or days takes one ``rulebook()``."""

from shouwang.policy.reads.histories import Held, content_in_force, held_in, overlays_in
from shouwang.policy.reads.proposals import open_proposals, proposal, proposals, shown_state, to_confirm
from shouwang.policy.reads.rulebooks import (
    DEFAULT_CUTOFF,
    DEFAULT_FREEZE,
    OverlayPeriod,
    PackPeriod,
    Period,
    Rulebook,
    Supposed,
    cutoff_for,
    limits_for,
    overlays_for,
    pack_for,
    pack_of,
    rulebook,
    rules_for,
    sites_for,
)

__all__ = [
    "DEFAULT_CUTOFF",
    "DEFAULT_FREEZE",
    "Held",
    "OverlayPeriod",
    "PackPeriod",
    "Period",
    "Rulebook",
    "Supposed",
    "content_in_force",
    "cutoff_for",
    "held_in",
    "limits_for",
    "open_proposals",
    "overlays_for",
    "overlays_in",
    "pack_for",
    "pack_of",
    "proposal",
    "proposals",
    "rulebook",
    "rules_for",
    "shown_state",
    "sites_for",
    "to_confirm",
]
