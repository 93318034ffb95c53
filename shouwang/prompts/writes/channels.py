"""The operator sets up channels, tries them and ends them."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.places import reads as places
from shouwang.prompts import rules
from shouwang.prompts.choices import (
    NO_CHANNEL,
    NO_MESSAGE,
    NOT_FAILED,
    SIGNED_BY,
    TEST_MESSAGE,
    UNKNOWN_AREA,
    ChannelKind,
    DeliveryState,
)
from shouwang.prompts.models import Channel, Delivery
from shouwang.prompts.writes.sending import PURPOSE, put_on_the_way, set_off


@dataclass(frozen=True)
class NewChannel:
    """A channel as it is entered: a robot's address (and its signing secret), or the four parts of mail."""

    area: str
    kind: str
    label: str
    unit: str = ""
    address: str = ""
    secret: str = ""
    server: str = ""
    sender: str = ""
    password: str = ""
    receivers: str = ""

    def __repr__(self) -> str:
        """Addresses and passwords stay out of logs and error pages."""
        return f"NewChannel({self.kind}, {self.area})"


@transaction.atomic
def add_channels(batch: list[NewChannel], *, by: Actor) -> list[Verdict]:
    """Set up channels; their addresses are sealed and never shown again."""
    by.check(Permission.MANAGE_CHANNELS)
    known = places.areas_of(new.area for new in batch)
    verdicts = [_add(new, by, new.area in known) for new in batch]
    record_event(by=by, action="prompts.add_channels", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _add(new: NewChannel, by: Actor, known: bool) -> Verdict:
    try:
        by.check(Permission.MANAGE_CHANNELS, new.area)
        if not known:
            raise Refused("not_found", UNKNOWN_AREA, area=new.area)
        address = _address(new)
    except Refused as refusal:
        return refused(refusal)
    made = Channel.objects.create(
        area=new.area, unit=new.unit, kind=new.kind, label=new.label[:60], address=seal().close(PURPOSE, address) if address else None,
        created_at=clocks.now(), created_by=by.post_id,
    )  # fmt: skip
    return accepted(made.pk)


def _address(new: NewChannel) -> str:
    if new.kind == ChannelKind.TRIAL:
        return ""
    if new.kind == ChannelKind.MAIL:
        return rules.mail_address(new.server, new.sender, new.password, new.receivers)
    return rules.robot_address(new.kind, new.address, new.secret)


@transaction.atomic
def end_channels(batch: list[UUID], *, by: Actor) -> list[Verdict]:
    """Nothing is sent through these any more; what was sent stays known."""
    by.check(Permission.MANAGE_CHANNELS)
    verdicts = [_end(channel_id, by) for channel_id in batch]
    record_event(by=by, action="prompts.end_channels", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _end(channel_id: UUID, by: Actor) -> Verdict:
    try:
        channel = _own(channel_id, by)
    except Refused as refusal:
        return refused(refusal)
    Channel.objects.filter(pk=channel.pk).update(ended_at=clocks.now(), address=None)
    return accepted(channel_id)


@transaction.atomic
def try_channel(channel_id: UUID, *, by: Actor) -> None:
    """Send a test message. Raises Refused not_found."""
    channel = _own(channel_id, by)
    with translation.override(settings.LANGUAGE_CODE):
        said = TEST_MESSAGE % {"channel": channel.label, "places": places.full_name(channel.area)}
        put_on_the_way([(channel, str(SIGNED_BY % {"text": said}))])
    record_event(by=by, action="prompts.try_channel", area=channel.area, subject=channel.pk)


@transaction.atomic
def send_again(batch: list[UUID], *, by: Actor) -> list[Verdict]:
    """Put messages that failed for good on their way again, with all their tries."""
    by.check(Permission.MANAGE_CHANNELS)
    found = {row.pk: row for row in Delivery.objects.select_related("channel").select_for_update(of=("self",)).filter(pk__in=batch)}
    verdicts = [_again(found.get(key), by) for key in batch]
    record_event(by=by, action="prompts.send_again", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _again(message: Delivery | None, by: Actor) -> Verdict:
    if message is None or not by.covers(message.area):
        return refused(Refused("not_found", NO_MESSAGE))
    if message.channel.ended_at is not None:
        return refused(Refused("not_found", NO_CHANNEL))
    if message.state != DeliveryState.FAILED:
        return refused(Refused("not_failed", NOT_FAILED, state=DeliveryState(message.state).label))
    message.state, message.reason, message.tries = DeliveryState.WAITING, "", 0
    message.save(update_fields=["state", "reason", "tries"])
    set_off([message])
    return accepted(message.pk)


def _own(channel_id: UUID, by: Actor) -> Channel:
    by.check(Permission.MANAGE_CHANNELS)
    found = Channel.objects.filter(pk=channel_id, ended_at__isnull=True).first()
    if found is None or not by.covers(found.area):
        raise Refused("not_found", NO_CHANNEL)
    return found
