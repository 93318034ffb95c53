"""The register, one return, the form at the door, giving returns to villages, the register as a file."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.arrivals import forms, reads, writes
from shouwang.arrivals.choices import DecidedBy
from shouwang.arrivals.exchange import workbook
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.views.actions import DOES, UNDOES
from shouwang.ledger import lists
from shouwang.ledger.exchange.writers import Frame
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import DUPLICATE, REFUSED, Verdict
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.ui.lists import Shown

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 100_000
MOST_PLACES = 600
SITE_KINDS = ("isolation_site", "hospital")


@door(Permission.VIEW_ARRIVALS)
def index(request: HttpRequest) -> HttpResponse:
    """The register: its filters, and what is done with many returns at once."""
    actor = actor_of(request)
    declared = forms.register(
        actor, filters=_filter_form(actor), villages=_villages_and_grids(actor.area), sites=sites_seen(actor),
        fever_from=_fever_from(actor),
    )  # fmt: skip
    shown = lists.read(request, declared)
    return lists.answer(
        request, shown, _found(shown, actor), prepare=partial(reads.rows, by=actor), does=DOES, undoes=UNDOES,
        template="arrivals/index.html", may_record=actor.can(Permission.RECORD_ARRIVALS),
    )  # fmt: skip


def _filter_form(actor: Actor) -> type[forms.FilterForm]:
    language = get_language() or "en"
    classes = [
        (line.id, line.titles.inside(language) if line.titles else line.id) for line in reads.classes_known(by=actor)
    ]
    return forms.filter_form(classes)


def _found(shown: Shown, actor: Actor) -> Any:
    return reads.arrivals(forms.filters(shown.chosen, shown.area, shown.words), by=actor)


def sites_seen(actor: Actor) -> list[tuple[str, str]]:
    """Central sites and hospitals that a post sees."""
    county = paths.cut(actor.area, "county")
    return [(site.code, site.name) for kind in SITE_KINDS for site in places.sites(kind, county)[:MOST_PLACES]]


def _villages_and_grids(area: str) -> list[tuple[str, str]]:
    """Where a return can be given: villages and grids of the post, by full name."""
    found = [
        path
        for level in ("village", "grid", "micro_grid")
        for path in places.areas_below(area, level).values_list("path", flat=True)[:MOST_PLACES]
    ]
    return sorted(places.full_names(found).items())


def _fever_from(actor: Actor) -> float | None:
    try:
        return policy.pack_for(actor.area, clocks.today()).signs.fever_c
    except Refused:
        return None


@door(Permission.VIEW_ARRIVALS)
def file(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """One return: facts, class with the sentence that explains it, history, other offices, what contradicts it."""
    actor = actor_of(request)
    found = opened(arrival_id, actor)
    arrival = found.row.arrival
    named = {path for one in found.reports for path in one.differences.get("area", ())} | set(arrival.candidates)
    return render(request, "arrivals/file.html", {
        "file": found, "row": found.row, "arrival": arrival, "name": found.row.name_for(actor),
        "facts": forms.facts(arrival),
        "story": forms.decisions_story(found), "reports": forms.reports_table(found, places.full_names(named)),
        "class_label": reads.class_label(arrival), "measure_label": reads.measure_label(arrival),
        "sentence": reads.why(arrival, found.decisions[0].why if found.decisions else ""),
        "may_decide": actor.can(Permission.CLASSIFY_ARRIVALS), "may_see_person": actor.can(Permission.VIEW_PEOPLE),
        "conflicts": [(told, forms.conflict_table(arrival, told)) for told in found.contradicting],
        "against": forms.conflict_table(found.first, arrival) if found.first else None,
        "given": reads.may_give_back(arrival, by=actor), "decided_by_officer": arrival.decided_by == DecidedBy.OFFICER,
        "transfer": forms.transfer_badge(found.row), "may_see_transfer": reads.sees_transfer(found.row.passenger, by=actor),
        "next_states": list(rules.NEXT_STATES.get(arrival.state, ())),
    })  # fmt: skip


def opened(arrival_id: UUID, actor: Actor) -> reads.File:
    """One return, looked at; 404 outside the post's area."""
    try:
        return writes.open_arrival(arrival_id, by=actor)
    except Refused as refusal:
        raise Http404 from refusal


@door(Permission.RECORD_ARRIVALS)
def new(request: HttpRequest) -> HttpResponse:
    """The form at the door. Warnings and possible duplicates are shown before anything is saved."""
    actor = actor_of(request)
    form = forms.EntryForm(
        request.POST or None, places=_villages_and_grids(actor.area), initial={"arrived_on": clocks.today()}
    )
    verdict: Verdict | None = None
    if request.method == "POST" and form.is_valid():
        verdict = writes.judge_arrivals([form.row()], by=actor)[0]
        if not _must_be_shown(verdict) or (form.cleaned_data["confirmed"] and verdict.outcome != REFUSED):
            return _record(request, form, actor)
        form.data = _confirmed(form)
    return render(
        request,
        "arrivals/new.html",
        {
            "form": form,
            "verdict": verdict,
            "refused": bool(verdict and not verdict.taken),
            "known": bool(verdict and verdict.outcome == DUPLICATE),
        },
    )


def _must_be_shown(verdict: Verdict) -> bool:
    """Whether a person has to look before it is saved."""
    return verdict.outcome in (REFUSED, DUPLICATE) or bool(verdict.warnings)


def _confirmed(form: forms.EntryForm) -> Any:
    data = cast(QueryDict, form.data).copy()
    data["confirmed"] = "on"
    return data


def _record(request: HttpRequest, form: forms.EntryForm, actor: Actor) -> HttpResponse:
    verdict = writes.record_arrivals([form.row()], by=actor)[0]
    messages.success(request, _("Registered.") if verdict.outcome != DUPLICATE else str(verdict.reason))
    return redirect("arrivals:file", arrival_id=verdict.id)


@door(Permission.CLASSIFY_ARRIVALS)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the selected returns to a village or grid: first asks which, then does it."""
    actor = actor_of(request)
    selected = _ids(request.POST.getlist("selected"))
    chosen = (
        [one for one in (reads.arrival(key, by=actor) for key in selected) if one is not None]
        if len(selected) == 1
        else []
    )
    offered = chosen[0].candidates if chosen else []
    form = forms.AssignForm(
        request.POST if "area" in request.POST else None,
        selected=selected,
        places=_villages_and_grids(actor.area),
        offered=offered,
    )
    if not selected:
        messages.warning(request, _("Select at least one return."))
        return redirect("arrivals:index")
    if form.is_valid():
        return _assigned(request, selected, form.cleaned_data["area"], actor)
    return render(
        request,
        "arrivals/assign.html",
        {"form": form, "count": len(selected), "words": chosen[0].area_words if chosen else ""},
    )


def _assigned(request: HttpRequest, selected: list[UUID], area: str, actor: Actor) -> HttpResponse:
    verdicts = writes.assign_arrivals([writes.Assignment(key, area) for key in selected], by=actor)
    done = sum(verdict.taken for verdict in verdicts)
    messages.success(request, _("%(count)s given to %(place)s.") % {"count": done, "place": places.full_name(area)})
    for reason in {str(verdict.reason) for verdict in verdicts if not verdict.taken}:
        messages.error(request, reason)
    return redirect("arrivals:index")


def _ids(texts: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError as failure:
        raise Http404 from failure


@door(Permission.VIEW_ARRIVALS)
def export(request: HttpRequest) -> HttpResponse:
    """The register as a file: asks what for, then answers the workbook with the filters of the list."""
    actor = actor_of(request)
    form = forms.ExportForm(request.POST or None)
    if not actor.can(Permission.REVEAL):
        del form.fields["full"]
    if request.method != "POST" or not form.is_valid():
        return render(request, "arrivals/export.html", {"form": form})
    try:
        return _workbook(request, form.cleaned_data, actor)
    except Refused as refusal:
        form.add_error("purpose", str(refusal))
        return render(request, "arrivals/export.html", {"form": form})


def _workbook(request: HttpRequest, said: dict[str, Any], actor: Actor) -> HttpResponse:
    shown = lists.read(request, replace(forms.REGISTER, filters=_filter_form(actor)))
    found = list(_found(shown, actor).order_by("area", "happened_at", "pk")[:MOST_EXPORTED])
    ids = list({arrival.person_id for arrival in found})
    numbers = writes.export_arrivals(ids, full=said.get("full", False), purpose=said["purpose"], by=actor)
    frame = Frame(
        unit=places.full_name(actor.area), day=clocks.today(), prepared_by=actor.name, purpose=said["purpose"]
    )
    response = HttpResponse(workbook(reads.rows(found, by=actor), frame, numbers), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="returnees-{clocks.today()}.xlsx"'
    return response
