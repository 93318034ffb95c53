"""Pages of the log: narrowed, page by page; who looked at one person; taken out as a file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.logbook import forms, reads, writes
from shouwang.logbook.exchange import log_workbook
from shouwang.logbook.reads import Filters
from shouwang.people import reads as people
from shouwang.ui import formats, listings

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEE = Permission.VIEW_AUDIT
SHOWN_LOOKS = 20


def _asked(request: HttpRequest) -> Filters:
    """The filters of the address; a foreign area is not there."""
    asked = forms.LogFilter(request.GET).asked
    if asked.area and not actor_of(request).covers(asked.area):
        raise Http404
    return asked


@door(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The log of the own area, newest first."""
    actor, asked, listing = actor_of(request), _asked(request), listings.read(request.GET)
    rows = reads.entries(asked, by=actor)

    def after(key: str, limit: int) -> list[object]:
        return list((rows.filter(pk__lt=int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else rows)[:limit])

    page = listings.keyset(after, listing, key=lambda event: event.pk)
    entries = reads.shown(page.rows, by=actor)
    table = forms.log_table(listings.Page(entries, page.previous, page.next), listing)
    about = people.persons([UUID(asked.subject)], by=actor) if _is_id(asked.subject) else {}
    shown = {
        "table": table, "filters": forms.LogFilter(request.GET), "purpose_form": forms.PurposeForm(), "query": request.GET.urlencode(),
        "narrowed": [card.masked_name for card in about.values()], "one_actor": asked.user, "one_subject": asked.subject, "most": reads.MOST_EXPORTED,
    }  # fmt: skip
    return render(request, "logbook/index.html", shown)


@require_POST
@door(SEE)
def export(request: HttpRequest) -> HttpResponse:
    """The entries shown, and further ones, as a file; that is an entry itself."""
    actor, form = actor_of(request), forms.PurposeForm(request.POST)
    purpose = form.cleaned_data["purpose"] if form.is_valid() else ""
    found = writes.export_log(_asked(request), purpose=purpose, by=actor)
    facts = {"purpose": purpose, "by": actor.name, "at": formats.moment(clocks.now())}
    response = HttpResponse(log_workbook(found, _("Log for: %(purpose)s. Taken out by %(by)s, %(at)s.") % facts), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="log-{clocks.today():%Y%m%d}.xlsx"'
    return response


@door(SEE)
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who looked at a person, as a part of the person's page."""
    if person_id not in people.persons([person_id], by=actor_of(request)):
        raise Http404
    found = reads.looks(person_id, by=actor_of(request), most=SHOWN_LOOKS)
    return render(request, "logbook/of_person.html", {"table": forms.looks_table(found), "person_id": person_id})


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
