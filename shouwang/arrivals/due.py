"""Returns that wait for somebody's decision."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.reads import WITHIN, Filters, arrivals
from shouwang.ledger.duties import Duty

QUEUES: list[tuple[str, str, Any, int]] = [
    ("arrivals_unclassified", "unclassified", _("Returnees without a class"), 20),
    ("arrivals_unassigned", "unassigned", _("Returnees not given to a village"), 21),
    ("arrivals_to_confirm", "place", _("Returnees whose place is uncertain"), 22),
    ("arrivals_contradicting", "conflict", _("Returns with contradicting facts"), 23),
]


def due(actor: Actor, now: datetime) -> list[Duty]:
    """What waits, and how much of it has waited for more than a day."""
    if not actor.can(Permission.CLASSIFY_ARRIVALS):
        return []
    return [_duty(kind, queue, title, order, actor, now) for kind, queue, title, order in QUEUES]


def _duty(kind: str, queue: str, title: Any, order: int, actor: Actor, now: datetime) -> Duty:
    waiting = arrivals(Filters(open=queue), by=actor)
    found = waiting.aggregate(count=Count("pk"), late=Count("pk", filter=Q(happened_at__lt=now - WITHIN)))
    return Duty(kind, title, found["count"], found["late"], f"{reverse('arrivals:index')}?open={queue}", order)
