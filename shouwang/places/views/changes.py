"""Changes of the tree: grids drawn, areas renamed, moved, closed, called otherwise."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib.verdicts import Verdict
from shouwang.places import forms, reads, writes
from shouwang.places.views.doors import own_area, place_in, tell

MANAGE = Permission.MANAGE_PLACES


@door(MANAGE)
def grids(request: HttpRequest, area: str) -> HttpResponse:
    """Draw several grids at once below an area."""
    found = own_area(request, area)
    if found.level not in writes.GRID_HOLDERS:
        raise Http404
    form = forms.GridForm(request.POST or None, holder=found.level)
    if request.method == "POST" and form.is_valid():
        verdicts = writes.make_grids(form.batch(found.path), by=actor_of(request))
        refused = next((verdict for verdict in verdicts if not verdict.taken), None)
        if tell(request, refused or verdicts[0], _("%(count)s drawn.") % {"count": len(verdicts)}):
            return redirect("places:area", area=found.path)
    return render(request, "places/grids.html", {"area": found, "title": reads.full_name(found.path), "form": form})


@door(MANAGE)
def change(request: HttpRequest, area: str) -> HttpResponse:
    """Everything that can be changed about an area."""
    return _page(request, own_area(request, area))


def _page(request: HttpRequest, area: Any, **bound: Any) -> HttpResponse:
    context = {
        "area": area,
        "title": reads.full_name(area.path),
        "rename_form": forms.RenameForm(initial={"name": area.name}),
        "move_form": forms.MoveForm(),
        "close_form": forms.CloseForm(),
        "alias_form": forms.AliasForm(),
    }
    return render(request, "places/change.html", context | bound)


def _done(request: HttpRequest, area: Any, verdict: Verdict, done: Any, at: str) -> HttpResponse:
    """Back to the area, wherever it is now."""
    return (
        redirect("places:area", area=at) if tell(request, verdict, done) else redirect("places:change", area=area.path)
    )


def _posted(view: Callable[[HttpRequest, Any], HttpResponse]) -> Callable[..., HttpResponse]:
    def posted(request: HttpRequest, area: str) -> HttpResponse:
        return view(request, own_area(request, area))

    posted.__doc__ = view.__doc__
    return require_POST(door(MANAGE)(posted))


@_posted
def rename(request: HttpRequest, area: Any) -> HttpResponse:
    """Give the area a new name; the old one is kept."""
    form = forms.RenameForm(request.POST)
    if not form.is_valid():
        return _page(request, area, rename_form=form)
    [verdict] = writes.rename_areas([writes.Renaming(area.path, **form.cleaned_data)], by=actor_of(request))
    return _done(request, area, verdict, _("Renamed."), area.path)


@_posted
def move(request: HttpRequest, area: Any) -> HttpResponse:
    """Hang the area below another one."""
    form = forms.MoveForm(request.POST)
    parent = place_in(form, "parent", actor_of(request).area) if form.is_valid() else None
    if parent is None:
        return _page(request, area, move_form=form)
    wanted = writes.Moving(area.path, parent, form.cleaned_data["on"])
    [verdict] = writes.move_areas([wanted], by=actor_of(request))
    return _done(request, area, verdict, _("Moved. What is open has followed."), verdict.facts.get("path", area.path))


@_posted
def close(request: HttpRequest, area: Any) -> HttpResponse:
    """End the area."""
    form = forms.CloseForm(request.POST)
    named = form.cleaned_data["successor"] if form.is_valid() else ""
    successor = place_in(form, "successor", actor_of(request).area) if named else ""
    if not form.is_valid() or successor is None:
        return _page(request, area, close_form=form)
    wanted = writes.Closing(area.path, form.cleaned_data["last_day"], successor)
    [verdict] = writes.close_areas([wanted], by=actor_of(request))
    return _done(request, area, verdict, _("Closed."), area.path)


@_posted
def alias(request: HttpRequest, area: Any) -> HttpResponse:
    """Let the area be found by a further name."""
    form = forms.AliasForm(request.POST)
    if not form.is_valid():
        return _page(request, area, alias_form=form)
    [verdict] = writes.record_aliases([writes.NewAlias(area.path, form.cleaned_data["alias"])], by=actor_of(request))
    return _done(request, area, verdict, _("Noted."), area.path)
