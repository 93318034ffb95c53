"""Pages of households: the list, one household, the resident summary sheet, two that are one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import door
from shouwang.ledger.exchange.writers import Frame
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.people import forms, reads, writes
from shouwang.people.exchange import summary_workbook
from shouwang.people.views.doors import EDIT, EXCEL, SEE, actor_of, area_of, or_404
from shouwang.places import reads as places
from shouwang.ui import listings


@door(SEE)
def households(request: HttpRequest) -> HttpResponse:
    """The households of an area in the order of their doors."""
    area, listing = area_of(request), listings.read(request.GET)
    filters = forms.HouseholdFilter(request.GET)
    text = filters.cleaned_data["text"] if filters.is_valid() else ""
    page = listings.numbered(reads.households(area, by=actor_of(request), text=text), listing)
    areas = places.full_names({row.area for row in page.rows})
    shown = {"filters": filters, "area": area, "place": places.full_name(area), "summary_form": forms.SummaryForm()}
    table = forms.households_table(page, listing, areas)
    return render(request, "people/households.html", shown | {"table": table, "may_reveal": _may_reveal(request)})


def _may_reveal(request: HttpRequest) -> bool:
    return actor_of(request).can(Permission.REVEAL)


@door(SEE)
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A household and who is listed in it; other features add their parts below. The look is logged."""
    try:
        found = writes.open_household(household_id, by=actor_of(request))
    except Refused as refusal:
        raise Http404 from refusal
    shown = {
        "home": found.household, "home_name": forms.home_name(found.household), "place": places.full_name(found.household.area),
        "table": forms.household_members_table(found.persons), "may_edit": actor_of(request).can(EDIT),
        "merges": reads.household_merges(found.household.pk), "back_form": forms.ReasonForm(),
    }  # fmt: skip
    return render(request, "people/household.html", shown)


@require_POST
@door(SEE)
def summary(request: HttpRequest) -> HttpResponse:
    """The resident summary sheet of an area: masked, or in full for a purpose that is logged and printed on it."""
    actor, area = actor_of(request), area_of(request)
    form = forms.SummaryForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    full = reason and actor.can(Permission.REVEAL)
    rows = writes.listed_in_full(area, reason=reason, by=actor) if full else reads.listed(area, by=actor)
    frame = Frame(places.full_name(area), clocks.today(), actor.name, reason)
    response = HttpResponse(summary_workbook(rows, frame), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="resident-summary-{area}.xlsx"'
    return response


@door(EDIT)
def same_home(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Looks for the other registration of a household: those alike, or found by posted words; one chosen stands beside it."""
    actor = actor_of(request)
    found = or_404(reads.household(household_id, by=actor))
    form = forms.HomeSearchForm(request.POST or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    if request.GET.get("other"):
        return _side_by_side(request, found)
    rows = reads.households_alike(found.household, by=actor, words=words)
    areas = places.full_names({row.area for row in rows})
    table = forms.same_homes_table(rows, areas, reverse("people:same_home", args=[found.household.pk]))
    shown = {"home": found.household, "home_name": forms.home_name(found.household), "form": form, "table": table}
    return render(request, "people/same_home.html", shown)


def _side_by_side(request: HttpRequest, found: reads.HouseholdPage) -> HttpResponse:
    """Two households with who lives in them, and the decision that they are one."""
    actor = actor_of(request)
    try:
        other = reads.household(UUID(request.GET["other"]), by=actor)
    except ValueError as wrong:
        raise Http404 from wrong
    other = or_404(other)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            writes.merge_households(found.household.pk, other.household.pk, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two are one household now; it can be taken back."))
            return redirect("people:household", household_id=found.household.pk)
    areas = places.full_names({found.household.area, other.household.area})
    sides = [
        {"home": side.household, "name": forms.home_name(side.household), "place": areas.get(side.household.area, ""), "persons": side.persons}
        for side in (found, other)
    ]
    return render(request, "people/same_home_compare.html", {"sides": sides, "form": form, "home": found.household})


@require_POST
@door(EDIT)
def part_homes(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Takes back that two households are one."""
    kept = or_404(reads.merged_household(merge_id, by=actor_of(request)))
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            writes.part_households(merge_id, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The two are two households again."))
    else:
        messages.error(request, _("Give the reason."))
    return redirect("people:household", household_id=kept)
