"""Pages of imports: send a file, look at its verdicts, mend, record, take back, get the sheet back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import forms, imports, jobs, lists
from shouwang.ledger.choices import MENDABLE, RECORDABLE, State
from shouwang.ledger.exchange import writers
from shouwang.ledger.imports import areas, reads
from shouwang.ledger.imports import rows as stored
from shouwang.ledger.imports.importer import Importer, find, usable
from shouwang.ledger.lists import Chosen
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import REFUSED, Verdict, accepted
from shouwang.lib.verdicts import refused as refused_because
from shouwang.ui import listings, trail

IMPORT = Permission.IMPORT_FILES
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFRESH = {"HX-Refresh": "true"}
UNPROCESSABLE = 422
EXAMPLES = 3  # rows that show what stands in a column


def _file(request: HttpRequest, import_id: UUID) -> Any:
    file = reads.one(import_id, actor_of(request))
    if file is None:
        raise Http404
    return file


def _usable(request: HttpRequest, ledger: str) -> Importer:
    found = [importer for importer in usable(actor_of(request)) if importer.name == ledger]
    if not found:
        raise Http404
    return found[0]


@door(IMPORT)
def index(request: HttpRequest) -> HttpResponse:
    """The imports of the own area: by ledger, state and day; many recorded, taken back or put aside at once."""
    shown = lists.read(request, forms.IMPORTS)
    files = reads.listed(actor_of(request), shown.area, words=shown.words, **shown.chosen)
    return lists.answer(request, shown, files, prepare=_import_rows, does=DOES, template="ledger/imports.html")


def _import_rows(files: list[Any]) -> list[forms.ImportRow]:
    names = trail.names(file.area for file in files)
    return [forms.ImportRow(file, find(file.ledger).title, names.get(file.area, file.area)) for file in files]


def _each(order: Any, chosen: Chosen) -> list[Verdict]:
    return [_verdict_of(order, row.file.pk, chosen) for row in chosen.rows]


def _verdict_of(order: Any, import_id: UUID, chosen: Chosen) -> Verdict:
    try:
        order(import_id, by=chosen.by, **chosen.given)
    except Refused as refusal:
        return refused_because(refusal)
    jobs.enqueue(import_id)
    return accepted(import_id)


DOES = {"record": partial(_each, imports.order_commit), "take_back": partial(_each, imports.order_undo)}


@door(IMPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    ledgers = [(importer.name, importer.title) for importer in usable(actor_of(request))]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.SendForm(
        *sent, ledgers=ledgers, areas=areas.offered(actor_of(request)), initial={"ledger": request.GET.get("ledger", "")}
    )
    if form.is_valid():
        return redirect("ledger:shown", import_id=_received(request, form.cleaned_data))
    return render(
        request, "ledger/send.html", {"form": form, "ledgers": ledgers}, status=UNPROCESSABLE if sent else 200
    )


def _received(request: HttpRequest, said: dict[str, Any]) -> UUID:
    actor, file = actor_of(request), said["file"]
    received = imports.receive_file(
        ledger=said["ledger"], filename=file.name, content=file.read(), area=said["area"] or actor.area,
        as_of=said["as_of"], by=actor,
    )  # fmt: skip
    jobs.enqueue(received.pk)
    return received.pk


@door(IMPORT)
def shown(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """An import: how far it is, its verdicts, and what can be done with it."""
    return _page(request, _file(request, import_id))


def _page(
    request: HttpRequest, file: Any, status: int = 200, asked: forms.HeadingsForm | None = None
) -> HttpResponse:
    importer = find(file.ledger)
    context = {
        "file": file, "title": importer.title, "badge": forms.state_badge(file), "progress": forms.progress_of(file),
        "counts": reads.counts(file), "area_name": trail.names([file.area])[file.area],
    }  # fmt: skip
    if context["progress"] is None:
        context |= _verdicts(request, file, importer) | _what_can_be_done(file)
        context |= _how_it_was_read(file, importer, asked)
    return render(request, "ledger/import.html", context, status=status)


def _verdicts(request: HttpRequest, file: Any, importer: Importer) -> dict[str, Any]:
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in forms.OUTCOMES else ""
    listing = listings.read(request.GET)
    reason = request.GET.get("reason", "") if outcome in forms.WITH_REASONS else ""
    total = file.counts.get(outcome) if outcome and not reason else None
    page = listings.numbered(reads.rows(file, outcome, reason), listing, total=total)
    mendable = file.state in MENDABLE
    lines = [forms.Line(row.number, *stored.opened(row), mendable and row.outcome == REFUSED) for row in page.rows]
    shown_page = listings.Page(lines, page.previous, page.next, page.first, page.total)
    table = forms.verdicts_table(
        shown_page,
        listing,
        importer.ledger,
        len(file.sheets) > 1,
        lambda number: reverse("ledger:mend", args=[file.pk, number]),
    )
    return {"table": table, "tabs": forms.outcome_tabs(file.counts, outcome)} | _reasons(request, file, outcome)


def _reasons(request: HttpRequest, file: Any, outcome: str) -> dict[str, Any]:
    """The reasons that occur among the rows of one outcome, to narrow the list down to one of them."""
    found = reads.reasons(file, outcome) if outcome in forms.WITH_REASONS else []
    return {"reasons": forms.reason_tabs(found, outcome, request.GET.get("reason", "")) if len(found) > 1 else []}


def _headings(file: Any, importer: Importer, said: Any = None) -> forms.HeadingsForm:
    rows = [stored.opened(row)[0] for row in reads.rows(file)[:EXAMPLES]]
    return forms.HeadingsForm(
        said, ledger=importer.ledger, sheets=file.sheets, examples=forms.examples(importer.ledger, rows)
    )


def _how_it_was_read(file: Any, importer: Importer, asked: forms.HeadingsForm | None = None) -> dict[str, Any]:
    """What each heading was taken for; a form where that can still be said otherwise."""
    open_to_choice = file.state in (State.JUDGED, State.FAILED) and not reads.recorded(file)
    form = asked or (_headings(file, importer) if open_to_choice and file.sheets else None)
    mappings = [] if form else [forms.mapping_table(sheet, importer.ledger) for sheet in file.sheets]
    return {"headings": form, "mappings": mappings}


@require_POST
@door(IMPORT)
def headings(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say what the headings mean; the file is read again, and the office's next one is read the same way."""
    file = _file(request, import_id)
    form = _headings(file, find(file.ledger), request.POST)
    if form.is_valid() and form.has_changed():
        return _ordered(request, import_id, imports.choose_headings, chosen=form.chosen())
    if form.is_valid():
        messages.info(request, _("Nothing was changed."))
        return redirect("ledger:shown", import_id=import_id)
    return _page(request, file, UNPROCESSABLE, form)


def _what_can_be_done(file: Any) -> dict[str, Any]:
    recorded = reads.recorded(file)
    stays = imports.why_not_undone(file) if recorded and file.state in RECORDABLE else ""
    return {
        "waiting": reads.waiting(file) if file.judged_at and file.state in RECORDABLE else 0, "recorded": recorded,
        "may_undo": file.state in RECORDABLE and not stays, "stays": stays,
        "undo_form": forms.UndoForm(), "twin": reads.twins(file).first() if file.state == State.JUDGED else None,
    }  # fmt: skip


@door(IMPORT)
def progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """How far the present step is; when it is over the page is drawn anew."""
    found = forms.progress_of(_file(request, import_id))
    if found is None:
        return HttpResponse(headers=REFRESH)
    return render(request, "ui/progress.html", {"progress": found})


@door(IMPORT)
def mend(request: HttpRequest, import_id: UUID, number: int) -> HttpResponse:
    """The dialog in which a refused row is mended; it stays open with the new reason until the row fits."""
    file = _file(request, import_id)
    try:
        ledger, texts, verdict = imports.open_row(file.pk, number, by=actor_of(request))
        form = forms.MendForm(request.POST or None, ledger=ledger, texts=texts)
        if form.is_valid():
            verdict = imports.mend_row(file.pk, number, form.changes(), by=actor_of(request))
            if verdict.taken:
                messages.success(request, _("Row %(number)s is mended: it can be recorded.") % {"number": number})
                return HttpResponse(headers=REFRESH)
    except Refused as refusal:
        return _refused(request, refusal)
    context = {"form": form, "verdict": verdict, "url": request.path, "file": file}
    return render(request, "ledger/mend.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if refusal.code == "not_found":
        raise Http404
    messages.error(request, str(refusal))
    return HttpResponse(headers=REFRESH)


@require_POST
@door(IMPORT)
def record(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the rows that fit recorded."""
    return _ordered(request, import_id, imports.order_commit)


@require_POST
@door(IMPORT)
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the whole import taken back."""
    form = forms.UndoForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _ordered(request, import_id, imports.order_undo, reason=reason)


def _ordered(request: HttpRequest, import_id: UUID, order: Any, **more: Any) -> HttpResponse:
    file = _file(request, import_id)
    try:
        order(file.pk, by=actor_of(request), **more)
        jobs.enqueue(file.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("ledger:shown", import_id=file.pk)


@door(IMPORT)
def sheet(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The sheet as it came, with the verdict on every row behind it."""
    file = _file(request, import_id)
    return _workbook(imports.sheet_back(file.pk, by=actor_of(request)), _("checked"), file.file_name)


@door(IMPORT)
def original(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The file as it was sent, byte for byte."""
    file = _file(request, import_id)
    response = HttpResponse(imports.original(file.pk, by=actor_of(request)), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.file_name)
    return response


@door(IMPORT)
def refused(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The refused rows alone, to be mended in the sheet and sent again."""
    file = _file(request, import_id)
    return _workbook(imports.refused_rows(file.pk, by=actor_of(request)), _("refused rows"), file.file_name)


@door(IMPORT)
def template(request: HttpRequest, ledger: str) -> HttpResponse:
    """An empty sheet with the official headings."""
    declared = _usable(request, ledger).ledger
    frame = writers.Frame(day=clocks.today(), prepared_by=actor_of(request).name)
    return _workbook(writers.official(declared, [], frame), "", f"{declared.title}.xlsx")


def _workbook(content: bytes, mark: str, file_name: str) -> HttpResponse:
    name = file_name.rpartition(".")[0] or file_name
    response = HttpResponse(content, content_type=EXCEL)
    response["Content-Disposition"] = content_disposition_header(True, f"{name} {mark}".strip() + ".xlsx")
    return response
