"""What would change for the people of the own area if a pack came into force today."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.policy import forms, outlooks, reads
from shouwang.policy.outlooks import Outlook
from shouwang.policy.references import Referred
from shouwang.policy.views.asking import referred
from shouwang.ui import listings, trail

MANAGE = Permission.MANAGE_POLICY


@door(MANAGE)
def outlook(request: HttpRequest, ref: str) -> HttpResponse:
    """How many people would get another class, measure or last day, group by group."""
    found = referred(request, ref)
    looked = _looked(request, found)
    shown = [
        (
            one,
            forms.group_table(
                one.groups, lambda group: reverse("policy:outlook_rows", args=[ref, group.key]), one.source.name
            ),
        )
        for one in looked
    ]
    today = [one for one in looked if not one.source.begun]
    villages = outlooks.by_village([one for one in looked if one.source.begun] or today)
    names = trail.names(one.area for one in villages)
    context = {
        "found": found, "outlooks": shown, "changed": sum(one.changed for one in today), "checked": sum(one.checked for one in today),
        "villages": forms.village_table(villages, names) if villages else None,
        "freed": sum(case.freed for one in today for group in one.groups for case in group.cases) if found.overlay else 0,
    }  # fmt: skip
    return render(request, "policy/outlook.html", context)


@door(MANAGE)
def outlook_rows(request: HttpRequest, ref: str, group: str) -> HttpResponse:
    """The people behind one number."""
    actor, found = actor_of(request), referred(request, ref)
    looked = [(one, part) for one in _looked(request, found) for part in one.groups if part.key == group]
    if not looked:
        raise Http404
    (one, part), listing = looked[0], listings.read(request.GET)
    page = listings.numbered(part.cases, listing, total=len(part.cases))
    lines = one.source.lines([case.key for case in page.rows], actor)
    shown = {
        "found": found,
        "part": forms.group_table([part], lambda _group: "", "one"),
        "table": forms.line_table(page, lines, listing),
        "source": one.source,
    }
    return render(request, "policy/outlook_rows.html", shown)


def _looked(request: HttpRequest, found: Referred) -> list[Outlook]:
    """In the area of the proposal where there is one, else in the post's own."""
    actor, book = actor_of(request), reads.rulebook()
    area = found.proposal.area if found.proposal else actor.area
    pack = None if found.overlay else found.pack
    recompute = found.proposal is not None and found.proposal.recompute
    then = reads.Supposed(book, area, pack=pack, overlay=found.overlay, recompute=recompute)
    return outlooks.outlooks(book, then, area, actor)
