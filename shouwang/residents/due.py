"""What residents wait for; computed whenever it is asked for, never stored (law 5)."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.ledger.duties import Duty
from shouwang.residents import reads


def due(actor: Actor, now: datetime) -> list[Duty]:
    """Objections, requests for help and declared returns that wait for this post."""
    queues = [
        ("objections", _("Objections to answer"), reads.objections(by=actor), "residents:objections", 8),
        ("help", _("Requests for help"), reads.help_requests(by=actor), "residents:help", 11),
    ]
    found = [_duty(kind, title, waiting, reverse(page), order, now) for kind, title, waiting, page, order in queues]
    return [*found, *_declared(actor, now)]


def _declared(actor: Actor, now: datetime) -> list[Duty]:
    """Declared returns, apart: where somebody has to say first who it is, and where the document says it."""
    titles = {"unnamed": _("Declared returns: settle who it is"), "named": _("Declared returns to look at")}
    where = reverse("residents:declarations")
    return [
        _duty(f"declarations_{only}", title, reads.declarations(by=actor, unnamed=only == "unnamed"), f"{where}?only={only}", order, now)
        for order, (only, title) in enumerate(titles.items(), 19)
    ]


def _duty(kind: str, title: Any, waiting: QuerySet[Any], url: str, order: int, now: datetime) -> Duty:
    found = waiting.order_by().aggregate(count=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return Duty(kind, title, found["count"], found["late"], url, order)
