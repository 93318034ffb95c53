"""What somebody has to do about observation now; computed whenever it is asked for, never stored (law 5)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.duties import Duty
from shouwang.lib import clocks
from shouwang.policy import reads as policy
from shouwang.quarantine import reads


def due(actor: Actor, now: datetime) -> list[Duty]:
    """The work of this post: alerts first, then checks, then what has to be decided."""
    if not actor.can(Permission.VIEW_OBSERVATION):
        return []
    found = [_alerts(actor), *_spot_checks(actor, now), *_checks(actor, now), *_referrals(actor, now), *_releases(actor, now), *_periods(actor, now), *_orders(actor), *_oversight(actor)]
    return [duty for duty in found if duty.count or duty.kind == "checks"]


def _alerts(actor: Actor) -> Duty:
    count = reads.open_alerts(by=actor).count()
    return Duty("alerts", _("Alerts to act on"), count, count, reverse("quarantine:alerts"), order=5)


def _spot_checks(actor: Actor, now: datetime) -> list[Duty]:
    """People who were drawn to be looked at and whom nobody has reached."""
    if not actor.can(Permission.SPOT_CHECK):
        return []
    return [Duty("spot_checks", _("Spot checks to make"), reads.spot_checks_open(by=actor, now=now), 0, reverse("quarantine:spot_checks"), order=8)]


def _checks(actor: Actor, now: datetime) -> list[Duty]:
    """The checks of the open slot, and those missed today."""
    if not actor.can(Permission.RECORD_READINGS):
        return []
    open_now, missed = reads.checks_now(by=actor, now=now)
    return [
        Duty("checks", _("Checks of this round"), open_now, 0, reverse("quarantine:round"), order=10),
        Duty("self_reports", _("Self-reported checks to confirm"), reads.self_reports(by=actor).count(), 0, reverse("quarantine:self_reports"), order=11),
        Duty("missed", _("Checks missed today"), missed, missed, reverse("quarantine:missed"), order=12),
    ]


def _referrals(actor: Actor, now: datetime) -> list[Duty]:
    waiting = reads.unanswered_referrals(by=actor)
    late = reads.late_referrals(by=actor, now=now).count()
    return [Duty("referrals", _("Referrals without an answer"), waiting.count(), late, reverse("quarantine:referrals"), order=20)]


def _releases(actor: Actor, now: datetime) -> list[Duty]:
    if not actor.can(Permission.RELEASE):
        return []
    ready = reads.release_proposals(by=actor, now=now)
    overdue = ready.filter(due_on__lt=clocks.local(now).date()).count()
    return [Duty("releases", _("People to release"), ready.count(), overdue, reverse("quarantine:releases"), order=30)]


def _periods(actor: Actor, now: datetime) -> list[Duty]:
    """Periods whose last day the pack in force gives otherwise, where it says that they are recomputed."""
    period = policy.rulebook().period_for(actor.area, clocks.local(now).date()) if actor.can(Permission.DECIDE_MEASURE) else None
    if period is None or not period.recompute:
        return []
    count = len(reads.conversions(actor.area, by=actor))
    return [Duty("periods", _("Periods to recompute under the new rules"), count, 0, reverse("quarantine:periods"), order=31)]


def _orders(actor: Actor) -> list[Duty]:
    if not actor.can(Permission.ORDER_OBSERVATION):
        return []
    waiting, homes = reads.waiting_orders(by=actor).count(), reads.unassessed(by=actor).count()
    return [
        Duty("waiting", _("Measures to start"), waiting, 0, reverse("quarantine:waiting"), order=15),
        Duty("unassessed", _("Homes to assess"), homes, 0, reverse("quarantine:unassessed"), order=32),
        *_signatures(actor),
    ]


def _signatures(actor: Actor) -> list[Duty]:
    if not actor.can(Permission.ASSESS_HOME):
        return []
    return [Duty("unsigned", _("Assessments to sign"), reads.unsigned(by=actor).count(), 0, reverse("quarantine:unsigned"), order=33)]


def _oversight(actor: Actor) -> list[Duty]:
    teams = reads.without_full_team(by=actor).count()
    found = [Duty("teams", _("Orders without a full team"), teams, 0, reverse("quarantine:teams"), order=34)]
    if actor.can(Permission.DECIDE_MEASURE):
        found.append(Duty("flags", _("Checks that look wrong"), reads.open_flags(by=actor).count(), 0, reverse("quarantine:flags"), order=36))
    return found
