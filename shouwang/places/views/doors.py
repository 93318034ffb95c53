"""What all pages of places do: find the area asked for, say what became of a change, hand a file over."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shouwang.accounts.doors import actor_of
from shouwang.lib.verdicts import DUPLICATE, REFUSED, Verdict
from shouwang.places import reads
from shouwang.places.choices import AMBIGUOUS, FUZZY

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_area(request: HttpRequest, text: str) -> Any:
    """The area of a path or code, if it lies in the actor's own; 404 otherwise."""
    path = reads.path_of(text)
    if not path or not actor_of(request).covers(path):
        raise Http404
    return reads.area(path)


def tell(request: HttpRequest, verdict: Verdict, done: Any) -> bool:
    """Say what became of a change; whether it was taken."""
    if verdict.outcome == REFUSED:
        messages.error(request, verdict.reason)
        return False
    messages.success(request, verdict.reason if verdict.outcome == DUPLICATE and verdict.reason else done)
    for warned in verdict.warnings:
        messages.warning(request, warned.sentence)
    return True


def place_in(form: Form, name: str, within: str) -> str | None:
    """The area that the words or the code in a field mean; where none is sure, the form says so, with what is near."""
    words = form.cleaned_data[name]
    found = reads.find_area(words, within)
    if found.path:
        return found.path
    offered = "、".join(reads.full_names(found.candidates).values())
    sentence = {
        FUZZY: _("There is no such place. Is this meant: %(offered)s?"),
        AMBIGUOUS: _("This may be several places: %(offered)s. Write which one."),
    }.get(found.code, _("There is no such place in your area."))
    form.add_error(name, sentence % {"offered": offered})
    return None


def spreadsheet(content: bytes, name: str) -> HttpResponse:
    """A workbook to be kept."""
    return HttpResponse(
        content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
