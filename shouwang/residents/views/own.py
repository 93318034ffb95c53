"""Pages behind a link: the measure and its reason, the own checks, help, objection, what is held, a return."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict
from shouwang.papers import reads as papers
from shouwang.quarantine import reads as quarantine
from shouwang.residents import forms, reads, writes
from shouwang.residents.choices import HelpState, ObjectionKind
from shouwang.residents.reads import Mine
from shouwang.residents.views.doors import link_of, open_page, resident_page
from shouwang.residents.writes import READER, Opened

DONE = {
    "check": gettext_lazy("Thank you. Your team sees the reading."),
    "help": gettext_lazy("Your request has arrived."),
    "cancel": gettext_lazy("Your request is cancelled."),
    "object": gettext_lazy("Your objection has arrived. The number and the day of the answer stand below."),
    "correct": gettext_lazy("Your request has arrived. The number and the day of the answer stand below."),
    "return": gettext_lazy("Your declaration has arrived."),
}


@open_page
def home(request: HttpRequest) -> HttpResponse:
    """With a link: everybody it is about. Without: the code's field, and the way to declare a return."""
    opened = link_of(request)
    if opened is None:
        return render(request, "residents/entry.html", {"wrong": "wrong" in request.GET})
    return _own_home(request)


@resident_page
def _own_home(request: HttpRequest, opened: Opened) -> HttpResponse:
    matters = [_matter(opened, number) for number in range(1, len(opened.persons) + 1)]
    return render(request, "residents/home.html", {"matters": matters, "done": str(DONE.get(request.GET.get("done", ""), ""))})


def _matter(opened: Opened, number: int) -> Mine:
    """The matter of one person of the link; a number beyond them is not there."""
    found = reads.mine(opened.persons, number, by=READER)
    if found is None:
        raise Http404
    return found


def _asked(
    request: HttpRequest, opened: Opened, number: int, make: type[Any], title: Any, page: str, record: Callable[[Any, Mine, Actor], Verdict], **more: Any
) -> HttpResponse:
    """A form about one person: shows it, or writes what was said and leads back. Bad input keeps what was typed."""
    matter = _matter(opened, number)
    form = make(request.POST or None)
    if request.method == "POST" and form.is_valid() and _recorded(form, opened, matter, record):
        return redirect(f"{reverse('resident:home')}?done={page}#n{number}")
    return render(request, "residents/ask.html", {"form": form, "matter": matter, "title": title, "page": page} | more)


def _recorded(form: Any, opened: Opened, matter: Mine, record: Callable[[Any, Mine, Actor], Verdict]) -> bool:
    """Write inside the person's own smallest area; what the rule refuses is said above the form."""
    try:
        with acting_as(opened.actor(matter.card.area)) as by:
            verdict = record(form, matter, by)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if not verdict.taken:
        form.add_error(None, str(verdict.reason))
    return verdict.taken


@resident_page
def reading(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """The own temperature and symptoms."""

    def record(form: Any, matter: Mine, by: Actor) -> Verdict:
        said = form.cleaned_data
        return writes.report_reading(writes.OwnReading(matter.card.id, said["temperature_c"], said["symptoms"], said["key"]), by=by)

    return _asked(request, opened, number, forms.CheckForm, _("Report my temperature"), "check", record)


@resident_page
def help_page(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """Ask for an errand, medicine, a doctor, an ear."""

    def record(form: Any, matter: Mine, by: Actor) -> Verdict:
        said = form.cleaned_data
        return writes.ask_help([writes.NewHelp(matter.card.id, said["kind"], said["words"], said["urgent"], said["key"])], by=by)[0]

    return _asked(request, opened, number, forms.HelpForm, _("Ask for help"), "help", record)


@resident_page
@require_POST
def cancel_help(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """Take back what was asked for; another person's request is not there."""
    matter = _matter(opened, number)
    wanted = next((one.pk for one in matter.open_help if str(one.pk) == request.POST.get("request")), None)
    if not isinstance(wanted, UUID):
        raise Http404
    with acting_as(opened.actor(matter.card.area)) as by:
        writes.move_requests([writes.HelpStep(wanted, HelpState.CANCELLED)], by=by)
    return redirect(f"{reverse('resident:home')}?done=cancel#n{number}")


def _lodge(kind: ObjectionKind) -> Callable[[Any, Mine, Actor], Verdict]:
    def record(form: Any, matter: Mine, by: Actor) -> Verdict:
        said = form.cleaned_data
        return writes.lodge_objections([writes.NewObjection(matter.card.id, said["words"], kind, said["key"])], by=by)[0]

    return record


@resident_page
def object_page(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """Object to the measure."""
    return _asked(request, opened, number, forms.WordsForm, _("Object to the measure"), "object", _lodge(ObjectionKind.MEASURE))


@resident_page
def correct(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """Ask for a correction of what is held."""
    return _asked(request, opened, number, forms.WordsForm, _("Ask for a correction"), "correct", _lodge(ObjectionKind.RECORD))


@resident_page
def own_return(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """Declare the own return, before or on arrival."""

    def record(form: Any, matter: Mine, by: Actor) -> Verdict:
        return writes.declare_own(matter.card.id, form.told(), by=by)

    return _asked(request, opened, number, forms.OwnReturnForm, _("Declare my return"), "return", record)


@resident_page
def held(request: HttpRequest, opened: Opened, number: int) -> HttpResponse:
    """What is held about one person, and who looked."""
    matter = _matter(opened, number)
    found = reads.held(matter, by=READER)
    return render(request, "residents/held.html", {"matter": matter, "held": found, "title": _("What is held about you")})


@resident_page
def own_paper(_request: HttpRequest, opened: Opened, number: int, which: int) -> HttpResponse:
    """One of the own papers as a file to keep: the notice, the certificate. Counted from 1, as the page lists them."""
    found = _matter(opened, number).papers
    if not 1 <= which <= len(found):
        raise Http404
    chosen = found[which - 1]
    with acting_as(opened.actor(chosen.area)) as by:
        return _file(chosen.number, papers.pdf([chosen.id], by=by))


@resident_page
def own_certificate(_request: HttpRequest, opened: Opened, number: int, which: int) -> HttpResponse:
    """A certificate of which no copy is kept any more, made again from the record: the same number and signature."""
    matter = _matter(opened, number)
    if not 1 <= which <= len(matter.certificates):
        raise Http404
    chosen = matter.certificates[which - 1].number
    with acting_as(opened.actor(paths.cut(matter.card.area, "village"))) as by:  # the door at which it was issued may be another one by now
        return _file(chosen, quarantine.certificate_again(chosen, by=by))


def _file(number: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    return response
