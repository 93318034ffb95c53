"""Papers of observations: those of one person, and notices for many people in one print."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger.exchange.writers import Frame
from shouwang.lib import clocks
from shouwang.lib.verdicts import REFUSED
from shouwang.papers import writes as papers
from shouwang.papers.choices import Language, PaperKind
from shouwang.papers.writes import NewPaper
from shouwang.places import reads as places
from shouwang.quarantine import reads, writes
from shouwang.quarantine.choices import DocumentKind
from shouwang.quarantine.exchange import as_papers
from shouwang.quarantine.forms.inputs import PaperForm
from shouwang.quarantine.views.acts import as_pdf, printed
from shouwang.quarantine.views.frames import SEE, observation_of, say_wrong, tell
from shouwang.quarantine.views.people import asked
from shouwang.quarantine.writes import NewDocument, NewPrint

MOST_ON_SHEETS = 1_500  # people of wide sheets in one print


@door(Permission.ISSUE_DOCUMENTS)
@require_POST
def hand_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """A paper is put into the person's hands, or only printed."""
    observation_of(request, key)
    form = PaperForm(request.POST)
    if form.is_valid():
        said, language = form.cleaned_data, form.cleaned_data["language"]
        if said["kind"] in DocumentKind.values and "print" not in request.POST:
            row = NewDocument(observation_id=key, kind=said["kind"], received_by=said["received_by"], language=language)
            tell(request, writes.hand_out([row], by=actor_of(request)), _("The paper is recorded."))
        else:
            return _printed(request, [NewPrint(key, said["kind"], language)]) or redirect("quarantine:observation", key)
    say_wrong(request, form)
    return redirect("quarantine:observation", key)


def _printed(request: HttpRequest, batch: list[NewPrint]) -> HttpResponse | None:
    """The print; none (and why in words) where nothing could be issued."""
    verdicts = writes.print_papers(batch, by=actor_of(request))
    if content := printed(verdicts, by=actor_of(request)):
        return as_pdf(content, f"paper-{clocks.today():%Y%m%d}")
    for reason in dict.fromkeys(verdict.reason for verdict in verdicts if verdict.outcome == REFUSED):
        messages.error(request, reason)
    return None


@door(SEE)
@require_POST
def sheet(request: HttpRequest) -> HttpResponse:
    """The wide sheet of what the filters ask for, to be signed by hand."""
    actor = actor_of(request)
    found = list(asked(request).filter(started_at__isnull=False).order_by("area", "started_at", "pk")[: MOST_ON_SHEETS + 1])
    if len(found) > MOST_ON_SHEETS:
        messages.error(request, _("These are more than %(most)s people, too many for one print. Choose a place, then print its sheet.") % {"most": MOST_ON_SHEETS})
        return redirect("quarantine:sheet")
    rows, _days = reads.sheet_rows(found, by=actor)
    sheets = as_papers(rows, Frame(unit=places.full_name(actor.area), day=clocks.today()))
    same = {"unit": actor.unit, "language": get_language() or Language.SIMPLIFIED}
    verdicts = papers.issue([NewPaper(PaperKind.TEMPERATURE_SHEET, actor.area, facts, **same) for facts in sheets], by=actor)
    ids = [verdict.id for verdict in verdicts if verdict.id]
    if len(ids) < max(len(verdicts), 1):
        messages.error(request, next((verdict.reason for verdict in verdicts if not verdict.id), _("Nobody stands on this sheet.")))
        return redirect("quarantine:sheet")
    return as_pdf(papers.print_out(ids, by=actor), f"temperature-sheet-{clocks.today():%Y%m%d}")
