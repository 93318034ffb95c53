"""Scheduled: the freeze of the day, and revisions of the days before."""

from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.reports import writes
from shouwang.reports.reads.sheets import changed_since_freeze, frozen_sheet

REVISED_DAYS = 14  # how far back late records still make a revision of themselves


@app.periodic(cron="*/5 * * * *")
@app.task(name="reports.freeze_due", queueing_lock="reports.freeze_due")
def freeze_due(timestamp: int) -> None:
    """Every five minutes: freeze today's sheets once the hour has come."""
    del timestamp
    freeze_all(clocks.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="reports.remind_due", queueing_lock="reports.remind_due")
def remind_due(timestamp: int) -> None:
    """Every five minutes: remind those whose word or checks are due or late by the clock of the pack."""
    del timestamp
    remind_all(clocks.now())


def remind_all(now: datetime) -> int:
    """Remind in every county; how many areas were reminded."""
    with acting_as(system("schedule")) as by:
        return sum(writes.remind_by_itself(county, now, by=by) for county in places.counties_in_use())


def freeze_all(now: datetime) -> int:
    """Freeze every county whose freeze hour has passed today and whose sheet still moves; how many sheets were frozen."""
    with acting_as(system("schedule")) as by:
        return sum(_freeze(county, now, by) for county in places.counties_in_use())


def _freeze(county: str, now: datetime, by: Actor) -> int:
    today = clocks.local(now).date()
    if now < clocks.at(today, policy.cutoff_for(county, today)[1]) or frozen_sheet(Subject(area=county), today):
        return 0
    earlier = [today - timedelta(days=days) for days in range(1, REVISED_DAYS + 1)]
    return sum(writes.freeze(county, day, by=by) for day in [today, *(day for day in earlier if changed_since_freeze(county, day))])
