"""One person's file: asked for with recipient and purpose, then printed or taken away as an archive."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib.refusals import Refused
from shouwang.people import forms, reads, writes
from shouwang.people.exchange import person_archive
from shouwang.people.views.doors import or_404
from shouwang.places import reads as places
from shouwang.ui import formats


@door(Permission.REVEAL)
def file(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Asks for whom and what for, then gives the file; every time is logged and counted."""
    actor = actor_of(request)
    card = or_404(reads.person(person_id, by=actor))
    form = forms.FileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, printed = form.cleaned_data, "archive" not in request.POST
        try:
            found = writes.export_person(card.id, **given, form="print" if printed else "archive", by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _printed(request, found) if printed else _archive(found)
    return render(request, "people/file.html", {"card": card, "form": form, "place": places.full_name(card.area)})


def _heading(found: Any) -> str:
    facts = {"recipient": found.recipient, "purpose": found.purpose, "by": found.by, "at": formats.moment(found.at)}
    return _("For %(recipient)s: %(purpose)s. Handed out by %(by)s, %(at)s.") % facts


def _printed(request: HttpRequest, found: Any) -> HttpResponse:
    shown = {"file": found, "card": found.card, "place": places.full_name(found.card.area), "heading_line": _heading(found)}
    response = render(request, "people/printed_file.html", shown)
    response["Cache-Control"] = "no-store"
    return response


def _archive(found: Any) -> HttpResponse:
    response = HttpResponse(person_archive(found, _heading(found)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="person-{found.card.id}.zip"'
    response["Cache-Control"] = "no-store"
    return response
