"""A made-up person held against a pack."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.policy import forms, surroundings, words
from shouwang.policy.choices import OriginKind
from shouwang.policy.class_words import class_title
from shouwang.policy.explanations import explain
from shouwang.policy.origins import origin
from shouwang.policy.packs import Pack
from shouwang.policy.tables import PlannedStep, classify
from shouwang.policy.trials import lines_tried
from shouwang.policy.views.asking import choosable
from shouwang.ui import formats


@door(Permission.MANAGE_POLICY)
def try_person(request: HttpRequest) -> HttpResponse:
    """The form, and what the pack says of the person. The facts come by POST and are kept nowhere."""
    packs = choosable(request)
    asked = request.POST.get("pack") or request.GET.get("pack") or ""
    chosen = next((one for one in packs if one.ref == asked), packs[0])
    today = clocks.today()
    initial = {"home": surroundings.county_code(actor_of(request).area), "on": today, "arrived_on": today}
    form = forms.TrialForm(request.POST or None, pack=chosen.pack, initial=initial)
    choice = forms.PackChoice(initial={"pack": chosen.ref}, packs=packs)
    shown: dict[str, Any] = {"form": form, "choice": choice, "chosen": chosen}
    if request.method == "POST" and form.is_valid():
        shown |= _result(form, chosen.pack)
    return render(request, "policy/try.html", shown)


def _result(form: forms.TrialForm, pack: Pack) -> dict[str, Any]:
    given = form.cleaned_data
    came_from = origin(given["from_place"], home_county_code=given["home"], pack=pack)
    found = classify(form.facts, pack, on=given["on"], origin=came_from)
    return {
        "found": found,
        "title": class_title(found.line) if found.line else None,
        "sentence": explain(found, words.language()),
        "origin_label": OriginKind(came_from.kind).label,
        "missing": words.proofs(found.needs_missing),
        "steps": [(words.titled(step.measure.titles), step, _tests(step)) for step in found.measure_steps],
        "tried": forms.tried_table(lines_tried(form.facts, came_from, pack), pack),
    }


def _tests(step: PlannedStep) -> str:
    return words.joined(formats.short_day(day) for day in step.tests_on)
