"""Isolation sites: rooms, who stays there, the sheet of the day."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import door
from shouwang.ledger.subjects import Day
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import RoomState
from shouwang.quarantine.forms.inputs import MoveInForm, MoveOutForm, ReasonForm, RoomsForm
from shouwang.quarantine.forms.tables import rooms_table, sites_table
from shouwang.quarantine.views.frames import SEE, actor_of, allowed, selected, tabs, tell
from shouwang.quarantine.writes import EndedStay, NewRoom, NewStay
from shouwang.ui.tables import Action

RUN = Permission.MANAGE_SITES


def _site(request: HttpRequest, code: str) -> Any:
    found = reads.site(code, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def _stay(request: HttpRequest, code: str, key: UUID) -> Any:
    found = reads.stay(key, by=actor_of(request))
    if found is None or found.site != code:
        raise Http404
    return found


@door(SEE)
def sites(request: HttpRequest) -> HttpResponse:
    """The isolation sites of the own area with their free rooms."""
    return render(request, "quarantine/queue.html", {"tabs": tabs(request), "title": _("Isolation sites"), "table": sites_table(reads.site_counts(by=actor_of(request)))})


@door(SEE)
def site(request: HttpRequest, code: str) -> HttpResponse:
    """One site: rooms, people without a numbered room, the figures of the day."""
    found, actor = _site(request, code), actor_of(request)
    rooms = reads.rooms(code, by=actor)
    day = Day.of(clocks.stat_day(clocks.now()), policy.cutoff_for(found.area, clocks.today())[0])
    acts = []
    if allowed(request, RUN):
        acts = [
            Action(_("Disinfected"), reverse("quarantine:rooms", args=[code, "disinfected"]), "check"),
            Action(_("Close"), reverse("quarantine:rooms", args=[code, "closed"]), "lock", tone="alert"),
            Action(_("Use again"), reverse("quarantine:rooms", args=[code, "reopened"]), "lock-open"),
        ]
    shown = {
        "tabs": tabs(request), "site": found, "place": places.full_name(found.area), "table": rooms_table(rooms, acts), "sheet": reads.daily_sheet(found, day),
        "without_room": reads.named(reads.stays_without_room(code), by=actor), "may_run": allowed(request, RUN), "rooms_form": RoomsForm(),
        "move_in_form": MoveInForm(rooms=[one.room.number for one in rooms if one.state == RoomState.FREE]), "move_out_form": MoveOutForm(),
        "present": reads.stays_with_room(code, by=actor),
    }  # fmt: skip
    return render(request, "quarantine/site.html", shown)


@door(RUN)
@require_POST
def add_rooms(request: HttpRequest, code: str) -> HttpResponse:
    """Number rooms."""
    _site(request, code)
    form = RoomsForm(request.POST)
    if form.is_valid():
        tell(request, writes.add_rooms([NewRoom(site=code, number=number) for number in form.rooms], by=actor_of(request)), _("The rooms are numbered."))
    return redirect("quarantine:site", code)


@door(RUN)
@require_POST
def rooms(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Selected rooms are disinfected, closed or used again; closing asks why."""
    _site(request, code)
    keys, actor = selected(request), actor_of(request)
    if act == "closed":
        return _close(request, code, keys)
    if act not in ("disinfected", "reopened"):
        raise Http404
    if keys:
        done = writes.disinfect_rooms(keys, by=actor) if act == "disinfected" else writes.reopen_rooms(keys, by=actor)
        tell(request, done, _("Done."))
    return redirect("quarantine:site", code)


def _close(request: HttpRequest, code: str, keys: list[UUID]) -> HttpResponse:
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if keys and form.is_valid():
        tell(request, writes.close_rooms(keys, reason=form.cleaned_data["reason"], by=actor_of(request)), _("Done."))
    if not keys or form.is_valid():
        return redirect("quarantine:site", code)
    return render(request, "quarantine/reason.html", {"title": _("Close rooms"), "form": form, "keys": keys, "back": reverse("quarantine:site", args=[code])})


@door(RUN)
@require_POST
def move_in(request: HttpRequest, code: str, stay: UUID) -> HttpResponse:
    """Give somebody who has come a numbered room."""
    _site(request, code)
    found = _stay(request, code, stay)
    row = NewStay(person_id=found.person_id, site=code, room=request.POST.get("room", "")[:20])
    tell(request, writes.move_in([row], by=actor_of(request)), _("The room is given."))
    return redirect("quarantine:site", code)


@door(RUN)
@require_POST
def move_out(request: HttpRequest, code: str, stay: UUID) -> HttpResponse:
    """Somebody leaves the site."""
    _site(request, code)
    found, form = _stay(request, code, stay), MoveOutForm(request.POST)
    if form.is_valid():
        row = EndedStay(person_id=found.person_id, out_kind=form.cleaned_data["out_kind"])
        tell(request, writes.move_out([row], by=actor_of(request)), _("The stay is ended."))
    return redirect("quarantine:site", code)
