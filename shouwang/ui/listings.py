"""What a list's address says: order and page. And one page of rows, read with the same queries for any size."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

PAGE_SIZE = 50
LAST_PAGE = 10_000  # deeper reading is for exports; it keeps offsets sane

Rows = Any  # a sequence or a query set: whatever can be sliced


@dataclass(frozen=True)
class Listing:
    """Order and place asked for by the query string (``sort``, ``page``, ``after``); nonsense is passed over."""

    query: QueryDict = field(default_factory=QueryDict)
    sort: str = ""
    descending: bool = False
    page: int = 1
    after: str = ""
    size: int = PAGE_SIZE

    @property
    def order(self) -> str:
        """The order as Django's ``order_by`` takes it: ``-name``. Empty where none is set."""
        return f"{'-' if self.descending else ''}{self.sort}" if self.sort else ""

    def address(self, **changes: Any) -> str:
        """This list's query string with some values changed; None takes one away."""
        query = self.query.copy()
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    def sorted_by(self, key: str) -> str:
        """The address that orders by a column; the other way round if it does already. Starts at the first page."""
        flipped = "-" if self.sort == key and not self.descending else ""
        return self.address(sort=f"{flipped}{key}", page=None, after=None)


def read(query: QueryDict, *, sortable: Collection[str] = (), default: str = "", size: int = PAGE_SIZE) -> Listing:
    """The listing a query string asks for. Only ``sortable`` keys may order; ``default`` may begin with a minus."""
    asked = query.get("sort", "")
    order = asked if asked.removeprefix("-") in sortable else default
    number = query.get("page", "")
    page = min(max(int(number), 1), LAST_PAGE) if number.isascii() and number.isdigit() else 1
    return Listing(query, order.removeprefix("-"), order.startswith("-"), page, query.get("after", ""), size)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the addresses before and after them."""

    rows: Sequence[Any]
    previous: str = ""
    next: str = ""
    first: int = 1
    total: int | None = None

    @property
    def last(self) -> int:
        """The number of the last row shown, counted from 1."""
        return self.first + len(self.rows) - 1


def numbered(rows: Rows, listing: Listing, *, total: int | None = None) -> Page:
    """A page by number. Reads one row more than it shows instead of counting them all."""
    start = (listing.page - 1) * listing.size
    found = list(rows[start : start + listing.size + 1])
    return Page(
        rows=found[: listing.size],
        previous=listing.address(page=listing.page - 1) if listing.page > 1 else "",
        next=listing.address(page=listing.page + 1) if len(found) > listing.size else "",
        first=start + 1,
        total=total,
    )


def keyset(rows_after: Callable[[str, int], Sequence[Any]], listing: Listing, *, key: Callable[[Any], Any]) -> Page:
    """A page by the last row's key, as fast at the end of a long list as at its start.

    ``rows_after(after, limit)`` reads rows beyond a key ("" = from the start).
    """
    found = list(rows_after(listing.after, listing.size + 1))
    shown = found[: listing.size]
    more = len(found) > listing.size
    return Page(
        rows=shown,
        previous=listing.address(after=None) if listing.after else "",
        next=listing.address(after=key(shown[-1])) if more else "",
    )
