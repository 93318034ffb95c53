"""The rows behind a number, and those that make it another one than yesterday's."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shouwang.accounts.doors import actor_of, door
from shouwang.ledger.subjects import Subject
from shouwang.reports import forms, reads
from shouwang.reports.reads.rows import cards, weights
from shouwang.reports.rules import MOST_KEPT
from shouwang.reports.views.frames import SHEET, address, area_meant, day_meant, number_meant, unit_meant
from shouwang.ui import listings
from shouwang.ui.listings import Page

MOST_SHOWN = 100  # rows of each part of a difference; the rest stands behind the number itself


@door(SHEET)
def rows(request: HttpRequest, area: str, day: str, figure: str, column: str) -> HttpResponse:
    """The rows behind one number of an area's sheet."""
    return _rows(request, Subject(area=area_meant(request, area)), day_meant(day), figure, column)


@door(SHEET)
def unit_rows(request: HttpRequest, unit: str, day: str, figure: str, column: str) -> HttpResponse:
    """The rows behind one number of a unit's sheet."""
    return _rows(request, unit_meant(request, unit), day_meant(day), figure, column)


def _rows(request: HttpRequest, subject: Subject, on: date, figure: str, column: str) -> HttpResponse:
    found = reads.rows_behind(subject, on, figure, column)
    if found is None:
        raise Http404
    page, declared = listings.numbered(found, listings.read(request.GET)), reads.figure(figure)
    pairs = weights(declared, page.rows, subject, reads.day_of(on, reads.area_of(subject))) if declared else None
    context = {
        "figure": declared, "day": on, "table": forms.rows_table(cards(page.rows, by=actor_of(request), pairs=pairs), page),
        "back": address("sheet", subject, on),
    }  # fmt: skip
    return render(request, "reports/rows.html", context | {"area": subject.area})


@door(SHEET)
def why(request: HttpRequest, area: str, day: str, figure: str, column: str) -> HttpResponse:
    """Why a number of an area's sheet is not yesterday's."""
    return _why(request, Subject(area=area_meant(request, area)), day_meant(day), figure, column)


@door(SHEET)
def unit_why(request: HttpRequest, unit: str, day: str, figure: str, column: str) -> HttpResponse:
    """The same for a unit's sheet."""
    return _why(request, unit_meant(request, unit), day_meant(day), figure, column)


def _why(request: HttpRequest, subject: Subject, on: date, figure: str, column: str) -> HttpResponse:
    found = reads.changes(subject, on, figure, column)
    if found is None:
        raise Http404
    parts = [_part(request, name, queryset) for name, queryset in (("came", found.came), ("gone", found.gone), ("late", found.late))]
    context = {
        "figure": found.figure, "day": on, "parts": [part for part in parts if part], "back": address("sheet", subject, on),
        "rows_url": address("rows", subject, on, figure, column),
    }  # fmt: skip
    return render(request, "reports/why.html", context | {"area": subject.area})


@door(SHEET)
def since(request: HttpRequest, area: str, day: str, figure: str, column: str) -> HttpResponse:
    """What changed in a number of an area's sheet since it was signed or frozen."""
    return _since(request, Subject(area=area_meant(request, area)), day_meant(day), figure, column)


@door(SHEET)
def unit_since(request: HttpRequest, unit: str, day: str, figure: str, column: str) -> HttpResponse:
    """The same for a unit's sheet."""
    return _since(request, unit_meant(request, unit), day_meant(day), figure, column)


def _since(request: HttpRequest, subject: Subject, on: date, figure: str, column: str) -> HttpResponse:
    found = reads.since(subject, on, figure, column, revision=number_meant(request.GET.get("revision", "")) or 0)
    if found is None:
        raise Http404
    shown = (("added", found.came), ("changed", found.changed), ("taken", found.gone)) if found.known else ()
    parts = [_part(request, name, queryset, found.pairs) for name, queryset in shown]
    context = {
        "found": found, "figure": found.figure, "day": on, "parts": [part for part in parts if part and part["total"]], "back": address("sheet", subject, on),
        "rows_url": address("rows", subject, on, figure, column), "most": MOST_KEPT,
    }  # fmt: skip
    return render(request, "reports/since.html", context | {"area": subject.area})


def _part(request: HttpRequest, name: str, queryset: Any, pairs: Any = None) -> dict[str, Any] | None:
    if queryset is None:
        return None
    found, total = list(queryset[:MOST_SHOWN]), queryset.count()
    table = forms.rows_table(cards(found, by=actor_of(request), pairs=pairs), Page(found, total=total), name=name)
    return {"title": forms.CHANGES[name], "total": total, "table": table, "more": total - len(found)}
