"""Channels of areas and units, prompts, who saw them, messages on their way."""

from collections.abc import Callable

from django.db import models

from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.ids import uuid7
from shouwang.lib.sealed import SealedText
from shouwang.prompts.choices import ChannelKind, DeliveryState, Kind


class Channel(models.Model):
    """A group chat or mailbox of an area or unit; its address is sealed like a number of a person."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()  # if set, only for what concerns this unit
    kind = models.CharField(max_length=12, choices=ChannelKind.choices)
    label = models.CharField(max_length=60)
    address = SealedText(null=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    moves_with_area = True
    get_kind_display: Callable[[], str]

    class Meta:
        indexes = [models.Index(fields=["area"], name="channel_area")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "unit", "kind", "label", "created_at", "created_by", "ended_at")
        sealed = ("address",)


class Prompt(models.Model):
    """An area (or unit) was reminded of something: what, how many, where to do it. Holds no person."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()
    unit = UnitCode()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    about = models.CharField(max_length=60)  # the one thing, such as the day of a report
    count = models.IntegerField(default=1)
    link = models.CharField(max_length=200)
    automatic = models.BooleanField(default=False)
    sender = models.CharField(max_length=80)
    sent_by = models.BigIntegerField(null=True, blank=True)  # post
    sent_at = models.DateTimeField()

    append_only = True
    get_kind_display: Callable[[], str]

    class Meta:
        indexes = [models.Index(fields=["area", "sent_at"], name="prompt_area"), models.Index(fields=["kind", "about", "area"], name="prompt_about")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "unit", "kind", "about", "count", "link", "automatic", "sent_by", "sent_at")
        personal = ("sender",)


class Seen(models.Model):
    """A post opened a prompt."""

    area = AreaPath()
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="seen")
    post_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prompt", "post_id"], name="prompt_seen_once")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "prompt", "post_id", "seen_at")


class Delivery(models.Model):
    """One message through one channel: its text (counts, places, a link) and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = AreaPath()  # the channel's
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.IntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)

    moves_with_area = True
    get_state_display: Callable[[], str]

    class Meta:
        indexes = [models.Index(fields=["channel", "created_at"], name="delivery_channel")]

    class Scope:
        by = "area"

    class Privacy:
        public = ("id", "area", "channel", "text", "state", "tries", "reason", "created_at", "tried_at")
