"""Scheduled: messages on their way, tried again when a service did not take them; old ones go."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from shouwang.accounts.actors import system
from shouwang.prompts import rules, writes
from shouwang.prompts.writes.sending import NotDelivered

AGAIN = RetryStrategy(max_attempts=rules.MOST_TRIES, exponential_wait=4, retry_exceptions=[NotDelivered])


@app.task(name="prompts.deliver", retry=AGAIN)
def deliver(delivery_id: str) -> None:
    """Send one message; sent already, nothing happens."""
    writes.deliver(UUID(delivery_id), by=system("schedule"))


@app.periodic(cron="50 3 * * *")
@app.task(name="prompts.drop_messages", queueing_lock="prompts.drop_messages")
def drop_messages(timestamp: int) -> None:
    """At night: messages whose days are over."""
    del timestamp
    writes.drop_messages(by=system("schedule"))
