"""Papers that were issued: the list, one of them, its print, its withdrawal, many as one print."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.doors import door
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import REFUSED
from shouwang.papers import forms, reads, writes
from shouwang.papers.choices import ISSUE, MANAGE, PERMISSIONS, SEE, SEEING, PaperKind
from shouwang.papers.reads.cards import card
from shouwang.papers.views.frames import actor_of, as_pdf, paper_of
from shouwang.places import reads as places
from shouwang.ui import listings

SORTABLE = ("number", "area", "issued_at")


@door(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The papers of the own area, the newest first."""
    actor, filters = actor_of(request), forms.PaperFilter(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    listing = listings.read(request.GET, sortable=SORTABLE, default="-issued_at")
    found = reads.issued(actor.area, by=actor, kind=chosen.get("kind", ""), day=chosen.get("day"))
    hidden = [kind for kind in PaperKind.values if not actor.can(SEEING.get(kind, SEE))]
    page = listings.numbered(found.exclude(kind__in=hidden).order_by(listing.order, "pk"), listing)
    shown = replace(page, rows=[card(row) for row in page.rows])
    table = forms.papers_table(shown, listing, places.full_names({row.area for row in shown.rows}, actor.area))
    return render(request, "papers/index.html", {"filters": filters, "table": table, "may_manage": actor.can(MANAGE)})


@door(None)
def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """One paper."""
    return _page(request, paper_of(request, key), forms.WithdrawForm())


def _page(request: HttpRequest, found: reads.PaperCard, form: forms.WithdrawForm) -> HttpResponse:
    may = not found.is_withdrawn and actor_of(request).can(PERMISSIONS.get(found.kind, ISSUE), found.area)
    unit = places.unit(found.unit) if found.unit else None
    shown = {
        "paper": found, "state": forms.state(found), "where": places.full_name(found.area), "unit": unit.name if unit else found.unit,
        "form": form if may else None,
    }  # fmt: skip
    return render(request, "papers/paper.html", shown)


@door(None)
def pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """One paper to print; it opens in the browser."""
    found = paper_of(request, key)
    return as_pdf(writes.print_out([key], by=actor_of(request)), found.number)


@door(None)
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a paper, with the reason."""
    found, form = paper_of(request, key), forms.WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    [verdict] = writes.withdraw([writes.Withdrawal(key, form.cleaned_data["reason"])], by=actor_of(request))
    if verdict.outcome == REFUSED:
        messages.error(request, verdict.reason)
    else:
        messages.success(request, _("The paper is withdrawn; it does not verify any more."))
    return redirect("papers:paper", key)


@door(SEE)
@require_POST
def print_many(request: HttpRequest) -> HttpResponse:
    """The papers that were ticked as one print, in the order of a walk."""
    try:
        content = writes.print_out(selected(request), by=actor_of(request), walking=True)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("papers:index")
    return as_pdf(content, f"papers-{clocks.today():%Y%m%d}")


def selected(request: HttpRequest) -> list[UUID]:
    """The rows that were ticked in a list."""
    try:
        return [UUID(text) for text in request.POST.getlist("selected")]
    except ValueError as error:
        raise Http404 from error
