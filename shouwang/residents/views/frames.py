"""What the office's pages of the resident's side share: the tabs, the halves of a queue, what became of an act."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.lib.verdicts import Verdict
from shouwang.ui import listings
from shouwang.ui.listings import Listing, Page
from shouwang.ui.outlines import Tab

GIVE, HELP, ANSWER, REGISTER = Permission.GIVE_LINKS, Permission.HELP_RESIDENTS, Permission.ANSWER_OBJECTIONS, Permission.RECORD_ARRIVALS


def pages_of(request: HttpRequest) -> list[Tab]:
    """The pages of the resident's side that the post may see."""
    pages = [
        ("help", _("Requests for help"), HELP), ("objections", _("Objections"), ANSWER), ("declarations", _("Declared returns"), REGISTER),
        ("links", _("Links"), GIVE), ("paper", _("Paper form"), REGISTER),
    ]  # fmt: skip
    return [
        Tab(label, address, request.path.startswith(address))
        for name, label, permission in pages
        if actor_of(request).can(permission) and (address := reverse(f"residents:{name}"))
    ]


def tell(request: HttpRequest, verdicts: Sequence[Verdict], done: str) -> None:
    """Say what became of an act."""
    for reason in dict.fromkeys(str(verdict.reason) for verdict in verdicts if not verdict.taken):
        messages.error(request, reason)
    if any(verdict.taken for verdict in verdicts):
        messages.success(request, done)


def queue_page(request: HttpRequest, title: str, table: Any, **more: Any) -> HttpResponse:
    """A queue as a page."""
    return render(request, "residents/queue.html", {"tabs": pages_of(request), "title": title, "table": table} | more)


def rows_of(request: HttpRequest, rows: QuerySet[Any], name_them: Callable[..., Sequence[Any]]) -> tuple[Page, Listing]:
    """The page of a queue that is asked for, each row with whose it is and where."""
    listing = listings.read(request.GET)
    page = listings.numbered(rows, listing)
    return replace(page, rows=name_them(page.rows, by=actor_of(request))), listing


def both_halves(request: HttpRequest, name: str, waiting: str, closed: str) -> tuple[bool, list[Tab]]:
    """Whether the closed half of a queue is asked for, and the tabs of both."""
    past = request.GET.get("closed") == "1"
    address = reverse(f"residents:{name}")
    return past, [Tab(waiting, address, not past), Tab(closed, f"{address}?closed=1", past)]
