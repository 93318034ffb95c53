"""Pages on which a person decides about one return: class, contradiction, what became of the person, withdrawal."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.arrivals import forms, reads, writes
from shouwang.arrivals.choices import State
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.views.register import opened
from shouwang.lib.verdicts import Verdict

DECIDE = Permission.CLASSIFY_ARRIVALS


@door(DECIDE)
def decide(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Decide the class by hand, with a reason."""
    found = opened(arrival_id, actor_of(request))
    arrival, language = found.row.arrival, get_language() or "en"
    classes = [
        (line.id, line.titles.inside(language) if line.titles else line.id) for line in reads.classes_open_to(arrival)
    ]
    form = forms.ClassForm(request.POST or None, classes=[one for one in classes if one[0] != arrival.arrival_class])
    if request.method == "POST" and form.is_valid():
        row = writes.ClassDecision(arrival.root, form.cleaned_data["class_id"], form.cleaned_data["reason"])
        verdict = writes.decide_classes([row], by=actor_of(request))[0]
        if verdict.taken:
            return _done(request, _("The class is decided."), arrival.root)
        form.add_error(None, str(verdict.reason))
    return _ask(request, found, form, _("Decide the class"))


@door(DECIDE)
def undo(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Take an officer's decision on the class back: what the rules say counts again."""
    found = opened(arrival_id, actor_of(request))
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = writes.Undone(found.row.arrival.root, form.cleaned_data["reason"])
        verdict = writes.undo_decisions([row], by=actor_of(request))[0]
        if verdict.taken:
            return _done(request, _("The decision is taken back; the class follows from the rules again."), found.row.arrival.root)
        form.add_error(None, str(verdict.reason))
    return _ask(request, found, form, _("Take the decision back"))


@door(DECIDE)
def undo_place(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Take back to which village a return was given."""
    found = opened(arrival_id, actor_of(request))
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = writes.Undone(found.row.arrival.root, form.cleaned_data["reason"])
        verdict = writes.undo_assignments([row], by=actor_of(request))[0]
        if verdict.taken:
            return _done(request, _("It is taken back: the return lies where it lay before."), found.row.arrival.root)
        form.add_error(None, str(verdict.reason))
    return _ask(request, found, form, _("Take back to whom it was given"))


@door(DECIDE)
def settle(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Which of two contradicting registrations is right."""
    found = opened(arrival_id, actor_of(request))
    told = found.row.arrival
    if told.state != State.CONFLICT:
        raise Http404
    form = forms.SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = writes.Settlement(told.pk, form.cleaned_data["decision"], form.cleaned_data["reason"])
        verdict = writes.settle_conflicts([row], by=actor_of(request))[0]
        if verdict.taken:
            return _done(request, _("The contradiction is decided."), verdict.id or told.pk)
        form.add_error(None, str(verdict.reason))
    compared = forms.contradictions(found.first, told) if found.first else []
    return _ask(request, found, form, _("Contradicting facts"), compared=compared)


@door(DECIDE)
def change_state(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """The person left again, was handed over, or cannot be found."""
    found = opened(arrival_id, actor_of(request))
    arrival = found.row.arrival
    states = [State(state) for state in rules.NEXT_STATES.get(arrival.state, ())]
    form = forms.StateForm(request.POST or None, states=states)
    if request.method == "POST" and form.is_valid():
        row = writes.StateChange(arrival.root, form.cleaned_data["state"], form.cleaned_data["reason"])
        verdict = writes.change_states([row], by=actor_of(request))[0]
        if verdict.taken:
            return _done(request, _("Written down."), arrival.root)
        form.add_error(None, str(verdict.reason))
    return _ask(request, found, form, _("What became of the person"))


@door(DECIDE)
def withdraw(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Take back a registration that was a mistake."""
    found = opened(arrival_id, actor_of(request))
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict: Verdict = writes.withdraw_arrivals(
            [writes.Withdrawal(found.row.arrival.root, form.cleaned_data["reason"])], by=actor_of(request)
        )[0]
        if verdict.taken:
            messages.success(request, _("The registration is taken back."))
            return redirect("arrivals:index")
        form.add_error(None, str(verdict.reason))
    return _ask(request, found, form, _("Take the registration back"), tone="alert")


def _ask(request: HttpRequest, found: reads.File, form: django_forms.Form, title: str, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    back = reverse("arrivals:file", args=[found.row.arrival.pk])
    context = {
        "form": form,
        "title": title,
        "row": found.row,
        "name": found.row.name_for(actor),
        "sentence": reads.why(found.row.arrival),
        "back": back,
    }
    return render(request, "arrivals/decide.html", context | more)


def _done(request: HttpRequest, sentence: str, root: UUID) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("arrivals:file", arrival_id=root)
