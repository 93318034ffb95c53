"""A list asks the database the same questions for one row and for three hundred: none is asked row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.ui import listings
from shouwang.ui.listings import Listing, Page
from tests.house.test_urls import officer, own_urls

FEW, MANY = 1, 300
KINDS = 3  # of things that a single row may not name (a measure, a unit, a person): such a question is then left out
ALLOWED = ("SAVEPOINT", "RELEASE SAVEPOINT")


def lists() -> list[str]:
    """The addresses of pages that stand for themselves: no object is named in them."""
    return sorted(
        f"/{route}" for route, names, _entry in own_urls() if "<" not in route and "api" not in names and "$" not in route
    )


@contextmanager
def rows_a_page(size: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Every list shows so many rows; what is yielded collects how many it really showed."""
    shown: list[int] = []
    numbered, keyset = listings.numbered, listings.keyset

    def sized(listing: Listing) -> Listing:
        return replace(listing, size=size)

    def counted(page: Page) -> Page:
        shown.append(len(page.rows))
        return page

    with monkeypatch.context() as patch:
        patch.setattr(listings, "numbered", lambda rows, listing, **more: counted(numbered(rows, sized(listing), **more)))
        patch.setattr(listings, "keyset", lambda rows, listing, **more: counted(keyset(rows, sized(listing), **more)))
        yield shown


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len([query for query in queries if not query["sql"].startswith(ALLOWED)])


def test_no_list_asks_row_by_row(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client, growing, compared = officer(), [], []
    for address in lists():
        if client.get(address).status_code != 200:
            continue
        with rows_a_page(FEW, monkeypatch) as few:
            asked(client, address)
            questions_for_few = asked(client, address)
        with rows_a_page(MANY, monkeypatch) as many:
            questions_for_many = asked(client, address)
        if sum(many) > sum(few) + KINDS:
            compared.append(address)
            if questions_for_many > questions_for_few + KINDS:
                growing.append((address, questions_for_few, questions_for_many, max(many)))
    assert not growing, f"these ask more for more rows: {growing}"
    assert len(compared) >= 10, compared
