"""Reports that wait for this post: its own word, and the villages below that have not spoken."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.duties import Duty
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.reports import rules
from shouwang.reports.choices import Level
from shouwang.reports.reads import day_of, expected_villages, last_words, missing_villages

LEVEL_OF = {"village": Level.VILLAGE, "township": Level.TOWNSHIP, "county": Level.COUNTY}


def due(actor: Actor, now: datetime) -> list[Duty]:
    """Today's sheet to sign, and who is still missing below."""
    if not actor.can(Permission.SIGN_REPORT) or paths.level(actor.area) not in LEVEL_OF:
        return []
    today = clocks.local(now).date()
    if not expected_villages(Subject(area=actor.area), today):
        return []
    return [_own(actor, now, LEVEL_OF[paths.level(actor.area)]), *_below(actor, now)]


def _own(actor: Actor, now: datetime, level: Level) -> Duty:
    day = day_of(clocks.local(now).date(), actor.area)
    said = actor.area in last_words(day.date, level, actor.area)
    late = now > rules.deadline(level, day.date, clocks.local(day.end).time())
    url = reverse("reports:sheet", args=[actor.area, day.date.isoformat()])
    return Duty("report_to_sign", _("Daily report to sign"), 0 if said else 1, int(late and not said), url, order=80)


def _below(actor: Actor, now: datetime) -> list[Duty]:
    day = day_of(clocks.local(now).date(), actor.area)
    if paths.level(actor.area) == "village" or now <= day.end:
        return []
    missing = missing_villages(Subject(area=actor.area), day.date)
    late = now > rules.deadline(Level.VILLAGE, day.date, clocks.local(day.end).time())
    url = reverse("reports:missing", args=[actor.area, day.date.isoformat()])
    return [Duty("reports_missing", _("Villages without a report"), len(missing), len(missing) if late else 0, url, order=81)]
