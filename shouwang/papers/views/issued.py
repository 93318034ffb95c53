"""Papers that were issued: the list, one of them, its print, its withdrawal, many as one print."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib import clocks
from shouwang.lib.verdicts import REFUSED, Verdict
from shouwang.papers import forms, reads, writes
from shouwang.papers.choices import ISSUE, KEEP, MANAGE, PERMISSIONS, SEE, SEEING, PaperKind
from shouwang.papers.reads.cards import card
from shouwang.papers.rules.keeping import ALWAYS_KEPT
from shouwang.papers.views.frames import as_pdf, paper_of
from shouwang.people import reads as people
from shouwang.places import reads as places


@door(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The papers of the own area, the newest first: found by place, kind and day; printed or withdrawn many at once."""
    actor = actor_of(request)
    shown = lists.read(request, forms.PAPERS)
    chosen = {name: shown.chosen.get(name) or "" for name in ("kind", "language", "state")}
    found = reads.issued(shown.area, by=actor, day=shown.chosen.get("day") or None, words=shown.words, **chosen)
    hidden = [kind for kind in PaperKind.values if not actor.can(SEEING.get(kind, SEE))]
    return lists.answer(
        request, shown, found.exclude(kind__in=hidden), prepare=partial(_lines, by=actor), does=DOES, template="papers/index.html",
        may_manage=actor.can(MANAGE),
    )  # fmt: skip


def _lines(rows: Sequence[Any], *, by: Actor) -> list[forms.Line]:
    """Papers with the names of persons and places, in the same number of queries for any number."""
    names = people.persons([row.person_id for row in rows if row.person_id], by=by)
    where = places.full_names({row.area for row in rows}, by.area)
    return [forms.Line(card(row), names[row.person_id].full_name if row.person_id in names else "", where.get(row.area, "")) for row in rows]


def print_chosen(chosen: Chosen) -> HttpResponse:
    """Papers as one print, in the order of a walk."""
    return as_pdf(writes.print_out([row.pk for row in chosen.rows], by=chosen.by, walking=True), f"papers-{clocks.today():%Y%m%d}")


def withdraw_chosen(chosen: Chosen) -> list[Verdict]:
    """Papers do not count any more, all for one reason."""
    return writes.withdraw([writes.Withdrawal(row.pk, chosen.given["reason"]) for row in chosen.rows], by=chosen.by)


def hold_chosen(chosen: Chosen) -> list[Verdict]:
    """Papers stay past their time, all for one reason."""
    return writes.hold([writes.Hold(row.pk, chosen.given["reason"]) for row in chosen.rows], by=chosen.by)


DOES = {"print": print_chosen, "withdraw": withdraw_chosen, "hold": hold_chosen}


@door(None)
def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """One paper."""
    return _page(request, paper_of(request, key))


def _page(
    request: HttpRequest, found: reads.PaperCard, form: forms.WithdrawForm | None = None, keeping: forms.HoldForm | forms.LiftForm | None = None
) -> HttpResponse:
    may = not found.is_withdrawn and actor_of(request).can(PERMISSIONS.get(found.kind, ISSUE), found.area)
    unit = places.unit(found.unit) if found.unit else None
    shown = {
        "paper": found, "state": forms.state(found), "where": places.full_name(found.area), "unit": unit.name if unit else found.unit,
        "form": (form or forms.WithdrawForm()) if may else None, "keeping": (keeping or _keeping(found)()) if _may_keep(request, found) else None,
        "days": settings.PAPERS_KEPT_DAYS,
    }  # fmt: skip
    return render(request, "papers/paper.html", shown)


def _may_keep(request: HttpRequest, found: reads.PaperCard) -> bool:
    return found.kind not in ALWAYS_KEPT and not found.let_go_on and actor_of(request).can(KEEP, found.area)


def _keeping(found: reads.PaperCard) -> type[forms.HoldForm | forms.LiftForm]:
    return forms.LiftForm if found.is_held else forms.HoldForm


@door(KEEP)
@require_POST
def keep(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a paper past its time, or keep it no longer; with the reason."""
    found = paper_of(request, key)
    form = _keeping(found)(request.POST)
    if not form.is_valid():
        return _page(request, found, keeping=form)
    write, done = (writes.lift, _("The paper is kept no longer than others.")) if found.is_held else (writes.hold, _("The paper is kept until somebody lifts it."))
    [verdict] = write([writes.Hold(key, form.cleaned_data["reason"])], by=actor_of(request))
    if verdict.taken:
        messages.success(request, done)
    else:
        messages.error(request, verdict.reason)
    return redirect("papers:paper", key)


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
