"""One address answers everything about a list: its page, its bulk actions, its export, saved filters, chosen columns."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shouwang.accounts import writes as accounts
from shouwang.accounts.writes import NewFilter
from shouwang.ledger.lists.acting import act
from shouwang.ledger.lists.asked import Asked, Rows
from shouwang.ledger.lists.exporting import export
from shouwang.ledger.lists.reading import is_posted
from shouwang.ledger.lists.undoing import undo
from shouwang.ui import listings, lists
from shouwang.ui.listings import Page
from shouwang.ui.lists import Shown


def answer(
    request: HttpRequest,
    shown: Shown,
    rows: Rows,
    *,
    prepare: Callable[[list[Any]], Sequence[Any]] = list,
    does: Mapping[str, Callable[..., Any]] | None = None,
    undoes: Mapping[str, Callable[..., Any]] | None = None,
    template: str = "ui/list.html",
    **context: Any,
) -> HttpResponse:
    """The answer to a request for a declared list.

    ``rows`` are those that ``shown.chosen``, ``shown.area`` and ``shown.words`` find; ``does`` holds for each action's
    name what it does with ``Chosen`` rows: it answers a verdict for each, in their order, or a response of its own.
    ``undoes`` holds, for those that can be taken back, what takes ``Undoing`` back: it answers a verdict for each id.
    """
    asked = Asked(request, shown, rows, prepare, does or {}, undoes or {}, template, context)
    if not is_posted(request, shown.declared):
        return page(asked)
    return _posted(asked, request.POST.get("do", ""))


def _posted(asked: Asked, do: str) -> HttpResponse:
    if do in STEPS:
        return STEPS[do](asked)
    action = next((action for action in asked.shown.actions if action.do == do), None)
    if action is None:
        raise Http404
    return act(asked, action, page)


def page(asked: Asked) -> HttpResponse:
    """The list itself, with the same queries for any number of rows."""
    shown = asked.shown
    found = asked.found()
    total = found if found <= shown.declared.most else None
    raw = listings.numbered(asked.in_order(), shown.listing, total=total)
    rows = asked.prepare(list(raw.rows))
    # Words that were posted stand in no address: what they find has no second page.
    shown_page = Page(rows) if shown.words else Page(rows, raw.previous, raw.next, raw.first, raw.total)
    shown.table = lists.table_of(shown, shown_page, found=found)
    return render(asked.request, asked.template, {"shown": shown, **asked.context})


def _columns(asked: Asked) -> HttpResponse:
    """Remember the columns as posted: those ticked, in the posted order; one moved up or down; or the usual ones again."""
    posted, declared = asked.request.POST, asked.shown.declared
    if "usual" in posted:
        wanted: list[str] = []
    else:
        order = [key for key in posted.getlist("order") if key in declared.column_keys()]
        ticked = {declared.columns[0].key, *posted.getlist("column")}
        wanted = [key for key in _moved(order, posted.get("up", ""), posted.get("down", "")) if key in ticked]
    if asked.actor.user_id is not None:
        accounts.remember_columns(declared.key, wanted, user_id=asked.actor.user_id)
    return redirect(_without_columns(asked.shown))


def _moved(order: list[str], up: str, down: str) -> list[str]:
    """The order with one key a place further up or down."""
    key, by = (up, -1) if up in order else (down, 1)
    if key not in order:
        return order
    rest = [other for other in order if other != key]
    at = max(order.index(key) + by, 0)
    return [*rest[:at], key, *rest[at:]]


def _without_columns(shown: Shown) -> str:
    query = shown.listing.query.copy()
    query.pop("cols", None)
    return f"{shown.post_url}?{query.urlencode()}" if query else shown.post_url


def _save(asked: Asked) -> HttpResponse:
    posted, shown = asked.request.POST, asked.shown
    new = NewFilter(shown.declared.key, posted.get("name", ""), shown.query, shared="shared" in posted)
    [verdict] = accounts.save_filters([new], by=asked.actor)
    if verdict.taken:
        messages.success(asked.request, _("The filter is kept as “%(name)s”.") % {"name": new.name.strip()})
    else:
        messages.error(asked.request, verdict.reason)
    return redirect(shown.address)


def _forget(asked: Asked) -> HttpResponse:
    given = asked.request.POST.get("filter", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0  # a bigint has 18 digits
    [verdict] = accounts.forget_filters([number], by=asked.actor)
    if verdict.taken:
        messages.success(asked.request, _("The saved filter is gone."))
    else:
        messages.error(asked.request, verdict.reason)
    return redirect(asked.shown.address)


# What every list does by itself; no action of a list may bear one of these names.
STEPS = {"": page, "columns": _columns, "save": _save, "forget": _forget, "export": export, "undo": undo}
