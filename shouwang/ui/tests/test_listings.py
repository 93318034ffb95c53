"""A list's address orders it and turns its pages; nonsense in it does no harm."""

import pytest
from django.http import QueryDict

from shouwang.ui import listings

ROWS = list(range(1, 11))


def listing(query: str, **more: object) -> listings.Listing:
    return listings.read(QueryDict(query), **{"sortable": ("name", "day"), "default": "-day", "size": 4} | more)


@pytest.mark.parametrize(
    ("query", "order"),
    [("", "-day"), ("sort=name", "name"), ("sort=-name", "-name"), ("sort=password", "-day"), ("sort=--name", "-day")],
)
def test_only_columns_that_may_sort_do(query: str, order: str) -> None:
    assert listing(query).order == order


@pytest.mark.parametrize(
    ("query", "page"),
    [("", 1), ("page=3", 3), ("page=0", 1), ("page=-2", 1), ("page=x", 1), ("page=٣", 1), ("page=99999999999", 10_000)],
)
def test_a_page_is_a_sane_number(query: str, page: int) -> None:
    assert listing(query).page == page


def test_a_second_click_turns_the_order_round() -> None:
    assert listing("sort=name&page=2&q=李").sorted_by("name") == "?sort=-name&q=%E6%9D%8E"
    assert listing("sort=-name").sorted_by("name") == "?sort=name"
    assert listing("sort=-name").sorted_by("day") == "?sort=day"


def test_pages_follow_each_other_and_keep_the_filters() -> None:
    first = listings.numbered(ROWS, listing("q=a"))
    middle = listings.numbered(ROWS, listing("q=a&page=2"))
    last = listings.numbered(ROWS, listing("q=a&page=3"))
    assert [list(page.rows) for page in (first, middle, last)] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    assert (first.previous, first.next) == ("", "?q=a&page=2")
    assert (middle.previous, middle.first, middle.last) == ("?q=a&page=1", 5, 8)
    assert (last.next, last.last) == ("", 10)


def test_a_full_last_page_offers_no_empty_one() -> None:
    assert listings.numbered(ROWS[:8], listing("page=2")).next == ""


def test_a_keyset_page_begins_behind_the_key() -> None:
    def rows_after(after: str, limit: int) -> list[int]:
        return [row for row in ROWS if row > int(after or 0)][:limit]

    page = listings.keyset(rows_after, listing("after=4"), key=lambda row: row)
    assert (list(page.rows), page.next, page.previous) == ([5, 6, 7, 8], "?after=8", "?")
