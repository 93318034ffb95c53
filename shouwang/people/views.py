"""Pages of people: search, a person, a household, who may be registered twice."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import door
from shouwang.ledger.exchange.writers import Frame
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.people import forms, reads, writes
from shouwang.people.choices import Decision, SealedFact
from shouwang.people.exchange import summary_workbook
from shouwang.places import reads as places
from shouwang.ui import listings
from shouwang.ui.outlines import Tab

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEE, EDIT = Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def _area(request: HttpRequest) -> str:
    """The area asked for, if the post covers it; else the post's own."""
    asked = request.GET.get("area", "")
    if asked and not _actor(request).covers(asked):
        raise Http404
    return asked or _actor(request).area


@door(SEE)
def search(request: HttpRequest) -> HttpResponse:
    """Looks for persons; the words are posted, so that no name stands in an address or a log."""
    form = forms.SearchForm(request.POST or None)
    table = None
    if request.method == "POST" and form.is_valid():
        found = reads.search(form.cleaned_data["q"], by=_actor(request))
        table = forms.persons_table(found, places.full_names({card.area for card in found}), empty=forms.NOBODY)
    return render(request, "people/search.html", {"form": form, "table": table, "limit": listings.PAGE_SIZE})


@door(SEE)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything known of a person, numbers masked; other features add their parts below. The look is logged."""
    actor = _actor(request)
    try:
        card = writes.open_person(person_id, by=actor)
    except Refused as refusal:
        raise Http404 from refusal
    home = reads.household(card.household_id, by=actor) if card.household_id else None
    reveals = actor.can(Permission.REVEAL)
    shown = {
        "card": card, "home": home, "home_name": forms.home_name(home.household) if home else "",
        "place": places.full_name(card.area), "may_edit": actor.can(EDIT),
        "document": forms.masked(card, SealedFact.DOCUMENT, reveals), "phone": forms.masked(card, SealedFact.PHONE, reveals),
    }  # fmt: skip
    return render(request, "people/person.html", shown)


@door(Permission.REVEAL)
def reveal(request: HttpRequest, person_id: UUID, fact: str) -> HttpResponse:
    """Asks why a sealed value is needed, then shows it once."""
    if fact not in SealedFact.values:
        raise Http404
    card = _or_404(reads.person(person_id, by=_actor(request)))
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        value = writes.reveal(card.id, SealedFact(fact), reason=form.cleaned_data["reason"], by=_actor(request))
        response = render(
            request, "people/revealed.html", {"value": value, "label": SealedFact(fact).label, "card": card}
        )
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "ui/reveal.html", {"form": form, "url": request.path})


@door(EDIT)
def correct(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Corrects facts of a person, with a reason."""
    card = _or_404(reads.person(person_id, by=_actor(request)))
    form = forms.CorrectionForm(request.POST or None, initial=forms.first_values(card))
    if request.method == "POST" and form.is_valid():
        try:
            verdict = writes.correct_person(card.id, form.changes, why=form.cleaned_data["why"], by=_actor(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            for warned in verdict.warnings:
                messages.warning(request, warned.sentence)
            messages.success(request, _("The correction is recorded."))
            return redirect("people:person", person_id=card.id)
    return render(request, "people/correct.html", {"form": form, "card": card})


@door(SEE)
def households(request: HttpRequest) -> HttpResponse:
    """The households of an area in the order of their doors."""
    area, listing = _area(request), listings.read(request.GET)
    filters = forms.HouseholdFilter(request.GET)
    text = filters.cleaned_data["text"] if filters.is_valid() else ""
    page = listings.numbered(reads.households(area, by=_actor(request), text=text), listing)
    areas = places.full_names({row.area for row in page.rows})
    shown = {"filters": filters, "area": area, "place": places.full_name(area), "summary_form": forms.SummaryForm()}
    table = forms.households_table(page, listing, areas)
    return render(request, "people/households.html", shown | {"table": table, "may_reveal": _may_reveal(request)})


def _may_reveal(request: HttpRequest) -> bool:
    return _actor(request).can(Permission.REVEAL)


@door(SEE)
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A household and who is listed in it; other features add their parts below. The look is logged."""
    try:
        found = writes.open_household(household_id, by=_actor(request))
    except Refused as refusal:
        raise Http404 from refusal
    shown = {
        "home": found.household, "home_name": forms.home_name(found.household), "place": places.full_name(found.household.area),
        "table": forms.household_members_table(found.persons),
    }  # fmt: skip
    return render(request, "people/household.html", shown)


@require_POST
@door(SEE)
def summary(request: HttpRequest) -> HttpResponse:
    """The resident summary sheet of an area: masked, or in full for a purpose that is logged and printed on it."""
    actor, area = _actor(request), _area(request)
    form = forms.SummaryForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    full = reason and actor.can(Permission.REVEAL)
    rows = writes.listed_in_full(area, reason=reason, by=actor) if full else reads.listed(area, by=actor)
    frame = Frame(places.full_name(area), clocks.today(), actor.name, reason)
    response = HttpResponse(summary_workbook(rows, frame), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="resident-summary-{area}.xlsx"'
    return response


@door(SEE)
def suspicions(request: HttpRequest) -> HttpResponse:
    """Who may be registered twice: what is open, or what was decided."""
    decided = request.GET.get("decided") == "1"
    page = listings.numbered(reads.suspicions(by=_actor(request), decided=decided), listings.read(request.GET))
    cards = [reads.side_by_side(row) for row in page.rows]
    areas = places.full_names({side.area for card in cards for side in (card.one, card.other)})
    tabs = [Tab(_("Open"), "?", not decided), Tab(_("Decided"), "?decided=1", decided)]
    return render(
        request, "people/suspicions.html", {"table": forms.suspicions_table(cards, page, areas), "tabs": tabs}
    )


@door(SEE)
def suspicion(request: HttpRequest, suspicion_id: UUID) -> HttpResponse:
    """Two persons side by side, and the decision about them."""
    actor = _actor(request)
    found = _or_404(reads.suspicion(suspicion_id, by=actor))
    form = forms.DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and actor.can(EDIT):
        try:
            writes.decide_suspicion(
                suspicion_id, Decision(form.cleaned_data["decision"]), reason=form.cleaned_data["reason"], by=actor
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("people:suspicions")
    areas = places.full_names({found.one.area, found.other.area})
    sides = [{"card": side, "place": areas.get(side.area, "")} for side in (found.one, found.other)]
    shown = {"found": found, "sides": sides, "form": form, "may_edit": actor.can(EDIT), "back_form": forms.ReasonForm()}
    return render(request, "people/suspicion.html", shown)


@require_POST
@door(EDIT)
def take_back(request: HttpRequest, suspicion_id: UUID) -> HttpResponse:
    """Takes a decision back; the two are two again."""
    _or_404(reads.suspicion(suspicion_id, by=_actor(request)))
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            writes.take_back(suspicion_id, reason=form.cleaned_data["reason"], by=_actor(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The decision is taken back."))
    return redirect("people:suspicion", suspicion_id=suspicion_id)
