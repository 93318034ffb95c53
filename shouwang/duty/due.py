"""What nobody looks after waits for whoever puts people on duty."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.duty import reads
from shouwang.ledger.duties import Duty
from shouwang.lib import clocks


def due(actor: Actor, now: datetime) -> list[Duty]:
    """Grids without a grid worker or a substitute, open checkpoints without anybody, households in no grid."""
    if not actor.can(Permission.MANAGE_STAFF):
        return []
    found = reads.gap_counts(actor.area, clocks.local(now))
    coverage = reverse("duty:coverage")
    return [
        Duty(f"gap_{kind}", title, found[kind], found[kind] if pressing else 0, f"{coverage}?kind={kind}", order)
        for kind, title, order, pressing in GAPS
    ]


GAPS = (
    ("grid", _("Grids without a grid worker"), 60, True),
    ("checkpoint", _("Checkpoints without anybody"), 61, True),
    ("household", _("Villages with households in no grid"), 62, False),
    ("substitute", _("Grids without a substitute"), 63, False),
)
