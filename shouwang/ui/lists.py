"""A list as one declaration: columns to choose from, filters, what can be done with many rows; and what an address asks of it.

A feature declares a ``List`` once; ``ledger.lists`` answers its page, its bulk actions and its export.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.forms import Form
from django.http import QueryDict

from shouwang.ui import listings, trail
from shouwang.ui.cells import plain
from shouwang.ui.listings import PAGE_SIZE, Listing
from shouwang.ui.tables import Action, Column, Empty, Table
from shouwang.ui.trail import Crumb, Within

MOST_AT_ONCE = 1000  # rows that one action takes; counting for "all that the filter finds" stops there, too
STATE = ("sort", "cols", "area")  # what stands in a list's address besides its filters


@dataclass(frozen=True)
class List:
    """A list of rows. ``key`` ("duty.staff") names it for ever: saved filters and chosen columns are kept under it.

    The first column names the row and always stands first. ``order`` is the key of a sortable column, with a minus for
    descending. ``key_field`` is the field of the query set that ``row_key`` reads from a row as shown. ``search`` is the
    label of a posted search (names never stand in an address); without it there is none. ``personal``: an export asks
    what for.
    """

    key: str
    title: Any
    columns: Sequence[Column]
    order: str
    filters: type[Form] | None = None
    search: Any = ""
    actions: Sequence[Action] = ()
    empty: Empty = field(default_factory=Empty)
    personal: bool = True
    row_key: Callable[[Any], Any] = attrgetter("pk")
    key_field: str = "pk"
    row_tone: Callable[[Any], str] | None = None
    size: int = PAGE_SIZE
    most: int = MOST_AT_ONCE

    @property
    def name(self) -> str:
        """The list's name in the page: fragments and keyboard find it by this."""
        return self.key.replace(".", "-")

    def called(self, row: Any) -> Any:
        """What a row is called where one line has to do: its first column."""
        return plain(self.columns[0].of(row))

    def action(self, do: str) -> Action | None:
        """The action of this name."""
        return next((action for action in self.actions if action.do == do), None)

    def column_keys(self) -> list[str]:
        """Every column's key, in the declared order."""
        return [column.key for column in self.columns]


@dataclass(frozen=True)
class Saved:
    """A filter somebody gave a name: the query string it stands for."""

    id: int
    name: Any
    query: str
    shared: bool = False
    own: bool = True
    by: str = ""


@dataclass
class Shown:
    """A list as one address asks for it, for one reader."""

    declared: List
    listing: Listing
    form: Form | None
    columns: list[Column]
    actions: list[Action]
    area: str = ""
    words: str = ""
    saved: Sequence[Saved] = ()
    post_url: str = ""
    crumbs: Sequence[Crumb] = ()
    top: str = ""  # the topmost area that the reader sees
    table: Table | None = None
    exports: bool = True

    @cached_property
    def chosen(self) -> Mapping[str, Any]:
        """The filters' cleaned values; what is nonsense or not asked for is empty."""
        if self.form is None:
            return {}
        self.form.is_valid()
        return {name: self.form.cleaned_data.get(name, "") for name in self.form.fields}

    @property
    def frame(self) -> str:
        """The element of the page that is drawn anew when filters or order change."""
        return f"{self.declared.name}-frame"

    @property
    def state(self) -> dict[str, str]:
        """What filters take along that is no filter: order, columns, area."""
        own = self.form.fields if self.form else ()
        asked = self.listing.query
        return {name: str(asked[name]) for name in STATE if asked.get(name) and name not in own}

    @property
    def query(self) -> str:
        """This state of the list as a query string: filters, order, columns; neither page nor nonsense."""
        asked = self.listing.query
        kept = QueryDict(mutable=True)
        for name in [*STATE, *(self.form.fields if self.form else ())]:
            if values := [value for value in asked.getlist(name) if value]:
                kept.setlist(name, values)
        return kept.urlencode()

    @cached_property
    def within(self) -> Within:
        """Where the list may be narrowed to from here, with its filters; order and columns stay, the page begins anew."""
        return trail.within(self.area, self.top, lambda path: f"{self.post_url}{self.listing.address(area=path, page=None, after=None)}")

    @property
    def address(self) -> str:
        """Where this state of the list is posted to and comes back from."""
        return f"{self.post_url}?{self.query}" if self.query else self.post_url

    @property
    def is_filtered(self) -> bool:
        """Whether less than the whole list is asked for."""
        narrowed = bool(self.words) or self.area != self.top
        return narrowed or any(value not in ("", None, False, []) for value in self.chosen.values())

    @property
    def hidden(self) -> dict[str, str]:
        """What goes along with everything that is posted: the list's key, and the words of a posted search."""
        return {"list": self.declared.key} | ({"q": self.words} if self.words else {})

    @property
    def choices(self) -> list[dict[str, Any]]:
        """Every column with whether it is shown: those shown in their order, then the others."""
        shown = [column.key for column in self.columns]
        others = [column for column in self.declared.columns if column.key not in shown]
        first = self.declared.columns[0].key
        return [
            {"column": column, "shown": column.key in shown, "fixed": column.key == first}
            for column in [*self.columns, *others]
        ]

    @property
    def saved_now(self) -> Saved | None:
        """The saved filter that this address is, if it is one."""
        return next((saved for saved in self.saved if saved.query == self.query), None)


def columns_of(declared: List, wanted: Collection[str]) -> list[Column]:
    """The wanted columns in the wanted order behind the first one; those of the declaration where none is known."""
    by_key = {column.key: column for column in declared.columns}
    first = declared.columns[0]
    known = [by_key[key] for key in dict.fromkeys(wanted) if key in by_key and key != first.key]
    named = any(key in by_key for key in wanted)
    return [first, *(known if named else [column for column in declared.columns[1:] if column.shown])]


def read(
    query: QueryDict, declared: List, *, remembered: Collection[str] = (), may: Callable[[Any], bool] = bool
) -> Shown:
    """The list that a query string asks for; what it says and the list does not know is passed over.

    ``remembered`` are the reader's own columns, shown where the address names none; ``may`` says which permissions the
    reader has.
    """
    sortable = {column.key for column in declared.columns if column.sortable}
    listing = listings.read(query, sortable=sortable, default=declared.order, size=declared.size)
    asked = [key for key in query.get("cols", "").split(",") if key]
    return Shown(
        declared=declared,
        listing=listing,
        form=declared.filters(query, auto_id=f"{declared.name}-%s") if declared.filters else None,
        columns=columns_of(declared, asked or remembered),
        actions=[action for action in declared.actions if action.permission is None or may(action.permission)],
    )


def order_of(shown: Shown) -> tuple[str, ...]:
    """The order as Django's ``order_by`` takes it; the fields may be called otherwise than the columns, and be several."""
    column = next(column for column in shown.declared.columns if column.key == shown.listing.sort)
    return tuple(f"{'-' if shown.listing.descending else ''}{name}" for name in column.order_field.split())


def table_of(shown: Shown, page: listings.Page, *, found: int | None = None) -> Table:
    """The rows of a page, laid out as the list says."""
    declared = shown.declared
    return Table(
        shown.columns,
        page,
        shown.listing,
        name=declared.name,
        caption=declared.title,
        actions=shown.actions,
        empty=declared.empty,
        row_key=declared.row_key,
        row_tone=declared.row_tone,
        address=shown.address,
        hidden=shown.hidden,
        found=found,
        frame=shown.frame,
    )
