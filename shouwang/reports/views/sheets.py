"""The sheet itself: its numbers beside yesterday's, its signatures, what lies below, its revisions, its spreadsheet."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.policy import reads as policy
from shouwang.reports import due, forms, reads, rules
from shouwang.reports.choices import Act, Level
from shouwang.reports.exchange import as_workbook, title_of
from shouwang.reports.views.frames import SHEET, address, area_meant, beside, day_meant, number_meant, unit_meant
from shouwang.ui.outlines import Progress

BELOW = {"county": "township", "township": "village"}
COMPARED = [("returnees_total", "today"), ("home_observed", "now"), ("readings_due", "today"), ("readings_missed", "today"),
            ("fever_persons", "today"), ("reports_expected", "today"), ("reports_received", "today")]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEIGHTS = {Level.VILLAGE: ("village",), Level.TOWNSHIP: ("village", "township"), Level.HEALTH_CENTRE: ("village", "township"),
           Level.COUNTY: ("village", "township", "county"), Level.PREFECTURE: ("village", "township", "county", "prefecture")}


@door(SHEET)
def index(request: HttpRequest) -> HttpResponse:
    """Today's sheet of the own area."""
    return redirect("reports:sheet", area=actor_of(request).area, day=clocks.today().isoformat())


@door(SHEET)
def sheet(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """The sheet of an area: every item, each number a link to its rows, the signing chain, the areas below."""
    return area_sheet(request, Subject(area=area_meant(request, area)), day_meant(day))


@door(SHEET)
def of_area(request: HttpRequest, area: str) -> HttpResponse:
    """Where today's sheet of an area stands and how many villages are missing, as a part of the area's page."""
    subject, on, level = Subject(area=area_meant(request, area)), clocks.today(), paths.level(area)
    spoken_for = due.LEVEL_OF.get(level)
    states = reads.states_below(area, on, spoken_for, [area], clocks.now()) if spoken_for else {}
    expected, said = reads.reporting(subject, on)
    context = {
        "sheet_url": address("sheet", subject, on), "state": forms.state_badge(states[area]) if states else None,
        "expected": expected, "missing": len(expected) - len(said),
        "missing_url": "" if level == "village" else address("missing", subject, on),
    }  # fmt: skip
    return render(request, "reports/of_area.html", context)


def area_sheet(request: HttpRequest, subject: Subject, on: date, **bound: Any) -> HttpResponse:
    """The page of an area's sheet; ``bound`` brings a form back with what was typed and what is wrong with it."""
    with reads.read_once():
        found = _read(request, subject, on)
        context = _context(request, found) | signing(request, found) | _below(found) | bound
    return render(request, "reports/sheet.html", context)


@door(SHEET)
def unit_sheet(request: HttpRequest, unit: str, day: str) -> HttpResponse:
    """The sheet of a managing unit."""
    found = _read(request, unit_meant(request, unit), day_meant(day))
    return render(request, "reports/sheet.html", _context(request, found))


def _read(request: HttpRequest, subject: Subject, on: date) -> reads.Sheet:
    """The sheet as the query string asks for it: as frozen, one revision, or with everything known now."""
    revision = number_meant(request.GET.get("revision", "")) or 0
    if revision and revision not in [kept.revision for kept in reads.revisions(subject, on)]:
        raise Http404
    return reads.sheet(subject, on, as_of=request.GET.get("as_of", ""), revision=revision, compare=not revision)


def _context(request: HttpRequest, found: reads.Sheet) -> dict[str, Any]:
    subject, day = found.subject, found.day.date
    links = forms.Addresses(
        lambda figure, column: address("rows", subject, day, figure, column),
        lambda figure, column: address("since", subject, day, figure, column),
        lambda figure, column: address("why", subject, day, figure, column),
    )
    return {
        "sheet": found, "title": title_of(found), "today": clocks.today(), "as_of": request.GET.get("as_of", ""),
        "revision": number_meant(request.GET.get("revision", "")), "groups": forms.groups(found, links),
        "before": beside("sheet", subject, day, -1), "after": beside("sheet", subject, day, 1), "reporting": _reporting(found),
        "revisions_url": address("revisions", subject, day) if found.frozen else "",
    }  # fmt: skip


def _reporting(found: reads.Sheet) -> dict[str, Any]:
    """How many of the villages that have to report have done so; a sheet that lacks some is incomplete, and says so."""
    numbers = {item.name: item.values.get("today") or 0 for item in found.items}
    due, done = int(numbers.get("reports_expected", 0)), int(numbers.get("reports_received", 0))
    return {"progress": Progress(forms.REPORTED, done, due, "good" if done >= due else "warn"), "missing": due - done, "due": due}


def signing(request: HttpRequest, found: reads.Sheet) -> dict[str, Any]:
    """The signing chain, and what the reader may say: sign at the own level, or give the sheet back."""
    area, on, actor = found.subject.area, found.day.date, actor_of(request)
    levels = _levels(found.rules, area, on)
    chain = reads.chain(area, on, levels)
    own = next((step for step in chain if step[1] == area == actor.area and actor.role in rules.SIGNERS[Level(step[0])]), None)
    back = [level for level, path, word in chain if path == area and word and word.act == Act.SIGN and actor.role in rules.returners(level)]
    may_return = bool(back) and not found.frozen and actor.role != "system"
    said = own[2] if own else None
    return {
        "steps": forms.steps(_steps(chain, on, own[0] if own else "", found.rules.cutoff_for(area, on)[0])), "may_sign": own is not None and not (said and said.act == Act.SIGN),
        "own_word": said, "own_level": own[0] if own else "", "sign": forms.SignForm(), "may_return": may_return, "give_back": forms.ReturnForm(),
        "zero_possible": paths.level(area) == "village" and not rules.news({item.name: item.values for item in found.items}),
    }  # fmt: skip


def _levels(book: policy.Rulebook, area: str, on: date) -> list[str]:
    """The levels of the signing chain at and above an area; none where no pack is in force."""
    if book.period_for(area, on) is None:
        return []
    return [level for level in book.pack_for(area, on).report.chain if paths.level(area) in HEIGHTS[Level(level)]]


def _steps(chain: list[tuple[str, str, Any]], on: date, own: str, cutoff: Any) -> list[dict[str, Any]]:
    names = places.names([path for _level, path, _word in chain])
    return [
        {"level": level, "label": Level(level).label, "name": names.get(path, ""), "word": word,
         "deadline": clocks.local(rules.deadline(level, on, cutoff)), "may_sign": level == own}
        for level, path, word in chain
    ]  # fmt: skip


def _below(found: reads.Sheet) -> dict[str, Any]:
    level, day = BELOW.get(paths.level(found.subject.area)), found.day.date
    if level is None:
        return {}
    titles = {item.name: item.figure.title for item in found.items}
    columns = [(name, column) for name, column in COMPARED if name in titles]
    rows = reads.sheet_by_area(found.subject, found.day, level, columns)
    states = reads.states_below(found.subject.area, day, Level(level), [row["path"] for row in rows], clocks.now(), found.rules)
    return {
        "below": forms.below_table(rows, states, [(name, column, titles[name]) for name, column in columns], day),
        "units_url": address("units", found.subject, day) if level == "township" else "",
    }


@door(SHEET)
def units(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """The managing units of an area: how many of their villages have reported, and their own sheets."""
    on = day_meant(day)
    rows = reads.by_unit(area_meant(request, area), on)
    context = {"title": places.full_name(area), "day": on, "table": forms.units_table(rows, on), "back": address("sheet", Subject(area=area), on)}
    return render(request, "reports/units.html", context)


@door(SHEET)
def revisions(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Every frozen state of an area's sheet, with what changed from one to the next."""
    return _revisions(request, Subject(area=area_meant(request, area)), day_meant(day))


@door(SHEET)
def unit_revisions(request: HttpRequest, unit: str, day: str) -> HttpResponse:
    """The same for a unit's sheet."""
    return _revisions(request, unit_meant(request, unit), day_meant(day))


def _revisions(request: HttpRequest, subject: Subject, on: date) -> HttpResponse:
    kept = reads.revisions(subject, on)
    sheet_url = address("sheet", subject, on)
    found = reads.Sheet(subject, reads.day_of(on, reads.area_of(subject)), [])
    context = {"title": title_of(found), "day": on, "revisions": forms.revisions(kept, sheet_url), "back": sheet_url}
    return render(request, "reports/revisions.html", context)


@door(SHEET)
def workbook(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """The official spreadsheet of a sheet; it names nobody but who signed. Logged."""
    on, actor = day_meant(day), actor_of(request)
    lists.record_export("reports.sheet", 1, area=area_meant(request, area), query=f"day={on}", purpose="", by=actor)
    found = reads.sheet(Subject(area=area_meant(request, area)), on)
    response = HttpResponse(as_workbook(found, list(reads.signatures(area, on))), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="daily-report-{area}-{on}.xlsx"'
    return response
