"""A table shows values by their type, sums over the whole list, and says what to do where it is empty."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from shouwang.ui import listings, tables
from shouwang.ui.cells import Badge, Lines, Link, Masked, Piece, Temperature, show
from shouwang.ui.tables import Action, Column, Empty, Table

ROWS = [
    {"pk": 1, "name": "李<b>", "count": 1200, "day": date(2020, 2, 5)},
    {"pk": 2, "name": "王", "count": None, "day": None},
]
COLUMNS = [
    Column("name", "Name", sortable=True),
    Column("count", "Count", numeric=True),
    Column("day", "Day", secondary=True),
]


def drawn(table: Table) -> str:
    with translation.override("en"):
        return Template("{% load ui %}{% table table %}").render(Context({"table": table}))


def test_values_are_written_by_type_and_escaped() -> None:
    page = drawn(tables.of(COLUMNS, ROWS))
    assert "李&lt;b&gt;" in page
    assert "1,200" in page
    assert "5 Feb 2020" in page
    assert page.count(">–<") == 2


def test_a_sortable_heading_is_a_link_and_says_its_direction() -> None:
    listing = listings.read(QueryDict("sort=-name"), sortable=("name",))
    page = drawn(Table(COLUMNS, listings.numbered(ROWS, listing), listing))
    assert 'aria-sort="descending"' in page
    assert 'href="?sort=name"' in page


def test_totals_stand_in_the_last_row() -> None:
    page = drawn(tables.of(COLUMNS, ROWS, totals={"count": 98765}))
    assert "<tfoot" in page
    assert "98,765" in page
    assert "Total" in page


def test_without_rows_the_table_says_what_to_do() -> None:
    page = drawn(
        tables.of(COLUMNS, [], empty=Empty("No returnees yet", "Import the sheet.", action="Import", url="/imports/"))
    )
    assert "<table" not in page
    assert "No returnees yet" in page
    assert 'href="/imports/"' in page


def test_rows_can_be_selected_only_where_something_can_be_done_with_them() -> None:
    with_action = tables.of(COLUMNS, ROWS, actions=[Action("Print", "/print")], row_key=lambda row: row["pk"])
    assert 'name="selected" value="1"' in drawn(with_action)
    assert 'formaction="/print"' in drawn(with_action)
    assert "selected" not in drawn(tables.of(COLUMNS, ROWS))


def test_a_row_carries_its_tone() -> None:
    assert "row-alert" in drawn(tables.of(COLUMNS, ROWS, row_tone=lambda row: "alert" if row["pk"] == 1 else ""))


@pytest.mark.parametrize(
    "piece", [Badge("<i>", "warn"), Link("<i>", "/?a=<"), Lines("<i>", ["<i>"]), Masked("<i>", "/?a=<", "<i>")]
)
def test_pieces_escape_what_they_show(piece: Piece) -> None:
    with_tags = str(piece) + Template("{{ piece }}").render(Context({"piece": piece}))
    assert "<i>" not in with_tags
    assert "a=<" not in with_tags
    assert "Badge(" not in with_tags


def test_an_unknown_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="no tone"):
        str(Badge("x", "purple"))


def test_a_fever_is_marked_from_the_threshold_on() -> None:
    assert "is-fever" in str(Temperature(Decimal("37.3"), Decimal("37.3")))
    assert "is-fever" not in str(Temperature(Decimal("37.2"), Decimal("37.3")))
    assert "is-fever" not in str(Temperature(None, Decimal("37.3")))


def test_several_pieces_share_a_cell() -> None:
    assert show([Badge("a"), Badge("b")]).count("badge") == 2


def test_few_columns_of_numbers_stay_a_table_on_a_phone() -> None:
    numbers = [Column("name", "Item"), Column("count", "Today", numeric=True)]
    assert "is-compact" in drawn(tables.of(numbers, ROWS))
    assert "is-compact" not in drawn(tables.of(COLUMNS, ROWS))
