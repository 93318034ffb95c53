"""Reminders and channels by API, through the same doors as the pages. An address that was given is never answered again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.prompts import reads, writes
from shouwang.prompts.choices import ChannelKind, DeliveryState

router = Router(tags=["prompts"])
MOST = 200  # rows of one answer; the rest by ``before``


class PromptOut(Schema):
    """What the own area or unit was reminded of: a count and where the work is done. Holds no person."""

    id: UUID
    kind: str
    about: str
    count: int
    link: str
    automatic: bool
    sent_at: datetime
    is_seen: bool


class ChannelIn(Schema):
    """A channel: a robot's address (and signing secret), or the four parts of mail; ``area`` as path or code, the own one where empty."""

    kind: ChannelKind
    label: str
    area: str = ""
    unit: str = ""
    address: str = ""
    secret: str = ""
    server: str = ""
    sender: str = ""
    password: str = ""
    receivers: str = ""


class ChannelOut(Schema):
    """A channel in use, with what became of its last message."""

    id: UUID
    area: str
    unit: str
    kind: str
    label: str
    last_state: str | None
    last_at: datetime | None


class MessageOut(Schema):
    """A message that went out, or did not: its text holds counts and places, never a person."""

    id: UUID
    channel: UUID
    text: str
    state: str
    reason: str
    tries: int
    created_at: datetime
    tried_at: datetime | None


class Which(Schema):
    """Which messages: of a channel, in a state, made before a moment."""

    channel: UUID | None = None
    state: DeliveryState | None = None
    before: datetime | None = None


def operator_of(request: HttpRequest) -> Actor:
    """Who asks, if they may see to the channels. Raises Refused not_permitted."""
    actor = actor_of(request)
    actor.check(Permission.MANAGE_CHANNELS)
    return actor


@router.get("", response=list[PromptOut])
def prompts(request: HttpRequest) -> Any:
    """What the own post was reminded of in the last two days, the newest first."""
    return list(reads.prompts_for(actor_of(request), clocks.now())[:MOST])


@router.post("/{prompt}/open")
def open_prompt(request: HttpRequest, prompt: UUID) -> None:
    """The post has seen it."""
    if reads.prompt(prompt, by=actor_of(request)) is None:
        raise Http404
    writes.open_prompt(prompt, by=actor_of(request))


@router.get("/channels", response=list[ChannelOut])
def channels(request: HttpRequest) -> Any:
    """The channels of the own area."""
    return list(reads.channels(by=operator_of(request)))


@router.post("/channels", response=Answer)
def add_channels(request: HttpRequest, rows: list[ChannelIn]) -> dict[str, Any]:
    """Set up channels."""
    actor = operator_of(request)
    batch = [writes.NewChannel(**row.dict() | {"area": _area(row.area, actor)}) for row in rows]
    return answer(writes.add_channels(batch, by=actor))


@router.post("/channels/endings", response=Answer)
def end_channels(request: HttpRequest, channels: list[UUID]) -> dict[str, Any]:
    """Send nothing through these any more."""
    return answer(writes.end_channels(channels, by=operator_of(request)))


@router.post("/channels/{channel}/tests")
def try_channel(request: HttpRequest, channel: UUID) -> None:
    """Send a test message; what became of it stands among the messages."""
    writes.try_channel(channel, by=operator_of(request))


@router.get("/messages", response=list[MessageOut])
def messages(request: HttpRequest, which: Query[Which]) -> list[dict[str, Any]]:
    """What was sent and what failed, the newest first."""
    found = reads.messages(operator_of(request).area, state=which.state or "", channel=which.channel, before=which.before)
    return [{name: getattr(row, "channel_id" if name == "channel" else name) for name in MessageOut.model_fields} for row in found[:MOST]]


@router.post("/messages/again", response=Answer)
def send_again(request: HttpRequest, messages: list[UUID]) -> dict[str, Any]:
    """Put messages that failed on their way again."""
    return answer(writes.send_again(messages, by=operator_of(request)))


def _area(words: str, actor: Actor) -> str:
    """The path meant; what does not exist is passed on as it is, for the write to refuse row by row."""
    return (places.path_of(words) or words) if words else actor.area
