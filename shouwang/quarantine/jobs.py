"""Scheduled: what happens by itself as time passes is written down."""

from procrastinate.contrib.django import app

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.quarantine import writes


@app.periodic(cron="*/15 * * * *")
@app.task(name="quarantine.pass_time", queueing_lock="quarantine.pass_time")
def pass_time(timestamp: int) -> None:
    """Every quarter of an hour: begin the stages whose day has come, end the measures that nobody renewed."""
    del timestamp
    pass_time_everywhere()


def pass_time_everywhere() -> int:
    """The same now; how many observations it concerned."""
    with acting_as(system("passing of time")) as by:
        return len(writes.pass_time(by=by))
