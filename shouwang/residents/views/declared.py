"""Pages of declared returns: the queue, and one of them to be settled."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.residents import forms, reads, writes
from shouwang.residents.choices import DeclarationState
from shouwang.residents.views.frames import REGISTER, both_halves, pages_of, queue_page, rows_of, tell
from shouwang.ui.outlines import Tab


@door(REGISTER)
def declarations(request: HttpRequest) -> HttpResponse:
    """Returns people declared themselves, those that wait the longest first; those apart where somebody has to say who it is."""
    actor = actor_of(request)
    past, (waiting, settled) = both_halves(request, "declarations", _("All that wait"), _("Settled"))
    unnamed = None if past else ONLY.get(request.GET.get("only", ""))
    page, listing = rows_of(request, reads.declarations(by=actor, settled=past, unnamed=unnamed), reads.named_declarations)
    parts = [Tab(label, f"{waiting.url}?only={only}", ONLY[only] == unnamed, count) for only, label, count in _parts(actor)]
    halves = [replace(waiting, here=not past and unnamed is None), *parts, settled]
    return queue_page(request, _("Declared returns"), forms.declarations_table(page, listing, []), halves=halves)


ONLY = {"unnamed": True, "named": False}


def _parts(actor: Actor) -> list[tuple[str, str, int]]:
    """The parts of what waits, with their numbers."""
    counts = reads.waiting_declarations(by=actor)
    return [("unnamed", _("Settle who it is"), counts[True]), ("named", _("With a document"), counts[False])]


@door(REGISTER)
def declaration(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    """What somebody declared: into the register with one click, where it names no document once somebody said who it is; or set aside.

    Each can be taken back. The look is logged.
    """
    act = request.POST.get("act", "dismiss") if request.method == "POST" else ""
    if act == "register":
        return _registered(request, declaration_id)
    form = forms.ReasonForm(request.POST if act in WITH_REASON else None)
    if act in WITH_REASON and form.is_valid():
        write, said = WITH_REASON[act]
        tell(request, write([declaration_id], reason=form.cleaned_data["reason"], by=actor_of(request)), str(said()))
        return redirect("residents:declaration", declaration_id=declaration_id)
    return _shown(request, declaration_id, form, act)


WITH_REASON: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "dismiss": (writes.dismiss_declarations, lambda: _("Set aside. If that was a mistake, take it up again below.")),
    "undo": (writes.undo_dismissals, lambda: _("Taken up again.")),
    "take_back": (writes.undo_registrations, lambda: _("It is no longer in the register, and waits again.")),
}


def _registered(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    verdict = writes.register_declarations([declaration_id], by=actor_of(request))[0]
    tell(request, [verdict], str(verdict.reason) or _("It is in the register now."))
    return redirect("residents:declarations") if verdict.taken else redirect("residents:declaration", declaration_id=declaration_id)


def _shown(request: HttpRequest, declaration_id: UUID, form: forms.ReasonForm, act: str) -> HttpResponse:
    actor = actor_of(request)
    found, told = writes.open_declaration(declaration_id, by=actor)
    waits, unnamed = found.state == DeclarationState.WAITING, not told.id_number
    settle = _settle_form(request if act == "settle" else None, found, told, actor) if waits and unnamed else None
    if settle is not None and settle.is_bound and settle.is_valid():
        verdict = writes.settle_declarations([settle.settlement(declaration_id)], by=actor)[0]
        if verdict.taken:
            tell(request, [verdict], str(verdict.reason) or _("Settled. If that was a mistake, take it back below."))
            return redirect("residents:declaration", declaration_id=declaration_id)
        settle.add_error(None, str(verdict.reason))
    shown = {
        "found": found, "facts": forms.told_facts(told), "place": places.full_name(found.area), "form": form, "tabs": pages_of(request),
        "waits": waits, "settle": settle, "dismissed": found.state == DeclarationState.DISMISSED, "number": found.pk.hex[-8:].upper(),
        "may_take_back": writes.made_by(found) and actor.can(Permission.CLASSIFY_ARRIVALS),
    }  # fmt: skip
    return render(request, "residents/declaration.html", shown)


def _settle_form(request: HttpRequest | None, found: Any, told: writes.Told, actor: Actor) -> forms.SettleForm:
    """The question who it is, with whom the register knows of that name, telephone or household."""
    may_see = actor.can(Permission.VIEW_PEOPLE)
    likely = people.likely_persons(told.full_name, told.phone, area=found.area, by=actor, told=found.person_id) if may_see else []
    return forms.SettleForm(request.POST if request else None, likely=likely, names=places.names({one.card.area for one in likely}))
