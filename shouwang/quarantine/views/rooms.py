"""One room of an isolation site: who moves in, changes rooms or leaves; reserved, disinfected, closed. And what guests ask for."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import refused
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import RoomState, StayEnd
from shouwang.quarantine.forms.inputs import ReasonForm
from shouwang.quarantine.forms.rooms import ROOM_ICONS, ROOM_TONES
from shouwang.quarantine.forms.sites import (
    LEAVES_TO,
    AnswerRequestForm,
    BookingForm,
    CompanionForm,
    GuestForm,
    NeedsForm,
    OtherRoomForm,
    RequestForm,
)
from shouwang.quarantine.forms.tables import slot_title
from shouwang.quarantine.views.frames import SEE, allowed, hosted, say_wrong, tell
from shouwang.quarantine.views.sites import OK, REFUSED_FORM, RUN, arrivals, site_of, site_page
from shouwang.quarantine.writes import EndedStay, NewBooking, NewSiteRequest, NewStay, StayNeeds


def _room(request: HttpRequest, code: str, key: UUID) -> reads.RoomCard:
    found = reads.room(code, key, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def _stay(request: HttpRequest, code: str, key: UUID) -> Any:
    found = reads.stay(key, by=actor_of(request))
    if found is None or found.site != code or found.out_at is not None:
        raise Http404
    return found


@door(SEE)
@hosted
def room(request: HttpRequest, code: str, room_id: UUID) -> HttpResponse:
    """One room, with everything that can be done about it now."""
    return room_page(request, code, room_id)


def room_page(request: HttpRequest, code: str, room_id: UUID, **refused: Any) -> HttpResponse:
    """The page of a room. ``refused``: forms by their name on the page, as they were sent and with what is wrong with them. Asked for within ``hosting``."""
    found, card = site_of(request, code), _room(request, code, room_id)
    people = arrivals(request, code)
    shown = {
        "site": found, "card": card, "tone": ROOM_TONES[card.state], "mark": ROOM_ICONS[card.state], "may_run": allowed(request, RUN),
        "guests": [(guest, NeedsForm(initial={"needs": guest.stay.needs, "needs_note": guest.stay.needs_note}), _checks(guest)) for guest in card.guests],
        "leaves_to": LEAVES_TO, "guest_form": GuestForm(people=people, initial=_expected(card)), "companion_form": CompanionForm(people=people),
        "people": people, "other_form": OtherRoomForm(rooms=_free(request, code)) if card.guests else None, "reason_form": ReasonForm(),
        "booking_form": BookingForm(people=people), "request_form": RequestForm(), "is_free": card.state in (RoomState.FREE, RoomState.RESERVED),
    }  # fmt: skip
    return render(request, "quarantine/room.html", shown | refused, status=REFUSED_FORM if refused else OK)


def _checks(guest: reads.Guest) -> list[tuple[Any, Any]]:
    return [(slot_title(one.slot), one) for one in guest.checks]


def _expected(card: reads.RoomCard) -> dict[str, str]:
    return {"person": str(card.booking.person_id)} if card.booking and card.booking.person_id else {}


def _free(request: HttpRequest, code: str) -> list[str]:
    return [one.room.number for one in reads.rooms(code, by=actor_of(request)) if one.state == RoomState.FREE]


@door(RUN)
@require_POST
@hosted
def act(request: HttpRequest, code: str, room_id: UUID, act: str) -> HttpResponse:
    """Something is done to a room: disinfected, closed (with a reason), used again, kept for the staff or given back."""
    site_of(request, code)
    card, actor = _room(request, code, room_id), actor_of(request)
    simple = {
        "disinfected": lambda: writes.disinfect_rooms([card.room.pk], by=actor), "reopened": lambda: writes.reopen_rooms([card.room.pk], by=actor),
        "staff": lambda: writes.keep_for_staff([card.room.pk], staff=True, by=actor),
        "guests": lambda: writes.keep_for_staff([card.room.pk], staff=False, by=actor),
        "closed": lambda: writes.close_rooms([card.room.pk], reason=request.POST.get("reason", ""), by=actor),
    }  # fmt: skip
    if act not in simple:
        raise Http404
    if tell(request, _verdicts(simple[act]), _("Done.")):
        return redirect("quarantine:site", code)
    return room_page(request, code, room_id, reason_form=ReasonForm(request.POST)) if act == "closed" else redirect("quarantine:room", code, room_id)


def _verdicts(act: Any) -> Any:
    """The verdicts of an act that may refuse as a whole, such as for a missing reason."""
    try:
        return act()
    except Refused as refusal:
        return [refused(refusal)]


@door(RUN)
@require_POST
@hosted
def move_in(request: HttpRequest, code: str, room_id: UUID) -> HttpResponse:
    """Somebody moves into a room, alone or as a companion."""
    site_of(request, code)
    card, people = _room(request, code, room_id), arrivals(request, code)
    companion = "companion_reason" in request.POST
    form: forms.Form = CompanionForm(request.POST, people=people) if companion else GuestForm(request.POST, people=people)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "person"}
        row = NewStay(
            person_id=UUID(form.cleaned_data["person"]), site=code, room=card.room.number, kind="companion" if companion else "observed", **said,
        )
        if tell(request, writes.move_in([row], by=actor_of(request)), _("The room is given.")):
            return redirect("quarantine:site", code)
    if not people:  # then the page has no place for the form
        say_wrong(request, form)
    return room_page(request, code, room_id, **{"companion_form" if companion else "guest_form": form})


@door(RUN)
@require_POST
def move_out(request: HttpRequest, code: str, stay: UUID) -> HttpResponse:
    """Somebody leaves the site, or goes into another room."""
    site_of(request, code)
    found = _stay(request, code, stay)
    other, out_kind = request.POST.get("room", "")[:20], request.POST.get("out_kind", "")
    if other:
        row = NewStay(person_id=found.person_id, site=code, room=other, kind=found.kind)
        tell(request, writes.move_in([row], by=actor_of(request)), _("The other room is given."))
    elif out_kind in StayEnd.values and out_kind != StayEnd.OTHER_ROOM:
        tell(request, writes.move_out([EndedStay(person_id=found.person_id, out_kind=out_kind)], by=actor_of(request)), _("The stay is ended."))
    else:
        messages.error(request, _("Choose a room, or say where the person goes."))
    return redirect("quarantine:site", code)


@door(RUN)
@require_POST
def needs(request: HttpRequest, code: str, stay: UUID) -> HttpResponse:
    """What somebody needs besides a room."""
    site_of(request, code)
    found, form = _stay(request, code, stay), NeedsForm(request.POST)
    if form.is_valid():
        tell(request, writes.note_needs([StayNeeds(stay_id=found.pk, **form.cleaned_data)], by=actor_of(request)), _("The needs are recorded."))
    else:
        say_wrong(request, form)
    return redirect("quarantine:room", code, found.room_id) if found.room_id else redirect("quarantine:site", code)


@door(RUN)
@require_POST
@hosted
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Reserve a room (``room``), or any room of the site."""
    site_of(request, code)
    form = BookingForm(request.POST, people=arrivals(request, code))
    if form.is_valid():
        said = form.cleaned_data
        at = clocks.at(said["on"] or clocks.today(), said["at"] or clocks.time(18)) if said["on"] or said["at"] else None
        person = UUID(said["person"]) if said["person"] else None
        row = NewBooking(site=code, room=request.POST.get("room", "")[:20], person_id=person, whom=said["whom"], expected_at=at)
        if tell(request, writes.book_rooms([row], by=actor_of(request)), _("The room is reserved.")):
            return redirect("quarantine:site", code)
    return _same_page(request, code, booking_form=form)


def _same_page(request: HttpRequest, code: str, **refused: forms.Form) -> HttpResponse:
    """Where a refused reservation can be mended: at its room while that is free, else at the site, where another one is found."""
    number = request.POST.get("room", "")
    free = [one for one in reads.rooms(code, by=actor_of(request)) if one.room.number == number and one.state == RoomState.FREE]
    return room_page(request, code, free[0].room.pk, **refused) if free else site_page(request, code, **refused)


@door(RUN)
@require_POST
def cancel(request: HttpRequest, code: str, booking: UUID) -> HttpResponse:
    """A reservation falls away."""
    site_of(request, code)
    found = reads.booking(booking, by=actor_of(request))
    if found is None or found.site != code:
        raise Http404
    tell(request, _verdicts(lambda: writes.cancel_bookings([booking], reason=request.POST.get("reason", ""), by=actor_of(request))), _("The reservation is cancelled."))
    return redirect("quarantine:site", code)


@door(RUN)
@require_POST
@hosted
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody at the site (``stay``), or all of them, ask for something."""
    site_of(request, code)
    form = RequestForm(request.POST)
    stay = _stay(request, code, _uuid(request.POST["stay"])) if request.POST.get("stay") else None
    if form.is_valid():
        row = NewSiteRequest(site=code, text=form.cleaned_data["text"], stay_id=stay.pk if stay else None)
        if tell(request, writes.open_requests([row], by=actor_of(request)), _("The request is recorded.")):
            return redirect("quarantine:site", code)
    return room_page(request, code, stay.room_id, request_form=form) if stay and stay.room_id else site_page(request, code, request_form=form)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@door(RUN)
@require_POST
def settle(request: HttpRequest, code: str, asked: UUID) -> HttpResponse:
    """What was asked for is done."""
    site_of(request, code)
    found, form = reads.site_request(asked, by=actor_of(request)), AnswerRequestForm(request.POST)
    if found is None or found.site != code:
        raise Http404
    if form.is_valid():
        tell(request, writes.settle_requests([asked], answer=form.cleaned_data["answer"], by=actor_of(request)), _("The request is settled."))
    else:
        say_wrong(request, form)
    return redirect("quarantine:site", code)
