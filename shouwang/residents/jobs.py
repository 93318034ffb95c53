"""Scheduled: at night, what stands on papers whose time is over is let go."""

from procrastinate.contrib.django import app

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.places import reads as places
from shouwang.residents import writes


@app.periodic(cron="10 4 * * *")
@app.task(name="residents.let_papers_go", queueing_lock="residents.let_papers_go")
def let_papers_go(timestamp: int) -> None:
    """Every county in use, each in its own transaction."""
    del timestamp
    let_go_everywhere()


def let_go_everywhere() -> int:
    """The same now; how many papers."""
    with acting_as(system("schedule")):
        counties = list(places.counties_in_use())
    gone = 0
    for county in counties:
        with acting_as(system("schedule", county)) as by:
            gone += writes.let_papers_go(by=by)
    return gone
