"""A declared list reads its address: known columns, filters and orders; all else is passed over."""

import pytest
from django import forms
from django.http import QueryDict

from shouwang.ui import lists, trail
from shouwang.ui.cells import Badge, Button, Lines, Link, Masked, Temperature, plain
from shouwang.ui.listings import Page
from shouwang.ui.lists import List, Saved
from shouwang.ui.tables import Action, Column


class Filters(forms.Form):
    """What the list is filtered by."""

    state = forms.ChoiceField(required=False, choices=[("", "all"), ("late", "late")])
    day = forms.DateField(required=False)


PEOPLE = List(
    key="test.people",
    title="People",
    columns=[
        Column("name", "Name", sortable=True, order="name_key"),
        Column("day", "Day", sortable=True),
        Column("phone", "Phone", shown=False),
        Column("state", "State"),
    ],
    order="-day",
    filters=Filters,
    actions=[Action("Print", do="print"), Action("End", do="end", permission="end")],
)


def read(query: str, **more: object) -> lists.Shown:
    return lists.read(QueryDict(query), PEOPLE, **more)


def keys(shown: lists.Shown) -> list[str]:
    return [column.key for column in shown.columns]


@pytest.mark.parametrize(
    ("query", "remembered", "shown"),
    [
        ("", [], ["name", "day", "state"]),
        ("", ["phone", "day"], ["name", "phone", "day"]),
        ("cols=state,phone", ["day"], ["name", "state", "phone"]),
        ("cols=phone,phone,name,phone", [], ["name", "phone"]),
        ("cols=name", [], ["name"]),
        ("cols=password,%00", [], ["name", "day", "state"]),
        ("cols=", ["gone"], ["name", "day", "state"]),
    ],
)
def test_columns_are_those_of_the_address_else_the_readers_else_the_usual_ones(
    query: str, remembered: list[str], shown: list[str]
) -> None:
    assert keys(read(query, remembered=remembered)) == shown


def test_order_is_by_the_field_behind_the_column() -> None:
    assert lists.order_of(read("sort=-name")) == ("-name_key",)
    assert lists.order_of(read("sort=state")) == ("-day",)


def test_nonsense_filters_are_passed_over_one_by_one() -> None:
    assert dict(read("state=nobody&day=2020-02-05&x=1").chosen)["day"].isoformat() == "2020-02-05"
    assert dict(read("state=late&day=never").chosen) == {"state": "late", "day": ""}


def test_the_state_to_keep_holds_no_page_and_no_nonsense() -> None:
    assert read("page=3&state=late&x=1&sort=-name&after=9&day=").query == "sort=-name&state=late"


def test_a_saved_filter_is_recognised_when_it_is_shown() -> None:
    shown = read("state=late&page=2")
    shown.saved = [Saved(1, "other", "state=x"), Saved(2, "late ones", "state=late")]
    assert shown.saved_now == shown.saved[1]


def test_only_permitted_actions_are_offered() -> None:
    assert [action.do for action in read("", may=lambda _permission: False).actions] == ["print"]
    assert [action.do for action in read("", may=lambda _permission: True).actions] == ["print", "end"]


def test_all_that_the_filter_finds_is_offered_only_where_there_is_more() -> None:
    shown, row = read(""), {"name": "a", "day": 1, "phone": "", "state": ""}
    assert lists.table_of(shown, Page([row]), found=2).offers_all
    assert not lists.table_of(shown, Page([row]), found=1).offers_all
    assert not lists.table_of(shown, Page([row])).offers_all


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (Badge("late", "warn"), "late"),
        (Lines(Link("A", "/a"), ["W-1", ""]), "A · W-1"),
        (Lines(Link("A", "/a")), "A"),
        (Masked("169****0001"), "169****0001"),
        (Button("Open", "/a"), ""),
        (Temperature(36.5), 36.5),
        ([Badge("a"), Badge("b")], "a、b"),
        ("<b>x</b>", "x"),
        (7, 7),
        (None, None),
    ],
)
def test_a_spreadsheet_gets_values_without_dress(piece: object, text: object) -> None:
    assert plain(piece) == text


def test_narrowing_to_a_place_keeps_filters_and_order_and_begins_at_the_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "_source", trail._Source())
    trail.supply(lambda wanted: {path: path for path in wanted}, near=lambda _path, _top: [("001002", "below")])
    shown = read("state=late&sort=name&page=3&area=001")
    shown.area, shown.top, shown.post_url = "001", "001", "/people/"
    assert [crumb.url for crumb in shown.within.below] == ["/people/?state=late&sort=name&area=001002"]
    assert not shown.within.up


def test_a_list_narrowed_to_a_place_offers_all_of_it_again() -> None:
    shown = read("")
    shown.area, shown.top = "001002", "001"
    assert shown.is_filtered
    shown.area = "001"
    assert not shown.is_filtered
