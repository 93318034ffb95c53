"""Pages of prompts: those for the own post; the operator's channels."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.prompts import forms, reads, writes
from shouwang.ui import listings, trail

CHANNELS = Permission.MANAGE_CHANNELS


@door(None)
def index(request: HttpRequest) -> HttpResponse:
    """What the own post was reminded of in the last two days."""
    found = reads.prompts_for(actor_of(request), clocks.now())
    listing = listings.read(request.GET)
    return render(request, "prompts/index.html", {"table": forms.prompts_table(listings.numbered(found, listing))})


@require_POST
@door(None)
def open_prompt(request: HttpRequest, prompt: UUID) -> HttpResponse:
    """Go to where the work is done; the prompt counts as seen by this post."""
    found = reads.prompt(prompt, by=actor_of(request))
    if found is None:
        raise Http404
    writes.open_prompt(prompt, by=actor_of(request))
    return redirect(found.link)


@door(CHANNELS)
def channels(request: HttpRequest) -> HttpResponse:
    """The channels of the own area."""
    page = listings.numbered(reads.channels(by=actor_of(request)), listings.read(request.GET))
    names = places.names(channel.area for channel in page.rows)
    return render(request, "prompts/channels.html", {"table": forms.channels_table(page, names)})


@door(CHANNELS)
def new(request: HttpRequest) -> HttpResponse:
    """Set up a channel."""
    form = forms.ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (area := _area(form, actor_of(request))):
        [verdict] = writes.add_channels([form.channel(area)], by=actor_of(request))
        if verdict.taken:
            messages.success(request, _("The channel is set up. Send a test message now."))
            return redirect("prompts:channel", channel=verdict.id)
        form.add_error(None, verdict.reason)
    return render(request, "prompts/new.html", {"form": form})


def _area(form: forms.ChannelForm, actor: Actor) -> str | None:
    """The area that the words mean: the own one where nothing is written."""
    words = form.cleaned_data["area"]
    area = trail.find(words, actor.area) if words else actor.area
    if area is None:
        form.add_error("area", _("There is no such place in your area, or more than one. Write the official code."))
    return area


@door(CHANNELS)
def channel(request: HttpRequest, channel: UUID) -> HttpResponse:
    """One channel: its last messages and what became of them."""
    found = reads.channel(channel, by=actor_of(request))
    if found is None:
        raise Http404
    page = listings.numbered(reads.deliveries(channel), listings.read(request.GET))
    context: dict[str, Any] = {"channel": found, "place": places.full_name(found.area), "table": forms.deliveries_table(page)}
    return render(request, "prompts/channel.html", context)


@door(CHANNELS)
def sent(request: HttpRequest) -> HttpResponse:
    """Every message of the own area: what was sent, what failed; failed ones can be sent again."""
    shown = lists.read(request, forms.MESSAGES)
    does = {"again": lambda chosen: writes.send_again([row.pk for row in chosen.rows], by=chosen.by)}
    return lists.answer(request, shown, reads.messages(shown.area, **shown.chosen), does=does)


@require_POST
@door(CHANNELS)
def try_channel(request: HttpRequest, channel: UUID) -> HttpResponse:
    """Send a test message."""
    try:
        writes.try_channel(channel, by=actor_of(request))
    except Refused as refusal:
        raise Http404 from refusal
    messages.success(request, _("The test message is on its way. Its state stands below; load the page again in a moment."))
    return redirect("prompts:channel", channel=channel)


@require_POST
@door(CHANNELS)
def end(request: HttpRequest, channel: UUID) -> HttpResponse:
    """Send nothing through this channel any more."""
    [verdict] = writes.end_channels([channel], by=actor_of(request))
    if not verdict.taken:
        raise Http404
    messages.success(request, _("Nothing is sent through this channel any more. Its address is deleted."))
    return redirect("prompts:channels")
