"""Scheduled: the nightly look for persons and households that may be registered twice."""

from procrastinate.contrib.django import app

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.people import writes
from shouwang.places import reads as places


@app.periodic(cron="30 3 * * *")
@app.task(name="people.find_suspected", queueing_lock="people.find_suspected")
def find_suspected(timestamp: int) -> None:
    """At night: every county in use, each in its own transaction."""
    del timestamp
    find_everywhere()


def find_everywhere() -> int:
    """Look through every county in use; how many pairs of persons and of households were found. What a merge left behind follows first."""
    with acting_as(system("schedule")):
        counties = list(places.counties_in_use())
    found = 0
    for county in counties:
        with acting_as(system("schedule", county)) as by:
            writes.follow_merged(by=by)
            found += writes.find_suspected(county, by=by)
        with acting_as(system("schedule", county)) as by:
            found += writes.find_suspected_homes(county, by=by)
    return found
