"""Reminding those who have not signed and whose checks are late: by hand, and by itself at the times of the report chain."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.ledger.figures import TODAY, registry
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.policy import reads as policy
from shouwang.prompts import rules as prompt_rules
from shouwang.prompts import writes as prompts
from shouwang.reports import rules
from shouwang.reports.choices import Level
from shouwang.reports.reads.sheets import day_of
from shouwang.reports.reads.unsigned import open_sheets

CATCH_UP = timedelta(minutes=30)  # a reminder that could not be sent for longer is not sent at all
AFTER_SLOT = timedelta(minutes=15)  # †, from the end of a check's time of day to the reminder of those that were missed
MISSED = "readings_missed"


@transaction.atomic
def remind(areas: Iterable[str], on: date, *, by: Actor, automatic: bool = False, quiet: timedelta = prompt_rules.QUIET) -> list[Verdict]:
    """Remind areas of a day's report that nobody has signed."""
    day = on.isoformat()
    batch = [prompts.NewPrompt("report_to_sign", area, reverse("reports:sheet", args=[area, day]), day) for area in areas]
    verdicts = prompts.prompt(batch, by=by, automatic=automatic, quiet=quiet) if batch else []
    record_event(by=by, action="reports.remind", area=by.area, count=len(batch), detail={"day": day})
    return verdicts


@transaction.atomic
def remind_by_itself(county: str, now: datetime, *, by: Actor) -> int:
    """What the clock says has to be reminded of in a county: how many areas were. Asked again nothing happens twice."""
    sent = sum(verdict.outcome == "accepted" for verdict in [*_of_reports(county, now, by), *_of_checks(county, now, by)])
    if sent:
        record_event(by=by, action="reports.remind_by_itself", area=county, count=sent)
    return sent


def _of_reports(county: str, now: datetime, by: Actor) -> list[Verdict]:
    today = clocks.local(now).date()
    cutoff = policy.cutoff_for(county, today)[0]
    levels = [level for level in (Level.VILLAGE, Level.TOWNSHIP) if rules.moment_passed(rules.reminding_moments(level, today, cutoff), now, CATCH_UP)]
    if not levels:
        return []
    verdicts: list[Verdict] = []
    waiting = open_sheets(county, today, now)
    for level in levels:
        moment = rules.moment_passed(rules.reminding_moments(level, today, cutoff), now, CATCH_UP) or now
        areas = [one.area for one in waiting if one.level == level]
        verdicts += remind(areas, today, by=by, automatic=True, quiet=_since(moment, now))
    return verdicts


def _of_checks(county: str, now: datetime, by: Actor) -> list[Verdict]:
    """Villages with checks that were missed in the time of day that has just ended."""
    today, figure = clocks.local(now).date(), registry.get(MISSED)
    period = policy.rulebook().period_for(county, today)
    ends = [clocks.at(today, slot.ends) + AFTER_SLOT for slot in policy.pack_for(county, today).checks.slots] if period else []
    moment = rules.moment_passed(ends, now, CATCH_UP)
    if figure is None or moment is None:
        return []
    missed = figure.by_area(Subject(area=county), day_of(clocks.stat_day(moment - AFTER_SLOT, policy.cutoff_for(county, today)[0]), county), "village")
    link, about = reverse("quarantine:missed"), f"{today}"
    batch = [prompts.NewPrompt("checks_late", area, link, about, int(str(values[TODAY] or 0))) for area, values in missed.items() if values.get(TODAY)]
    return prompts.prompt(batch, by=by, automatic=True, quiet=_since(moment, now)) if batch else []


def _since(moment: datetime, now: datetime) -> timedelta:
    """Quiet since the moment itself (who was reminded after it, by hand or by an earlier run, is left in peace), and never shorter than always."""
    return max(now - moment + timedelta(minutes=1), prompt_rules.QUIET)
