"""Pages of persons: search, one person with their story, revealing, correcting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import stories
from shouwang.ledger.choices import About
from shouwang.lib.refusals import Refused
from shouwang.people import forms, reads, writes
from shouwang.people.choices import SealedFact
from shouwang.people.reads import PersonCard
from shouwang.people.views.doors import EDIT, SEE, or_404
from shouwang.places import reads as places
from shouwang.ui import listings
from shouwang.ui.outlines import Tab

SHOWN_FOR = 30  # seconds that a revealed value stays on the screen


@door(SEE)
def search(request: HttpRequest) -> HttpResponse:
    """Looks for persons; the words are posted, so that no name stands in an address or a log."""
    form = forms.SearchForm(request.POST or None)
    table = None
    if request.method == "POST" and form.is_valid():
        found = reads.search(form.cleaned_data["q"], by=actor_of(request))
        table = forms.persons_table(found, places.full_names({card.area for card in found}), empty=forms.NOBODY)
    return render(request, "people/search.html", {"form": form, "table": table, "limit": listings.PAGE_SIZE})


@door(SEE)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything known of a person as one story, numbers masked; other features add their parts. The look is logged."""
    actor = actor_of(request)
    try:
        card = writes.open_person(person_id, by=actor)
    except Refused as refusal:
        raise Http404 from refusal
    home = reads.household(card.household_id, by=actor) if card.household_id else None
    reveals = actor.can(Permission.REVEAL)
    shown = {
        "card": card, "home": home, "home_name": forms.home_name(home.household) if home else "",
        "place": places.full_name(card.area), "may_edit": actor.can(EDIT), "may_export": reveals,
        "document": forms.masked(card, SealedFact.DOCUMENT, reveals), "phone": forms.masked(card, SealedFact.PHONE, reveals),
        "merges": reads.merges(card.id), "back_form": forms.ReasonForm(), **_story(request, card),
    }  # fmt: skip
    return render(request, "people/person.html", shown)


def _story(request: HttpRequest, card: PersonCard) -> dict[str, Any]:
    """The story as asked for: about one kind of thing or all, newest or oldest first."""
    about = request.GET.get("about", "")
    about, oldest = about if about in About.values else "", request.GET.get("oldest") == "1"
    found = stories.story_of(card.id, by=actor_of(request), about=about, oldest_first=oldest)
    order = "&oldest=1" if oldest else ""
    kinds = [Tab(_("All"), f"?about={order}#story", not about, found.total)]
    kinds += [Tab(kind.label, f"?about={kind}{order}#story", kind == about, count) for kind, count in found.kinds]
    return {"story": found, "kinds": kinds, "oldest": oldest, "turned": f"?about={about}{'' if oldest else '&oldest=1'}#story"}


@door(Permission.REVEAL)
def reveal(request: HttpRequest, person_id: UUID, fact: str) -> HttpResponse:
    """Asks why a sealed value is needed, then shows it once."""
    if fact not in SealedFact.values:
        raise Http404
    card = or_404(reads.person(person_id, by=actor_of(request)))
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        value = writes.reveal(card.id, SealedFact(fact), reason=form.cleaned_data["reason"], by=actor_of(request))
        response = render(
            request, "people/revealed.html", {"value": value, "label": SealedFact(fact).label, "card": card, "seconds": SHOWN_FOR}
        )
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "ui/reveal.html", {"form": form, "url": request.path})


@door(EDIT)
def correct(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Corrects facts of a person, with a reason."""
    card = or_404(reads.person(person_id, by=actor_of(request)))
    form = forms.CorrectionForm(request.POST or None, initial=forms.first_values(card))
    if request.method == "POST" and form.is_valid():
        try:
            verdict = writes.correct_person(card.id, form.changes, why=form.cleaned_data["why"], by=actor_of(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            for warned in verdict.warnings:
                messages.warning(request, warned.sentence)
            messages.success(request, _("The correction is recorded."))
            return redirect("people:person", person_id=card.id)
    return render(request, "people/correct.html", {"form": form, "card": card})
