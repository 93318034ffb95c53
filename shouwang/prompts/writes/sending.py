"""Messages leave the house here and nowhere else. In tests and trials they are written down instead."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.sealed import CannotOpen, seal
from shouwang.prompts import rules
from shouwang.prompts.choices import ChannelKind, DeliveryState
from shouwang.prompts.models import Channel, Delivery

PURPOSE = "channel"
JOB = "prompts.deliver"
OPEN = (DeliveryState.WAITING, DeliveryState.RETRIED)


class NotDelivered(Exception):
    """The message was not taken and will be tried again. Says nothing of the address."""


def put_on_the_way(messages: Sequence[tuple[Channel, str]]) -> None:
    """Keep messages and have the worker send each of them, in the transaction of the caller."""
    rows = [Delivery(area=channel.area, channel=channel, text=text, created_at=clocks.now()) for channel, text in messages]
    Delivery.objects.bulk_create(rows)
    set_off(rows)


def set_off(messages: Sequence[Delivery]) -> None:
    """Have the worker send each of these, once the transaction of the caller stands."""
    for message in messages:
        app.configure_task(JOB).defer(delivery_id=str(message.pk))


def deliver(delivery_id: UUID, *, by: Actor) -> None:
    """Try to send one message. Done already: nothing happens. Raises NotDelivered while it is worth another try."""
    with acting_as(by):
        found = Delivery.objects.select_related("channel").filter(pk=delivery_id, state__in=OPEN).first()
    if found is None:
        return
    state, reason = _sent(found.channel, found.text)
    tries = found.tries + 1
    if state == DeliveryState.RETRIED and (reason == "cannot_open" or tries >= rules.MOST_TRIES):
        state = DeliveryState.FAILED
    with acting_as(by):
        changes: dict[str, Any] = {"state": state, "reason": reason, "tries": tries, "tried_at": clocks.now()}
        Delivery.objects.filter(pk=delivery_id).update(**changes)
        record_event(by=by, action="prompts.deliver", area=found.area, subject=delivery_id, detail={"state": state, "tries": tries})
    if state == DeliveryState.RETRIED:
        raise NotDelivered(f"message {delivery_id} was not taken, try {tries}")


@transaction.atomic
def drop_messages(*, by: Actor) -> int:
    """Drop messages older than ``MESSAGE_DAYS`` that are not on their way any more; how many. What was reminded of stays."""
    last = clocks.now() - timedelta(days=settings.MESSAGE_DAYS)
    with acting_as(by):
        dropped, _ = Delivery.objects.filter(created_at__lt=last).exclude(state__in=OPEN).delete()
        if dropped:
            record_event(by=by, action="prompts.drop_messages", area=by.area, count=dropped, detail={"days": settings.MESSAGE_DAYS})
    return dropped


def _sent(channel: Channel, text: str) -> tuple[DeliveryState, str]:
    if channel.kind == ChannelKind.TRIAL or not settings.MESSAGES_LEAVE_THE_HOUSE:
        return DeliveryState.RECORDED, ""
    try:
        address = seal().open(PURPOSE, channel.address) if channel.address else ""
    except CannotOpen:
        return DeliveryState.RETRIED, "cannot_open"
    return (DeliveryState.SENT, "") if _hand_over(address, text) else (DeliveryState.RETRIED, "not_taken")


def _hand_over(address: str, text: str) -> bool:
    """Give the message to its service; whatever goes wrong there is a no, and no word of the address gets out."""
    from apprise import Apprise

    service = Apprise()
    try:
        return bool(service.add(address)) and bool(service.notify(body=text))
    except Exception:  # a plug-in may raise anything; its words could hold the address
        return False
