"""Returns that wait for somebody's decision."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import reads
from shouwang.ledger.duties import Duty
from shouwang.lib import clocks
from shouwang.policy import reads as policy

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
        waiting = reads.queue_counts(now - within, by=actor)
        found += [_duty(*queue, *waiting[queue[1]]) for queue in QUEUES]
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
    before = {queue: now - timedelta(hours=getattr(limits, within)) for _kind, queue, _title, _do, within in TRANSFERS}
    waiting = reads.transfer_counts(before, by=actor)
    found = [first, *(_transfers(kind, queue, title, do, *waiting[queue]) for kind, queue, title, do, _within in TRANSFERS)]
    return [duty for duty in found if duty.count]


def _transfers(kind: str, queue: str, title: Any, do: Any, count: int, late: int) -> Duty:
    return Duty(kind, title, count, late, f"{reverse('arrivals:transfers')}?open={queue}", 16, do, "truck")


def _expected(actor: Actor, now: datetime) -> list[Duty]:
    coming = reads.expected_here(by=actor)
    found = coming.aggregate(count=Count("pk"), late=Count("pk", filter=Q(expected_at__lt=now)))
    if not found["count"]:
        return []
    url = f"{reverse('arrivals:index')}?open=coming"
    return [Duty("transfers_expected", _("People being brought here"), found["count"], found["late"], url, 24, _("See who comes"), "truck")]


def _duty(kind: str, queue: str, title: Any, order: int, count: int, late: int) -> Duty:
    return Duty(kind, title, count, late, f"{reverse('arrivals:index')}?open={queue}", order)
