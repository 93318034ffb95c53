"""What this post was reminded of and has not opened yet."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.ledger.duties import Duty
from shouwang.prompts import reads


def due(actor: Actor, now: datetime) -> list[Duty]:
    """The prompts of the last two days; each is late by its nature."""
    if actor.post_id is None:
        return []
    count = reads.unseen(actor, now).count()
    return [Duty("prompts", _("Reminders for you"), count, count, reverse("prompts:index"), order=1)]
