"""A list as a spreadsheet: the filters and columns that the reader chose, sealed values masked, logged with its purpose."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.ledger.exchange.ledgers import Column, Ledger
from shouwang.ledger.exchange.writers import Frame, official
from shouwang.ledger.lists.asked import Asked, Rows
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.ui import trail
from shouwang.ui.cells import plain
from shouwang.ui.lists import Shown

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Layout = Callable[[list[Any], str], bytes]  # from the rows and the purpose to a workbook
MOST_ROWS = 50_000
AT_A_TIME = 1_000
TOO_MANY = _("This list has more than %(most)s rows. Narrow the filter, then export it in parts.")


class PurposeForm(forms.Form):
    """What a list with personal data is taken out for."""

    purpose = forms.CharField(
        label=_("What is the file for?"),
        min_length=4,
        max_length=200,
        help_text=_(
            "Your name, the time and this purpose are kept in the log, and the purpose is printed on every page."
        ),
    )


def export(asked: Asked) -> HttpResponse:
    """The list as a file; one with personal data asks what for first. Raises Refused where it has too many rows."""
    return _taken_out(asked, partial(workbook, asked))


def hand_over(request: HttpRequest, shown: Shown, rows: Rows, layout: Layout, *, back: str) -> HttpResponse:
    """The rows of a list in a layout of the feature's own (an official form): asked for and logged like every export.

    It has an address of its own, without the list; ``back`` is the list's.
    """
    return _taken_out(Asked(request, shown, rows, context={"back": f"{back}?{shown.query}"}), layout)


def _taken_out(asked: Asked, layout: Layout) -> HttpResponse:
    form = PurposeForm(asked.request.POST if "purpose" in asked.request.POST else None)
    if asked.shown.declared.personal and not form.is_valid():
        return render(asked.request, "ui/list_export.html", {"shown": asked.shown, "form": form, **asked.context})
    purpose = form.cleaned_data["purpose"] if asked.shown.declared.personal else ""
    rows = list(asked.in_order()[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise Refused("list_too_long", TOO_MANY, most=MOST_ROWS)
    record_export(
        asked.shown.declared.key,
        len(rows),
        area=asked.shown.area,
        query=asked.shown.query,
        purpose=purpose,
        by=asked.actor,
    )
    return _file(asked, layout(rows, purpose))


@transaction.atomic
def record_export(list_key: str, count: int, *, area: str, query: str, purpose: str, by: Actor) -> None:
    """Note in the log that a list was taken out of the house: which, how many rows, by which filter, what for."""
    record_event(
        by=by, action="ledger.export_list", area=area, count=count, subject=list_key, detail={"filter": query},
        reason=purpose,
    )  # fmt: skip


def workbook(asked: Asked, rows: list[Any], purpose: str) -> bytes:
    """The rows under the chosen columns."""
    shown = asked.shown
    columns = tuple(Column(column.key, str(column.label)) for column in shown.columns if str(column.label))
    ledger = Ledger(name=shown.declared.key, title=str(shown.declared.title), columns=columns)
    area = shown.crumbs[-1].label if shown.crumbs else trail.names([shown.area])[shown.area]
    return official(ledger, _values(asked, rows), Frame(unit=str(area), day=clocks.today(), purpose=purpose))


def _values(asked: Asked, rows: list[Any]) -> Iterator[Mapping[str, Any]]:
    for start in range(0, len(rows), AT_A_TIME):
        for row in asked.prepare(rows[start : start + AT_A_TIME]):
            yield {column.key: plain(column.of(row)) for column in asked.shown.columns}


def _file(asked: Asked, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=EXCEL)
    name = f"{asked.shown.declared.name}-{clocks.today()}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
