"""Sites: the list, a new one, one to be corrected, opened or closed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import door
from shouwang.places import exchange, forms, reads, writes
from shouwang.places.views.doors import actor_of, own_area, place_in, spreadsheet, tell
from shouwang.ui import listings

SEE, MANAGE = Permission.VIEW_PLACES, Permission.MANAGE_PLACES


@door(SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """The sites of the own area, or of one below it."""
    listing = listings.read(request.GET, sortable=("code", "name", "kind", "area", "state"), default="area")
    form = forms.SiteFilter(request.GET)
    found = _filtered(request, form).order_by(listing.order, "code")
    page = listings.numbered(found, listing)
    names = reads.full_names((site.area for site in page.rows), actor_of(request).area)
    units = reads.unit_names(site.unit for site in page.rows)
    table = forms.sites_table(page.rows, names, units, listing=listing, page=page)
    context = {"form": form, "table": table, "may_change": actor_of(request).can(MANAGE)}
    return render(request, "places/sites.html", context)


def _filtered(request: HttpRequest, form: forms.SiteFilter) -> Any:
    chosen = form.cleaned_data if form.is_valid() else {}
    area = own_area(request, chosen["area"]).path if chosen.get("area") else actor_of(request).area
    return reads.sites_below(
        area, kind=chosen.get("kind", ""), state=chosen.get("state", ""), words=chosen.get("q", "")
    )


@door(SEE)
def file(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet."""
    found = _filtered(request, forms.SiteFilter(request.GET))
    return spreadsheet(exchange.sites_workbook(found, reads.full_name(actor_of(request).area)), "sites")


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
