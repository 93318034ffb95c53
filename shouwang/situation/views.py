"""The board of an area, its parts as they are drawn anew, and the big screen."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.situation import forms, reads, rules

SEE = Permission.VIEW_REPORTS
KEPT_FOR = 120  # seconds a drawn board is kept at all

Drawn = tuple[str, datetime, str]  # version, when, the parts as HTML


@door(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The board of the own area."""
    return redirect("situation:board", area=actor_of(request).area)


@door(SEE)
def board(request: HttpRequest, area: str) -> HttpResponse:
    """The board of an area, to work with: every number opens its rows."""
    return render(request, "situation/board.html", _frame(request, area))


@door(SEE)
def screen(request: HttpRequest, area: str) -> HttpResponse:
    """The same in large type for a wall: no menu, and nothing of any person."""
    return render(request, "situation/screen.html", _frame(request, area))


@door(SEE)
def parts(request: HttpRequest, area: str) -> HttpResponse:
    """The parts that change; 304 for whoever has them already."""
    version, _at, html = _drawn(request, _area(request, area))
    tag = f'"{version}"'
    unchanged = request.headers.get("If-None-Match") == tag
    response = HttpResponse(status=304) if unchanged else HttpResponse(html)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def _area(request: HttpRequest, area: str) -> str:
    if not actor_of(request).covers(area) or not places.exists(area):
        raise Http404
    return area


def _frame(request: HttpRequest, area: str) -> dict[str, Any]:
    version, at, html = _drawn(request, _area(request, area))
    return {"area": area, "name": places.full_name(area), "parts": html, "version": version, "at": at, "figure": request.GET.get("figure", "")}


def _drawn(request: HttpRequest, area: str) -> Drawn:
    """The parts as they were drawn a moment ago, or drawn now. They hold nothing that depends on who looks, only on the area."""
    now, figure = clocks.now(), _figure(request)
    key = f"board:{area}:{figure}:{get_language()}"
    wanted = reads.version(now)
    kept: Drawn | None = cache.get(key)
    if kept is not None and rules.is_good(kept[0], kept[1], wanted, now):
        return kept
    layout = forms.layout(reads.board(area, figure, now, by=actor_of(request)))
    drawn = (wanted, now, render_to_string("situation/parts.html", layout))
    cache.set(key, drawn, KEPT_FOR)
    return drawn


def _figure(request: HttpRequest) -> str:
    """The figure of the map, if it is one that may colour it: whatever else is asked for makes no further copy in the cache."""
    asked = request.GET.get("figure", "")
    return asked if asked in [figure.name for figure, _column in reads.maps()] else ""
