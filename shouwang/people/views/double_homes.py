"""The queue of households that may be one, and what was decided about households."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from shouwang.accounts.doors import actor_of, door
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib.verdicts import Verdict
from shouwang.people import forms, reads, writes
from shouwang.people.rules.double_homes import keeper_of_homes
from shouwang.people.views.doors import SEE
from shouwang.people.views.doubles import tabs
from shouwang.places import reads as places


@door(SEE)
def homes_suspected(request: HttpRequest) -> HttpResponse:
    """Households that may be registered twice: what is open, or what was decided."""
    actor = actor_of(request)
    if request.GET.get("decided") == "1":
        return _decided(request)
    shown = lists.read(request, forms.HOMES_SUSPECTED)
    rows = reads.homes_suspected(by=actor, area=shown.area, why=shown.chosen["why"], words=shown.words)
    more = {"template": "people/homes_suspected.html", "tabs": tabs("people:homes_suspected", decided=False)}
    return lists.answer(request, shown, rows, prepare=partial(_open_rows, actor.area), does={"not_same": _not_same}, **more)


def _decided(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    shown = lists.read(request, forms.HOMES_DECIDED)
    rows = reads.homes_decided(by=actor, area=shown.area, decision=shown.chosen["decision"], words=shown.words)
    more = {"template": "people/homes_suspected.html", "tabs": tabs("people:homes_suspected", decided=True)}
    return lists.answer(request, shown, rows, prepare=partial(_decided_rows, actor.area), does={"take_back": _taken_back}, **more)


def _open_rows(within: str, rows: list[Any]) -> list[forms.HomesRow]:
    return _with_places(within, [(row, *keeper_of_homes(row.one, row.other)) for row in rows])


def _decided_rows(within: str, rows: list[Any]) -> list[forms.HomesRow]:
    return _with_places(within, [(row, row.kept, row.gone) for row in rows])


def _with_places(within: str, found: list[tuple[Any, Any, Any]]) -> list[forms.HomesRow]:
    """Pairs with the names of their places; one query for any number."""
    names = places.full_names({home.area for _row, *homes in found for home in homes}, within)
    return [forms.HomesRow(row, kept, gone, (names.get(kept.area, ""), names.get(gone.area, ""))) for row, kept, gone in found]


def _not_same(chosen: Chosen) -> list[Verdict]:
    pairs = [(shown.row.one_id, shown.row.other_id) for shown in chosen.rows]
    return writes.tell_many_homes_apart(pairs, reason=chosen.given["reason"], by=chosen.by)


def _taken_back(chosen: Chosen) -> list[Verdict]:
    return writes.take_homes_back([shown.row.pk for shown in chosen.rows], reason=chosen.given["reason"], by=chosen.by)
