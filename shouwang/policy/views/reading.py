"""What is in force and what comes next, a pack in words, two packs held against each other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.policy import forms, reads, references, surroundings
from shouwang.policy.described import described
from shouwang.policy.differences import count_of, differences
from shouwang.policy.views.asking import choosable, may, referred
from shouwang.ui import trail


@door(None)
def index(request: HttpRequest) -> HttpResponse:
    """The rules of the post's area: in force, to come, proposed; and the packs to choose from."""
    actor, today, now = actor_of(request), clocks.today(), clocks.now()
    held = reads.held_in(actor.area)
    overlays = list(reads.overlays_in(actor.area))
    waiting = list(reads.open_proposals(by=actor))
    areas = trail.names([*(one.row.area for one in held), *(one.area for one in waiting)])
    units = surroundings.unit_names(one.unit for one in (*overlays, *waiting))
    in_force = reads.rulebook().period_for(actor.area, today)
    shown: dict[str, Any] = {
        "may": may(request),
        "current": next((references.of_held(one) for one in held if in_force and one.row.pk == in_force.id), None),
        "next": [references.of_held(one) for one in held if one.row.valid_from > today][::-1],
        "history": forms.held_table(held, areas, today),
        "overlays": forms.overlay_table(overlays, units) if overlays else None,
        "proposals": forms.proposal_table(waiting, areas, units, now) if waiting else None,
        "to_confirm": reads.to_confirm(by=actor).count(),
        "shelf": forms.shelf_table(references.on_shelf()),
    }
    return render(request, "policy/index.html", shown)


@door(None)
def in_words(request: HttpRequest, ref: str) -> HttpResponse:
    """A pack in words."""
    found = referred(request, ref)
    parts = described(found.pack)
    shown = {"found": found, "parts": parts, "classes": forms.class_table(found.pack), "may": may(request)}
    return render(request, "policy/words.html", shown)


@door(None)
def compare(request: HttpRequest) -> HttpResponse:
    """What changes from one pack to another, in words."""
    form = forms.TwoPacks(request.GET if "now" in request.GET else None, packs=choosable(request))
    shown: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        was, now = (referred(request, form.cleaned_data[name]) for name in ("was", "now"))
        found = differences(was.pack, now.pack)
        tables = [(part.title, forms.difference_table(part, number)) for number, part in enumerate(found, 1)]
        shown |= {"was": was, "now": now, "tables": tables, "count": count_of(found)}
    return render(request, "policy/compare.html", shown)
