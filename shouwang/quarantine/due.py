"""What somebody has to do about observation now; computed whenever it is asked for, never stored (law 5)."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.duties import Duty
from shouwang.quarantine import reads


def due(actor: Actor, now: datetime) -> list[Duty]:
    """The work of this post: alerts first, then checks, then what has to be decided."""
    if not actor.can(Permission.VIEW_OBSERVATION):
        return []
    waiting = reads.waiting_counts(by=actor, now=now)
    found = [
        _alerts(actor), *_spot_checks(actor, now), *_checks(actor, now), _referrals(actor, now), *_releases(actor, waiting),
        *_periods(actor), *_orders(actor, waiting), *_oversight(actor, waiting),
    ]  # fmt: skip
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
    with reads.hosting(actor):
        (open_now, missed), reported = reads.checks_now(by=actor, now=now), reads.self_reports(by=actor).count()
    return [
        Duty("checks", _("Checks of this round"), open_now, 0, reverse("quarantine:round"), order=10),
        Duty("self_reports", _("Self-reported checks to confirm"), reported, 0, reverse("quarantine:self_reports"), order=11),
        Duty("missed", _("Checks missed today"), missed, missed, reverse("quarantine:missed"), order=12),
    ]


def _referrals(actor: Actor, now: datetime) -> Duty:
    found = reads.referral_counts(by=actor, now=now)
    return Duty("referrals", _("Referrals without an answer"), found["waiting"], found["late"], reverse("quarantine:referrals"), order=20)


def _releases(actor: Actor, waiting: Mapping[str, int]) -> list[Duty]:
    if not actor.can(Permission.RELEASE):
        return []
    return [Duty("releases", _("People to release"), waiting["release"], waiting["overdue"], reverse("quarantine:releases"), order=30)]


def _periods(actor: Actor) -> list[Duty]:
    """Measures begun under other rules, where the pack in force says that they follow it."""
    if not actor.can(Permission.DECIDE_MEASURE):
        return []
    count = len(reads.conversions(actor.area, by=actor))
    waiting = reads.recomputations(by=actor).order_by().count()
    return [
        Duty("periods", _("Measures to put under the new rules"), count, 0, reverse("quarantine:periods"), order=31),
        Duty("recomputations", _("Lists of measures under new rules, to confirm"), waiting, 0, reverse("quarantine:periods"), order=31),
    ]


def _orders(actor: Actor, waiting: Mapping[str, int]) -> list[Duty]:
    if not actor.can(Permission.ORDER_OBSERVATION):
        return []
    found = [
        Duty("waiting", _("Measures to start"), waiting["order"], 0, reverse("quarantine:waiting"), order=15),
        Duty("unassessed", _("Homes to assess"), waiting["assessment"], 0, reverse("quarantine:unassessed"), order=32),
    ]
    if actor.can(Permission.ASSESS_HOME):
        found.append(Duty("unsigned", _("Assessments to sign"), waiting["signature"], 0, reverse("quarantine:unsigned"), order=33))
    return found


def _oversight(actor: Actor, waiting: Mapping[str, int]) -> list[Duty]:
    found = [Duty("teams", _("Orders without a full team"), waiting["team"], 0, reverse("quarantine:teams"), order=34)]
    if actor.can(Permission.DECIDE_MEASURE):
        found.append(Duty("flags", _("Checks that look wrong"), reads.open_flags(by=actor).count(), 0, reverse("quarantine:flags"), order=36))
    return found
