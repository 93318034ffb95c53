"""Reports that wait for this post: its own word, what was given back to it, and who below has not spoken."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.duties import Duty
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.policy import reads as policy
from shouwang.reports import rules
from shouwang.reports.choices import Level
from shouwang.reports.reads import day_of, last_words, missing_villages, read_once, reporting, returned

LEVEL_OF = {"village": Level.VILLAGE, "township": Level.TOWNSHIP, "county": Level.COUNTY}
GIVEN_BACK_FOR = timedelta(days=14)  # how long a returned sheet is asked for


def due(actor: Actor, now: datetime) -> list[Duty]:
    """The sheet to sign (after midnight yesterday's too, until it is signed or today's is due), returned sheets, who is missing below."""
    allowed = actor.can(Permission.SIGN_REPORT) or actor.can(Permission.CONFIRM_REPORT)
    if not allowed or paths.level(actor.area) not in LEVEL_OF:
        return []
    today = clocks.local(now).date()
    with read_once():
        if not reporting(Subject(area=actor.area), today)[0]:
            return []
        return [_returned(actor, today), _own(actor, now), *_below(actor, now)]


def level_of(actor: Actor) -> Level:
    """The level at which a post speaks: the health centre of a township has its own."""
    return Level.HEALTH_CENTRE if actor.role == Level.HEALTH_CENTRE else LEVEL_OF[paths.level(actor.area)]


def _returned(actor: Actor, today: date) -> Duty:
    days = returned(actor.area, level_of(actor), today - GIVEN_BACK_FOR)
    return Duty("report_returned", _("Daily report given back to you"), len(days), len(days), _sheet_url(actor.area, (days or [today])[0]), order=4)


def _own(actor: Actor, now: datetime) -> Duty:
    level, today = level_of(actor), clocks.local(now).date()
    book = policy.rulebook()
    cutoffs = {day: book.cutoff_for(actor.area, day)[0] for day in (today - timedelta(days=1), today)}
    asked = [day for day, cutoff in cutoffs.items() if day == today or now <= clocks.at(today, cutoffs[today])]
    open_days = [day for day in asked if actor.area not in last_words(day, level, actor.area)]
    late = [day for day in open_days if rules.is_late(rules.deadline(level, day, cutoffs[day]), now)]
    pressing = (late or open_days or [today])[0]
    wanted = late or open_days  # what is late comes before what is not due yet
    return Duty("report_to_sign", _("Daily report to sign"), len(wanted), len(late), _sheet_url(actor.area, pressing), order=80)


def _below(actor: Actor, now: datetime) -> list[Duty]:
    day = day_of(clocks.local(now).date(), actor.area)
    if paths.level(actor.area) == "village" or now <= day.end:
        return []
    missing = missing_villages(Subject(area=actor.area), day.date)
    late = rules.is_late(rules.deadline(Level.VILLAGE, day.date, clocks.local(day.end).time()), now)
    url = reverse("reports:missing", args=[actor.area, day.date.isoformat()])
    return [Duty("reports_missing", _("Villages without a report"), len(missing), len(missing) if late else 0, url, order=81)]


def _sheet_url(area: str, day: date) -> str:
    return reverse("reports:sheet", args=[area, day.isoformat()])
