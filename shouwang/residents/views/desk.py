"""Pages of the office: links, requests for help, objections, declarations, the paper form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks, paths
from shouwang.lib.codes import in_groups
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.papers import reads as papers
from shouwang.people import reads as people
from shouwang.places import reads as places
from shouwang.residents import forms, reads, writes
from shouwang.residents.choices import HelpState
from shouwang.residents.views.frames import (
    ANSWER,
    GIVE,
    HELP,
    REGISTER,
    both_halves,
    pages_of,
    queue_page,
    rows_of,
    tell,
)
from shouwang.residents.writes import NewLink
from shouwang.ui import formats
from shouwang.ui.tables import Action

NEXT = {HelpState.ACCEPTED: "user-check", HelpState.DONE: "check", HelpState.CANCELLED: "x"}


def _selected(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("selected")]
    except ValueError as failure:
        raise Http404 from failure


# ---- links
@door(GIVE)
def links(request: HttpRequest) -> HttpResponse:
    """The links given in the area: to whom, whether they open anything, when they were last used."""
    actor = actor_of(request)
    area = request.GET.get("area", "")
    if area and not actor.covers(area):
        raise Http404
    page, listing = rows_of(request, reads.links(by=actor, area=area), reads.named_links)
    acts = [Action(_("Revoke"), reverse("residents:revoke"), "ban", tone="alert")]
    form = forms.BatchForm(places=_places(actor))
    return queue_page(request, _("Residents' links"), forms.links_table(page, listing, acts), batch=form)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The villages of the post, or its grids where it is a village's or a grid's."""
    level = "village" if len(actor.area) < len(paths.cut(actor.area + "0" * 21, "village")) else "grid"
    found = [(area.path, area.name) for area in places.areas_below(actor.area, level)]
    own = [(actor.area, places.full_name(actor.area))] if level == "grid" and paths.is_path(actor.area) else []
    return list(dict.fromkeys([*own, *found]))


@door(GIVE)
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Give one person or household a link, and show the paper to print: its code can be seen this once."""
    target = _target(request)
    if target is None:
        raise Http404
    language = forms.SlipForm(request.POST)
    return _printed(request, [target], language.cleaned_data["language"] if language.is_valid() else settings.LANGUAGE_CODE)


def _target(request: HttpRequest) -> NewLink | None:
    try:
        named = {name: UUID(request.POST[name]) for name in ("person_id", "household_id") if request.POST.get(name)}
    except ValueError:
        return None
    return NewLink(**named) if len(named) == 1 else None


@door(GIVE)
@require_POST
def give_batch(request: HttpRequest) -> HttpResponse:
    """Links for everybody under observation in a village, or for every household there, that has none: on one print-out."""
    actor = actor_of(request)
    form = forms.BatchForm(request.POST, places=_places(actor))
    if not form.is_valid():
        raise Http404
    targets, left = _batch(form, actor)
    if not targets:
        messages.info(request, _("Everybody there has a link already."))
        return redirect("residents:links")
    if left:
        messages.warning(request, _("These are the first %(count)s; %(left)s more have no link yet. Print them, then press again.") % {"count": len(targets), "left": left})
    return _printed(request, targets, form.cleaned_data["language"])


def _batch(form: forms.BatchForm, actor: Actor) -> tuple[list[NewLink], int]:
    """For whom links are printed, and how many have to wait for the next print."""
    if not form.homes:
        return [NewLink(person_id=person) for person in reads.batch_targets(form.cleaned_data["area"], by=actor)], 0
    homes, left = reads.homes_without_link(form.cleaned_data["area"], by=actor)
    return [NewLink(household_id=home) for home in homes], left


def _printed(request: HttpRequest, targets: list[NewLink], language: str) -> HttpResponse:
    """The slips of new links as one file to print; their codes are kept nowhere, so the browser keeps nothing either."""
    actor = actor_of(request)
    verdicts = writes.give_links(targets, by=actor)
    if not any(verdict.taken for verdict in verdicts):
        raise Http404
    names = _names(targets, actor)
    with translation.override(language):
        slips = [_slip(request, *names.get(target, ("", "")), verdict) for target, verdict in zip(targets, verdicts, strict=True) if verdict.taken]
    headers = {"Content-Disposition": f'inline; filename="slips-{clocks.today()}.pdf"', "Cache-Control": "no-store, private"}
    return HttpResponse(papers.slips(slips, language), content_type="application/pdf", headers=headers)


def _names(targets: list[NewLink], actor: Actor) -> dict[NewLink, tuple[str, str]]:
    """Whose page it is, and where that is."""
    cards = people.persons([one.person_id for one in targets if one.person_id], by=actor)
    homes = people.households_of([one.household_id for one in targets if one.household_id], by=actor)
    known = {NewLink(person_id=key): (card.full_name, card.area) for key, card in cards.items()}
    known |= {NewLink(household_id=key): (home.head_name or home.code, home.area) for key, home in homes.items()}
    names = places.full_names({area for _name, area in known.values()})
    return {target: (name, names.get(area, "").split(" ")[-1]) for target, (name, area) in known.items()}


def _slip(request: HttpRequest, name: str, place: str, verdict: Verdict) -> dict[str, str]:
    """One slip: for whom, the address, the code in groups, what the QR code holds."""
    address = request.build_absolute_uri(reverse("resident:enter", args=[verdict.facts["code"]]))
    return {
        "name": name, "place": place, "code": in_groups(verdict.facts["code"]), "scanned": address, "until": formats.day(verdict.facts["expires_at"]),
        "door": request.build_absolute_uri(reverse("resident:home")),
    }  # fmt: skip


@door(GIVE)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Asks why, then takes the selected links back."""
    return _with_reason(request, _("Revoke links"), "residents:links", lambda keys, reason: writes.revoke_links(keys, reason=reason, by=actor_of(request)), _("Revoked. These links open nothing any more."))  # fmt: skip


def _with_reason(request: HttpRequest, title: str, back: str, act: Any, done: str) -> HttpResponse:
    selected = _selected(request)
    form = forms.ReasonForm(request.POST if "reason" in request.POST else None)
    if selected and form.is_valid():
        tell(request, act(selected, form.cleaned_data["reason"]), done)
        return redirect(back)
    if not selected:
        messages.warning(request, _("Select at least one row."))
        return redirect(back)
    return render(request, "residents/reason.html", {"form": form, "selected": selected, "title": title, "back": reverse(back)})


@door(GIVE)
def of_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A household's links, as a part of the household's page."""
    actor = actor_of(request)
    home = people.households_of([household_id], by=actor).get(household_id)
    if home is None:
        raise Http404
    found = reads.named_links(reads.links_of_household(household_id, by=actor), by=actor)
    return render(request, "residents/of_person.html", {"rows": found, "home": home, "may_give": True})


@door(GIVE)
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A person's links, as a part of the person's page."""
    actor = actor_of(request)
    card = people.person(person_id, by=actor)
    if card is None:
        raise Http404
    found = reads.named_links(reads.links_of(person_id, by=actor), by=actor)
    return render(request, "residents/of_person.html", {"rows": found, "card": card, "may_give": True})


# ---- help
@door(HELP)
def help_requests(request: HttpRequest) -> HttpResponse:
    """What residents ask for, the most pressing first."""
    past, halves = both_halves(request, "help", _("To work off"), _("Closed"))
    page, listing = rows_of(request, reads.help_requests(by=actor_of(request), closed=past), reads.named_help)
    labels = {HelpState.ACCEPTED: _("I do it"), HelpState.DONE: _("Done"), HelpState.CANCELLED: _("Cancel")}
    acts = [] if past else [Action(labels[state], reverse("residents:move", args=[state]), icon) for state, icon in NEXT.items()]
    return queue_page(request, _("Requests for help"), forms.help_table(page, listing, acts), halves=halves)


@door(HELP)
@require_POST
def move_requests(request: HttpRequest, state: str) -> HttpResponse:
    """Take, close or cancel the selected requests; a cancellation asks why."""
    if state not in NEXT:
        raise Http404
    if state == HelpState.CANCELLED:
        return _with_reason(request, _("Cancel requests"), "residents:help", lambda keys, reason: _moved(request, keys, state, reason), _("Cancelled."))
    tell(request, _moved(request, _selected(request), state, ""), _("Saved."))
    return redirect("residents:help")


def _moved(request: HttpRequest, keys: Sequence[UUID], state: str, answer: str) -> list[Verdict]:
    return writes.move_requests([writes.HelpStep(key, state, answer) for key in keys], by=actor_of(request))


# ---- objections
@door(ANSWER)
def objections(request: HttpRequest) -> HttpResponse:
    """Objections and requests for correction, the most pressing first."""
    past, halves = both_halves(request, "objections", _("To answer"), _("Answered"))
    page, listing = rows_of(request, reads.objections(by=actor_of(request), answered=past), reads.named_objections)
    return queue_page(request, _("Objections"), forms.objections_table(page, listing), halves=halves)


@door(ANSWER)
def objection(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """One objection, and its answer with reasons."""
    found = reads.objection(objection_id, by=actor_of(request))
    if found is None:
        raise Http404
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        verdict = writes.answer_objections([writes.ObjectionAnswer(objection_id, said["outcome"], said["answer"])], by=actor_of(request))[0]
        if verdict.taken:
            messages.success(request, _("The answer is recorded; the person sees it."))
            return redirect("residents:objections")
        form.add_error(None, str(verdict.reason))
    return render(request, "residents/objection.html", {"found": found, "form": form, "tabs": pages_of(request)})


# ---- paper
@door(REGISTER)
def paper(request: HttpRequest) -> HttpResponse:
    """The paper form on one screen; every part goes the way it would have gone by the resident's own page."""
    actor = actor_of(request)
    form = forms.PaperForm(request.POST or None, places=_places(actor))
    if request.method == "POST" and form.is_valid():
        try:
            verdict = writes.enter_paper(form.paper(), by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The form is recorded."))
            return redirect("people:person", person_id=verdict.id)
    return render(request, "residents/paper.html", {"form": form, "tabs": pages_of(request)})
