"""Pages of households: the list, one household, the resident summary sheet, two that are one."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.exchange.writers import Frame
from shouwang.ledger.lists import Chosen, Undoing
from shouwang.lib import clocks, paths
from shouwang.lib.paths import LEVELS, WIDTH
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.people import forms, reads, writes
from shouwang.people.choices import TWO_TO_COMPARE
from shouwang.people.exchange import summary_workbook
from shouwang.people.views.doors import EDIT, EXCEL, SEE, area_of, or_404
from shouwang.places import reads as places

VILLAGE_LENGTH = WIDTH * (LEVELS.index("village") + 1)
GRID_LEVELS = ("grid", "micro_grid")


@door(SEE)
def households(request: HttpRequest) -> HttpResponse:
    """The households of an area in the order of their doors."""
    actor = actor_of(request)
    asked = request.GET.get("area", "") or actor.area
    shown = lists.read(request, forms.households_within(_grids_of(asked, actor)))
    rows = reads.households(shown.area, by=actor, words=shown.words, **shown.chosen)
    more = {"area": shown.area, "summary_form": forms.SummaryForm(), "may_reveal": _may_reveal(request)}
    return lists.answer(
        request, shown, rows, prepare=partial(_household_rows, actor.area), does={"compare": _compare, "grid": _into_grid}, undoes={"grid": _out_of_grid}, template="people/households.html", **more
    )


def _grids_of(asked: str, by: Actor) -> list[tuple[str, str]]:
    """The grids of the village that the list is narrowed to; none above a village: a household stays in its own."""
    if not paths.is_path(asked) or not by.covers(asked) or len(asked) < VILLAGE_LENGTH:
        return []
    village = paths.cut(asked, "village")
    within = village if by.covers(village) else by.area
    return [(path, name) for level in GRID_LEVELS for path, name in places.areas_below(within, level).values_list("path", "name")]


def _into_grid(chosen: Chosen) -> list[Verdict]:
    rows = [writes.GridPlace(row.home.pk, chosen.given["grid"]) for row in chosen.rows]
    return writes.put_in_grids(rows, by=chosen.by)


def _out_of_grid(undoing: Undoing) -> list[Verdict]:
    return writes.take_out_of_grids([writes.TakenOut(key, undoing.reason) for key in undoing.ids], by=undoing.by)


def _household_rows(within: str, homes: list[Any]) -> list[forms.HouseholdRow]:
    """Households with the names of their places; one query for any number."""
    names = places.full_names({home.area for home in homes}, within)
    return [forms.HouseholdRow(home, names.get(home.area, "")) for home in homes]


def _compare(chosen: Chosen) -> list[Verdict] | HttpResponse:
    """Two that were chosen, side by side; with more or fewer nothing is done."""
    if len(chosen.rows) != 2:
        return [refused(Refused("TWO_TO_COMPARE", TWO_TO_COMPARE))] * len(chosen.rows)
    one, other = sorted((row.home for row in chosen.rows), key=lambda home: (home.created_at, home.pk))
    return redirect(f"{reverse('people:same_home', args=[one.pk])}?other={other.pk}")


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
        "apart": reads.decided_apart(found.household.pk), "merges": reads.household_merges(found.household.pk), "back_form": forms.ReasonForm(),
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
    form, queued = forms.ReasonForm(request.POST or None), request.GET.get(forms.QUEUE) == "1"
    if request.POST.get("decision") == "two":
        return _two(request, found.household.pk, other.household.pk, queued)
    if request.method == "POST" and form.is_valid():
        try:
            writes.merge_households(found.household.pk, other.household.pk, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two are one household now; it can be taken back."))
            return redirect("people:homes_suspected") if queued else redirect("people:household", household_id=found.household.pk)
    areas = places.full_names({found.household.area, other.household.area})
    sides = [
        {"home": side.household, "name": forms.home_name(side.household), "place": areas.get(side.household.area, ""), "persons": side.persons}
        for side in (found, other)
    ]
    turned = f"{reverse('people:same_home', args=[other.household.pk])}?other={found.household.pk}" + f"&{forms.QUEUE}=1" * queued
    back = reverse("people:homes_suspected") if queued else reverse("people:same_home", args=[found.household.pk])
    return render(request, "people/same_home_compare.html", {"sides": sides, "form": form, "turned": turned, "back": back})


def _two(request: HttpRequest, one: UUID, other: UUID, queued: bool) -> HttpResponse:
    """The two are two; the reason may be left out. On to the next pair where the queue was worked off."""
    try:
        writes.tell_homes_apart(one, other, reason=request.POST.get("reason", "").replace("\0", "").strip()[:200], by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision is recorded: nobody is asked about these two again."))
    return redirect("people:homes_suspected") if queued else redirect("people:same_home", household_id=one)


@require_POST
@door(EDIT)
def ask_homes_again(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Takes back that two households are two."""
    kept = or_404(reads.merged_household(merge_id, by=actor_of(request)))
    return _taken_back(request, kept, partial(writes.ask_homes_again, merge_id), _("The decision is taken back: the two are asked about again."))


@require_POST
@door(EDIT)
def part_homes(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Takes back that two households are one."""
    kept = or_404(reads.merged_household(merge_id, by=actor_of(request)))
    return _taken_back(request, kept, partial(writes.part_households, merge_id), _("The two are two households again."))


def _taken_back(request: HttpRequest, household_id: UUID, write: Callable[..., None], done: str) -> HttpResponse:
    """A decision about households taken back for a reason, and the page of the one that stays."""
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            write(reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
    else:
        messages.error(request, _("Give the reason."))
    return redirect("people:household", household_id=household_id)
