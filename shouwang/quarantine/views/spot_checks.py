"""Spot checks: draws at random, the list to work off, what was found."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib.verdicts import REFUSED, Verdict
from shouwang.quarantine import reads, writes
from shouwang.quarantine.forms.draws import RESULTS, DrawForm, LookForm, draws_table
from shouwang.quarantine.forms.tables import measure_title
from shouwang.quarantine.views.frames import allowed, places_below, tabs, tell
from shouwang.quarantine.writes import NewDraw, NewSpotCheck
from shouwang.ui import listings

LOOK = Permission.SPOT_CHECK


@door(LOOK)
def spot_checks(request: HttpRequest) -> HttpResponse:
    """The draws of the own area, the latest first."""
    page = listings.numbered(reads.draws(by=actor_of(request)).defer("pool"), listings.read(request.GET))
    table = draws_table(replace(page, rows=reads.draw_lines(page.rows)))
    return render(request, "quarantine/spot_checks.html", {"tabs": tabs(request), "table": table})


@door(LOOK)
def new_draw(request: HttpRequest) -> HttpResponse:
    """Asks what to draw, then draws."""
    form = DrawForm(request.POST or None, areas=places_below(request))
    if request.method == "POST" and form.is_valid():
        row = NewDraw(**form.cleaned_data)
        if tell(request, writes.draw_spot_checks([row], by=actor_of(request)), _("Drawn.")):
            return redirect("quarantine:spot_draw", row.id)
    return render(request, "quarantine/new_draw.html", {"form": form, "back": reverse("quarantine:spot_checks")})


def _draw(request: HttpRequest, key: UUID) -> Any:
    found = reads.draw(key, by=actor_of(request))
    if found is None:
        raise Http404
    return found


@door(LOOK)
def spot_draw(request: HttpRequest, draw: UUID) -> HttpResponse:
    """Everybody who was drawn, to be worked off by touch; and the proof of the draw."""
    sheet = reads.draw_sheet(_draw(request, draw), by=actor_of(request))
    rows = [_row(request, row) for row in sheet.rows]
    measure = measure_title(sheet.draw.measure) if sheet.draw.measure else _("Every measure in force")
    shown = {"tabs": tabs(request), "sheet": sheet, "draw": sheet.draw, "rows": rows, "measure": measure, "results": RESULTS}
    return render(request, "quarantine/spot_draw.html", shown)


def _row(request: HttpRequest, row: reads.Drawn, *, again: bool = False, verdict: Verdict | None = None) -> dict[str, Any]:
    """One person as the template draws it: with buttons while nobody has reached them, or to be corrected."""
    refused = verdict is not None and verdict.outcome == REFUSED
    reveal = reverse("people:reveal", args=[row.card.id, "phone"]) if row.card and allowed(request, Permission.REVEAL) else ""
    return {
        "row": row, "open": not row.is_over and (again or refused or not row.is_done), "again": again and row.is_done, "reveal": reveal,
        "error": verdict.reason if verdict and refused else "",
    }  # fmt: skip


@door(LOOK)
def look(request: HttpRequest, draw: UUID, key: UUID) -> HttpResponse:
    """One person of a draw: GET shows the line (``again`` to correct it), POST saves what was found; answers with the line."""
    found = _draw(request, draw)
    row = reads.drawn_row(found, key, by=actor_of(request))
    if row is None or row.observation is None:
        raise Http404
    if request.method != "POST":
        return _line(request, found, _row(request, row, again="again" in request.GET))
    return _save(request, found, key)


def _save(request: HttpRequest, found: Any, key: UUID) -> HttpResponse:
    form = LookForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    why = said["why"] or (_("Corrected on the list.") if said["supersedes"] else "")
    row = NewSpotCheck(observation_id=key, draw_id=found.pk, result=said["result"], note=said["note"], supersedes=said["supersedes"], why=why)
    verdict = writes.record_spot_checks([row], by=actor_of(request))[0]
    if "HX-Request" not in request.headers:
        tell(request, [verdict], _("The spot check is recorded."))
        return redirect(f"{reverse('quarantine:spot_draw', args=[found.pk])}#look-{key}")
    drawn = reads.drawn_row(found, key, by=actor_of(request))
    return _line(request, found, _row(request, drawn, verdict=verdict)) if drawn else HttpResponse(status=204)


def _line(request: HttpRequest, found: Any, row: dict[str, Any]) -> HttpResponse:
    return render(request, "quarantine/look.html", {"item": row, "draw": found, "results": RESULTS})
