"""What the pages of reports share: who asks, whose sheet, which day."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.subjects import Subject
from shouwang.places import reads as places

SHEET = Permission.VIEW_REPORTS


def day_meant(text: str) -> date:
    """The day of an address; 404 for nonsense."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def area_meant(request: HttpRequest, area: str) -> str:
    """The area of an address, if it lies in the reader's; 404 otherwise."""
    if not actor_of(request).covers(area) or not places.exists(area):
        raise Http404
    return area


def unit_meant(request: HttpRequest, code: str) -> Subject:
    """The unit of an address, if it sits in the reader's area; 404 otherwise."""
    if not actor_of(request).covers(places.unit_area(code) or "?"):
        raise Http404
    return Subject(unit=code)


def number_meant(text: str) -> int | None:
    """A whole number of the query string; none for nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def address(name: str, subject: Subject, day: date, *more: Any) -> str:
    """The address of a page about an area's or a unit's sheet."""
    kind = "unit_" if subject.unit else ""
    return reverse(f"reports:{kind}{name}", args=[subject.unit or subject.area, day.isoformat(), *more])


def beside(name: str, subject: Subject, day: date, step: int) -> str:
    """The same page some days later or earlier."""
    return address(name, subject, date.fromordinal(day.toordinal() + step))
