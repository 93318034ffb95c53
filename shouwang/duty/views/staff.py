"""Pages of duty: the staff list, one person, units with their gaps, teams."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.duty import exchange, forms, reads, writes
from shouwang.duty.choices import StaffChange
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib import clocks
from shouwang.lib.verdicts import DUPLICATE, REFUSED, Verdict
from shouwang.places import reads as places
from shouwang.ui import listings, slots

SEE, MANAGE = Permission.VIEW_STAFF, Permission.MANAGE_STAFF


def tell(request: HttpRequest, verdict: Verdict, done: Any) -> bool:
    """Say what became of a change; whether it was taken."""
    if verdict.outcome == REFUSED:
        messages.error(request, verdict.reason)
        return False
    messages.success(request, verdict.reason if verdict.outcome == DUPLICATE and verdict.reason else done)
    for warned in verdict.warnings:
        messages.warning(request, warned.sentence)
    return True


def _place(form: Form, within: str) -> str | None:
    """The area a form's words mean; where none is sure, the form says so, with what is near."""
    found = places.find_area(form.cleaned_data["area"], within)
    if found.path is None:
        offered = "、".join(places.full_names(found.candidates).values())
        near = _("There is no such place. Is this meant: %(offered)s?") % {"offered": offered}
        form.add_error("area", near if offered else _("There is no such place in your area."))
    return found.path


@door(SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """Who is on duty in the own area: the list, and what is done with many."""
    shown = lists.read(request, forms.STAFF)
    rows = reads.staff_list(shown.area, words=shown.words, **shown.chosen)
    rights: dict[str, Any] = {"may_change": actor_of(request).can(MANAGE)}
    prepare = partial(_staff_rows, actor_of(request).area)
    return lists.answer(request, shown, rows, prepare=prepare, does=DOES, template="duty/staff_list.html", **rights)


def _staff_rows(within: str, duties: list[Any]) -> list[forms.StaffRow]:
    """Duties as the list shows them, with the names of areas and units; the same queries for any number."""
    cards = [reads.card(duty) for duty in duties]
    names = places.full_names((card.area for card in cards), within)
    units = places.unit_names(card.unit for card in cards)
    return [forms.StaffRow(card, names.get(card.area, ""), units.get(card.unit, card.unit)) for card in cards]


def _changes(change: StaffChange, chosen: Chosen) -> list[Verdict]:
    at = forms.moment_of(chosen.given["at"])
    return writes.change_staff([writes.Change(row.card.code, change, at) for row in chosen.rows], by=chosen.by)


DOES = {
    "on_leave": partial(_changes, StaffChange.ON_LEAVE),
    "returned": partial(_changes, StaffChange.RETURNED),
    "ended": partial(_changes, StaffChange.ENDED),
}


@door(SEE)
def file(request: HttpRequest) -> HttpResponse:
    """The same list in the official layout, numbers masked; it asks what for, and the log keeps it."""
    shown = lists.read(request, forms.STAFF)
    rows = reads.staff_list(shown.area, words=shown.words, **shown.chosen)
    layout = partial(exchange.staff_workbook, shown.area)
    return lists.hand_over(request, shown, rows, layout, back=reverse("duty:index"))


@door(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty."""
    given = {name: request.GET[name] for name in ("role", "area", "site", "unit") if request.GET.get(name)}
    actor, form = actor_of(request), forms.StaffForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid() and (area := _place(form, actor.area)):
        [verdict] = writes.record_staff([form.staff(area)], by=actor)
        if tell(request, verdict, _("Taken in.")):
            return redirect("duty:staff", staff=verdict.id)
    return render(request, "duty/new.html", {"form": form})


def _card(request: HttpRequest, staff: UUID) -> reads.StaffCard:
    found = reads.staff_card(staff)
    if found is None or not actor_of(request).covers(found.area):
        raise Http404
    return found


@door(SEE)
def staff(request: HttpRequest, staff: UUID) -> HttpResponse:
    """One person on duty."""
    return _person(request, _card(request, staff))


def _person(request: HttpRequest, card: reads.StaffCard, **bound: Any) -> HttpResponse:
    unit = places.unit(card.unit)
    context = {
        "card": card,
        "where": places.full_name(card.area),
        "unit": unit.name if unit else card.unit,
        "tone": forms.STATE_TONES.get(card.state, "neutral"),
        "may_change": actor_of(request).can(MANAGE, card.area),
        "change_form": forms.ChangeForm(),
        "duty_form": forms.DutyForm(initial=_duty_facts(card)),
    }
    return render(request, "duty/staff.html", context | bound)


def _duty_facts(card: reads.StaffCard) -> dict[str, Any]:
    names = ("role", "unit", "site", "shift", "part_time")
    return {name: getattr(card, name) for name in names} | {"area": places.code_of(card.area) or card.area}


@require_POST
@door(MANAGE)
def change(request: HttpRequest, staff: UUID) -> HttpResponse:
    """Leave, return, end."""
    card, form = _card(request, staff), forms.ChangeForm(request.POST)
    if not form.is_valid():
        return _person(request, card, change_form=form)
    given = form.cleaned_data
    wanted = writes.Change(card.code, given["change"], forms.moment_of(given["at"]), given["substitute"])
    if tell(request, writes.change_staff([wanted], by=actor_of(request))[0], _("Noted.")):
        return redirect("duty:staff", staff=staff)
    return _person(request, card, change_form=form)


@require_POST
@door(MANAGE)
def reassign(request: HttpRequest, staff: UUID) -> HttpResponse:
    """Give somebody another duty."""
    card, form = _card(request, staff), forms.DutyForm(request.POST)
    area = _place(form, actor_of(request).area) if form.is_valid() else None
    if area is None:
        return _person(request, card, duty_form=form)
    duty = form.cleaned_data | {"area": area, "at": forms.moment_of(form.cleaned_data["at"])}
    [verdict] = writes.reassign([writes.NewDuty(card.code, **duty)], by=actor_of(request))
    if tell(request, verdict, _("Noted.")):
        return redirect("duty:staff", staff=staff)
    return _person(request, card, duty_form=form)


@door(SEE)
def units(request: HttpRequest) -> HttpResponse:
    """Which unit has how many people at work, and what nobody looks after."""
    area, listing = actor_of(request).area, listings.read(request.GET)
    page = listings.numbered(reads.gaps(area), listing)
    names = places.full_names((gap.area for gap in page.rows), area)
    context = {"units": forms.units_table(reads.units_at_work(area)), "gaps": forms.gaps_table(page, names, listing)}
    return render(request, "duty/units.html", context)


@door(SEE)
def teams(request: HttpRequest) -> HttpResponse:
    """Teams of the own area in which a role is filled by nobody."""
    listing, now = listings.read(request.GET), clocks.now()
    lacking = reads.incomplete_teams(now).filter(reads.inside(actor_of(request).area)).order_by("area", "from_at", "pk")
    page = listings.numbered(lacking.values_list("observed_id", flat=True), listing)
    found = reads.teams(page.rows, now)
    cards = [found[observed] for observed in page.rows]
    names = places.full_names((card.area for card in cards), actor_of(request).area)
    table = forms.teams_table(cards, names, page, listing)
    return render(request, "duty/teams.html", {"table": table})


def _team(request: HttpRequest, observed: UUID) -> reads.TeamCard:
    found = reads.team_of(observed)
    if found is None or not actor_of(request).covers(found.area):
        raise Http404
    return found


def _may_form(request: HttpRequest, area: str) -> bool:
    return any(actor_of(request).can(permission, area) for permission in (MANAGE, Permission.ORDER_OBSERVATION))


@door(SEE)
def team(request: HttpRequest, observed: UUID) -> HttpResponse:
    """One team: who fills which role, and the hand-over."""
    found = _team(request, observed)
    return _team_page(request, found, forms.HandOverForm(roles=found.roles))


def _team_page(request: HttpRequest, team: reads.TeamCard, form: forms.HandOverForm) -> HttpResponse:
    may_change = team.to_at is None and _may_form(request, team.area)
    context = {"team": team, "where": places.full_name(team.area), "form": form if may_change else None, "links": slots.links("team", str(team.observed_id), actor_of(request))}
    return render(request, "duty/team.html", context)


@require_POST
@door(SEE)
def hand_over(request: HttpRequest, observed: UUID) -> HttpResponse:
    """Hand a role over, or give it up."""
    found = _team(request, observed)
    form = forms.HandOverForm(request.POST, roles=found.roles)
    if not _may_form(request, found.area):
        raise Http404
    if not form.is_valid():
        return _team_page(request, found, form)
    [verdict] = writes.change_members([form.hand_over(observed)], by=actor_of(request))
    if tell(request, verdict, _("Handed over.")):
        return redirect("duty:team", observed=observed)
    return _team_page(request, found, form)
