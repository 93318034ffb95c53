"""Sites: the list, a new one, one to be corrected, opened or closed."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib.verdicts import Verdict
from shouwang.places import exchange, forms, reads, writes
from shouwang.places.views.doors import place_in, tell
from shouwang.ui.lists import Shown

SEE, MANAGE = Permission.VIEW_PLACES, Permission.MANAGE_PLACES


@door(SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """The sites of the own area, or of one below it; whoever may, opens and closes many of them."""
    shown = lists.read(request, forms.SITES)
    prepare = partial(site_rows, actor_of(request).area)
    rights: dict[str, Any] = {"may_change": actor_of(request).can(MANAGE)}
    return lists.answer(
        request, shown, _found(shown), prepare=prepare, does=DOES, template="places/sites.html", **rights
    )


def _found(shown: Shown) -> Any:
    chosen = shown.chosen
    return reads.sites_below(shown.area, kind=chosen["kind"], state=chosen["state"], words=chosen["q"])


def site_rows(within: str, sites: list[Any]) -> list[forms.SiteRow]:
    """Sites with the names of their areas and units; the same queries for any number."""
    names = reads.full_names((site.area for site in sites), within)
    units = reads.unit_names(site.unit for site in sites)
    return [forms.SiteRow(site, names.get(site.area, ""), units.get(site.unit) or site.unit) for site in sites]


def _turn(chosen: Chosen) -> list[Verdict]:
    state, day = chosen.given["state"], chosen.given["at"]
    return writes.record_sites([forms.turned(row.site, state, day) for row in chosen.rows], by=chosen.by)


DOES = {"turn": _turn}


@door(SEE)
def file(request: HttpRequest) -> HttpResponse:
    """The same list in the official layout, as it can be sent in again."""
    shown = lists.read(request, forms.SITES)
    title = reads.full_name(shown.area)
    return lists.hand_over(
        request, shown, _found(shown), partial(exchange.sites_workbook, title), back=reverse("places:sites")
    )


@door(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Take in a site."""
    form = forms.SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (code := _record(request, form)):
        return redirect("places:site", code=code)
    context = {"form": form, "title": _("New site"), "back": reverse("places:sites")}
    return render(request, "places/form.html", context)


def _record(request: HttpRequest, form: forms.SiteForm, code: str = "") -> str:
    """The code of the site if it was taken."""
    actor = actor_of(request)
    area = place_in(form, "area", actor.area)
    if area is None:
        return ""
    wanted = form.site(area, code)
    return wanted.code if tell(request, writes.record_sites([wanted], by=actor)[0], _("Saved.")) else ""


@door(SEE)
def site(request: HttpRequest, code: str) -> HttpResponse:
    """One site, with when it was open; whoever may, corrects it here."""
    found = reads.site(code)
    actor = actor_of(request)
    if found is None or not actor.covers(found.area):
        raise Http404
    form = forms.SiteForm(request.POST or None, initial=forms.site_facts(found, reads.code_of(found.area)))
    form.fields["code"].disabled = True
    may_change = actor.can(MANAGE, found.area)
    if request.method == "POST" and may_change and form.is_valid() and _record(request, form, found.code):
        return redirect("places:site", code=found.code)
    unit = reads.unit(found.unit)
    context = {
        "site": found,
        "where": reads.full_name(found.area),
        "unit": unit,
        "may_see_unit": unit is not None and actor.covers(unit.area),
        "openings": reads.openings(found.code),
        "form": form if may_change else None,
    }
    return render(request, "places/site.html", context)
