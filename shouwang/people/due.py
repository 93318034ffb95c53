"""Who may be registered twice waits for a decision."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.duties import Duty
from shouwang.people import reads


def due(actor: Actor, now: datetime) -> list[Duty]:
    """Open suspicions of the post's area; nothing is late about them."""
    del now
    if not actor.can(Permission.EDIT_PEOPLE):
        return []
    persons, homes = reads.open_suspicions(by=actor), reads.open_homes_suspicions(by=actor)
    return [
        Duty("suspicions", _("Perhaps registered twice"), persons, 0, reverse("people:suspicions"), order=70),
        Duty("homes_suspected", _("Households perhaps registered twice"), homes, 0, reverse("people:homes_suspected"), order=71),
    ]
