"""Isolation sites: the list, the board of rooms, the sheet of the day."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.exchange.writers import Frame
from shouwang.ledger.subjects import Day
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.quarantine import reads, writes
from shouwang.quarantine.exchange import SITE_DAILY, site_daily_workbook
from shouwang.quarantine.forms.inputs import RoomsForm
from shouwang.quarantine.forms.rooms import attention, floors, legend
from shouwang.quarantine.forms.sites import (
    BookingForm,
    DayFilter,
    RequestForm,
    WasteForm,
    balance_lines,
    daily_table,
    sites_table,
)
from shouwang.quarantine.views.frames import SEE, allowed, hosted, tabs, tell
from shouwang.quarantine.writes import NewRoom, NewWaste

OK, REFUSED_FORM = 200, 422
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUN = Permission.MANAGE_SITES


def site_of(request: HttpRequest, code: str) -> Any:
    """The isolation site of an address; 404 outside the own area."""
    found = reads.site(code, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def arrivals(request: HttpRequest, code: str) -> list[tuple[str, str]]:
    """Who may come into a room of a site: those there without a number, then those ordered to a site."""
    here = [(str(guest.stay.person_id), guest.name) for guest in reads.without_room(code, by=actor_of(request))]
    named = reads.named(reads.expected(by=actor_of(request)), by=actor_of(request))
    coming = [(str(one.row.person_id), f"{one.card.full_name} · {one.place}") for one in named if one.card]
    sent = [(str(key), name) for key, name in reads.coming(code, by=actor_of(request))]
    return list(dict((*sent, *coming, *here)).items())


@door(SEE)
def sites(request: HttpRequest) -> HttpResponse:
    """The isolation sites of the own area with their free rooms, and what the plan wants to be ready."""
    counts, actor = reads.site_counts(by=actor_of(request)), actor_of(request)
    reserve = reads.reserve(by=actor, now=clocks.now())
    shown = {"tabs": tabs(request), "table": sites_table(counts), "reserve": reserve, "small": reserve.too_small(counts)}
    return render(request, "quarantine/sites.html", shown)


@door(SEE)
@hosted
def site(request: HttpRequest, code: str) -> HttpResponse:
    """One site: the board of its rooms, people without a room, requests, the figures of the day."""
    return site_page(request, code)


def site_page(request: HttpRequest, code: str, **refused: Any) -> HttpResponse:
    """The page of a site. ``refused``: forms by their name on the page, as they were sent and with what is wrong with them. Asked for within ``hosting``."""
    found, actor = site_of(request, code), actor_of(request)
    rooms, day = reads.rooms(code, by=actor), _day_of(found, clocks.stat_day(clocks.now()))
    sheet, people = reads.sheets_of([found], day)[0], arrivals(request, code)
    shown = {
        "tabs": tabs(request), "site": found, "place": places.full_name(found.area), "sheet": sheet, "may_run": allowed(request, RUN),
        "floors": floors(rooms), "legend": legend(rooms), "attention": attention(rooms), "free": [one.room.number for one in rooms if one.state == "free"],
        "balance": balance_lines(reads.balance(sheet, by=actor), len(reads.expected(by=actor))), "guests": reads.without_room(code, by=actor),
        "bookings": reads.unnumbered_bookings(code, by=actor), "requests": reads.open_site_requests(code, by=actor),
        "booking_form": BookingForm(people=people), "rooms_form": RoomsForm(), "waste_form": WasteForm(), "request_form": RequestForm(),
    }  # fmt: skip
    return render(request, "quarantine/site.html", shown | refused, status=REFUSED_FORM if refused else OK)


def _day_of(found: Any, day: date) -> Day:
    return Day.of(day, policy.cutoff_for(found.area, day)[0])


@door(RUN)
@require_POST
@hosted
def add_rooms(request: HttpRequest, code: str) -> HttpResponse:
    """Number rooms."""
    site_of(request, code)
    form = RoomsForm(request.POST)
    if form.is_valid() and tell(request, writes.add_rooms([NewRoom(site=code, number=number) for number in form.rooms], by=actor_of(request)), _("The rooms are numbered.")):
        return redirect("quarantine:site", code)
    return site_page(request, code, rooms_form=form)


@door(RUN)
@require_POST
@hosted
def waste(request: HttpRequest, code: str) -> HttpResponse:
    """Bins of waste were handed over."""
    site_of(request, code)
    form = WasteForm(request.POST)
    if form.is_valid():
        row = NewWaste(site=code, bins=form.cleaned_data["bins"])
        if tell(request, writes.record_waste([row], by=actor_of(request)), _("The bins are recorded.")):
            return redirect("quarantine:site", code)
    return site_page(request, code, waste_form=form)


def _asked_day(request: HttpRequest) -> date:
    form = DayFilter(request.GET)
    asked: date | None = form.cleaned_data["day"] if form.is_valid() else None
    return asked or clocks.stat_day(clocks.now())


def _sheets(request: HttpRequest) -> tuple[date, list[reads.DailySheet]]:
    actor, day = actor_of(request), _asked_day(request)
    return day, reads.daily_sheets(Day.of(day, policy.cutoff_for(actor.area, day)[0]), by=actor)


@door(SEE)
def daily(request: HttpRequest) -> HttpResponse:
    """The daily sheet of all sites, as the official one."""
    day, sheets = _sheets(request)
    names = [column.name for column in SITE_DAILY.columns]
    shown = {"tabs": tabs(request), "day": day, "filters": DayFilter({"day": day.isoformat()}), "table": daily_table(sheets, names)}
    return render(request, "quarantine/site_daily.html", shown)


@door(SEE)
def daily_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, in the official order of columns; logged. It names nobody but the heads of the sites."""
    actor, (day, sheets) = actor_of(request), _sheets(request)
    frame = Frame(unit=places.full_name(actor.area), day=day, prepared_by=actor.name)
    lists.record_export("quarantine.site_daily", len(sheets), area=actor.area, query=f"day={day}", purpose="", by=actor)
    answer = HttpResponse(site_daily_workbook([sheet.cells for sheet in sheets], frame), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="isolation-sites-{day:%Y%m%d}.xlsx"'
    return answer
