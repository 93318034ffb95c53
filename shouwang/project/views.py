"""My day: everything the acting post has to do now, from every feature; and how the installation is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of, door
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.project import day, search, watch


@door(None)
def my_day(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in; it asks for itself again every minute."""
    actor = actor_of(request)
    now = clocks.now()
    found = day.tasks(actor, now)
    context = {
        "late": [task for task in found if task.late],
        "open": [task for task in found if not task.late],
        "numbers": day.numbers(actor, now),
        "watches": actor.can(Permission.WATCH_INSTALLATION),
        "now": clocks.local(now),
    }
    return render(request, "project/my_day.html", context)


@door(Permission.VIEW_OBSERVATION)
def work_of_area(request: HttpRequest, area: str) -> HttpResponse:
    """Open orders and late work of one area, as a part of its page."""
    actor = actor_of(request)
    if not paths.is_path(area) or not actor.covers(area) or not places.exists(area):
        raise Http404
    context = {"area": area, "orders": day.orders_of(area, actor), "tasks": day.work_of(area, actor, clocks.now())}
    return render(request, "project/work_of_area.html", context)


@door(Permission.WATCH_INSTALLATION)
def installation(request: HttpRequest) -> HttpResponse:
    """Backup, disk, queue, posts, version: what the operator looks at in the morning."""
    actor = actor_of(request)
    return render(request, "project/installation.html", {"looks": watch.looks(actor, clocks.now())})


@door(None)
def find(request: HttpRequest) -> HttpResponse:
    """Everything that fits the posted words: as a part below the search field while somebody types, else as a page."""
    words = request.POST.get("q", "")
    actor = actor_of(request)
    context = {"words": words.strip(), "groups": search.find(words, actor)}
    is_part = request.method == "POST" and request.headers.get("HX-Request")
    return render(request, "project/found.html" if is_part else "project/find.html", context)
