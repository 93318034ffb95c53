"""What a request asks of a list: its state from the address, the reader's own columns and filters, the words posted."""

from django.http import Http404, HttpRequest

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor
from shouwang.accounts.doors import actor_of
from shouwang.ui import lists, trail
from shouwang.ui.lists import List, Shown

LONGEST_SEARCH = 60


def read(request: HttpRequest, declared: List) -> Shown:
    """The list as this request asks for it. A foreign area is not there (404)."""
    actor = actor_of(request)
    remembered = accounts.chosen_columns(declared.key, user_id=actor.user_id)
    shown = lists.read(request.GET, declared, remembered=remembered, may=actor.can)
    shown.area, shown.top = _area(request, actor), actor.area
    shown.crumbs = trail.crumbs(shown.area, actor.area)
    shown.words = _words(request, declared)
    shown.saved = accounts.saved_filters(declared.key, by=actor)
    shown.post_url = request.path
    return shown


def is_posted(request: HttpRequest, declared: List) -> bool:
    """Whether the request posts something to this list, not to another one of the page."""
    return request.method == "POST" and request.POST.get("list", declared.key) == declared.key


def _area(request: HttpRequest, actor: Actor) -> str:
    """The area that the address names, by path or code; the post's own where it names none."""
    words = request.GET.get("area", "")
    found = trail.find(words, actor.area) if words else actor.area
    if found is None or not actor.covers(found):
        raise Http404
    return found


def _words(request: HttpRequest, declared: List) -> str:
    if not declared.search or not is_posted(request, declared):
        return ""
    return request.POST.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]

