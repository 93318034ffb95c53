"""Returns that wait for somebody's decision."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import reads
from shouwang.arrivals.reads import Filters, arrivals
from shouwang.ledger.duties import Duty
from shouwang.lib import clocks
from shouwang.policy import reads as policy
from shouwang.policy.packs import Limits

QUEUES: list[tuple[str, str, Any, int]] = [
    ("arrivals_unclassified", "unclassified", _("Returnees without a class"), 20),
    ("arrivals_unassigned", "unassigned", _("Returnees not given to a village"), 21),
    ("arrivals_to_confirm", "place", _("Returnees whose place is uncertain"), 22),
    ("arrivals_contradicting", "conflict", _("Returns with contradicting facts"), 23),
]

TRANSFERS: list[tuple[str, str, Any, Any, str]] = [
    ("transfers_to_approve", "approve", _("Transfers to approve"), _("Approve"), "approve_hours"),
    ("transfers_to_dispatch", "dispatch", _("Transfers waiting for a vehicle"), _("Send the vehicle"), "approve_hours"),
    ("transfers_under_way", "under_way", _("Transfers under way"), _("Hand over"), "drive_hours"),
    ("transfers_to_disinfect", "disinfect", _("Vehicles to disinfect"), _("Vehicle is disinfected"), "drive_hours"),
]


def due(actor: Actor, now: datetime) -> list[Duty]:
    """What waits, and how much of it has waited for too long."""
    found = transfers_due(actor, now)
    if actor.can(Permission.CLASSIFY_ARRIVALS):
        within = timedelta(hours=policy.limits_for(actor.area, clocks.local(now).date()).classify_hours)
        found += [_duty(kind, queue, title, order, actor, now - within) for kind, queue, title, order in QUEUES]
    return found


def transfers_due(actor: Actor, now: datetime) -> list[Duty]:
    """Who has to be fetched, and what every transfer waits for; for a village, who is on the way to it."""
    if not actor.can(Permission.ORGANISE_TRANSFER):
        return _expected(actor, now) if actor.can(Permission.VIEW_ARRIVALS) else []
    limits = policy.limits_for(actor.area, clocks.local(now).date())
    approved_by = now - timedelta(hours=limits.approve_hours)
    wanted = reads.without_transfer(by=actor).aggregate(count=Count("pk"), late=Count("pk", filter=Q(happened_at__lt=approved_by)))
    first = Duty(
        "transfers_wanted", _("Returnees to be fetched"), wanted["count"], wanted["late"],
        f"{reverse('arrivals:index')}?open=transfer", 14, _("Ask for a transfer"), "truck",
    )  # fmt: skip
    found = [first, *(_transfers(*queue, actor, now, limits) for queue in TRANSFERS)]
    return [duty for duty in found if duty.count]


def _transfers(kind: str, queue: str, title: Any, do: Any, within: str, actor: Actor, now: datetime, limits: Limits) -> Duty:
    found = reads.find_transfers(reads.TransferFilters(open=queue), by=actor).aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(since__lt=now - timedelta(hours=getattr(limits, within))))
    )
    url = f"{reverse('arrivals:transfers')}?open={queue}"
    return Duty(kind, title, found["count"], found["late"], url, 16, do, "truck")


def _expected(actor: Actor, now: datetime) -> list[Duty]:
    coming = reads.expected_here(by=actor)
    found = coming.aggregate(count=Count("pk"), late=Count("pk", filter=Q(expected_at__lt=now)))
    if not found["count"]:
        return []
    url = reverse("arrivals:index")
    return [Duty("transfers_expected", _("People being brought here"), found["count"], found["late"], url, 24, icon="truck")]


def _duty(kind: str, queue: str, title: Any, order: int, actor: Actor, since: datetime) -> Duty:
    waiting = arrivals(Filters(open=queue), by=actor)
    found = waiting.aggregate(count=Count("pk"), late=Count("pk", filter=Q(happened_at__lt=since)))
    return Duty(kind, title, found["count"], found["late"], f"{reverse('arrivals:index')}?open={queue}", order)
