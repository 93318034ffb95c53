"""The sheet as a paper, to be signed by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from shouwang.accounts.doors import door
from shouwang.ledger.subjects import Subject
from shouwang.papers import writes as papers
from shouwang.papers.choices import Language, PaperKind
from shouwang.papers.writes import NewPaper
from shouwang.reports import reads
from shouwang.reports.exchange import as_paper
from shouwang.reports.views.frames import SHEET, actor_of, area_meant, day_meant

PDF = "application/pdf"


@door(SHEET)
@require_POST
def print_sheet(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """An area's sheet as it stands, numbered and signed as a paper; the same numbers give the same paper."""
    actor, on = actor_of(request), day_meant(day)
    found = reads.sheet(Subject(area=area_meant(request, area)), on)
    facts = as_paper(found, list(reads.signatures(area, on)))
    new = NewPaper(PaperKind.DAILY_REPORT, area, facts, unit=actor.unit, language=get_language() or Language.SIMPLIFIED)
    [verdict] = papers.issue([new], by=actor)
    if verdict.id is None:
        messages.error(request, verdict.reason)
        return redirect("reports:sheet", area=area, day=day)
    headers = {"Content-Disposition": f'inline; filename="daily-report-{on}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(papers.print_out([verdict.id], by=actor), content_type=PDF, headers=headers)
