"""The sheet of an area or a managing unit as a paper, to be signed by hand."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from shouwang.accounts.doors import actor_of, door
from shouwang.ledger.subjects import Subject
from shouwang.papers import writes as papers
from shouwang.papers.choices import Language, PaperKind
from shouwang.papers.writes import NewPaper
from shouwang.places import reads as places
from shouwang.reports import reads
from shouwang.reports.exchange import as_paper
from shouwang.reports.views.frames import SHEET, address, area_meant, day_meant, unit_meant

PDF = "application/pdf"


@door(SHEET)
@require_POST
def print_sheet(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """An area's sheet as it stands, numbered and signed as a paper; the same numbers give the same paper."""
    subject, on = Subject(area=area_meant(request, area)), day_meant(day)
    return _printed(request, subject, on, area=area, unit=actor_of(request).unit)


@door(SHEET)
@require_POST
def print_unit_sheet(request: HttpRequest, unit: str, day: str) -> HttpResponse:
    """The same for the sheet of a managing unit; the paper lies where the unit sits."""
    subject, on = unit_meant(request, unit), day_meant(day)
    return _printed(request, subject, on, area=places.unit_area(unit) or "", unit=unit)


def _printed(request: HttpRequest, subject: Subject, on: date, *, area: str, unit: str) -> HttpResponse:
    actor = actor_of(request)
    words = list(reads.signatures(subject.area, on)) if subject.area else []
    facts = as_paper(reads.sheet(subject, on), words)
    new = NewPaper(PaperKind.DAILY_REPORT, area, facts, unit=unit, language=get_language() or Language.SIMPLIFIED)
    [verdict] = papers.issue([new], by=actor)
    if verdict.id is None:
        messages.error(request, verdict.reason)
        return redirect(address("sheet", subject, on))
    headers = {"Content-Disposition": f'inline; filename="daily-report-{on}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(papers.print_out([verdict.id], by=actor), content_type=PDF, headers=headers)
