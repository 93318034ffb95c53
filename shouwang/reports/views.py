"""Pages of the daily report: the sheet, its rows, its signatures, who is missing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import door
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.reports import reads, rules, writes
from shouwang.reports.choices import Level
from shouwang.reports.exchange import as_workbook, title_of
from shouwang.reports.forms import WordForm, below_table, groups, rows_table, steps
from shouwang.reports.reads.rows import cards
from shouwang.ui import listings

SHEET = Permission.VIEW_REPORTS
BELOW = {"county": "township", "township": "village"}
COMPARED = [("returnees_total", "today"), ("home_observed", "now"), ("readings_due", "today"), ("readings_missed", "today"),
            ("fever_persons", "today"), ("reports_expected", "today"), ("reports_received", "today")]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _area(request: HttpRequest, area: str) -> str:
    if not _actor(request).covers(area) or not places.exists(area):
        raise Http404
    return area


def _unit(request: HttpRequest, code: str) -> Subject:
    if not _actor(request).covers(places.unit_area(code) or "?"):
        raise Http404
    return Subject(unit=code)


@door(SHEET)
def index(request: HttpRequest) -> HttpResponse:
    """Today's sheet of the own area."""
    return redirect("reports:sheet", area=_actor(request).area, day=clocks.today().isoformat())


@door(SHEET)
def sheet(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """The sheet of an area: every item, each number a link to its rows, the signing chain, the areas below."""
    on = _day(day)
    found = reads.sheet(Subject(area=_area(request, area)), on, as_of=request.GET.get("as_of", ""))
    return render(request, "reports/sheet.html", _context(request, found) | _chain(request, area, on) | _below(found))


@door(SHEET)
def unit_sheet(request: HttpRequest, unit: str, day: str) -> HttpResponse:
    """The sheet of a managing unit."""
    found = reads.sheet(_unit(request, unit), _day(day), as_of=request.GET.get("as_of", ""))
    return render(request, "reports/sheet.html", _context(request, found))


def _context(request: HttpRequest, found: reads.Sheet) -> dict[str, Any]:
    day, mark = found.day.date.isoformat(), found.received_mark
    kind, key = ("unit_", found.subject.unit) if found.subject.unit else ("", found.subject.area)

    def rows_at(figure: str, column: str) -> str:
        return reverse(f"reports:{kind}rows", args=[key, day, figure, column])

    return {
        "sheet": found, "title": title_of(found), "today": clocks.today(), "form": WordForm(), "as_of": request.GET.get("as_of", ""),
        "groups": groups(found, rows_at, lambda figure, column: f"{rows_at(figure, column)}?later_than={mark}"),
        "before": _sheet_at(f"{kind}sheet", key, found.day.date, -1), "after": _sheet_at(f"{kind}sheet", key, found.day.date, 1),
    }


def _sheet_at(name: str, key: str, day: date, step: int) -> str:
    return reverse(f"reports:{name}", args=[key, date.fromordinal(day.toordinal() + step).isoformat()])


def _chain(request: HttpRequest, area: str, on: date) -> dict[str, Any]:
    cutoff, _freeze = policy.cutoff_for(area, on)
    levels = [level for level in policy.pack_for(area, on).report.chain if paths.level(area) in _heights(level)]
    chain = reads.chain(area, on, levels)
    names = places.names([path for _level, path, _word in chain])
    found = [
        {"level": level, "label": Level(level).label, "name": names.get(path, ""), "word": word,
         "deadline": clocks.local(rules.deadline(level, on, cutoff)), "may_sign": _may_sign(request, level, path)}
        for level, path, word in chain
    ]
    return {"steps": steps(found), "may_sign": any(step["may_sign"] for step in found)}


def _heights(level: str) -> tuple[str, ...]:
    return {"village": ("village",), "township": ("village", "township"), "health_centre": ("village", "township")}.get(
        level, ("village", "township", "county") if level == "county" else ()
    )


def _may_sign(request: HttpRequest, level: str, path: str) -> bool:
    actor = _actor(request)
    return actor.role in rules.SIGNERS[level] and actor.area == path  # type: ignore[index]


def _below(found: reads.Sheet) -> dict[str, Any]:
    level = BELOW.get(paths.level(found.subject.area))
    if level is None:
        return {}
    titles = {item.name: item.figure.title for item in found.items}
    columns = [(name, column) for name, column in COMPARED if name in titles]
    rows = reads.sheet_by_area(found.subject, found.day.date, level, columns)
    day = found.day.date
    return {"below": below_table(rows, [titles[name] for name, _column in columns], lambda path: _sheet_at("sheet", path, day, 0))}


@require_POST
@door(SHEET)
def say(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Sign or return the sheet of an area at the level of the own post."""
    on, form = _day(day), WordForm(request.POST)
    if form.is_valid():
        level = {"village": "village", "township": "township", "county": "county"}[paths.level(_area(request, area))]
        level = "health_centre" if _actor(request).role == "health_centre" else level
        verdict = writes.say([writes.Say(area, on, level, **form.cleaned_data)], by=_actor(request))[0]
        _tell(request, verdict)
    return redirect("reports:sheet", area=area, day=day)


def _tell(request: HttpRequest, verdict: Any) -> None:
    if verdict.outcome in ("refused", "duplicate"):
        messages.error(request, verdict.reason)
    for warned in verdict.warnings:
        messages.warning(request, warned.sentence)
    if verdict.outcome.startswith("accepted"):
        messages.success(request, _("Your word on this sheet is recorded."))


@door(SHEET)
def workbook(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """The official spreadsheet of a sheet."""
    on = _day(day)
    found = reads.sheet(Subject(area=_area(request, area)), on)
    response = HttpResponse(as_workbook(found, list(reads.signatures(area, on))), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="daily-report-{area}-{on}.xlsx"'
    return response


@door(SHEET)
def missing(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """The villages without a report, by name."""
    villages = reads.missing_villages(Subject(area=_area(request, area)), _day(day))
    names = places.names(villages)
    listed = [(names.get(path, ""), _sheet_at("sheet", path, _day(day), 0)) for path in villages]
    return render(request, "reports/missing.html", {"villages": listed, "title": places.full_name(area), "day": _day(day)})


@door(SHEET)
def rows(request: HttpRequest, area: str, day: str, figure: str, column: str) -> HttpResponse:
    """The rows behind one number of an area's sheet."""
    return _rows(request, Subject(area=_area(request, area)), _day(day), figure, column)


@door(SHEET)
def unit_rows(request: HttpRequest, unit: str, day: str, figure: str, column: str) -> HttpResponse:
    """The rows behind one number of a unit's sheet."""
    return _rows(request, _unit(request, unit), _day(day), figure, column)


def _rows(request: HttpRequest, subject: Subject, on: date, figure: str, column: str) -> HttpResponse:
    mark = request.GET.get("later_than", "")
    found = reads.rows_behind(subject, on, figure, column, later_than=int(mark) if mark.isdigit() else None)
    if found is None:
        raise Http404
    page = listings.numbered(found, listings.read(request.GET))
    declared = reads.figure(figure)
    context = {"figure": declared, "day": on, "table": rows_table(cards(page.rows, by=_actor(request)), page)}
    return render(request, "reports/rows.html", context)
