"""Who looks after what: gaps by village, one village's grids with a click to fill each gap, grids that change hands."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission, Role
from shouwang.accounts.doors import actor_of, door
from shouwang.duty import forms, reads, writes
from shouwang.duty.choices import GapKind
from shouwang.duty.views.staff import tell
from shouwang.ledger import lists
from shouwang.lib import clocks, paths
from shouwang.lib.verdicts import Verdict
from shouwang.places import reads as places
from shouwang.ui import trail

SEE, MANAGE = Permission.VIEW_STAFF, Permission.MANAGE_STAFF


@door(SEE)
def coverage(request: HttpRequest) -> HttpResponse:
    """The villages of the own area with what nobody looks after."""
    shown = lists.read(request, forms.COVERAGE)
    kind = shown.chosen["kind"]
    found = [one for one in reads.coverage(shown.area) if not kind or one.gaps[kind]]
    names = places.full_names((one.village for one in found), actor_of(request).area)
    rows = [forms.CoverRow(one, names.get(one.village, one.village)) for one in found]
    return lists.answer(request, shown, rows, template="duty/coverage.html")


@door(SEE)
def of_area(request: HttpRequest, area: str) -> HttpResponse:
    """Coverage of one area, as a part of its page."""
    if not paths.is_path(area) or not actor_of(request).covers(area):
        raise Http404
    found = reads.coverage(area)
    totals = {str(kind): sum(one.gaps[kind] for one in found) for kind in GapKind}
    context = {"area": area, "totals": totals, "grids": sum(one.grids for one in found), "open": sum(totals.values())}
    return render(request, "duty/coverage_part.html", context | {"is_village": len(area) >= reads.VILLAGE_LENGTH})


def _village(request: HttpRequest, area: str) -> str:
    """The village (or what lies below it) of an address; 404 for a foreign one and for what stands above a village."""
    if not paths.is_path(area) or not actor_of(request).covers(area) or not places.exists(area):
        raise Http404
    return area


@door(SEE)
def grids(request: HttpRequest, area: str) -> HttpResponse:
    """One village's grids: who looks after each, who stands in, what is missing, and the last hand-overs."""
    return _page(request, _village(request, area))


def _page(request: HttpRequest, village: str, hand_over: forms.GridHandOverForm | None = None) -> HttpResponse:
    found, offered = reads.grids_of(village), reads.may_take_over(paths.cut(village, "village"))
    [cover] = [one for one in reads.coverage(paths.cut(village, "village")) if village.startswith(one.village)] or [None]
    context = {
        "village": village,
        "name": places.short_names([village])[village],
        "crumbs": trail.crumbs(village, actor_of(request).area),
        "grids": [_with_forms(grid, offered) for grid in found],
        "offered": offered,
        "cover": cover,
        "homeless": cover.gaps[GapKind.HOUSEHOLD] if cover else 0,
        "checkpoints": cover.gaps[GapKind.CHECKPOINT] if cover else 0,
        "hand_over": hand_over or _hand_over_form(found, offered),
        "hand_overs": _told(reads.hand_overs(village)),
        "may_change": actor_of(request).can(MANAGE, village),
        "new_worker": Role.GRID_WORKER,
    }
    return render(request, "duty/grids.html", context)


def _with_forms(grid: reads.GridCover, offered: list[reads.StaffCard]) -> dict[str, Any]:
    """A grid, and for each gap the people who could fill it, the likeliest first."""
    free = [one for one in offered if grid.worker is None or one.code != grid.worker.code]
    choices = [(one.code, forms.called(one)) for one in free]
    made = {
        kind: forms.FillForm(initial={"kind": kind, "grid": grid.path}, offered=choices, auto_id=f"{kind}-{grid.path}-%s")
        for kind in grid.missing
        if choices
    }
    return {"grid": grid, "worker_form": made.get(GapKind.GRID), "substitute_form": made.get(GapKind.SUBSTITUTE)}


def _hand_over_form(
    found: list[reads.GridCover], offered: list[reads.StaffCard], given: Any = None
) -> forms.GridHandOverForm | None:
    held = [(one.path, f"{one.name} · {one.worker.full_name}") for one in found if one.worker]
    people = [(one.code, forms.called(one)) for one in offered]
    return forms.GridHandOverForm(given, grids=held, offered=people) if held and people else None


def _told(made: list[Any]) -> list[dict[str, Any]]:
    names = places.names(one.area for one in made)
    return [
        {"one": one, "grid": names.get(one.area, one.area), "may_undo": writes.may_undo(one, clocks.now())}
        for one in made
    ]


@require_POST
@door(MANAGE)
def fill(request: HttpRequest, area: str) -> HttpResponse:
    """Fill one gap: somebody gets a grid, or stands in for its worker."""
    village = _village(request, area)
    offered = [(one.code, one.code) for one in reads.may_take_over(paths.cut(village, "village"))]
    form = forms.FillForm(request.POST, offered=offered)
    if not form.is_valid() or not paths.holds(village, form.cleaned_data["grid"]):
        raise Http404
    tell(request, _fill(form.cleaned_data, request), _("Filled."))
    return redirect("duty:grids", area=village)


def _fill(given: dict[str, Any], request: HttpRequest) -> Verdict:
    if given["kind"] == GapKind.SUBSTITUTE:
        [verdict] = writes.name_substitutes([writes.NewSubstitute(given["grid"], given["staff"])], by=actor_of(request))
        return verdict
    card = reads.staff_cards([given["staff"]])[given["staff"]]
    village = paths.cut(given["grid"], "village")
    duty = writes.NewDuty(given["staff"], Role.GRID_WORKER, village, unit=card.unit, grid=given["grid"], shift=card.shift)
    [verdict] = writes.reassign([duty], by=actor_of(request))
    return verdict


@require_POST
@door(MANAGE)
def hand_over_grid(request: HttpRequest, area: str) -> HttpResponse:
    """Hand a grid over in one step."""
    village = _village(request, area)
    form = _hand_over_form(reads.grids_of(village), reads.may_take_over(paths.cut(village, "village")), request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _page(request, village, form)
    given: dict[str, Any] = form.cleaned_data | {"at": forms.moment_of(form.cleaned_data["at"])}
    change = writes.GridChange(**given)
    [verdict] = writes.hand_over_grids([change], by=actor_of(request))
    if not verdict.taken:
        form.add_error(None, verdict.reason)
        return _page(request, village, form)
    done = _("The grid is handed over, with %(teams)s roles in its teams. It can be undone for a day.")
    tell(request, verdict, done % {"teams": verdict.facts["teams"]})
    return redirect("duty:grids", area=village)


@require_POST
@door(MANAGE)
def undo_hand_over(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """Put a hand-over back."""
    found = reads.hand_over(hand_over)
    if found is None or not actor_of(request).covers(found.area):
        raise Http404
    [verdict] = writes.undo_hand_overs([hand_over], by=actor_of(request))
    tell(request, verdict, _("The hand-over is undone: everything is as before."))
    return redirect("duty:grids", area=paths.cut(found.area, "village"))
