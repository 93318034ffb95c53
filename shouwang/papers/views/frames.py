"""What the pages of papers share."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from shouwang.accounts.doors import actor_of
from shouwang.papers import reads
from shouwang.papers.choices import SEE, SEEING
from shouwang.papers.reads import PaperCard

PDF = "application/pdf"


def paper_of(request: HttpRequest, key: UUID) -> PaperCard:
    """The paper of an address; 404 outside the own area, and where the post may not see its kind."""
    found = reads.paper(key, by=actor_of(request))
    if found is None or not actor_of(request).can(SEEING.get(found.kind, SEE)):
        raise Http404
    return found


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the browser."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=PDF, headers=headers)
