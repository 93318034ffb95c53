"""Scheduled: messages on their way, tried again when a service did not take them."""

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
