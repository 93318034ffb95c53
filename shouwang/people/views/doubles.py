"""Pages of persons who may be registered twice: the queue, two side by side, the decision and taking it back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.people import forms, reads, writes
from shouwang.people.choices import Decision
from shouwang.people.views.doors import EDIT, SEE, or_404
from shouwang.places import reads as places
from shouwang.ui.outlines import Tab


@door(SEE)
def suspicions(request: HttpRequest) -> HttpResponse:
    """Who may be registered twice: what is open, or what was decided."""
    actor, decided = actor_of(request), request.GET.get("decided") == "1"
    shown = lists.read(request, forms.DECIDED if decided else forms.SUSPICIONS)
    rows = reads.suspicions(by=actor, decided=decided, area=shown.area, why=shown.chosen["why"], words=shown.words)
    return lists.answer(request, shown, rows, prepare=partial(_pairs, actor.area), does=DOES, template="people/suspicions.html", tabs=tabs("people:suspicions", decided))


def tabs(shown: str, decided: bool) -> list[Tab]:
    """Persons and households, open and decided; ``shown`` is the name of the page that is open."""
    named = {"people:suspicions": (_("Persons to decide"), _("Persons decided")), "people:homes_suspected": (_("Households to decide"), _("Households decided"))}
    found = []
    for name, (open_label, decided_label) in named.items():
        address = reverse(name)
        found += [Tab(open_label, address, name == shown and not decided), Tab(decided_label, f"{address}?decided=1", name == shown and decided)]
    return found


def _pairs(within: str, rows: list[Any]) -> list[forms.PairRow]:
    """Pairs with the names of their places; one query for any number."""
    cards = [reads.side_by_side(row) for row in rows]
    names = places.full_names({side.area for card in cards for side in (card.one, card.other)}, within)
    return [forms.PairRow(card, (names.get(card.one.area, ""), names.get(card.other.area, ""))) for card in cards]


def _not_same(chosen: Chosen) -> list[Verdict]:
    return writes.tell_apart([row.pair.suspicion.pk for row in chosen.rows], reason=chosen.given["reason"], by=chosen.by)


def _taken_back(chosen: Chosen) -> list[Verdict]:
    return writes.take_many_back([row.pair.suspicion.pk for row in chosen.rows], reason=chosen.given["reason"], by=chosen.by)


DOES = {"not_same": _not_same, "take_back": _taken_back}


@door(SEE)
def suspicion(request: HttpRequest, suspicion_id: UUID) -> HttpResponse:
    """Two persons side by side, and the decision about them."""
    actor = actor_of(request)
    found = or_404(reads.suspicion(suspicion_id, by=actor))
    form = forms.DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and actor.can(EDIT):
        try:
            decision = Decision(form.cleaned_data["decision"])
            kept = writes.decide_suspicion(suspicion_id, decision, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if decision == Decision.SAME:
                messages.success(request, _("The two are one person now. Here is everything of both; it can be taken back."))
                return redirect("people:person", person_id=kept.pk)
            messages.success(request, _("The decision is recorded: nobody is asked about these two again."))
            return redirect("people:suspicions")
    areas = places.full_names({found.one.area, found.other.area})
    sides = [{"card": side, "place": areas.get(side.area, "")} for side in (found.one, found.other)]
    shown = {"found": found, "sides": sides, "form": form, "may_edit": actor.can(EDIT), "back_form": forms.ReasonForm()}
    return render(request, "people/suspicion.html", shown)


@require_POST
@door(EDIT)
def take_back(request: HttpRequest, suspicion_id: UUID) -> HttpResponse:
    """Takes a decision back; the two are two again."""
    or_404(reads.suspicion(suspicion_id, by=actor_of(request)))
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            writes.take_back(suspicion_id, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The decision is taken back."))
    return redirect("people:suspicion", suspicion_id=suspicion_id)


@door(EDIT)
def double(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Looks for the other registration of a person; the words are posted. Choosing one leads to the two side by side."""
    actor = actor_of(request)
    card = or_404(reads.person(person_id, by=actor))
    form, table = forms.SearchForm(request.POST or None), None
    if other := _chosen(request):
        try:
            asked = writes.suspect(card.id, other, by=actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("people:suspicion", suspicion_id=asked.pk)
    elif request.method == "POST" and form.is_valid():
        found = [one for one in reads.search(form.cleaned_data["q"], by=actor) if one.id != card.id]
        table = forms.doubles_table(found, places.full_names({one.area for one in found}))
    return render(request, "people/double.html", {"card": card, "form": form, "table": table})


def _chosen(request: HttpRequest) -> UUID | None:
    """The person that was picked from the list, if any was."""
    try:
        return UUID(request.POST.get("other", ""))
    except ValueError:
        return None
