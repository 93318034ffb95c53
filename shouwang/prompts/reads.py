"""Doors to prompts and channels for one actor."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from shouwang.accounts.actors import Actor
from shouwang.lib import paths
from shouwang.prompts.choices import CONCERNS
from shouwang.prompts.models import Channel, Delivery, Prompt, Seen

SHOWN_FOR = timedelta(days=2)


def channels(*, by: Actor) -> QuerySet[Channel]:
    """The channels of the actor's area in use, with the state of their last message as ``last_state``."""
    low, high = paths.bounds(by.area)
    last = Delivery.objects.filter(channel=OuterRef("pk")).order_by("-created_at", "-pk")
    found = Channel.objects.filter(area__gte=low, area__lt=high, ended_at__isnull=True)
    return found.annotate(last_state=Subquery(last.values("state")[:1]), last_at=Subquery(last.values("created_at")[:1])).order_by("area", "label", "pk")


def channel(channel_id: UUID, *, by: Actor) -> Channel | None:
    """One of them, or none."""
    return channels(by=by).filter(pk=channel_id).first()


def deliveries(channel_id: UUID) -> QuerySet[Delivery]:
    """The messages of a channel, the newest first."""
    return Delivery.objects.filter(channel=channel_id).order_by("-created_at", "-pk")


def messages(area: str, *, state: str = "", channel: UUID | None = None, before: datetime | None = None) -> QuerySet[Delivery]:
    """The messages of every channel of an area, those of ended channels too, the newest first."""
    low, high = paths.bounds(area)
    found = Delivery.objects.filter(area__gte=low, area__lt=high).select_related("channel").order_by("-created_at", "-pk")
    narrower: dict[str, Any] = {"state": state, "channel": channel, "created_at__lt": before}
    return found.filter(**{name: value for name, value in narrower.items() if value})


def prompts_for(actor: Actor, now: datetime) -> QuerySet[Prompt]:
    """What the actor's own area (or unit) was reminded of in the last two days and may do something about, newest first; with ``is_seen``."""
    kinds = [kind for kind, permissions in CONCERNS.items() if actor.permissions & permissions]
    own = Q(area=actor.area, unit="") | (Q(unit=actor.unit) if actor.unit else Q(pk__in=[]))
    seen = Seen.objects.filter(prompt=OuterRef("pk"), post_id=actor.post_id or 0)
    found = Prompt.objects.filter(own, kind__in=kinds, sent_at__gte=now - SHOWN_FOR)
    return found.annotate(is_seen=Exists(seen)).order_by("-sent_at", "-pk")


def unseen(actor: Actor, now: datetime) -> QuerySet[Prompt]:
    """Those among them that this post has not opened."""
    return prompts_for(actor, now).filter(is_seen=False)


def prompt(prompt_id: UUID, *, by: Actor) -> Prompt | None:
    """One prompt of the actor's area, or none."""
    low, high = paths.bounds(by.area)
    return Prompt.objects.filter(pk=prompt_id, area__gte=low, area__lt=high).first()


def last_prompts(kind: str, about: str, areas: Iterable[str]) -> dict[str, Any]:
    """When each area was last reminded of one thing: its last prompt, by path."""
    found = Prompt.objects.filter(kind=kind, about=about, area__in=list(areas)).order_by("sent_at")
    return {prompt.area: prompt for prompt in found}
