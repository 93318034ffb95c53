"""Units: the list, a new one, one with what it answers for."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.subjects import Subject
from shouwang.places import exchange, forms, reads, writes
from shouwang.places.views.doors import place_in, tell
from shouwang.ui import slots
from shouwang.ui.lists import Shown

SEE, MANAGE = Permission.VIEW_PLACES, Permission.MANAGE_PLACES


def _own_unit(request: HttpRequest, code: str) -> Any:
    found = reads.unit(code)
    if found is None or not actor_of(request).covers(found.area):
        raise Http404
    return found


@door(SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """The units that stand in the own area, or in one below it."""
    shown = lists.read(request, forms.UNITS)
    prepare = partial(unit_rows, actor_of(request).area)
    may_change = actor_of(request).can(MANAGE)
    return lists.answer(
        request, shown, _found(shown), prepare=prepare, template="places/units.html", may_change=may_change
    )


def _found(shown: Shown) -> Any:
    return reads.units_below(shown.area, kind=shown.chosen["kind"], words=shown.chosen["q"])


def unit_rows(within: str, units: list[Any]) -> list[forms.UnitRow]:
    """Units with the names of where they stand and of the units above; the same queries for any number."""
    names = reads.full_names((unit.area for unit in units), within)
    above = reads.unit_names(unit.parent for unit in units)
    return [forms.UnitRow(unit, names.get(unit.area, ""), above.get(unit.parent) or unit.parent) for unit in units]


@door(SEE)
def file(request: HttpRequest) -> HttpResponse:
    """The same list in the official layout, as it can be sent in again."""
    shown = lists.read(request, forms.UNITS)
    title = reads.full_name(shown.area)
    return lists.hand_over(
        request, shown, _found(shown), partial(exchange.units_workbook, title), back=reverse("places:units")
    )


@door(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Take in a unit."""
    actor = actor_of(request)
    form = forms.UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        area = place_in(form, "area", actor.area) if form.cleaned_data["area"] else actor.area
        if area and tell(request, writes.record_units([form.unit(area)], by=actor)[0], _("Taken in.")):
            return redirect("places:unit", code=form.cleaned_data["code"])
    context = {"form": form, "title": _("New unit"), "back": reverse("places:units")}
    return render(request, "places/form.html", context)


@door(SEE)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: where it stands, what it answers for."""
    found = _own_unit(request, code)
    return _page(request, found, forms.ChargeForm())


def _page(request: HttpRequest, unit: Any, form: Any) -> HttpResponse:
    actor = actor_of(request)
    charges = [one.area for one in reads.responsibilities(unit.code)]
    above = reads.unit_names(reads.unit_chain(unit.code)[1:])
    context = {
        "unit": unit,
        "links": slots.links("unit", unit.code, actor),
        "where": reads.full_name(unit.area),
        "above": above.values(),
        "charges": forms.charges(reads.full_names(charges), actor.covers),
        "villages": len(reads.villages_of(Subject(unit=unit.code))),
        "form": form if actor.can(MANAGE, unit.area) else None,
    }
    return render(request, "places/unit.html", context)


@require_POST
@door(MANAGE)
def charge(request: HttpRequest, code: str) -> HttpResponse:
    """Let the unit answer for an area from a day, or no longer."""
    unit, actor, form = _own_unit(request, code), actor_of(request), forms.ChargeForm(request.POST)
    area = place_in(form, "area", actor.area) if form.is_valid() else None
    if area is None:
        return _page(request, unit, form)
    wanted = writes.NewResponsibility(area, "" if form.cleaned_data["ends"] else unit.code, form.cleaned_data["since"])
    tell(request, writes.set_responsibility([wanted], by=actor)[0], _("Noted."))
    return redirect("places:unit", code=unit.code)
